"""Is asking honest and useful here? The advice, its reasons, and endings that everybody can find back."""

from typing import Any

import pytest

from participation import clock
from participation.db import db
from participation.history import Event
from participation.tracks import considerations
from participation.tracks.considerations import NotConsidered, end_consideration
from participation.tracks.considering import Choice, Consideration
from participation.tracks.models import Track
from participation.tracks.room import Level
from participation.tracks.rules.considering import KEYS, QUESTIONS, Reply, advise, problems
from tests.support.cast import Cast

GOOD = {question.key: Reply.no if question.stops is Reply.yes else Reply.yes for question in QUESTIONS}
REASON = "Bewoners weten hier meer van dan wij."


def replies(**others: Reply) -> dict[str, Reply]:
    return {**GOOD, **others}


class TestAdvice:
    def test_when_there_is_something_to_choose_ask(self) -> None:
        assert advise(GOOD).choice is Choice.ask

    @pytest.mark.parametrize(
        ("answers", "choice", "keys"),
        [
            ({"fixed": Reply.yes}, Choice.inform, ["fixed"]),
            ({"choice": Reply.no}, Choice.inform, ["choice"]),
            ({"means": Reply.no}, Choice.inform, ["means"]),
            ({"listens": Reply.no}, Choice.inform, ["listens"]),
            ({"enough": Reply.no}, Choice.inform, ["enough"]),
            ({"notice": Reply.no}, Choice.leave, ["notice"]),
            ({"fixed": Reply.yes, "notice": Reply.no}, Choice.leave, ["fixed", "notice"]),
            ({"fixed": Reply.unsure}, Choice.inform, ["fixed"]),
            ({"choice": Reply.unsure}, Choice.inform, ["choice"]),
        ],
    )
    def test_every_answer_that_decided_it_gives_its_reason(
        self, answers: dict[str, Reply], choice: Choice, keys: list[str]
    ) -> None:
        advice = advise(replies(**answers))
        assert (advice.choice, [ground.key for ground in advice.grounds]) == (choice, keys)
        assert all(len(ground.text) > 30 for ground in advice.grounds)

    @pytest.mark.parametrize("other", [key for key in KEYS if key != "fixed"])
    @pytest.mark.parametrize("reply", list(Reply))
    def test_when_the_outcome_is_fixed_the_advice_is_never_to_ask(self, other: str, reply: Reply) -> None:
        assert advise(replies(fixed=Reply.yes, **{other: reply})).choice is not Choice.ask

    @pytest.mark.parametrize("key", ["means", "listens", "notice", "enough"])
    def test_what_is_not_known_yet_is_to_be_found_out_first(self, key: str) -> None:
        advice = advise(replies(**{key: Reply.unsure}))
        assert (advice.choice, [ground.key for ground in advice.first]) == (Choice.ask, [key])

    def test_every_question_has_to_be_answered(self) -> None:
        found = problems("Titel", dict.fromkeys(KEYS), Choice.leave, REASON)
        assert [problem.field for problem in found] == list(KEYS)


def end(cast: Cast, choice: Choice | None = Choice.ask, **values: Any) -> Consideration:
    return end_consideration(
        values.get("title", "Fietsen bij het station"), values.get("replies", GOOD), choice,
        values.get("reason", REASON), with_track=values.get("with_track", False), actor=cast.bram, now=clock.now(),
    )  # fmt: skip


class TestEndings:
    def test_asking_goes_on_in_a_draft_with_the_title_and_the_reason(self, cast: Cast) -> None:
        made = end(cast)
        assert made.track is not None
        room = made.track.rooms[0]
        assert (made.track.title, room.why, room.level) == ("Fietsen bij het station", REASON, None)
        event = db.session.query(Event).filter_by(kind="consideration.ended").one()
        assert (event.actor_id, event.track_id, event.why) == (cast.bram.id, made.track_id, REASON)
        assert event.data == {"consideration_id": made.id, "advised": "ask", "choice": "ask"}

    @pytest.mark.parametrize("choice", [Choice.inform, Choice.leave])
    def test_not_asking_is_recorded_with_name_and_reason_and_starts_nothing(self, cast: Cast, choice: Choice) -> None:
        made = end(cast, choice, with_track=choice is Choice.leave)
        assert (made.track_id, made.choice, made.made_by, made.reason) == (None, choice, cast.bram, REASON)
        assert made.answers == {key: reply.value for key, reply in GOOD.items()}
        assert db.session.query(Track).count() == 0

    def test_informing_can_go_on_in_a_track_that_only_informs(self, cast: Cast) -> None:
        made = end(cast, Choice.inform, with_track=True)
        assert made.track is not None and made.track.rooms[0].level is Level.inform

    def test_a_colleague_may_choose_otherwise_with_a_reason(self, cast: Cast) -> None:
        made = end(cast, Choice.ask, replies=replies(means=Reply.no))
        assert (made.advised, made.choice) == (Choice.inform, Choice.ask)

    @pytest.mark.parametrize(
        ("choice", "values", "field"),
        [
            (Choice.ask, {"replies": replies(fixed=Reply.yes)}, "choice_made"),
            (None, {}, "choice_made"),
            (Choice.leave, {"reason": "Gewoon."}, "reason"),
            (Choice.ask, {"title": "  "}, "title"),
            (Choice.leave, {"replies": {**GOOD, "means": None}}, "means"),
        ],
    )
    def test_what_is_refused_names_its_field_and_leaves_nothing(
        self, cast: Cast, choice: Choice | None, values: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(NotConsidered) as refusal:
            end(cast, choice, **values)
        assert [problem.field for problem in refusal.value.problems] == [field]
        assert db.session.query(Consideration).count() == db.session.query(Track).count() == 0


class TestFindingBack:
    def test_by_ending_and_by_words_in_the_title(self, cast: Cast) -> None:
        end(cast, title="Fietsen bij het station")
        end(cast, Choice.inform, title="Verkeerslichten 100% nieuw")
        end(cast, Choice.leave, title="Rekenen aan bomen")
        titles = lambda **how: [one.title for one in considerations.listed(**how).rows]  # noqa: E731
        assert titles() == ["Rekenen aan bomen", "Verkeerslichten 100% nieuw", "Fietsen bij het station"]
        assert titles(choice=Choice.inform) == ["Verkeerslichten 100% nieuw"]
        assert titles(words="STATION fietsen") == ["Fietsen bij het station"]
        assert titles(words="%") == ["Verkeerslichten 100% nieuw"]
        assert [one.title for one in considerations.not_asked().rows] == titles()[:2]

    def test_page_by_page(self, cast: Cast) -> None:
        for number in range(considerations.PAGE + 2):
            end(cast, Choice.leave, title=f"Nummer {number}")
        first = considerations.not_asked()
        rest = considerations.not_asked(first.older)
        assert (len(first.rows), len(rest.rows), rest.older) == (considerations.PAGE, 2, None)
