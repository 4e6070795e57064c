"""Making and keeping promises. A promise is kept by what happened, never by a tick."""

from datetime import date, datetime
from functools import cache

from sqlalchemy import Select, bindparam, select

from participation import clock, history
from participation.accounts.models import User
from participation.db import db, write_row
from participation.history import Actor
from participation.promises import rules
from participation.promises.models import TO_EVERYBODY, Promise, PromiseKind, PromiseMove


def make(
    kind: PromiseKind,
    *,
    due: date,
    track_id: int,
    department_id: int,
    owner_id: int | None,
    now: datetime,
    contribution_id: int | None = None,
    point_id: int | None = None,
    actor: Actor | None = None,
    about: str = "",
    text: str = "",
) -> None:
    """Promise something by the end of the day *due* (Netherlands); from now on it is in the ledger for ever.

    *about* names what it is about ("path:3"), *text* says a promise to everybody in the words residents read.
    """
    number = write_row(
        Promise, kind=kind, due=due, track_id=track_id, department_id=department_id, owner_id=owner_id, made_at=now,
        contribution_id=contribution_id, point_id=point_id, about=about, text=text,
    )  # fmt: skip
    history.record(
        "promise.made", actor=actor, now=now, who=None if actor else history.Who.system, track_id=track_id,
        contribution_id=contribution_id, point_id=point_id, promise_id=number, promise_kind=kind.value,
        due=due.isoformat(), **({"about": about} if about else {}),
    )  # fmt: skip


def keep(promise: Promise, *, now: datetime, actor: Actor | None = None) -> None:
    """Note that what was promised has happened. A promise that is kept after its day stays visible as late."""
    if promise.kept_at is not None:
        return
    promise.kept_at = now
    history.record(
        "promise.kept", actor=actor, now=now, who=None if actor else history.Who.system, track_id=promise.track_id,
        contribution_id=promise.contribution_id, point_id=promise.point_id, promise_id=promise.id,
    )  # fmt: skip


def lapse(promise: Promise, *, why: str, now: datetime, actor: Actor | None = None) -> None:
    """Say that what was promised will not happen any more, with the reason residents read. A kept one stays kept."""
    if promise.kept_at is not None:
        return
    promise.kept_at, promise.lapsed = now, why
    history.record(
        "promise.lapsed", actor=actor, now=now, who=None if actor else history.Who.system, track_id=promise.track_id,
        contribution_id=promise.contribution_id, point_id=promise.point_id, why=why, promise_id=promise.id,
    )  # fmt: skip


def move(promise: Promise, new_due: date, *, reason: str, actor: User, now: datetime) -> PromiseMove:
    """Promise a later day than before, with a reason that residents read (I25).

    Only before the old day: from that day on it is kept or missed, and a missed promise cannot be made to look kept.
    Refuses (`CannotMove`) with a sentence at the field it is about. Tell the resident in the same transaction:
    `outcomes.moving.move_and_tell` does both.
    """
    refusal = rules.why_not_move(promise, new_due, reason, today=clock.local(now).date())
    if refusal is not None:
        raise refusal
    return change_day(promise, new_due, reason=reason.strip(), actor=actor, now=now)


def change_day(promise: Promise, new_due: date, *, reason: str, actor: User, now: datetime) -> PromiseMove:
    """Write the new day down beside the old one; the caller has judged that it may."""
    move = PromiseMove(
        promise=promise, due_before=promise.due, due_after=new_due, reason=reason, moved_by_id=actor.id, at=now
    )
    promise.due, promise.reminded = new_due, 0
    db.session.add(move)
    db.session.flush()
    history.record(
        "promise.moved", actor=actor, now=now, track_id=promise.track_id, contribution_id=promise.contribution_id,
        point_id=promise.point_id, why=reason, promise_id=promise.id, due_before=move.due_before.isoformat(),
        due_after=new_due.isoformat(),
    )  # fmt: skip
    return move


def give_to(promise: Promise, owner: User, *, actor: User, now: datetime) -> None:
    """Make *owner* the colleague who keeps this promise; the department that runs the track stays answerable."""
    if promise.owner_id == owner.id:
        return
    promise.owner_id, promise.with_team = owner.id, False
    history.record(
        "promise.given", actor=actor, now=now, track_id=promise.track_id, contribution_id=promise.contribution_id,
        point_id=promise.point_id, promise_id=promise.id, owner_id=owner.id,
    )  # fmt: skip


def open_promises(contribution_id: int) -> list[Promise]:
    """What is still owed to the resident behind one contribution, the first to break first."""
    return list(db.session.scalars(_open(), {"contribution": contribution_id}))


@cache
def _open() -> Select[Promise]:
    return (
        select(Promise)
        .where(Promise.contribution_id == bindparam("contribution"), Promise.kept_at.is_(None))
        .order_by(Promise.due, Promise.id)
    )


def to_everybody(track_id: int) -> list[Promise]:
    """What was promised to everybody in a track, kept or not, the first day first: a few, however many reacted."""
    return list(
        db.session.scalars(
            select(Promise).where(Promise.track_id == track_id, TO_EVERYBODY).order_by(Promise.due, Promise.id)
        )
    )


def first_open(track_id: int, kind: PromiseKind) -> Promise | None:
    """The open promise of one *kind* in a track that breaks first: enough to know whether anything is still owed."""
    return db.session.scalar(
        select(Promise)
        .where(Promise.track_id == track_id, Promise.kept_at.is_(None), Promise.kind == kind)
        .order_by(Promise.due, Promise.id)
        .limit(1)
    )
