"""What residents see of tracks. A track is public from the day its room was approved; before that it is not there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Load, contains_eager, joinedload, selectinload

from participation import history
from participation.accounts.models import Department, User
from participation.db import db
from participation.programmes.models import SharedQuestion
from participation.promises.models import Promise
from participation.tracks.models import Moment, Track, TrackState, track_area
from participation.tracks.review import Review, Verdict
from participation.tracks.room import DeclaredRoom, LandingPath, RoomState

PUBLIC = tuple(state for state in TrackState if state.is_public)
RUNNING = (TrackState.open, TrackState.answering, TrackState.ready)
PAST = (TrackState.closed, TrackState.archived, TrackState.stopped)
PAGE = 20


class TrackHeader(NamedTuple):
    """The little that a page inside a track needs; `version` grows with everything that happens in it."""

    id: int
    slug: str
    title: str
    state: TrackState
    version: int
    contact: str | None
    phone: str | None


@cache
def _header() -> Select[Any]:
    """Statements are made at their first use, when every mapped class is known, and kept.

    Of tables, not of mapped classes: every page inside a track begins with this one.
    """
    track, contact = Track.__table__.c, User.__table__.c
    return (
        select(
            track.id, track.slug, track.title, track.state, history.version_of(track.id), contact.name, contact.phone
        )
        .select_from(Track.__table__)
        .outerjoin(User.__table__, contact.id == track.contact_id)
        .where(track.slug == bindparam("slug"), track.state.in_(PUBLIC))
    )


def header(slug: str) -> TrackHeader | None:
    """Name, state and version of a public track in one statement; None for a draft or an unknown address."""
    row = db.session.execute(_header(), {"slug": slug}).one_or_none()
    return TrackHeader(*row) if row else None


def _whole_room(load: Load) -> tuple[Any, ...]:
    return (
        load.selectinload(DeclaredRoom.fixed_points),
        load.selectinload(DeclaredRoom.open_questions),
        load.selectinload(DeclaredRoom.unknown_points),
        load.selectinload(DeclaredRoom.constraints),
        load.selectinload(DeclaredRoom.criteria),
        load.selectinload(DeclaredRoom.paths).selectinload(LandingPath.questions),
        load.selectinload(DeclaredRoom.explanations),
    )


def _public_versions(load: Load) -> Load:
    return load.selectinload(Track.rooms.and_(DeclaredRoom.state == RoomState.approved))


@cache
def _whole_track() -> Select[Track]:
    return (
        select(Track)
        .where(Track.slug == bindparam("slug"), Track.state.in_(PUBLIC), Track.room_id.is_not(None))
        .options(
            joinedload(Track.contact),
            joinedload(Track.department),
            joinedload(Track.shared_question).joinedload(SharedQuestion.programme),
            selectinload(Track.areas),
            selectinload(Track.moments),
            *_whole_room(_public_versions(Load(Track))),
        )
    )


def public_track(slug: str) -> Track | None:
    """A public track with every approved version of its room; None for a draft or an unknown address.

    `Track.rooms` holds the approved versions only, oldest first. Nothing is loaded later: the number of statements is
    fixed.
    """
    return db.session.scalar(_whole_track(), {"slug": slug})


@cache
def _receiving() -> Select[Track]:
    room = joinedload(Track.room)
    return (
        select(Track)
        .where(Track.slug == bindparam("slug"), Track.state.in_(PUBLIC), Track.room_id.is_not(None))
        .options(
            joinedload(Track.contact),
            room.selectinload(DeclaredRoom.open_questions),
            room.selectinload(DeclaredRoom.paths),
        )
    )


def receiving_track(slug: str) -> Track | None:
    """The same track with only what receiving a contribution and its receipt need: contact, questions and paths."""
    return db.session.scalar(_receiving(), {"slug": slug})


def reviewers(track: Track) -> dict[int, str]:
    """Who found which version of the room honest: room id to name and department of the reviewer."""
    rows = db.session.execute(
        select(Review.room_id, Department.name)
        .join(User, User.id == Review.reviewer_id)
        .join(Department, Department.id == User.department_id)
        .where(Review.room_id.in_([room.id for room in track.rooms]), Review.verdict == Verdict.approved)
    )
    return {room_id: department for room_id, department in rows}


def moment(moment_id: int) -> Moment | None:
    """An occasion to come and talk of a public track."""
    return db.session.scalar(
        select(Moment)
        .join(Moment.track)
        .where(Moment.id == moment_id, Track.state.in_(PUBLIC))
        .options(joinedload(Moment.track))
    )


class Late(NamedTuple):
    """The first answer to a resident that is overdue in a track, and whether there are more."""

    due: date
    is_more: bool


@dataclass(frozen=True)
class Card:
    """A track in a list, with what residents of it wait for too long."""

    track: Track
    late: Late | None


def late_answer(offset: int) -> Any:
    """The day of the first (or next) broken promise of a track: one look into an index, however many are open."""
    return (
        select(Promise.due)
        .where(
            Promise.track_id == Track.id,
            Promise.kept_at.is_(None),
            Promise.due < bindparam("today"),
            Promise.contribution_id.is_not(None),
        )
        .order_by(Promise.due, Promise.id)
        .limit(1)
        .offset(offset)
        .correlate(Track)
        .scalar_subquery()
    )


@cache
def _card() -> Select[Any]:
    return (
        select(Track, late_answer(0), late_answer(1))
        .join(Track.room)
        .options(contains_eager(Track.room).selectinload(DeclaredRoom.paths))
    )


def _cards(statement: Select[Any], today: date) -> list[Card]:
    rows = db.session.execute(statement, {"today": today})
    return [Card(track, Late(due, more is not None) if due else None) for track, due, more in rows]


def running(today: date, *, limit: int) -> list[Card]:
    """What residents meet first: open (the first to close in front), then being answered, then about to open."""
    found: list[Card] = []
    for state, order in (
        (TrackState.open, (Track.closes_on, Track.id)),
        (TrackState.answering, (Track.promised_on, Track.id)),
        (TrackState.ready, (Track.opens_on, Track.id)),
    ):
        if len(found) < limit:
            found += _cards(_card().where(Track.state == state).order_by(*order).limit(limit - len(found)), today)
    return found


class Listed(NamedTuple):
    """One page of tracks; `older` is the mark of the next page, None on the last."""

    cards: list[Card]
    older: int | None


def listed(
    today: date, *, states: Sequence[TrackState] = PUBLIC, areas: Collection[int] = (), before: int | None = None
) -> Listed:
    """Public tracks in these states and areas (all areas when none is named), newest first."""
    statement = _card().where(Track.state.in_(states)).order_by(Track.id.desc()).limit(PAGE + 1)
    if areas:
        statement = statement.where(_lies_in(areas))
    if before is not None:
        statement = statement.where(Track.id < before)
    cards = _cards(statement, today)
    return Listed(cards[:PAGE], cards[PAGE - 1].track.id if len(cards) > PAGE else None)


def _lies_in(areas: Collection[int]) -> Any:
    return Track.id.in_(select(track_area.c.track_id).where(track_area.c.area_id.in_(areas)))


class InArea(NamedTuple):
    """A running track in an area, by name."""

    area_id: int
    title: str
    slug: str
    state: TrackState


def running_by_area() -> list[InArea]:
    """Every area in which something runs now, with the names of the tracks."""
    rows = db.session.execute(
        select(track_area.c.area_id, Track.title, Track.slug, Track.state)
        .join(Track, Track.id == track_area.c.track_id)
        .where(Track.state.in_(RUNNING))
        .order_by(Track.closes_on, Track.id)
    )
    return [InArea(*row) for row in rows]


def contact_of(cards: Sequence[Card]) -> User | None:
    """The one contact of an area: the colleague of what runs there now, newest first."""
    ids = [card.track.contact_id for card in cards if card.track.state in RUNNING and card.track.contact_id]
    return db.session.get(User, ids[0]) if ids else None
