"""What a judgement owes: another person, an answer to every question, and a reason in words (I9)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from participation.accounts.models import User
from participation.tracks.review import QUESTIONS, Mark, Review, Verdict
from participation.tracks.rules.findings import Finding, blocking, filled, unexplained
from participation.words import says_something

SHORTEST_REASON = 10
SHORTEST_EXPLANATION = 20


@dataclass(frozen=True)
class Answer:
    """The reviewer's answer to question *number* (1–15), as typed: a mark may be missing, a note may be empty."""

    number: int
    mark: Mark | None = None
    note: str = ""


@dataclass(frozen=True)
class Problem:
    """Why a judgement cannot be given yet: the field ("verdict", "reason", "mark_3", "note_3") and what helps."""

    field: str
    sentence: str


def wrote_it(review: Review, reviewer: User) -> bool:
    """Whether *reviewer* wrote this room or this track, or asked for this review, and so can never judge it (I9)."""
    return reviewer.id in (review.requested_by_id, review.room.author_id, review.room.track.author_id)


def review_problems(
    review: Review,
    answers: Mapping[int, Answer],
    verdict: Verdict,
    reason: str,
    *,
    reviewer: User,
    findings: Sequence[Finding],
) -> list[Problem]:
    """Everything that stands between *reviewer* and *verdict*; an empty list means that it can be given."""
    problems = []
    if wrote_it(review, reviewer):
        problems.append(
            Problem("verdict", "U schreef deze ruimte zelf, of vroeg zelf om deze toets. Een ander moet oordelen.")
        )
    if verdict is Verdict.approved:
        sentence = why_not_approved(findings)
        problems += [Problem("verdict", sentence)] if sentence else []
        problems += [
            Problem(f"mark_{number}", f"Vraag {number} heeft nog geen antwoord.")
            for number in range(1, len(QUESTIONS) + 1)
            if number not in answers or answers[number].mark is None
        ]
    problems += _marks_without_a_note(answers.values())
    if not says_something(reason, SHORTEST_REASON):
        problems.append(Problem("reason", "Schrijf waarom u dit vindt. Minstens één hele zin."))
    return problems


def why_not_approved(findings: Iterable[Finding]) -> str:
    """Why the room cannot be approved now, in one sentence; empty when it can."""
    findings = list(findings)
    blocks, open_ = len(blocking(findings)), len(unexplained(findings))
    grounds = []
    if blocks:
        grounds.append(f"{things(blocks)} {'blokkeert' if blocks == 1 else 'blokkeren'}")
    if open_:
        grounds.append(f"{things(open_)} {'vraagt' if open_ == 1 else 'vragen'} nog uitleg")
    return f"Akkoord kan nu niet: {' en '.join(grounds)}." if grounds else ""


def things(count: int) -> str:
    """één ding, twee dingen, 13 dingen"""
    words = ("nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")
    return f"{words[count] if count < len(words) else count} {'ding' if count == 1 else 'dingen'}"


def _marks_without_a_note(answers: Iterable[Answer]) -> list[Problem]:
    told = {
        Mark.question: "Schrijf bij vraag {} welke vraag u heeft.",
        Mark.not_fine: "Schrijf bij vraag {} wat er niet in orde is.",
    }
    return [
        Problem(f"note_{answer.number}", told[answer.mark].format(answer.number))
        for answer in answers
        if answer.mark in told and not filled(answer.note)
    ]


def working_days_between(start: date, end: date) -> int:
    """How many working days (Monday to Friday) something that came in on *start* has been waiting on *end*."""
    days = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
    return sum(day.weekday() < 5 for day in days)
