"""The mails that go with an answer: only to who left an address for this purpose (I40), in the same transaction.

Who left a postal address gets the same words as a letter (`outcomes.letters`), which waits until a colleague prints it.

A mail says the same sentences as the page (`outcomes.answers`), and names the contribution by its number, never by
its code.
"""

from datetime import datetime
from typing import Any

from participation import clock, mail
from participation.contributions.models import Contribution, Point
from participation.db import db
from participation.outcomes.answers import answer
from participation.outcomes.decisions import queries as decision_queries
from participation.outcomes.experience import rules as experience_rules
from participation.outcomes.formal.models import FormalArrival
from participation.outcomes.letters import waiting
from participation.outcomes.models import ExecutionStep, Outcome
from participation.outcomes.second_look.models import SecondLook
from participation.outcomes.sentences import call
from participation.promises.models import PromiseMove

MAILS = (
    "outcome_published", "outcome_corrected", "execution_changed", "promise_moved", "look_asked", "look_answered",
    "formal_arrived",
)  # fmt: skip


def still_wanted(message: mail.OutboundMail) -> bool:
    """Asked right before sending: the resident did not take the contribution, or the address, back (I40)."""
    contribution = db.session.get(Contribution, message.contribution_id) if message.contribution_id else None
    return contribution is not None and contribution.email == message.to


mail.may_send.update(dict.fromkeys(MAILS, still_wanted))


def tell_outcome(outcome: Outcome, *, corrects: bool, now: datetime) -> None:
    """Queue the answer itself; a correction is announced as one (I24)."""
    point = outcome.point
    contribution = point.contribution
    if contribution.email is None and not contribution.by_post:
        return
    spoken = answer(
        point, outcome, contribution=contribution, track=contribution.track, today=clock.local(now).date(),
        due=outcome.later_on if outcome.kind and outcome.kind.is_interim else None,
        decisions=decision_queries.about(outcome, clock.local(now).date()),
    )  # fmt: skip
    _queue(
        "outcome_corrected" if corrects else "outcome_published", contribution, now, point=point, answer=spoken,
        asks_how_it_was=not corrects and experience_rules.is_asked(contribution),
    )  # fmt: skip


def tell_execution(point: Point, step: ExecutionStep, *, now: datetime) -> None:
    """Queue the news about something that was adopted, also when it will not happen after all (I19)."""
    _queue("execution_changed", point.contribution, now, point=point, step=step)


def tell_moved(contribution: Contribution, move: PromiseMove, *, now: datetime) -> None:
    """Queue that we need more time, before the old day (I25)."""
    _queue("promise_moved", contribution, now, move=move)


def tell_look_asked(contribution: Contribution, look: SecondLook, *, now: datetime) -> None:
    """Queue that we will look again, and by which day somebody else has done so."""
    _queue("look_asked", contribution, now, look=look)


def tell_look_answered(contribution: Contribution, look: SecondLook, *, now: datetime) -> None:
    """Queue that the answer stands after a second look; a correction is told as one (`tell_outcome`)."""
    _queue("look_answered", contribution, now, look=look)


def tell_arrived(point: Point, outcome: Outcome, arrival: FormalArrival, *, now: datetime) -> None:
    """Queue that a message that was passed on arrived, and under which number (I32)."""
    _queue("formal_arrived", point.contribution, now, point=point, outcome=outcome, arrival=arrival)


def _queue(name: str, contribution: Contribution, now: datetime, **context: Any) -> None:
    if contribution.email is None and not contribution.by_post:
        return
    track = contribution.track
    told = {
        "number": contribution.number, "track": track, "contact": track.contact, "call": call(track),
        "several": len(contribution.points) > 1, **context,
    }  # fmt: skip
    if contribution.by_post:
        waiting.wait(name, contribution, told, now=now)
    if contribution.email is not None:
        mail.queue(
            name, to=contribution.email, language=contribution.language, now=now, contribution_id=contribution.id,
            context=told,
        )  # fmt: skip
