"""What waits for a judgement, everything a reviewer needs to read on one page, and who found which room honest."""

from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from participation.accounts.models import Department, User
from participation.db import db, run
from participation.tracks.models import Track, TrackState
from participation.tracks.review import Review, Verdict
from participation.tracks.room import DeclaredRoom, LandingPath, OpenQuestion

PAGE = 20
_WITH_ROOM = (
    joinedload(Review.room).joinedload(DeclaredRoom.track).joinedload(Track.department),
    joinedload(Review.room).joinedload(DeclaredRoom.author),
    joinedload(Review.requested_by),
    joinedload(Review.reviewer),
)
_TRACK = joinedload(Review.room).joinedload(DeclaredRoom.track)
_ROOM = joinedload(Review.room)
_WITH_EVERYTHING: tuple[ORMOption, ...] = (
    *_WITH_ROOM,
    selectinload(Review.answers),
    _TRACK.joinedload(Track.author),
    _TRACK.joinedload(Track.contact),
    _TRACK.joinedload(Track.shared_question),
    _TRACK.selectinload(Track.areas),
    _TRACK.selectinload(Track.departments),
    _TRACK.selectinload(Track.members),
    _TRACK.selectinload(Track.rooms),
    _TRACK.selectinload(Track.moments),
    _ROOM.selectinload(DeclaredRoom.fixed_points),
    _ROOM.selectinload(DeclaredRoom.open_questions).selectinload(OpenQuestion.paths),
    _ROOM.selectinload(DeclaredRoom.unknown_points),
    _ROOM.selectinload(DeclaredRoom.constraints),
    _ROOM.selectinload(DeclaredRoom.criteria),
    _ROOM.selectinload(DeclaredRoom.paths).selectinload(LandingPath.questions),
    _ROOM.selectinload(DeclaredRoom.partners),
    _ROOM.selectinload(DeclaredRoom.deviations),
    _ROOM.joinedload(DeclaredRoom.mandate_user),
    _ROOM.selectinload(DeclaredRoom.explanations),
    _ROOM.selectinload(DeclaredRoom.confirmations),
)
WAITING = select(Review).where(Review.verdict.is_(None)).order_by(Review.due_on, Review.id).options(*_WITH_ROOM)
DECIDED = select(Review).where(Review.verdict.is_not(None)).order_by(Review.id.desc()).options(*_WITH_ROOM)


def waiting_reviews() -> list[Review]:
    """Every room that waits for a judgement, the first to be late on top."""
    return list(db.session.scalars(WAITING))


def decided_reviews(before: int | None = None) -> list[Review]:
    """A page of rooms that were judged, the newest request on top; *before* is the number to go on below.

    One more than `PAGE` comes back when there is a next page.
    """
    query = DECIDED.where(Review.id < before) if before is not None else DECIDED
    return list(db.session.scalars(query.limit(PAGE + 1)))


def review_by_id(review_id: int) -> Review | None:
    """One review with the whole room, or none."""
    return db.session.scalar(select(Review).where(Review.id == review_id).options(*_WITH_EVERYTHING))


def review_before(review: Review) -> Review | None:
    """The judgement of an earlier version of the same room, with its questions: was everything answered?"""
    return db.session.scalar(
        select(Review)
        .join(Review.room)
        .where(DeclaredRoom.track_id == review.room.track_id, Review.id < review.id, Review.verdict.is_not(None))
        .order_by(Review.id.desc())
        .limit(1)
        .options(contains_eager(Review.room), joinedload(Review.reviewer), selectinload(Review.answers))
    )


def late_to_open(today: date) -> list[Track]:
    """Tracks whose plan says that they are open by now, and that are not: somebody has to choose a day."""
    return list(
        db.session.scalars(
            select(Track)
            .where(Track.state == TrackState.ready, Track.opens_on < today)
            .order_by(Track.opens_on, Track.id)
            .options(joinedload(Track.department))
        )
    )


@cache
def _reviewers() -> Select[Any]:
    review, user, department = Review.__table__, User.__table__, Department.__table__
    return (
        select(review.c.room_id, department.c.name)
        .join(user, user.c.id == review.c.reviewer_id)
        .join(department, department.c.id == user.c.department_id)
        .where(
            review.c.room_id.in_(bindparam("rooms", expanding=True)), review.c.verdict == Verdict.approved
        )
    )  # fmt: skip


def reviewers(track: Track) -> dict[int, str]:
    """Who found which version of the room honest: room id to name and department of the reviewer."""
    rows = run(_reviewers(), {"rooms": [room.id for room in track.rooms]})
    return {room_id: department for room_id, department in rows}
