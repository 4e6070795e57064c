"""A judgement: somebody else, an answer to every question, a note at every doubt, and a reason in words."""

from datetime import date

import pytest

from participation.tracks import rules
from participation.tracks.review import Mark, Review, Verdict
from participation.tracks.rules import Answer, Finding
from tests.tracks.honest_room import honest_room, person

FINE = {number: Answer(number, Mark.fine) for number in range(1, 16)}
REASON = "De ruimte is eerlijk."
BLOCKS = Finding(rule="I4", title="", text="", mend="", blocks=True)
EXPLAIN = Finding(rule="I5", title="", text="", mend="", blocks=False)


def problems(verdict=Verdict.approved, answers=FINE, reason=REASON, findings=(), reviewer=None, **answer):
    room = honest_room()
    review = Review(room=room, requested_by_id=2)
    room.track.author_id, room.author_id = 1, 3
    reviewer = reviewer or person(9, "Dirk")
    found = rules.review_problems(review, answers, verdict, reason, reviewer=reviewer, findings=findings)
    return [(problem.field, problem.sentence) for problem in found]


def test_fifteen_answers_and_a_reason_are_enough_to_agree() -> None:
    assert problems() == []


@pytest.mark.parametrize("number", [1, 2, 3], ids=["wrote the track", "asked for the review", "wrote the room"])
def test_who_wrote_it_or_asked_for_it_never_judges(number: int) -> None:
    assert problems(reviewer=person(number, "Bram"))[0][0] == "verdict"


def test_agreeing_needs_an_answer_to_every_question() -> None:
    answers = {**FINE, 4: Answer(4)}
    del answers[15]
    assert problems(answers=answers) == [
        ("mark_4", "Vraag 4 heeft nog geen antwoord."),
        ("mark_15", "Vraag 15 heeft nog geen antwoord."),
    ]


@pytest.mark.parametrize("verdict", [Verdict.returned, Verdict.inform_only])
def test_sending_back_needs_no_answer_to_every_question(verdict: Verdict) -> None:
    assert problems(verdict, answers={}, findings=[BLOCKS, EXPLAIN]) == []


@pytest.mark.parametrize("verdict", [Verdict.approved, Verdict.returned, Verdict.inform_only])
@pytest.mark.parametrize(("mark", "words"), [(Mark.question, "welke vraag"), (Mark.not_fine, "niet in orde")])
def test_a_doubt_says_what_it_is(verdict: Verdict, mark: Mark, words: str) -> None:
    ((field, sentence),) = problems(verdict, answers={**FINE, 7: Answer(7, mark, "  ")})
    assert field == "note_7" and words in sentence
    assert problems(verdict, answers={**FINE, 7: Answer(7, mark, "Waar dan?")}) == []


@pytest.mark.parametrize("verdict", [Verdict.approved, Verdict.returned, Verdict.inform_only])
@pytest.mark.parametrize(
    "reason", ["", "   ", "Ok.", "goed goed goed goed", "..........................", "12 34 56 78 90"]
)
def test_every_verdict_has_a_reason_in_words(verdict: Verdict, reason: str) -> None:
    assert [field for field, _ in problems(verdict, reason=reason)] == ["reason"]


COUNTS = [
    ([], ""),
    ([BLOCKS], "Akkoord kan nu niet: één ding blokkeert."),
    ([BLOCKS, BLOCKS], "Akkoord kan nu niet: twee dingen blokkeren."),
    ([EXPLAIN], "Akkoord kan nu niet: één ding vraagt nog uitleg."),
    ([BLOCKS] * 13 + [EXPLAIN] * 2, "Akkoord kan nu niet: 13 dingen blokkeren en twee dingen vragen nog uitleg."),
]


@pytest.mark.parametrize(("findings", "sentence"), COUNTS)
def test_nobody_agrees_while_something_blocks_or_is_not_explained(findings: list[Finding], sentence: str) -> None:
    assert rules.why_not_approved(findings) == sentence
    assert [told for _, told in problems(findings=findings)] == ([sentence] if sentence else [])


WAITING = [
    (date(2026, 11, 24), date(2026, 11, 24), 0, "today"),
    (date(2026, 11, 23), date(2026, 11, 24), 1, "since yesterday"),
    (date(2026, 11, 20), date(2026, 11, 23), 1, "over the weekend"),
    (date(2026, 11, 17), date(2026, 11, 24), 5, "a week"),
    (date(2026, 11, 24), date(2026, 11, 20), 0, "a day that still comes"),
]


@pytest.mark.parametrize(("start", "end", "days", "sentence"), WAITING, ids=[row[3] for row in WAITING])
def test_waiting_is_counted_in_working_days(start: date, end: date, days: int, sentence: str) -> None:
    assert rules.working_days_between(start, end) == days
