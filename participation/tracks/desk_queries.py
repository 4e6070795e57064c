"""What the desk shows of tracks that are being declared, reviewed and run."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Executable, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from participation.accounts.models import Department, User
from participation.db import db
from participation.history import Event
from participation.places.models import Area
from participation.programmes.models import SharedQuestion
from participation.tracks import changes
from participation.tracks.models import Track, TrackState, track_department, track_member
from participation.tracks.review import Mark, Review, ReviewAnswer, Verdict
from participation.tracks.room import DeclaredRoom, LandingPath, OpenQuestion, RoomState
from participation.tracks.standing import FINISHED, ORDER, Standing

PAGE = 25
Found = TypeVar("Found")
_LATEST = (
    select(DeclaredRoom.track_id, func.max(DeclaredRoom.version).label("version"))
    .group_by(DeclaredRoom.track_id)
    .subquery()
)
_LIST = (
    select(
        Track.id, Track.slug, Track.title, Track.state, Track.opens_on, Track.closes_on, Track.promised_on,
        Department.name, DeclaredRoom.state, DeclaredRoom.version, Review.due_on,
    )
    .join(Department, Department.id == Track.department_id)
    .join(_LATEST, _LATEST.c.track_id == Track.id)
    .join(DeclaredRoom, and_(DeclaredRoom.track_id == Track.id, DeclaredRoom.version == _LATEST.c.version))
    .outerjoin(Review, and_(Review.room_id == DeclaredRoom.id, Review.verdict.is_(None)))
)  # fmt: skip


@dataclass(frozen=True)
class TrackRow:
    """One track in the list of the desk."""

    id: int
    slug: str
    title: str
    department: str
    standing: Standing


def _mine(user: User) -> ColumnElement[bool]:
    member = select(track_member.c.track_id).where(track_member.c.user_id == user.id)
    return or_(Track.department_id == user.department_id, Track.author_id == user.id, Track.id.in_(member))


def worked_on_by(user: User) -> ColumnElement[bool]:
    """The tracks whose contributions *user* handles as a member (`permissions.is_member` says the same)."""
    return _mine(user)


def _read_along(user: User) -> ColumnElement[bool]:
    named = select(track_department.c.track_id).where(track_department.c.department_id == user.department_id)
    return and_(Track.id.in_(named), ~_mine(user))


def _rows(query: Executable) -> list[TrackRow]:
    return [
        TrackRow(
            id=row[0], slug=row[1], title=row[2], department=row[7],
            standing=Standing(
                state=row[3], opens_on=row[4], closes_on=row[5], promised_on=row[6], room_state=row[8],
                version=row[9], review_due=row[10], came_back=row[3] is TrackState.draft and row[9] > 1,
            ),
        )
        for row in db.session.execute(query)
    ]  # fmt: skip


def running_tracks(user: User) -> list[TrackRow]:
    """What *user* or their department works on, what is at its beginning first."""
    rows = _rows(_LIST.where(_mine(user), Track.state.not_in(FINISHED)).order_by(Track.id.desc()))
    return sorted(rows, key=lambda row: ORDER.index(row.standing.state))


def read_along_tracks(user: User) -> list[TrackRow]:
    """Running tracks of others in which the department of *user* is named: it confirms the text (I10)."""
    return _rows(_LIST.where(_read_along(user), Track.state.not_in(FINISHED)).order_by(Track.id.desc()))


def finished_tracks(user: User, before: int | None = None) -> tuple[list[TrackRow], bool]:
    """One page of closed, stopped and archived tracks, the newest first, and whether there are older ones."""
    query = _LIST.where(_mine(user), Track.state.in_(FINISHED)).order_by(Track.id.desc()).limit(PAGE + 1)
    rows = _rows(query.where(Track.id < before) if before is not None else query)
    return rows[:PAGE], len(rows) > PAGE


_TRACK = (
    joinedload(Track.department), joinedload(Track.author), joinedload(Track.contact),
    selectinload(Track.departments), selectinload(Track.members), selectinload(Track.areas),
    selectinload(Track.moments), joinedload(Track.shared_question),
)  # fmt: skip
_ROWS = (
    selectinload(DeclaredRoom.fixed_points), selectinload(DeclaredRoom.open_questions).selectinload(OpenQuestion.paths),
    selectinload(DeclaredRoom.unknown_points), selectinload(DeclaredRoom.constraints),
    selectinload(DeclaredRoom.criteria), selectinload(DeclaredRoom.paths).selectinload(LandingPath.questions),
    selectinload(DeclaredRoom.partners), selectinload(DeclaredRoom.deviations),
    selectinload(DeclaredRoom.explanations), selectinload(DeclaredRoom.confirmations),
    joinedload(DeclaredRoom.mandate_user),
)  # fmt: skip


def room_at_desk(slug: str) -> DeclaredRoom | None:
    """The version of the room of the track at *slug* that is worked on, with everything that stands in it.

    The new version of a change under way, else the one in force; before the opening the newest.
    """
    return db.session.scalar(
        select(DeclaredRoom)
        .join(Track, Track.id == DeclaredRoom.track_id)
        .where(Track.slug == slug)
        .where(or_(Track.room_id.is_(None), DeclaredRoom.id == Track.room_id, changes.is_room_at_work()))
        .order_by(DeclaredRoom.version.desc())
        .limit(1)
        .options(*_ROWS, joinedload(DeclaredRoom.track).options(*_TRACK), joinedload(DeclaredRoom.author))
    )


def last_review(track: Track) -> Review | None:
    """The review of this track that was asked for last, decided or still waiting."""
    return db.session.scalar(
        select(Review)
        .join(DeclaredRoom, DeclaredRoom.id == Review.room_id)
        .where(DeclaredRoom.track_id == track.id)
        .order_by(Review.id.desc())
        .limit(1)
        .options(joinedload(Review.reviewer), joinedload(Review.room), selectinload(Review.answers))
    )


def questions_to_answer(room: DeclaredRoom, review: Review | None) -> list[ReviewAnswer]:
    """What the reviewer still asks the writers of *room*: nothing once the text was sent in again."""
    if review is None or review.verdict not in (Verdict.returned, Verdict.inform_only):
        return []
    if room.track.state is not TrackState.draft and not _came_back(room, review):
        return []
    return [answer for answer in review.answers if answer.mark is not Mark.fine]


def _came_back(room: DeclaredRoom, review: Review) -> bool:
    """Whether the new version of a change under way came back with *review*, and is written again."""
    change = room.change
    return change is not None and room.state is RoomState.draft and review.requested_at >= change.started_at


@dataclass(frozen=True)
class LastSave:
    """Who saved a step, and when."""

    name: str
    at: datetime


def last_save(track: Track, step: str) -> LastSave | None:
    """Who saved *step* last, from the log."""
    query = (
        select(Event.data, User.name, Event.at)
        .join(User, User.id == Event.actor_id)
        .where(Event.track_id == track.id, Event.kind == "room.saved")
        .order_by(Event.id.desc())
    )
    for data, name, at in db.session.execute(query):
        if data.get("step") == step:
            return LastSave(name=name, at=at)
    return None


@dataclass(frozen=True)
class PlanChoices:
    """What can be chosen on the step about plan and people, as (number, name)."""

    areas: list[tuple[int, str]]
    departments: list[tuple[int, str]]
    colleagues: list[tuple[int, str]]
    shared_questions: list[tuple[int, str]]


def plan_choices(track: Track) -> PlanChoices:
    """Areas, departments, active colleagues (and whoever *track* names already) and shared questions, by name."""
    return PlanChoices(
        areas=[(one.id, f"{one.name} ({one.kind.label})") for one in _all(select(Area).order_by(Area.name, Area.id))],
        departments=[(one.id, one.name) for one in _all(select(Department).order_by(Department.name))],
        colleagues=colleagues_and({track.contact_id, *(member.id for member in track.members)}),
        shared_questions=[
            (one.id, one.question) for one in _all(select(SharedQuestion).order_by(SharedQuestion.question))
        ],
    )


def colleagues_and(named: Collection[int | None]) -> list[tuple[int, str]]:
    """Everybody who works here, and whoever is *named* already, as (number, name) by name."""
    people = select(User).where(or_(User.active, User.id.in_(set(named) - {None}))).order_by(User.name, User.id)
    return [(one.id, f"{one.name} ({one.department.name})") for one in _all(people)]


def _all(query: Select[Found]) -> Sequence[Found]:
    return db.session.scalars(query).all()
