"""Everything about one contribution that a resident follows: each version of the answers, the work, the promises.

A fixed number of statements, whatever the number of points, and none for what nobody wrote down yet (steps in the work,
decisions of organs); what they find is a handful of rows, put in order here.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar

from sqlalchemy import Select, bindparam, exists, select
from sqlalchemy.orm import joinedload, load_only
from sqlalchemy.sql.base import ExecutableOption

from participation.accounts.models import User
from participation.contributions.bringing_in.models import BringIn
from participation.contributions.models import Contribution, Point
from participation.db import db
from participation.outcomes.decisions import queries as decision_queries
from participation.outcomes.decisions.models import OrganDecision
from participation.outcomes.models import ExecutionStep, Outcome, OutcomeState
from participation.outcomes.second_look.models import SecondLook
from participation.promises.models import Promise, PromiseKind
from participation.tracks.models import Track

Row = TypeVar("Row", Outcome, ExecutionStep)
Decided = Callable[[int], dict[int, OrganDecision]]


@dataclass(frozen=True)
class FollowedPoint:
    """One point with its published answers (oldest first), what became of it, and what is still promised about it."""

    point: Point
    versions: list[Outcome]
    steps: list[ExecutionStep]
    promise: Promise | None

    @property
    def current(self) -> Outcome | None:
        """The answer that counts: the one the point names."""
        return next((outcome for outcome in self.versions if outcome.id == self.point.outcome_id), None)

    @property
    def looks(self) -> list[SecondLook]:
        """The second looks that were asked at any of the versions, the oldest first."""
        return [outcome.second_look for outcome in self.versions if outcome.second_look is not None]

    @property
    def earlier(self) -> list[Outcome]:
        """The versions before it, the newest of them first."""
        return [outcome for outcome in reversed(self.versions) if outcome.id != self.point.outcome_id]


@dataclass(frozen=True)
class Followed:
    """A contribution as its resident sees it. `promise` is the promise of an answer.

    `decisions` are those of the organs of its track, by the lineage of their landing path.
    """

    contribution: Contribution
    points: list[FollowedPoint]
    promise: Promise | None
    decisions: Mapping[int, OrganDecision] = field(default_factory=dict)


def follow(contribution: Contribution) -> Followed:
    """Bring together what happened to *contribution*."""
    versions, has_steps, is_decided = _versions(contribution)
    steps = _steps(contribution.id) if has_steps else {}
    promises = _promises(contribution.id)
    answers = [promise for promise in promises if promise.kind is PromiseKind.answer]
    answer = answers[0] if answers else None
    points = [
        FollowedPoint(point, versions.get(point.id, []), _since(point, versions, steps), _owed(point, promises, answer))
        for point in contribution.points
    ]
    return Followed(contribution, points, answer, _decisions(contribution, versions, is_decided))


def follow_current(contributions: Sequence[Contribution]) -> list[Followed]:
    """The same of several at once, with the answers that count now and nothing before them.

    Three statements for all of them, and one more for each track in which something lands.
    """
    ids = [contribution.id for contribution in contributions]
    versions = _by_point(db.session.scalars(_published_now(), {"contributions": ids}))
    steps = _by_point(db.session.scalars(_done_of_several(), {"contributions": ids})) if versions else {}
    owed: dict[int | None, list[Promise]] = defaultdict(list)
    promised = select(Promise).where(Promise.contribution_id.in_(ids)).order_by(Promise.due, Promise.id)
    for promise in db.session.scalars(promised):
        owed[promise.contribution_id].append(promise)
    decided = cache(decision_queries.current)
    return [_followed_now(one, versions, steps, owed[one.id], decided) for one in contributions]


def _followed_now(
    contribution: Contribution, versions: dict[int, list[Outcome]], steps: dict[int, list[ExecutionStep]],
    promises: list[Promise], decided: Decided,
) -> Followed:  # fmt: skip
    mine = {point.id: versions.get(point.id, []) for point in contribution.points}
    answer = next((promise for promise in promises if promise.kind is PromiseKind.answer), None)
    points = [
        FollowedPoint(point, mine[point.id], _since(point, mine, steps), _owed(point, promises, answer))
        for point in contribution.points
    ]
    lands = any(outcome.path_id is not None for found in mine.values() for outcome in found)
    return Followed(contribution, points, answer, _decisions(contribution, mine, lands, decided))


def _decisions(
    contribution: Contribution, versions: dict[int, list[Outcome]], is_decided: bool,
    decided: Decided = decision_queries.current,
) -> dict[int, OrganDecision]:  # fmt: skip
    """Those of its own track, and of a track that took a point along; asked only where there is something to ask."""
    found = decided(contribution.track_id) if is_decided else {}
    outcomes = (outcome for several in versions.values() for outcome in several)
    landed = (one.bring_in for one in outcomes if one.path_id is not None)
    for track_id in sorted({one.to_track_id for one in landed if one is not None and one.to_track_id is not None}):
        found = found | decided(track_id)
    return found


def _since(
    point: Point, versions: dict[int, list[Outcome]], steps: dict[int, list[ExecutionStep]]
) -> list[ExecutionStep]:
    """The steps in the work since the current answer: a new decision starts anew."""
    current = next((outcome for outcome in versions.get(point.id, []) if outcome.id == point.outcome_id), None)
    if current is None or current.published_at is None:
        return []
    return [step for step in steps.get(point.id, []) if step.at >= current.published_at]


def _owed(point: Point, promises: list[Promise], answer: Promise | None) -> Promise | None:
    """What is still to come about this point: its own promise, else the answer to the whole when it waits for one."""
    own = next((promise for promise in promises if promise.point_id == point.id and promise.kept_at is None
                and promise.kind is not PromiseKind.second_look), None)  # fmt: skip
    return own or (answer if point.outcome_id is None else None)


@cache
def _with_what_it_cites() -> tuple[ExecutableOption, ...]:
    """Loaded along with an answer, because its sentences name it."""
    return (
        joinedload(Outcome.path),
        joinedload(Outcome.criterion),
        joinedload(Outcome.fixed_point),
        joinedload(Outcome.constraint),
        joinedload(Outcome.published_by).load_only(User.name),
        joinedload(Outcome.second_look).joinedload(SecondLook.answered_by).load_only(User.name),
        joinedload(Outcome.bring_in).options(
            load_only(BringIn.to_track_id),
            joinedload(BringIn.colleague).load_only(User.name),
            joinedload(BringIn.to_track).load_only(Track.title, Track.slug),
            joinedload(BringIn.department),
        ),
        joinedload(Outcome.arrival),
    )


@cache
def _published() -> Select[Outcome, bool, bool]:
    """The published versions, and beside each whether there are steps in the work and a decision to ask for."""
    return (
        select(
            Outcome,
            exists().where(ExecutionStep.point_id == Outcome.point_id),
            exists().where(OrganDecision.track_id == Point.track_id, Outcome.path_id.is_not(None)),
        )
        .join(Point, Point.id == Outcome.point_id)
        .where(Point.contribution_id == bindparam("contribution"), Outcome.state == OutcomeState.published)
        .options(*_with_what_it_cites())
    )


def _versions(contribution: Contribution) -> tuple[dict[int, list[Outcome]], bool, bool]:
    """By point, the oldest first; whether anything was done about one of them; whether what it lands in was decided."""
    rows = db.session.execute(_published(), {"contribution": contribution.id}).all()
    versions = _by_point(sorted((row[0] for row in rows), key=lambda outcome: outcome.version or 0))
    return versions, any(row[1] for row in rows), any(row[2] for row in rows)


@cache
def _published_now() -> Select[Outcome]:
    """Of several contributions, only the answer that each point names."""
    return (
        select(Outcome)
        .join(Point, Point.outcome_id == Outcome.id)
        .where(Point.contribution_id.in_(bindparam("contributions", expanding=True)))
        .options(*_with_what_it_cites())
    )


@cache
def _done_of_several() -> Select[ExecutionStep]:
    of_these = Point.contribution_id.in_(bindparam("contributions", expanding=True))
    return (
        select(ExecutionStep).join(Point, Point.id == ExecutionStep.point_id).where(of_these).order_by(ExecutionStep.id)
    )


@cache
def _done() -> Select[ExecutionStep]:
    return (
        select(ExecutionStep)
        .join(Point, Point.id == ExecutionStep.point_id)
        .where(Point.contribution_id == bindparam("contribution"))
    )


def _steps(contribution_id: int) -> dict[int, list[ExecutionStep]]:
    rows = db.session.scalars(_done(), {"contribution": contribution_id})
    return _by_point(sorted(rows, key=lambda step: step.id))


@cache
def _promised() -> Select[Promise]:
    return select(Promise).where(Promise.contribution_id == bindparam("contribution"))


def _promises(contribution_id: int) -> list[Promise]:
    """Without their moves: only the resident reads those, and of one promise."""
    rows = db.session.scalars(_promised(), {"contribution": contribution_id})
    return sorted(rows, key=lambda promise: (promise.due, promise.id))


def _by_point(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.point_id].append(row)
    return found
