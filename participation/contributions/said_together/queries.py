"""What else the same resident said, as far as that resident told us."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, or_, select

from participation.contributions.models import Contribution, Point, number_of
from participation.contributions.said_together.models import SaidTogether
from participation.db import db


class Joined(NamedTuple):
    """One other contribution of the same resident, with the outcome of each of its points (None: it still waits)."""

    id: int
    received_at: datetime
    joined_at: datetime
    words: str
    language: str
    withdrawn_at: datetime | None
    kinds: tuple[str | None, ...]

    @property
    def number(self) -> str:
        return number_of(self.id, self.received_at)


@cache
def _joined() -> Any:
    me: Any = bindparam("me")
    other = or_(
        and_(SaidTogether.first_id == me, Contribution.id == SaidTogether.second_id),
        and_(SaidTogether.second_id == me, Contribution.id == SaidTogether.first_id),
    )
    return (
        select(
            Contribution.id, Contribution.received_at, SaidTogether.at, Contribution.original_text,
            Contribution.language, Contribution.withdrawn_at, Point.outcome_kind,
        )
        .select_from(SaidTogether)
        .join(Contribution, other)
        .join(Point, Point.contribution_id == Contribution.id)
        .where(or_(SaidTogether.first_id == me, SaidTogether.second_id == me))
        .order_by(Contribution.id, Point.position)
    )  # fmt: skip


def joined_to(contribution: Contribution) -> Sequence[Joined]:
    """The other contributions of this resident, the oldest first; one statement."""
    found: dict[int, Joined] = {}
    for *row, kind in db.session.execute(_joined(), {"me": contribution.id}):
        before = found.get(row[0])
        found[row[0]] = Joined._make([*row, (*(before.kinds if before else ()), kind)])
    return list(found.values())
