"""What the desk needs to answer one contribution: the words, what was decided before, who helps, and what happened."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import BindParameter, Select, bindparam, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from participation.accounts.models import Department, User
from participation.contributions.bringing_in.models import BringIn, BringInState
from participation.contributions.models import Contribution, Point
from participation.db import db
from participation.history import Event
from participation.outcomes.models import ExecutionStep, Outcome, OutcomeState
from participation.outcomes.second_look.models import SecondLook
from participation.promises.models import Promise
from participation.tracks.models import Track, track_member
from participation.tracks.room import DeclaredRoom

_NUMBER = re.compile(r"(\d{4})-(\d{5,9})", re.ASCII)
_ROOM = (
    selectinload(DeclaredRoom.fixed_points),
    selectinload(DeclaredRoom.open_questions),
    selectinload(DeclaredRoom.unknown_points),
    selectinload(DeclaredRoom.constraints),
    selectinload(DeclaredRoom.criteria),
    selectinload(DeclaredRoom.paths),
)
_CONTRIBUTION = select(Contribution).options(
    joinedload(Contribution.track).joinedload(Track.room).options(*_ROOM),
    joinedload(Contribution.track).joinedload(Track.contact),
    joinedload(Contribution.room),
    joinedload(Contribution.question),
    joinedload(Contribution.area),
    joinedload(Contribution.handler),
    joinedload(Contribution.entered_by),
    joinedload(Contribution.checked_by),
    selectinload(Contribution.points),
    selectinload(Contribution.additions),
)


def contribution_at_desk(number: str) -> Contribution | None:
    """The contribution with this public number, with everything its page shows; none when the number is of nobody."""
    parts = _NUMBER.fullmatch(number)
    if parts is None:
        return None
    found = db.session.scalar(_CONTRIBUTION.where(Contribution.id == int(parts[2])))
    return found if found is not None and found.number == number else None


@cache
def _to_answer() -> tuple[Select[Contribution, Track, DeclaredRoom, User], Select[Point]]:
    number: BindParameter[int] = bindparam("id")
    return (
        select(Contribution, Track, DeclaredRoom, User)
        .join(Track, Track.id == Contribution.track_id)
        .outerjoin(DeclaredRoom, DeclaredRoom.id == Track.room_id)
        .outerjoin(User, User.id == Track.contact_id)
        .where(Contribution.id == number),
        select(Point).where(Point.contribution_id == number).order_by(Point.position),
    )


def contribution_to_answer(number: str) -> Contribution | None:
    """The same contribution with only what is judged when an answer to it is published: its points and its track.

    Of the room only that it is there: the row that an answer names is loaded when it names one.
    """
    parts = _NUMBER.fullmatch(number)
    if parts is None:
        return None
    whole, points = _to_answer()
    found = db.session.execute(whole, {"id": int(parts[2])}).one_or_none()
    if found is None or found[0].number != number:
        return None
    contribution, track, room, contact = found
    set_committed_value(contribution, "track", track)
    set_committed_value(track, "room", room)
    set_committed_value(track, "contact", contact)
    set_committed_value(contribution, "points", db.session.scalars(points, {"id": contribution.id}).all())
    return contribution


def accepted_bring_ins(point: Point) -> list[BringIn]:
    """Colleagues who said yes about *point*: only they can be named in an answer (I20)."""
    asked = select(BringIn).where(BringIn.point_id == point.id, BringIn.state == BringInState.accepted)
    whole = asked.options(joinedload(BringIn.colleague), joinedload(BringIn.to_track))
    return list(db.session.scalars(whole.order_by(BringIn.id)))


def track_at_desk(slug: str) -> Track | None:
    """The track with this address, in whatever state."""
    return db.session.scalar(select(Track).where(Track.slug == slug))


@dataclass(frozen=True)
class Happened:
    """One event of the log with the colleague whose doing it was."""

    event: Event
    actor: str | None


@dataclass(frozen=True)
class Folder:
    """Everything about one contribution that is not the contribution itself, read in a fixed number of statements."""

    outcomes: Sequence[Outcome]
    steps: Sequence[ExecutionStep]
    bring_ins: Sequence[BringIn]
    promises: Sequence[Promise]
    events: Sequence[Happened]

    def published(self, point: Point) -> list[Outcome]:
        """The answers to *point*, the newest first."""
        mine = [outcome for outcome in self.outcomes if outcome.point_id == point.id and outcome.version is not None]
        return sorted(mine, key=lambda outcome: outcome.version or 0, reverse=True)

    def draft(self, point: Point) -> Outcome | None:
        mine = (outcome for outcome in self.outcomes if outcome.point_id == point.id)
        return next((outcome for outcome in mine if outcome.state is OutcomeState.draft), None)

    def steps_of(self, point: Point) -> list[ExecutionStep]:
        """What became of *point* since its present answer, the oldest first."""
        newest = self.published(point)[:1]
        since = newest[0].published_at if newest else None
        return [step for step in self.steps if step.point_id == point.id and since is not None and step.at >= since]

    def bring_ins_of(self, point: Point) -> list[BringIn]:
        return [bring_in for bring_in in self.bring_ins if bring_in.point_id == point.id]

    def accepted(self, point: Point) -> list[BringIn]:
        """Colleagues who said yes about *point*: only they can be named in an answer (I20)."""
        return [asked for asked in self.bring_ins_of(point) if asked.state is BringInState.accepted]

    @property
    def owed(self) -> list[Promise]:
        """Promises that are still open, the first to break first."""
        return sorted((promise for promise in self.promises if promise.kept_at is None), key=lambda each: each.due)


def folder(contribution: Contribution) -> Folder:
    """Read what belongs to *contribution*; six statements, whatever it holds."""
    points = [point.id for point in contribution.points]
    outcomes = select(Outcome).where(Outcome.point_id.in_(points)).order_by(Outcome.id)
    steps = select(ExecutionStep).where(ExecutionStep.point_id.in_(points)).order_by(ExecutionStep.id)
    bring_ins = select(BringIn).where(BringIn.point_id.in_(points)).order_by(BringIn.id)
    promises = select(Promise).where(Promise.contribution_id == contribution.id).order_by(Promise.id)
    events = (
        select(Event, User.name)
        .outerjoin(User, User.id == Event.actor_id)
        .where(Event.contribution_id == contribution.id)
        .order_by(Event.id)
    )
    return Folder(
        outcomes=db.session.scalars(
            outcomes.options(
                joinedload(Outcome.written_by), joinedload(Outcome.published_by), joinedload(Outcome.path),
                joinedload(Outcome.criterion), joinedload(Outcome.fixed_point), joinedload(Outcome.constraint),
                joinedload(Outcome.bring_in).options(joinedload(BringIn.colleague), joinedload(BringIn.to_track)),
                joinedload(Outcome.arrival),
                joinedload(Outcome.second_look).joinedload(SecondLook.answered_by),
            )
        ).all(),
        steps=db.session.scalars(steps.options(joinedload(ExecutionStep.recorded_by))).all(),
        bring_ins=db.session.scalars(
            bring_ins.options(
                joinedload(BringIn.colleague), joinedload(BringIn.asked_by), joinedload(BringIn.department),
                joinedload(BringIn.to_track), joinedload(BringIn.path),
            )
        ).all(),
        promises=db.session.scalars(promises.options(selectinload(Promise.moves))).all(),
        events=[Happened(event, name) for event, name in db.session.execute(events)],
    )  # fmt: skip


def handlers(track: Track) -> list[User]:
    """Colleagues who may answer in this track: its department and whoever is named on it."""
    member = select(track_member.c.user_id).where(track_member.c.track_id == track.id)
    allowed = or_(User.department_id == track.department_id, User.id.in_(member), User.id == track.author_id)
    return list(db.session.scalars(select(User).where(User.active, allowed).order_by(User.name, User.id)))


def colleagues(besides: User) -> list[User]:
    """Everybody who works here, except the one who asks."""
    return list(db.session.scalars(select(User).where(User.active, User.id != besides.id).order_by(User.name, User.id)))


def everybody() -> list[User]:
    """Everybody who works here."""
    return list(db.session.scalars(select(User).where(User.active).order_by(User.name, User.id)))


def departments() -> list[Department]:
    """Every team of the house, by name."""
    return list(db.session.scalars(select(Department).order_by(Department.name, Department.id)))


def department(number: int) -> Department | None:
    """The team with this number."""
    return db.session.get(Department, number)


def track_by_id(number: int) -> Track | None:
    """The track with this number, in whatever state."""
    return db.session.get(Track, number)


def bring_in(bring_in_id: int) -> BringIn | None:
    """A question to a colleague, with the point it is about."""
    return db.session.scalar(
        select(BringIn)
        .where(BringIn.id == bring_in_id)
        .options(
            joinedload(BringIn.asked_by), joinedload(BringIn.colleague), joinedload(BringIn.department),
            joinedload(BringIn.to_track),
            joinedload(BringIn.point).joinedload(Point.contribution).joinedload(Contribution.track),
        )
    )  # fmt: skip


def person(user_id: int) -> User | None:
    """A colleague who still works here."""
    found = db.session.get(User, user_id)
    return found if found is not None and found.active else None


def names(ids: Collection[int]) -> dict[int, str]:
    """The names of colleagues by their number, also of who left."""
    if not ids:
        return {}
    return {number: name for number, name in db.session.execute(select(User.id, User.name).where(User.id.in_(ids)))}
