"""Everything about one contribution that a resident follows: each version of the answers, the work, the promises.

A fixed number of statements, whatever the number of points; what they find is a handful of rows, put in order here.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from participation.accounts.models import User
from participation.contributions.models import BringIn, Contribution, Point
from participation.db import db
from participation.outcomes.models import ExecutionStep, Outcome, OutcomeState
from participation.promises.models import Promise, PromiseKind

Row = TypeVar("Row", Outcome, ExecutionStep)


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
    def earlier(self) -> list[Outcome]:
        """The versions before it, the newest of them first."""
        return [outcome for outcome in reversed(self.versions) if outcome.id != self.point.outcome_id]


@dataclass(frozen=True)
class Followed:
    """A contribution as its resident sees it. `promise` is the promise of an answer."""

    contribution: Contribution
    points: list[FollowedPoint]
    promise: Promise | None


def follow(contribution: Contribution) -> Followed:
    """Bring together what happened to *contribution*."""
    ids = [point.id for point in contribution.points]
    versions, steps, promises = _versions(ids), _steps(ids), _promises(contribution.id)
    answers = [promise for promise in promises if promise.kind is PromiseKind.answer]
    answer = answers[0] if answers else None
    points = [
        FollowedPoint(point, versions[point.id], _since(point, versions, steps), _owed(point, promises, answer))
        for point in contribution.points
    ]
    return Followed(contribution, points, answer)


def _since(
    point: Point, versions: dict[int, list[Outcome]], steps: dict[int, list[ExecutionStep]]
) -> list[ExecutionStep]:
    """The steps in the work since the current answer: a new decision starts anew."""
    current = next((outcome for outcome in versions[point.id] if outcome.id == point.outcome_id), None)
    if current is None or current.published_at is None:
        return []
    return [step for step in steps[point.id] if step.at >= current.published_at]


def _owed(point: Point, promises: list[Promise], answer: Promise | None) -> Promise | None:
    """What is still to come about this point: its own promise, else the answer to the whole when it waits for one."""
    own = next((promise for promise in promises if promise.point_id == point.id and promise.kept_at is None), None)
    return own or (answer if point.outcome_id is None else None)


def _versions(point_ids: list[int]) -> dict[int, list[Outcome]]:
    rows = db.session.scalars(
        select(Outcome)
        .where(Outcome.point_id.in_(point_ids), Outcome.state == OutcomeState.published)
        .options(
            joinedload(Outcome.path),
            joinedload(Outcome.criterion),
            joinedload(Outcome.fixed_point),
            joinedload(Outcome.constraint),
            joinedload(Outcome.published_by).load_only(User.name),
            joinedload(Outcome.bring_in).load_only(BringIn.id).joinedload(BringIn.colleague).load_only(User.name),
        )
    )
    return _by_point(sorted(rows, key=lambda outcome: outcome.version or 0))


def _steps(point_ids: list[int]) -> dict[int, list[ExecutionStep]]:
    rows = db.session.scalars(select(ExecutionStep).where(ExecutionStep.point_id.in_(point_ids)))
    return _by_point(sorted(rows, key=lambda step: step.id))


def _promises(contribution_id: int) -> list[Promise]:
    """Without their moves: only the resident reads those, and of one promise."""
    rows = db.session.scalars(select(Promise).where(Promise.contribution_id == contribution_id))
    return sorted(rows, key=lambda promise: (promise.due, promise.id))


def _by_point(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.point_id].append(row)
    return found
