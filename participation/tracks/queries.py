"""What residents see of tracks. A track is public from the day its room was approved; before that it is not there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Select, and_, bindparam, or_, select
from sqlalchemy.orm import Load, contains_eager, joinedload, lazyload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from participation import history
from participation.accounts.models import User
from participation.db import db, run
from participation.programmes.models import SharedQuestion
from participation.promises.models import Promise
from participation.tracks.models import Moment, Track, TrackState, track_area
from participation.tracks.room import DeclaredRoom, LandingPath, OpenQuestion

PUBLIC = tuple(state for state in TrackState if state.is_public)
IS_PUBLIC = and_(*(Track.__table__.c.state != state for state in TrackState if not state.is_public))
"""The same as a condition of two comparisons. A list of states is written out anew each time that it is asked."""
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
        .where(track.slug == bindparam("slug"), IS_PUBLIC)
    )


def header(slug: str) -> TrackHeader | None:
    """Name, state and version of a public track in one statement; None for a draft or an unknown address."""
    row = run(_header(), {"slug": slug}).one_or_none()
    return TrackHeader(*row) if row else None


def _whole_room(load: Load) -> tuple[Any, ...]:
    """Every row of a room. The few that have hardly any rows of their own come along with what they belong to."""
    return (
        load.selectinload(DeclaredRoom.fixed_points),
        load.selectinload(DeclaredRoom.open_questions),
        load.selectinload(DeclaredRoom.unknown_points),
        load.selectinload(DeclaredRoom.constraints),
        load.selectinload(DeclaredRoom.criteria),
        load.selectinload(DeclaredRoom.paths).joinedload(LandingPath.questions),
        load.joinedload(DeclaredRoom.deviations),
        load.selectinload(DeclaredRoom.explanations),
        load.joinedload(DeclaredRoom.change),
    )


def _public_versions(load: Load) -> Load:
    """The versions that are or were in force, each with why it followed the one before."""
    return load.selectinload(Track.rooms.and_(DeclaredRoom.published_at.is_not(None)))


@cache
def _whole_track() -> Select[Track]:
    return (
        select(Track)
        .where(Track.slug == bindparam("slug"), IS_PUBLIC, Track.room_id.is_not(None))
        .options(
            joinedload(Track.contact),
            joinedload(Track.department),
            joinedload(Track.shared_question).joinedload(SharedQuestion.programme),
            joinedload(Track.areas),
            selectinload(Track.moments),
            *_whole_room(_public_versions(Load(Track))),
        )
    )


def public_track(slug: str) -> Track | None:
    """A public track with every version of its room that was in force; None for a draft or an unknown address.

    `Track.rooms` holds those versions only, oldest first: a change that is being written is not there. Nothing is
    loaded later: the number of statements is fixed.
    """
    return db.session.scalars(_whole_track(), {"slug": slug}).unique().one_or_none()


@cache
def _receiving() -> tuple[Select[Track, DeclaredRoom, User], Select[OpenQuestion], Select[LandingPath]]:
    room: BindParameter[int] = bindparam("room")
    return (
        select(Track, DeclaredRoom, User)
        .join(DeclaredRoom, DeclaredRoom.id == Track.room_id)
        .outerjoin(User, User.id == Track.contact_id)
        .where(Track.slug == bindparam("slug"), IS_PUBLIC)
        .options(lazyload(DeclaredRoom.level_terms), lazyload(User.department)),
        select(OpenQuestion).where(OpenQuestion.room_id == room).order_by(OpenQuestion.position),
        select(LandingPath).where(LandingPath.room_id == room).order_by(LandingPath.position),
    )


def receiving_track(slug: str) -> Track | None:
    """The same track with only what receiving a contribution and its receipt need: contact, questions and paths.

    Three plain statements, and what they found put together here: half of what it costs to leave that to the mapper.
    """
    whole, questions, paths = _receiving()
    found = db.session.execute(whole, {"slug": slug}).one_or_none()
    if found is None:
        return None
    track, room, contact = found
    set_committed_value(track, "room", room)
    set_committed_value(track, "contact", contact)
    for name, statement in (("open_questions", questions), ("paths", paths)):
        set_committed_value(room, name, db.session.scalars(statement, {"room": room.id}).all())
    return track


def question_once_open(track: Track, lineage: int) -> OpenQuestion | None:
    """A question of an earlier version of the rules of *track*, by the number it has in every version."""
    return db.session.scalar(
        select(OpenQuestion)
        .join(DeclaredRoom, DeclaredRoom.id == OpenQuestion.room_id)
        .where(
            DeclaredRoom.track_id == track.id,
            DeclaredRoom.published_at.is_not(None),
            or_(OpenQuestion.id == lineage, OpenQuestion.root_id == lineage),
        )
        .order_by(DeclaredRoom.version.desc())
        .limit(1)
    )


def moment(moment_id: int) -> Moment | None:
    """An occasion to come and talk of a public track, as everybody may see it."""
    shown = or_(Moment.announced, Moment.minutes_published_at.is_not(None))
    return db.session.scalar(
        select(Moment)
        .join(Moment.track)
        .where(Moment.id == moment_id, Track.state.in_(PUBLIC), shown)
        .options(joinedload(Moment.track))
    )


def track_with_moments(slug: str) -> Track | None:
    """A public track with its moments, for who plans them."""
    return db.session.scalar(select(Track).where(Track.slug == slug, IS_PUBLIC).options(selectinload(Track.moments)))


def track_with_paths(slug: str) -> Track | None:
    """A public track with the landing paths of the room in force and its contact, for who records what was decided."""
    return db.session.scalar(
        select(Track)
        .where(Track.slug == slug, IS_PUBLIC, Track.room_id.is_not(None))
        .options(joinedload(Track.contact), joinedload(Track.room).selectinload(DeclaredRoom.paths))
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
