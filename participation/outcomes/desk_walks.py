"""The states by which the desk narrows its list of contributions: what each means, and from which index it is read.

A colleague works on many tracks, and each may hold 100,000 contributions. So for each of those tracks one page is read
from an index that holds what is wanted in order, and stops there. Beside each walk stands the same condition for
numbers that a search found.
"""

import enum
from typing import Any

from sqlalchemy import Integer, Select, bindparam, exists, false, func, select, text, true
from sqlalchemy.orm import aliased

from participation.contributions.models import Contribution, Point
from participation.outcomes.changes.models import Reissue
from participation.outcomes.models import ExecutionState, ExecutionStep
from participation.tracks.models import Track


class DeskFilter(enum.Enum):
    """What the list can be narrowed to. Nothing here is stored: each is read from what happened."""

    unchecked = "unchecked"
    waiting = "waiting"
    answered = "answered"
    under_way = "under_way"
    again = "again"
    hidden = "hidden"
    withdrawn = "withdrawn"

    @property
    def label(self) -> str:
        return {
            DeskFilter.unchecked: "Nog niet nagekeken",
            DeskFilter.waiting: "Wacht op antwoord",
            DeskFilter.answered: "Beantwoord",
            DeskFilter.under_way: "In uitvoering",
            DeskFilter.again: "Opnieuw antwoorden",
            DeskFilter.hidden: "Niet op de website",
            DeskFilter.withdrawn: "Ingetrokken",
        }[self]

    @property
    def slug(self) -> str:
        """The word in addresses (`?stand=wacht`)."""
        return {
            DeskFilter.unchecked: "niet-nagekeken",
            DeskFilter.waiting: "wacht",
            DeskFilter.answered: "beantwoord",
            DeskFilter.under_way: "in-uitvoering",
            DeskFilter.again: "opnieuw",
            DeskFilter.hidden: "verborgen",
            DeskFilter.withdrawn: "ingetrokken",
        }[self]


TRACKS: Any = bindparam("track_ids", type_=Integer, expanding=True)
IDS: Any = bindparam("ids", type_=Integer, expanding=True)
_BEFORE, _MOST = bindparam("before", type_=Integer), bindparam("rows", type_=Integer)

# The words of the partial indexes, literally: SQLite compares the text of a condition, not its meaning.
_UNCHECKED = text("contribution.public_state = 'unchecked' AND contribution.withdrawn_at IS NULL")
_HIDDEN = text("contribution.public_state = 'hidden' AND contribution.withdrawn_at IS NULL")
_WITHDRAWN = text("contribution.withdrawn_at IS NOT NULL")
_NO_OUTCOME, _OUTCOME = text("point.outcome_id IS NULL"), text("point.outcome_id IS NOT NULL")
_UNSETTLED = text("reissue.settled_at IS NULL")
_FOLLOWED = text("point.outcome_kind IN ('adopted', 'partly_adopted')")

_waiting = aliased(Point)
_WAITS = (
    exists().where(_waiting.contribution_id == Contribution.id, _waiting.outcome_id.is_(None)).correlate(Contribution)
)
_LAST_STEP = (
    select(ExecutionStep.state)
    .where(ExecutionStep.point_id == Point.id)
    .order_by(ExecutionStep.id.desc())
    .limit(1)
    .correlate(Point)
    .scalar_subquery()
)
_ENDED = func.coalesce(_LAST_STEP.in_([ExecutionState.done, ExecutionState.lapsed]), false())
_STANDS = Contribution.withdrawn_at.is_(None)


def _of_contributions(*conditions: Any) -> Select[Any]:
    """The newest contributions of one track, from the index of its contributions that *conditions* name."""
    return (
        select(Contribution.id)
        .where(Contribution.track_id == Track.id, Contribution.id < _BEFORE, *conditions)
        .order_by(Contribution.track_id.desc(), Contribution.id.desc())
        .limit(_MOST)
        .correlate(Track)
    )


def _of_points(*conditions: Any) -> Select[Any]:
    """The newest contributions of one track, from the index of its points that *conditions* name."""
    return (
        select(Point.contribution_id.label("id"))
        .distinct()
        .join(Contribution, Contribution.id == Point.contribution_id)
        .where(Point.track_id == Track.id, Point.contribution_id < _BEFORE, _STANDS, *conditions)
        .order_by(Point.contribution_id.desc())
        .limit(_MOST)
        .correlate(Track)
    )


def _of_marks() -> Select[Any]:
    """The newest contributions of one track with an answer that a change of the room asks for again."""
    return (
        select(Point.contribution_id.label("id"))
        .distinct()
        .select_from(Reissue)
        .join(Point, Point.id == Reissue.point_id)
        .join(Contribution, Contribution.id == Point.contribution_id)
        .where(Reissue.track_id == Track.id, _UNSETTLED, Point.contribution_id < _BEFORE, _STANDS)
        .order_by(Point.contribution_id.desc())
        .limit(_MOST)
        .correlate(Track)
    )


_WALKS: dict[DeskFilter | None, Select[Any]] = {
    None: _of_contributions(),
    DeskFilter.unchecked: _of_contributions(_UNCHECKED),
    DeskFilter.waiting: _of_points(_NO_OUTCOME),
    DeskFilter.answered: _of_points(_OUTCOME, ~_WAITS),
    DeskFilter.under_way: _of_points(_FOLLOWED, ~_ENDED),
    DeskFilter.again: _of_marks(),
    DeskFilter.hidden: _of_contributions(_HIDDEN),
    DeskFilter.withdrawn: _of_contributions(_WITHDRAWN),
}
_CONDITIONS: dict[DeskFilter, list[Any]] = {
    DeskFilter.unchecked: [_UNCHECKED],
    DeskFilter.waiting: [_STANDS, exists().where(Point.contribution_id == Contribution.id, _NO_OUTCOME)],
    DeskFilter.answered: [_STANDS, exists().where(Point.contribution_id == Contribution.id, _OUTCOME), ~_WAITS],
    DeskFilter.under_way: [_STANDS, exists().where(Point.contribution_id == Contribution.id, _FOLLOWED, ~_ENDED)],
    DeskFilter.again: [
        _STANDS,
        exists().where(Point.contribution_id == Contribution.id, Reissue.point_id == Point.id, _UNSETTLED),
    ],
    DeskFilter.hidden: [_HIDDEN],
    DeskFilter.withdrawn: [_WITHDRAWN],
}


def _one_by_one(walk: Select[Any]) -> Select[Any]:
    """The walk for each of my tracks. SQLite knows no lateral join, but reads a list for each row as well."""
    found = aliased(Contribution)
    return select(found.id).select_from(Track).join(found, found.id.in_(walk)).where(Track.id.in_(TRACKS))


def _laterally(walk: Select[Any]) -> Select[Any]:
    found = walk.lateral()
    return select(found.c.id).select_from(Track).join(found, true()).where(Track.id.in_(TRACKS))


WALKS = {
    "sqlite": {chosen: _one_by_one(walk) for chosen, walk in _WALKS.items()},
    "postgresql": {chosen: _laterally(walk) for chosen, walk in _WALKS.items()},
}
NARROWED = {
    chosen: select(Contribution.id).where(Contribution.id.in_(IDS), *conditions)
    for chosen, conditions in _CONDITIONS.items()
}
