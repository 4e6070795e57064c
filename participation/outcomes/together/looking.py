"""Who is looking at a contribution, and who is writing: a sign of life every so often, and nothing in the history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, case, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from participation.accounts.models import User
from participation.contributions.models import Point
from participation.db import db
from participation.outcomes.together.models import Presence, UnsavedAnswer

GONE = timedelta(minutes=1)
"""Whoever gave no sign for this long has closed the page."""
WRITES = timedelta(minutes=2)
"""Whoever typed something this long ago is still at it: writing is thinking as well."""
SOON = timedelta(seconds=10)
"""A sign of life this young is not given again."""
MOST = 12
"""So many names are read; nobody sits with more people at one letter."""


@dataclass(frozen=True)
class Looker:
    """A colleague who has the page open; `writes` when that colleague typed an answer just now."""

    user_id: int
    name: str
    since: datetime
    at: datetime
    writes: bool


@cache
def _looking() -> Select[int, str, datetime, datetime, datetime]:
    contribution: Any = bindparam("contribution")
    typed = (
        select(func.max(UnsavedAnswer.at))
        .join(Point, Point.id == UnsavedAnswer.point_id)
        .where(Point.contribution_id == contribution, UnsavedAnswer.user_id == Presence.user_id)
        .correlate(Presence)
        .scalar_subquery()
    )
    return (
        select(Presence.user_id, User.name, Presence.since, Presence.at, typed.label("typed"))
        .join(User, User.id == Presence.user_id)
        .where(Presence.contribution_id == contribution, Presence.at > bindparam("gone"))
        .order_by(Presence.since, Presence.user_id)
        .limit(MOST)
    )


def looking(contribution_id: int, now: datetime) -> list[Looker]:
    """Everybody who has the page of this contribution open, who came first first. One statement."""
    rows = db.session.execute(_looking(), {"contribution": contribution_id, "gone": now - GONE})
    return [
        Looker(user_id, name, since, at, writes=typed is not None and now - typed < WRITES)
        for user_id, name, since, at, typed in rows
    ]


def needs_sign(lookers: Sequence[Looker], user_id: int, now: datetime) -> bool:
    """Whether the last sign of life of this colleague is too old to leave it at that."""
    return not any(one.user_id == user_id and now - one.at < SOON for one in lookers)


@cache
def _here(engine: str) -> Any:
    """After an absence somebody is here since now."""
    insert: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[engine]
    row = insert(Presence.__table__)
    stayed = case((Presence.at > bindparam("gone"), Presence.since), else_=row.excluded.since)
    return row.on_conflict_do_update(
        index_elements=["contribution_id", "user_id"], set_={"at": row.excluded.at, "since": stayed}
    )


def give_sign(contribution_id: int, user_id: int, *, now: datetime) -> None:
    """This colleague has the page open. One statement, and no event: looking is not a deed."""
    values = {"contribution_id": contribution_id, "user_id": user_id, "since": now, "at": now, "gone": now - GONE}
    db.session.execute(_here(db.engine.dialect.name), values)


def forget_gone(now: datetime) -> None:
    """Remove who left."""
    db.session.execute(delete(Presence).where(Presence.at <= now - GONE))
