"""The states by which the desk narrows its list of contributions, and what each means for the database."""

import enum
from typing import Any

from sqlalchemy import exists, false, func, select, text
from sqlalchemy.orm import aliased

from participation.contributions.models import Contribution, Point
from participation.outcomes.changes.models import Reissue
from participation.outcomes.models import ExecutionState, ExecutionStep


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


# The words of the partial indexes, literally: SQLite compares the text of a condition, not its meaning.
UNCHECKED = text("contribution.public_state = 'unchecked' AND contribution.withdrawn_at IS NULL")
HIDDEN = text("contribution.public_state = 'hidden' AND contribution.withdrawn_at IS NULL")
WITHDRAWN = text("contribution.withdrawn_at IS NOT NULL")
NO_OUTCOME, OUTCOME = text("point.outcome_id IS NULL"), text("point.outcome_id IS NOT NULL")
UNSETTLED = text("reissue.settled_at IS NULL")
FOLLOWED = text("point.outcome_kind IN ('adopted', 'partly_adopted')")

_waiting = aliased(Point)
WAITS = (
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
ENDED = func.coalesce(_LAST_STEP.in_([ExecutionState.done, ExecutionState.lapsed]), false())
STANDS = Contribution.withdrawn_at.is_(None)
_ITS_POINT = Point.contribution_id == Contribution.id

CONDITIONS: dict[DeskFilter, list[Any]] = {
    DeskFilter.unchecked: [UNCHECKED],
    DeskFilter.waiting: [STANDS, exists().where(_ITS_POINT, NO_OUTCOME)],
    DeskFilter.answered: [STANDS, exists().where(_ITS_POINT, OUTCOME), ~WAITS],
    DeskFilter.under_way: [STANDS, exists().where(_ITS_POINT, FOLLOWED, ~ENDED)],
    DeskFilter.again: [STANDS, exists().where(_ITS_POINT, Reissue.point_id == Point.id, UNSETTLED)],
    DeskFilter.hidden: [HIDDEN],
    DeskFilter.withdrawn: [WITHDRAWN],
}
"""The same for numbers that something else found."""
