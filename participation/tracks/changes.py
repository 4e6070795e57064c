"""Changes of a room that are under way or were made: what the desk, the coordinator and the pages for residents ask."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import joinedload

from participation.db import db
from participation.tracks.change import Direction, RoomChange
from participation.tracks.models import Track, TrackState
from participation.tracks.room import DeclaredRoom, RoomState

UNDER_WAY = (
    select(RoomChange)
    .where(RoomChange.published_at.is_(None))
    .order_by(RoomChange.id)
    .options(joinedload(RoomChange.started_by), joinedload(RoomChange.room).joinedload(DeclaredRoom.track))
)
RUNNING = UNDER_WAY.join(Track, Track.id == RoomChange.track_id).where(
    or_(Track.state == TrackState.open, Track.state == TrackState.answering)
)
"""The changes that can still come in force."""
SHRUNK = (
    select(Track.id, Track.slug, Track.title, RoomChange.published_at, RoomChange.reason, RoomChange.decided_by)
    .join(Track, Track.id == RoomChange.track_id)
    .where(RoomChange.published_at.is_not(None), RoomChange.direction == Direction.narrower)
    .order_by(RoomChange.published_at.desc(), RoomChange.id.desc())
)


class Shrunk(NamedTuple):
    """A room that became smaller after it opened, with the reason residents read and who decided it."""

    track_id: int
    slug: str
    title: str
    published_at: datetime
    reason: str
    decided_by: str


class Waiting(NamedTuple):
    """A change that residents cannot read yet, who started it, and what it waits for in one sentence."""

    track_id: int
    slug: str
    title: str
    started_by: str
    started_at: datetime
    waits_for: str


WAITS_FOR = {
    RoomState.draft: "De nieuwe regels worden nog geschreven.",
    RoomState.submitted: "De nieuwe regels liggen bij de toetser.",
    RoomState.approved: "De toetser is akkoord. De nieuwe regels gelden nog niet: iemand moet ze laten ingaan.",
    RoomState.returned: "De toetser gaf de nieuwe regels terug, met vragen.",
}


def under_way(track_id: int) -> RoomChange | None:
    """The change of this track that was started and is not in force yet; there is at most one."""
    return db.session.scalar(UNDER_WAY.where(RoomChange.track_id == track_id).limit(1))


def is_room_at_work() -> ColumnElement[bool]:
    """For use in a statement about `DeclaredRoom`: it is the new version of a change that is under way."""
    return exists().where(RoomChange.room_id == DeclaredRoom.id, RoomChange.published_at.is_(None))


def shrunk_rooms(limit: int) -> list[Shrunk]:
    """The tracks in which residents can change less than before, the last one first."""
    return [Shrunk._make(row) for row in db.session.execute(SHRUNK.limit(limit))]


def changes_waiting(limit: int) -> list[Waiting]:
    """Changes of tracks that run, started and not in force, the oldest first."""
    return [
        Waiting(
            one.track_id, one.room.track.slug, one.room.track.title, one.started_by.name, one.started_at,
            WAITS_FOR[one.room.state],
        )
        for one in db.session.scalars(RUNNING.limit(limit))
    ]  # fmt: skip
