"""Needing more time: a promise is moved before its day, and whoever it was made to hears it at once (I25)."""

from datetime import date, datetime

from sqlalchemy import insert, literal, select, update

from participation.accounts.models import User
from participation.contributions.models import Contribution
from participation.db import db
from participation.outcomes import messages
from participation.promises import actions as promises
from participation.promises.models import Promise, PromiseKind, PromiseMove
from participation.refusals import Refused
from participation.tracks.actions.holding import hold
from participation.tracks.models import Track
from participation.tracks.notices import NoticeKind, tell_everybody

BY_HAND = frozenset({PromiseKind.track_answer, PromiseKind.news})
"""What is moved by itself; the day of a decision or an unknown point stands in the room and moves with it."""


class MovesWithTheRoom(Refused):
    """This day stands in the declared room: it changes there, in the open, and the promise follows."""


def move_and_tell(promise: Promise, new_due: date, *, reason: str, actor: User, now: datetime) -> None:
    """Move the promise about one contribution and queue the message to whoever left an e-mail address.

    Refuses (`CannotMove`): on or after the promised day, an earlier day, no reason.
    """
    contribution = db.session.get_one(Contribution, promise.contribution_id)
    move = promises.move(promise, new_due, reason=reason, actor=actor, now=now)
    messages.tell_moved(contribution, move, now=now)


def move_for_everybody(promise: Promise, new_due: date, *, reason: str, actor: User, now: datetime) -> None:
    """Move a promise that was made to everybody in a track; each of them reads why, and is mailed where ticked (I25).

    With the answer to everybody goes every answer that was promised for that same day, each with its own move in the
    ledger, and the day of the track. What was promised for another day, or is late already, stays as it was.
    Refuses (`CannotMove`): on or after the promised day, an earlier day, no reason; (`MovesWithTheRoom`): a day that
    stands in the room.
    """
    if promise.kind not in BY_HAND:
        raise MovesWithTheRoom("Deze dag staat in de ruimte. Verander de ruimte, dan gaat de belofte mee.", field="due")
    track = db.session.get_one(Track, promise.track_id)
    hold(track)
    move = promises.move(promise, new_due, reason=reason, actor=actor, now=now)
    if promise.kind is PromiseKind.track_answer:
        _move_the_answers_along(move, track, actor, now)
        track.promised_on = new_due
    tell_everybody(
        track, NoticeKind.promise_moved, move.reason, actor=actor, now=now, promise_id=promise.id,
        what=promise.kind.value, about=promise.text, before=move.due_before.isoformat(),
        after=move.due_after.isoformat(),
    )  # fmt: skip
    db.session.flush()


def _move_the_answers_along(move: PromiseMove, track: Track, actor: User, now: datetime) -> None:
    """Two statements, however many answers are owed: one move beside each, and the new day."""
    same = (
        Promise.track_id == track.id, Promise.kind == PromiseKind.answer, Promise.kept_at.is_(None),
        Promise.due == move.due_before,
    )  # fmt: skip
    columns = PromiseMove.__table__.c
    db.session.execute(
        insert(PromiseMove).from_select(
            ["promise_id", "due_before", "due_after", "reason", "moved_by_id", "at"],
            select(
                Promise.id,
                literal(move.due_before, columns.due_before.type),
                literal(move.due_after, columns.due_after.type),
                literal(move.reason, columns.reason.type),
                literal(actor.id),
                literal(now, columns.at.type),
            ).where(*same),
        )
    )
    db.session.execute(
        update(Promise).where(*same).values(due=move.due_after, reminded=0),
        execution_options={"synchronize_session": "fetch"},
    )
