"""When a question back may be asked and answered, judged without database, web or clock. It pauses nothing."""

from collections.abc import Sequence
from datetime import date

from participation.contributions.asking_back.models import AskedBack
from participation.contributions.models import Contribution
from participation.refusals import Conflict, Refused
from participation.words import N_, says_something

SHORTEST = 12
LONGEST = 600
INTERIM = ("brought_in", "decided_later")
"""Kinds of an outcome that are no answer yet: there is still something to find out."""


class CannotAskBack(Conflict):
    """There is nothing left to ask: taken back, answered, or a question that is still open."""


class NotAsked(Refused):
    """No question waits for this answer (any more); what was typed can be added to the contribution instead."""


def waits(contribution: Contribution) -> bool:
    """Whether the resident still waits for an answer to some point, and did not take the contribution back."""
    if contribution.withdrawn_at is not None:
        return False
    return any(point.outcome_id is None or point.outcome_kind in INTERIM for point in contribution.points)


def open_question(contribution: Contribution, asked: Sequence[AskedBack]) -> AskedBack | None:
    """The question that waits for the resident now. An answer of ours, or taking it back, ends it by itself."""
    if not waits(contribution):
        return None
    return next((one for one in asked if one.answered_at is None and one.ended_at is None), None)


def is_silent(asked: AskedBack, today: date) -> bool:
    """Whether the day passed before which an answer would help."""
    return asked.answered_at is None and asked.ended_at is None and asked.wish_on < today


def refuse_asking(contribution: Contribution, asked: Sequence[AskedBack]) -> None:
    """Refuses (`CannotAskBack`) what was taken back or answered, and a second question while one is open."""
    if contribution.withdrawn_at is not None:
        raise CannotAskBack("De bewoner trok deze bijdrage in. U kunt niets meer vragen.")
    if not waits(contribution):
        raise CannotAskBack("De bewoner heeft al antwoord op alles. U kunt niets meer vragen.")
    if any(one.answered_at is None and one.ended_at is None for one in asked):
        raise CannotAskBack("Er staat al een vraag open aan deze bewoner. Wacht die af, of trek hem in.")


def refuse_question(question: str, why: str, wish_on: date | None, *, due: date | None, today: date) -> date:
    """The day before which we would like an answer, when all is filled in.

    Refuses (`Refused`) a question or a reason that says nothing or is very long, more than one question at once, and a
    day that has passed or that comes after the day we promised: asking moves no promise.
    """
    if not says_something(question, SHORTEST) or "?" not in question:
        raise Refused("Stel één duidelijke vraag, met een vraagteken.", field="question")
    if question.count("?") > 1:
        raise Refused("Stel één vraag tegelijk. Dan weet de bewoner waar u op wacht.", field="question")
    if not says_something(why, SHORTEST):
        raise Refused("Schrijf in een zin op waarom u dit vraagt. De bewoner leest dit.", field="why")
    for field, text in (("question", question), ("why", why)):
        if len(text) > LONGEST:
            raise Refused(f"Maak dit korter. Er passen {LONGEST} tekens in.", field=field)
    if wish_on is None or wish_on <= today:
        raise Refused("Kies een dag die nog komt.", field="wish_on")
    if due is not None and today < due < wish_on:
        raise Refused(
            "Deze dag komt na de dag waarop u antwoord beloofde. Een vraag verzet die belofte niet. Kies een dag "
            "ervoor.", field="wish_on",
        )  # fmt: skip
    return wish_on


def refuse_answer(text: str) -> None:
    """Refuses an empty answer."""
    if not text.strip():
        raise Refused(N_("Schrijf hier uw antwoord op."), field="answer")
