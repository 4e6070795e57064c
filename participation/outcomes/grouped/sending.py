"""The worker sends what was released: letter by letter, each with its publication in a transaction of its own.

The letter is ticked off in the transaction that publishes it. Whatever stops the worker, and however many there are,
nobody gets two letters and nobody gets half a one; what did not leave leaves in the next round.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import joinedload

from participation import history
from participation.accounts.models import User
from participation.contributions.models import Point
from participation.db import db
from participation.outcomes import actions as outcomes
from participation.outcomes.actions import AlreadyAnswered, DraftChanged
from participation.outcomes.grouped import queries, rules
from participation.outcomes.grouped.models import GroupedAnswer, GroupedLetter
from participation.outcomes.rules import NotReady
from participation.refusals import Refused
from participation.tracks.models import Track

log = logging.getLogger(__name__)
MayAnswer = Callable[[User, Track], bool]


def ready(now: datetime) -> list[int]:
    """The grouped answers whose moment has come, the oldest first."""
    under_way = (
        GroupedAnswer.leaves_at.is_not(None), GroupedAnswer.stopped_why == "", GroupedAnswer.ended_at.is_(None)
    )  # fmt: skip
    found = select(GroupedAnswer.id).where(*under_way, GroupedAnswer.leaves_at <= now)
    return list(db.session.scalars(found.order_by(GroupedAnswer.leaves_at)))


def send_next(grouped_id: int, *, may: MayAnswer, now: datetime) -> bool:
    """Send one letter, in the caller's transaction; say whether there may be more.

    *may* says whether the sender may still answer in this track: asked for every letter, at the moment that it leaves.
    A letter that the rules refuse is skipped with the reason, and holds up nobody else's.
    """
    # Two workers come one after the other here, and who called it back was first or is too late.
    answer = db.session.get_one(GroupedAnswer, grouped_id, populate_existing=True, with_for_update=True)
    if answer.leaves_at is None or answer.leaves_at > now or answer.stopped_why or answer.ended_at is not None:
        return False
    sender = answer.released_by
    why = rules.why_not_sent_by(sender, may=sender is not None and may(sender, answer.track))
    if why or sender is None:
        _stop(answer, why, now)
        return False
    letter = _next(answer)
    if letter is None:
        _end(answer, now)
        return False
    answer.begun_at = answer.begun_at or now
    _send(letter, sender, now)
    db.session.flush()
    return True


def _next(answer: GroupedAnswer) -> GroupedLetter | None:
    return db.session.scalar(
        select(GroupedLetter)
        .where(GroupedLetter.grouped_id == answer.id, queries.WAITING)
        .options(joinedload(GroupedLetter.point).joinedload(Point.contribution))
        .order_by(GroupedLetter.id)
        .limit(1)
    )


def _send(letter: GroupedLetter, sender: User, now: datetime) -> None:
    """Publish it, or write down why not; what a refusal had begun to write is undone to the last row."""
    decision = rules.decision_for(letter)
    try:
        with db.session.begin_nested():
            outcome = outcomes.publish(
                letter.point, decision, base_version=letter.base_version, base_draft="", actor=sender, now=now
            )
            letter.outcome_id, letter.done_at = outcome.id, now
    except OperationalError:
        raise  # The database is away: this letter is for the next round.
    except Exception as fault:
        letter.skipped_why, letter.done_at = _in_words(fault), now
        _record("grouped.skipped", letter.grouped, now, letter=letter, why=letter.skipped_why)


def _in_words(fault: Exception) -> str:
    """Why this letter did not leave, for the colleague who has to look at it."""
    if isinstance(fault, AlreadyAnswered):
        who = fault.outcome.published_by.name if fault.outcome.published_by else "Een collega"
        return f"{who} gaf intussen zelf antwoord."
    if isinstance(fault, DraftChanged):
        who = fault.draft.written_by.name if fault.draft.written_by else "Een collega"
        return f"{who} schreef intussen een eigen concept."
    if isinstance(fault, NotReady):
        return " ".join(missing.sentence for missing in fault.missing)
    if isinstance(fault, Refused):
        return fault.sentence
    log.error("A letter of a grouped answer was skipped: %s: %s", type(fault).__name__, str(fault).partition("\n")[0])
    return "Er ging bij ons iets mis met deze brief. Geef dit antwoord met de hand."


def _stop(answer: GroupedAnswer, why: str, now: datetime) -> None:
    answer.stopped_why = why
    db.session.flush()
    _record("grouped.stopped", answer, now, why=why)


def _end(answer: GroupedAnswer, now: datetime) -> None:
    answer.ended_at = now
    db.session.flush()
    done = queries.tally(answer.id)
    _record("grouped.sent", answer, now, published=done.published, skipped=done.skipped)


def _record(
    kind: str, answer: GroupedAnswer, now: datetime, *, letter: GroupedLetter | None = None, why: str = "",
    **data: Any,
) -> None:  # fmt: skip
    history.record(
        kind, now=now, who=history.Who.system, track_id=answer.track_id, why=why, grouped_id=answer.id,
        contribution_id=letter.contribution_id if letter else None,
        point_id=letter.point_id if letter else None, **data,
    )  # fmt: skip
