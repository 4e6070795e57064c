"""Which answers rest on something that changed: they are given again, and never rewritten (I24).

Statements work on all answers of a track at once: one for each row that changed, whatever there is to mark.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, exists, func, insert, literal, select, update
from sqlalchemy.orm import joinedload

from participation.contributions.models import Contribution, Point
from participation.db import db
from participation.outcomes.changes.models import Reissue
from participation.outcomes.models import Outcome
from participation.tracks.change import RoomChange
from participation.tracks.differences import Difference, Effect, Subject, What
from participation.tracks.room import (
    Constraint,
    Criterion,
    DeclaredRoom,
    FixedPoint,
    LandingPath,
    OpenQuestion,
    RoomRow,
)

RESTS_ON: dict[Subject, tuple[type[Any], Any]] = {
    Subject.fixed: (FixedPoint, Outcome.fixed_point_id),
    Subject.constraint: (Constraint, Outcome.constraint_id),
    Subject.criterion: (Criterion, Outcome.criterion_id),
    Subject.path: (LandingPath, Outcome.path_id),
}
"""What an answer can name as its ground, or as where it lands."""


class _Touched(NamedTuple):
    """One row that changed or disappeared, and the answers that rest on it."""

    row: str
    answers: ColumnElement[bool]


def mark(change: RoomChange, found: Sequence[Difference], *, now: datetime) -> int:
    """Mark every published answer that *change* touches, once each, and return how many; nothing is rewritten.

    Touched is an answer whose fixed point, limit, criterion or landing path reads differently or is gone, and every
    answer about a question that closed or became narrower.
    """
    marked = 0
    for touched in _touched(change, found):
        chosen = _answers(change, touched).add_columns(literal(touched.row), literal(now, Reissue.marked_at.type))
        names = ["change_id", "track_id", "point_id", "outcome_id", "row", "marked_at"]
        statement = insert(Reissue.__table__).from_select(names, chosen)  # type: ignore[arg-type]
        result = db.session.execute(statement.execution_options(preserve_rowcount=True))
        marked += int(result.rowcount)  # type: ignore[attr-defined]
    return marked


def may_touch(change: RoomChange, found: Sequence[Difference]) -> bool:
    """Whether an answer can rest on something that changes; which ones do is looked up when it comes in force."""
    return next(_touched(change, found), None) is not None


def settle(point_id: int, *, now: datetime) -> None:
    """Whoever answered this point again has done what the change asked."""
    waiting = update(Reissue).where(Reissue.point_id == point_id, Reissue.settled_at.is_(None))
    db.session.execute(waiting.values(settled_at=now).execution_options(synchronize_session=False))


def is_waiting(track_id: int) -> bool:
    """Whether an answer in this track rests on something that changed, and was not given again."""
    return db.session.scalar(_WAITING.where(Reissue.track_id == track_id).limit(1)) is not None


def asked_for(point_id: int) -> Reissue | None:
    """The last change that asks for a new answer to this point, with its reason; none when nothing does."""
    return db.session.scalar(
        select(Reissue)
        .where(Reissue.point_id == point_id, Reissue.settled_at.is_(None))
        .order_by(Reissue.id.desc())
        .limit(1)
        .options(joinedload(Reissue.change))
    )


_WAITING = (
    select(Reissue.id)
    .join(Point, Point.id == Reissue.point_id)
    .join(Contribution, Contribution.id == Point.contribution_id)
    .where(Reissue.settled_at.is_(None), Contribution.withdrawn_at.is_(None))
)


def _answers(change: RoomChange, touched: _Touched) -> Any:
    """The current answers that rest on one row and were not marked for this change already."""
    marked = exists().where(Reissue.change_id == change.id, Reissue.point_id == Point.id)
    return (
        select(literal(change.id), literal(change.track_id), Point.id, Outcome.id)
        .select_from(Point)
        .join(Outcome, Outcome.id == Point.outcome_id)
        .join(Contribution, Contribution.id == Point.contribution_id)
        .where(
            Point.track_id == change.track_id,
            Point.outcome_id.is_not(None),
            Contribution.withdrawn_at.is_(None),
            touched.answers,
            ~marked,
        )
    )


def _touched(change: RoomChange, found: Sequence[Difference]) -> Iterator[_Touched]:
    for one in found:
        if one.lineage is None or one.what not in (What.changed, What.gone):
            continue
        if one.subject in RESTS_ON and _reads_differently(one):
            rows, column = RESTS_ON[one.subject]
            yield _Touched(one.row, column.in_(_same_row(rows, change, one.lineage)))
        elif one.subject is Subject.question and one.effect in (Effect.narrower, Effect.unclear):
            yield _Touched(one.row, Contribution.question_id.in_(_same_row(OpenQuestion, change, one.lineage)))


def _reads_differently(one: Difference) -> bool:
    """The row itself, not only which questions land on it."""
    return one.what is What.gone or any(part.name != "questions" for part in one.parts)


def _same_row(rows: type[RoomRow], change: RoomChange, lineage: int) -> Select[Any]:
    """The number of one row in every version of this room, however it was worded."""
    return (
        select(rows.id)
        .join(DeclaredRoom, DeclaredRoom.id == rows.room_id)
        .where(DeclaredRoom.track_id == change.track_id, func.coalesce(rows.root_id, rows.id) == lineage)
    )
