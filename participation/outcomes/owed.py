"""What we still owe, in the order in which it breaks: the inbox of the desk and the list of what is late.

Built for 10,000 open promises and more: a page is one walk over a partial index that stops after 50 rows. Many
promises share one day (a track promises everybody the same), so a page that starts in the middle of a day is read in
two steps: first the rest of that day, then the days after it. Both are seeks; a pair of day and number would not be.
"""

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import Date, Integer, Select, and_, bindparam, or_, select, text, true
from sqlalchemy.orm import aliased

from participation import clock
from participation.accounts.models import Absence, Department, User
from participation.contributions.models import Contribution
from participation.db import db
from participation.outcomes.owed_rows import COLUMNS, PAGE, ROWS, Mark, Owed, Page, mark_of
from participation.promises.models import Promise, PromiseKind
from participation.tracks.models import Track

__all__ = ["PAGE", "Mark", "Owed", "Page", "mark_of"]

_SAME_DAY = and_(Promise.due == bindparam("due", type_=Date), Promise.id > bindparam("after", type_=Integer))
_LATER = Promise.due > bindparam("due", type_=Date)
_UNTIL = Promise.due <= bindparam("until", type_=Date)

# The words of the partial indexes, literally: SQLite compares the text of a condition, not its meaning.
_WITH_TEAM, _WITH_NOBODY = text("promise.with_team"), text("NOT promise.with_team")
_PERSON = ROWS.where(Promise.owner_id == bindparam("owner_id", type_=Integer)).order_by(Promise.due, Promise.id)
_TEAM = ROWS.where(Promise.department_id == bindparam("department_id", type_=Integer)).order_by(Promise.due, Promise.id)
_OPEN = _TEAM.where(_WITH_TEAM)
_NOBODY = _TEAM.where(Promise.owner_id.is_(None), _WITH_NOBODY)
_TRACK = ROWS.where(Promise.track_id == bindparam("track_id", type_=Integer)).order_by(Promise.due, Promise.id)
_ANYWHERE = ROWS.where(_UNTIL).order_by(Promise.due, Promise.id)

STATEMENTS: dict[str, tuple[Select[Any], Select[Any]]] = {
    "person": (_PERSON.where(_SAME_DAY), _PERSON.where(_LATER)),
    "team": (_TEAM.where(_SAME_DAY), _TEAM.where(_LATER)),
    "open": (_OPEN.where(_SAME_DAY), _OPEN.where(_LATER)),
    "nobody": (_NOBODY.where(_SAME_DAY), _NOBODY.where(_LATER)),
    "track": (_TRACK.where(_SAME_DAY), _TRACK.where(_LATER)),
    "anywhere": (_ANYWHERE.where(_SAME_DAY), _ANYWHERE.where(_LATER)),
}
_own = aliased(Promise)
_TODAY = bindparam("today", type_=Date)
_ME = bindparam("me", type_=Integer)
_STANDS_IN = select(Absence.user_id).where(
    Absence.deputy_id == _ME, Absence.first <= _TODAY, Absence.last >= _TODAY
)  # fmt: skip


def _walk_of_each(people: Any, where: Any) -> dict[str, Select[Any]]:
    """A page of each of these *people*, as it is read by each engine.

    Each walk stops after a page; those few rows are put in order afterwards. SQLite knows no lateral join.
    """
    walk = (
        select(_own.id)
        .where(_own.owner_id == User.id, _own.kept_at.is_(None), where)
        .order_by(_own.due, _own.id)
        .limit(bindparam("rows", type_=Integer))
        .correlate(User)
    )
    beside, rows_of = walk.lateral(), select(*COLUMNS).select_from(User)
    joined = {
        "sqlite": rows_of.join(Promise, Promise.id.in_(walk)),
        "postgresql": rows_of.join(beside, true()).join(Promise, Promise.id == beside.c.id),
    }
    return {
        engine: rows.join(Track, Track.id == Promise.track_id)
        .outerjoin(Contribution, Contribution.id == Promise.contribution_id)
        .where(people)
        for engine, rows in joined.items()
    }


_MINE = or_(User.id == _ME, User.id.in_(_STANDS_IN))
MINE = (
    _walk_of_each(_MINE, and_(_own.due == bindparam("due", type_=Date), _own.id > bindparam("after", type_=Integer))),
    _walk_of_each(_MINE, _own.due > bindparam("due", type_=Date)),
)
OF_EACH = _walk_of_each(
    and_(User.department_id == bindparam("department_id", type_=Integer), User.active), _own.due > date.min
)
BROKEN_UNKNOWNS = ROWS.where(
    Promise.kind == PromiseKind.unknown_point,
    Promise.contribution_id.is_(None),
    Promise.due < bindparam("due", type_=Date),
).order_by(Promise.due, Promise.id)
ORPHANS = ROWS.where(Promise.owner_id.is_(None), _WITH_NOBODY).order_by(Promise.due, Promise.id)


def mine(user: User, after: Mark | None = None, *, rows: int = PAGE) -> Page:
    """What *user* has to keep, with what those have for whom *user* stands in today (`Owed.owner_id` says whose)."""
    engine = db.engine.dialect.name
    values = {"me": user.id, "today": clock.today()}
    return _two_steps((MINE[0][engine], MINE[1][engine]), after, rows, values)


def of_person(user: User, after: Mark | None = None, *, rows: int = PAGE) -> Page:
    """What one colleague has to keep, for who would take something over."""
    return _page("person", after, rows=rows, owner_id=user.id)


def of_team(user: User, after: Mark | None = None) -> Page:
    """What the department of *user* has to keep, whoever does it."""
    return _page("team", after, department_id=user.department_id)


def first_of_each(department: Department, *, rows: int) -> dict[int, list[Owed]]:
    """What breaks first for each colleague of *department*, by the number of the colleague."""
    found: dict[int, list[Owed]] = defaultdict(list)
    values = {"department_id": department.id}
    for row in _in_order(_read(OF_EACH[db.engine.dialect.name], rows, values)):
        found[row.owner_id or 0].append(row)
    return found


def to_take_up(user: User, after: Mark | None = None) -> Page:
    """What waits for the department of *user* as a team, and nobody in person took up yet."""
    return _page("open", after, department_id=user.department_id)


def of_nobody(user: User, after: Mark | None = None) -> Page:
    """What the department of *user* has to keep and neither somebody nor the team took on: this should be empty."""
    return _page("nobody", after, department_id=user.department_id)


def of_track(track: Track, after: Mark | None = None) -> Page:
    """Everything that is still owed in one track."""
    return _page("track", after, track_id=track.id)


def until(day: date, after: Mark | None = None, *, rows: int = PAGE) -> Page:
    """Everything in the house that should be kept by *day* and is not: the oldest first."""
    return _page("anywhere", after, rows=rows, until=day)


def from_day(first: date, last: date, *, rows: int) -> Page:
    """What breaks from *first* up to and including *last*."""
    return _page("anywhere", Mark(first, 0), rows=rows, until=last)


def broken_unknowns(today: date, *, limit: int) -> list[Owed]:
    """What we would know by a day that has passed, and still have not told: the oldest first (I7)."""
    return _read(BROKEN_UNKNOWNS, limit, {"due": today})


def one(promise: Promise) -> Owed:
    """One open promise as it stands in the lists."""
    return _read(ROWS.where(Promise.id == promise.id), 1, {})[0]


def orphans(*, rows: int) -> list[Owed]:
    """What nobody in the whole house took on, the first to break first."""
    return _read(ORPHANS, rows, {})


def _page(name: str, after: Mark | None, *, rows: int = PAGE, **values: Any) -> Page:
    return _two_steps(STATEMENTS[name], after, rows, values)


def _two_steps(steps: tuple[Select[Any], Select[Any]], after: Mark | None, rows: int, values: dict[str, Any]) -> Page:
    same_day, later = steps
    found: list[Owed] = []
    if after is not None:
        found = _in_order(_read(same_day, rows + 1, {**values, "due": after.due, "after": after.id}))
    if len(found) <= rows:
        wanted = {**values, "due": after.due if after else date.min}
        found += _in_order(_read(later, rows + 1 - len(found), wanted))
    last = found[rows - 1] if len(found) > rows else None
    return Page(found[:rows], Mark(last.due, last.id) if last else None)


def _in_order(rows: list[Owed]) -> list[Owed]:
    return sorted(rows, key=lambda row: (row.due, row.id))


def _read(statement: Select[Any], rows: int, values: dict[str, Any]) -> list[Owed]:
    return [Owed._make(row) for row in db.session.execute(statement, {**values, "rows": rows})]
