"""Append-only log: who, when, what, why. The resident's timeline, the staff's and the audit read this one log.

An event is written by the action it belongs to, in the same transaction. Nobody can change or remove one: the
database refuses it. The worker seals events in batches; each seal carries the hash of the seal before it and of its
rows, so that a row that was changed, removed or slipped in behind our back is named by `verify`.
"""

import enum
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol

from sqlalchemy import ForeignKey, Index, func, insert, literal, select, text
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base, db, write_row

BATCH = 1000
BEFORE_ALL = -(2**31)
AT_ONCE = 16
"""More events of one track than are ever written in transactions that run at the same time."""
ABOUT_A_POINT = text("point_id IS NOT NULL")
TOLD_TO_FOLLOWERS = text(
    "kind IN ('contribution.checked', 'notice.published', 'outcome.corrected', 'outcome.published', 'review.approved',"
    " 'review.overridden', 'track.closed_for_input', 'track.dates_changed', 'track.opened')"
)
"""What who follows a track hears of: written out, not bound, because only then both engines use the partial index."""


class Who(enum.Enum):
    """Whose doing it was: a resident (never named), a colleague (always named), or the clock."""

    resident = "resident"
    staff = "staff"
    system = "system"


class Actor(Protocol):
    """A person who signs for what happened."""

    @property
    def id(self) -> int: ...


class Event(Base):
    """One thing that happened. `data` holds values and ids, never contact data or a resident's words."""

    __tablename__ = "event"
    __table_args__ = (
        Index(None, "track_id", "id"),
        Index(None, "contribution_id", "id"),
        Index("ix_event_point", "point_id", sqlite_where=ABOUT_A_POINT, postgresql_where=ABOUT_A_POINT),
        Index("ix_event_told", "track_id", "id", sqlite_where=TOLD_TO_FOLLOWERS, postgresql_where=TOLD_TO_FOLLOWERS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[str]
    who: Mapped[Who]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    track_id: Mapped[int | None] = mapped_column(ForeignKey("track.id"))
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"))
    point_id: Mapped[int | None] = mapped_column(ForeignKey("point.id"))
    why: Mapped[str] = mapped_column(default="")
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)

    def digest(self) -> str:
        """The fingerprint of everything this row says."""
        row = [
            self.id, self.at.astimezone(UTC).isoformat(), self.kind, self.who.value, self.actor_id,
            self.track_id, self.contribution_id, self.point_id, self.why, self.data,
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(row, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


class Seal(Base):
    """A batch of events, closed. `hash` covers the seal before and the digests of the batch."""

    __tablename__ = "seal"

    id: Mapped[int] = mapped_column(primary_key=True)
    last_event_id: Mapped[int] = mapped_column(unique=True)
    hash: Mapped[str]
    at: Mapped[datetime]


class SealedEvent(Base):
    """The digest of one event as it was when it was sealed."""

    __tablename__ = "sealed_event"

    event_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seal_id: Mapped[int] = mapped_column(ForeignKey("seal.id"), index=True)
    digest: Mapped[str]


def record(
    kind: str,
    *,
    now: datetime,
    actor: Actor | None = None,
    who: Who | None = None,
    track_id: int | None = None,
    contribution_id: int | None = None,
    point_id: int | None = None,
    why: str = "",
    **data: Any,
) -> None:
    """Write down that *kind* (past tense, `outcome.published`) happened, in the caller's transaction.

    Without an actor it was a resident, unless *who* says otherwise.
    """
    write_row(
        Event, at=now, kind=kind, who=who or (Who.staff if actor else Who.resident),
        actor_id=actor.id if actor else None, track_id=track_id, contribution_id=contribution_id, point_id=point_id,
        why=why, data=data,
    )  # fmt: skip


def record_each(kind: str, about: Any, *, actor: Actor | None, now: datetime, why: str = "", **data: Any) -> None:
    """Write down the same thing for many contributions at once: *about* is a subquery of `track_id` and `id`.

    Without an actor it was the clock.
    """
    event = Event.__table__
    who, actor_id = (Who.staff, actor.id) if actor else (Who.system, None)
    told = {"at": now, "kind": kind, "who": who, "actor_id": actor_id, "why": why, "data": data}
    columns = [literal(value, event.c[name].type) for name, value in told.items()]
    db.session.execute(
        insert(Event).from_select(
            [*told, "track_id", "contribution_id"], select(*columns, about.c.track_id, about.c.id).order_by(about.c.id)
        )
    )


def version_of(track_id: Any) -> Any:
    """A number that grows with everything that happens in a track: the ground of its ETag. For use in a statement.

    The sum of the last numbers, not the last one: on PostgreSQL two who write at the same time can commit in the other
    order, and then the highest number stays what it was when the lower one comes in.
    """
    event = Event.__table__
    last = (
        select(event.c.id)
        .where(event.c.track_id == track_id)
        .order_by(event.c.id.desc())
        .limit(AT_ONCE)
        .correlate_except(event)
        .subquery()
    )
    return select(func.coalesce(func.sum(last.c.id), 0)).scalar_subquery()


def _hash(previous: str, digests: list[str]) -> str:
    return hashlib.sha256("\n".join([previous, *digests]).encode()).hexdigest()


def head() -> Seal | None:
    """The last seal: note it somewhere else, and nobody can cut off the end of the log unseen."""
    return db.session.scalar(select(Seal).order_by(Seal.id.desc()).limit(1))


def has_unsealed() -> bool:
    """Whether something happened since the last seal."""
    last = head()
    newer = select(Event.id).where(Event.id > (last.last_event_id if last else 0)).limit(1)
    return db.session.scalar(newer) is not None


def seal(now: datetime) -> int:
    """Close the next batch of events and return how many it holds (0: nothing new).

    On PostgreSQL a short table lock waits for writers under way, so that no lower number can still come in.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE event IN SHARE MODE"))
    last = head()
    events = _events(after=last.last_event_id if last else BEFORE_ALL, limit=BATCH)
    if not events:
        return 0
    digests = [event.digest() for event in events]
    new = Seal(last_event_id=events[-1].id, hash=_hash(last.hash if last else "", digests), at=now)
    db.session.add(new)
    db.session.flush()
    db.session.add_all(
        SealedEvent(event_id=event.id, seal_id=new.id, digest=digest)
        for event, digest in zip(events, digests, strict=True)
    )
    db.session.flush()
    return len(events)


def _events(*, after: int, until: int | None = None, limit: int | None = None) -> Sequence[Event]:
    """The events as the database has them now, whatever this session remembers of them."""
    wanted = select(Event).where(Event.id > after).order_by(Event.id).limit(limit)
    if until is not None:
        wanted = wanted.where(Event.id <= until)
    return db.session.scalars(wanted.execution_options(populate_existing=True)).all()


class Broken(Exception):
    """The log was tampered with; the message names the first row."""


class Verified(NamedTuple):
    """What was recomputed and found in order. `head` is the hash of the last seal (empty: nothing is sealed yet)."""

    events: int
    seals: int
    head: str


def verify(noted: Mapping[int, str] | None = None) -> Verified:
    """Recompute every digest and seal; raises `Broken` and names the first row that was changed, removed or inserted.

    *noted* holds hashes of seals by their number, kept outside the database: with them a cut-off end is found as well.
    """
    expected = dict(noted or {})
    events, seals, previous, last_event = 0, 0, "", BEFORE_ALL
    for closed in _all_seals():
        digests = _check_rows(closed, previous, last_event)
        if expected.pop(closed.id, closed.hash) != closed.hash:
            raise Broken(f"Seal {closed.id} is not the seal that was noted outside the database.")
        events, seals, previous, last_event = events + digests, seals + 1, closed.hash, closed.last_event_id
    if expected:
        raise Broken(f"Seal {min(expected)} was noted outside the database and is gone: the log lost its end.")
    return Verified(events, seals, previous)


def _all_seals() -> Iterator[Seal]:
    """Every seal in order, in batches."""
    last = 0
    while batch := db.session.scalars(
        select(Seal).where(Seal.id > last).order_by(Seal.id).limit(BATCH).execution_options(populate_existing=True)
    ).all():
        last = batch[-1].id
        yield from batch


def _check_rows(closed: Seal, previous: str, last_event: int) -> int:
    """Compare the rows under one seal with what was sealed; return how many there are."""
    rows = db.session.execute(
        select(SealedEvent.event_id, SealedEvent.digest).where(SealedEvent.seal_id == closed.id)
    ).all()
    sealed = {row.event_id: row.digest for row in rows}
    found = {event.id: event.digest() for event in _events(after=last_event, until=closed.last_event_id)}
    fits = _hash(previous, [sealed[number] for number in sorted(sealed)]) == closed.hash
    for number in sorted(sealed.keys() | found.keys()):
        if number not in found:
            raise Broken(f"Event {number} was removed (seal {closed.id}).")
        if number not in sealed and fits:
            raise Broken(f"Event {number} was inserted among sealed events (seal {closed.id}).")
        if number in sealed and sealed[number] != found[number]:
            raise Broken(f"Event {number} was changed after it was sealed (seal {closed.id}).")
    if not fits:
        raise Broken(
            f"Seal {closed.id} does not fit events {max(last_event, 0) + 1} to {closed.last_event_id}"
            " or the seal before it."
        )
    return len(sealed)
