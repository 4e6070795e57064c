"""The public list of what people said in a track, with what became of it: one list for adopted and not adopted (I28).

Built for 100,000 points in one track: a page is one walk over an index that stops after 50 rows, whatever the filter.
Each statement is written once for each engine, reads columns only, and is ordered in the words of its index, so that
neither engine sorts or takes another road.
"""

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, String, Text, bindparam, func, or_, select, text, tuple_, type_coerce

from participation.accounts.models import User
from participation.contributions import search
from participation.contributions.bringing_in.models import BringIn
from participation.contributions.models import Contribution, Point
from participation.db import db, run
from participation.outcomes.decisions.models import OrganDecision
from participation.outcomes.models import Outcome, OutcomeKind
from participation.promises.models import Promise
from participation.tracks.models import Track
from participation.tracks.room import Constraint, FixedPoint, LandingPath

PAGE = 50
WORDS, REASON = 360, 280
"""How many characters of what was said and of the answer stand in the list; the whole is one link away."""
WINDOW = 500
"""How many of the newest hits of a search are looked through for one outcome, before the reader is asked to go on."""
LAST = 2_147_483_647
"""The highest number that both engines can hold: before it comes the whole list."""


class PublicPoint(NamedTuple):
    """One row of the list. Texts are cut one character past the excerpt, so that the reader of the row sees the cut."""

    id: int
    contribution_id: int
    received_at: datetime
    channel: str
    language: str
    words: str | None
    kind: str | None
    reason: str | None
    part_adopted: str | None
    part_not: str | None
    place: str | None
    path_kind: str | None
    document: str | None
    organ: str | None
    decides_on: date | None
    later_on: date | None
    forwarded_to: str | None
    colleague: str | None
    fixed: str | None
    limit: str | None
    due: date | None
    decided_on: date | None = None
    to_track: str | None = None


# Tables, not mapped classes: a row is then a tuple at once, without a mapper looking at each of them.
_decision = OrganDecision.__table__
_point, _contribution, _outcome, _promise, _path, _bring_in, _colleague, _fixed, _limit = (
    model.__table__
    for model in (Point, Contribution, Outcome, Promise, LandingPath, BringIn, User, FixedPoint, Constraint)
)


def _start(column: Any, length: int = REASON) -> Any:
    return func.substr(column, 1, length + 1)


# The words of the partial indexes, literally: SQLite compares the text of a condition, not its meaning.
_IS_PUBLIC = text("point.is_public")
_DUE = (
    select(func.min(_promise.c.due))
    .where(
        _promise.c.contribution_id == _contribution.c.id,
        _promise.c.kept_at.is_(None),
        or_(_promise.c.point_id.is_(None), _promise.c.point_id == _point.c.id),
    )
    .correlate(_contribution, _point)
    .scalar_subquery()
)
_LAST_DECISION = (
    select(func.max(_decision.c.id))
    .where(
        _decision.c.track_id == _point.c.track_id, _decision.c.path_root == func.coalesce(_path.c.root_id, _path.c.id)
    )
    .correlate(_point, _path)
    .scalar_subquery()
)
_the_last = _decision.alias("last_decision")
_to_track = Track.__table__.alias("to_track")
_DECIDED_ON = select(_the_last.c.decided_on).where(_the_last.c.id == _LAST_DECISION).scalar_subquery()
_ROWS: Select[Any] = (
    select(
        _point.c.id,
        _contribution.c.id,
        _contribution.c.received_at,
        type_coerce(_contribution.c.channel, String),
        _contribution.c.language,
        _start(_point.c.public_text, WORDS),
        _point.c.outcome_kind,
        _start(_outcome.c.reason),
        _start(_outcome.c.part_adopted),
        _start(_outcome.c.part_not),
        _outcome.c.place,
        type_coerce(_path.c.kind, String),
        _path.c.document,
        _path.c.organ,
        _path.c.decides_on,
        _outcome.c.later_on,
        _outcome.c.forwarded_to,
        _colleague.c.name,
        _fixed.c.text,
        _limit.c.text,
        _DUE,
        _DECIDED_ON,
        _to_track.c.title,
    )
    .select_from(_point)
    .join(_contribution, _contribution.c.id == _point.c.contribution_id)
    .outerjoin(_outcome, _outcome.c.id == _point.c.outcome_id)
    .outerjoin(_path, _path.c.id == _outcome.c.path_id)
    .outerjoin(_bring_in, _bring_in.c.id == _outcome.c.bring_in_id)
    .outerjoin(_colleague, _colleague.c.id == _bring_in.c.colleague_id)
    .outerjoin(_to_track, _to_track.c.id == _bring_in.c.to_track_id)
    .outerjoin(_fixed, _fixed.c.id == _outcome.c.fixed_point_id)
    .outerjoin(_limit, _limit.c.id == _outcome.c.constraint_id)
    .where(_IS_PUBLIC)
    .limit(bindparam("rows", type_=Integer))
)
_TRACK, _BEFORE = bindparam("track_id", type_=Integer), bindparam("before", type_=Integer)
_KIND = bindparam("kind", type_=Text)

_NEWEST = _ROWS.order_by(_point.c.track_id.desc(), _point.c.id.desc())
_NEWEST_OF_KIND = _ROWS.order_by(_point.c.outcome_kind.desc(), _point.c.id.desc())
_HERE, _EARLIER, _WAITS = _point.c.track_id == _TRACK, _point.c.id < _BEFORE, _point.c.outcome_kind.is_(None)

WAITING = _NEWEST_OF_KIND.where(_HERE, _WAITS, _EARLIER)
# SQLite seeks with equal values and one range; it cannot seek with a pair in which the number of the row is one half.
SQLITE = {
    "all": _NEWEST.where(_HERE, _EARLIER),
    "waiting": WAITING,
    "kind": _NEWEST_OF_KIND.where(_HERE, _point.c.outcome_kind == _KIND, _EARLIER),
}
# PostgreSQL drops an equal value from the order, and may then walk the newest points of every other track first.
# A range and a pair leave it no road but the index that we mean.
POSTGRESQL = {
    "all": _NEWEST.where(_point.c.track_id >= _TRACK, tuple_(_point.c.track_id, _point.c.id) < tuple_(_TRACK, _BEFORE)),
    "waiting": WAITING,
    "kind": _NEWEST_OF_KIND.where(
        _HERE, _point.c.outcome_kind >= _KIND, tuple_(_point.c.outcome_kind, _point.c.id) < tuple_(_KIND, _BEFORE)
    ),
}
STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}

_IDS: Any = bindparam("ids", type_=Integer, expanding=True)
FOUND = _ROWS.where(_point.c.id.in_(_IDS))
FOUND_WAITING = select(_point.c.id).where(_point.c.id.in_(_IDS), _WAITS)
FOUND_OF_KIND = select(_point.c.id).where(_point.c.id.in_(_IDS), _point.c.outcome_kind == _KIND)

WAITS = "wacht"


def is_mark(mark: str) -> bool:
    """Whether *mark* can be the number of a row on both engines, or is empty (the first page)."""
    return mark == "" or (mark.isascii() and mark.isdecimal() and len(mark) <= 10 and int(mark) <= LAST)


class Listed(NamedTuple):
    """One page; `older` is the mark of the next page, None on the last."""

    rows: list[PublicPoint]
    older: int | None


def newest(
    track_id: int, *, kind: OutcomeKind | None = None, waiting: bool = False, before: int = LAST, rows: int = PAGE
) -> Listed:
    """The public points of a track before the mark *before*, newest first.

    With *kind* only those whose current outcome is of that kind, with *waiting* only those without an outcome.
    """
    values = {"track_id": track_id, "before": before, "rows": rows + 1}
    statements = STATEMENTS[db.engine.dialect.name]
    if waiting:
        found = run(statements["waiting"], values)
    elif kind is not None:
        found = run(statements["kind"], {**values, "kind": kind.value})
    else:
        found = run(statements["all"], values)
    points = [PublicPoint(*row) for row in found.all()]
    return Listed(points[:rows], points[rows - 1].id if len(points) > rows else None)


def found(
    track_id: int,
    query: search.Query,
    *,
    kind: OutcomeKind | None = None,
    waiting: bool = False,
    before: int = LAST,
    rows: int = PAGE,
) -> Listed:
    """The same list, of points in whose public version all words of *query* stand.

    A word that stands in every text costs no more than a rare one: only so many hits are looked through for an outcome.
    """
    narrows = waiting or kind is not None
    hits = search.public_points(track_id, query, before=before, rows=WINDOW if narrows else rows + 1)
    kept = _narrowed(hits, kind, waiting) if narrows else hits
    ids = kept[:rows]
    older = ids[-1] if len(kept) > rows else hits[-1] if narrows and len(hits) == WINDOW else None
    points = run(FOUND, {"ids": ids, "rows": rows}) if ids else ()
    return Listed(sorted((PublicPoint(*row) for row in points), key=lambda point: -point.id), older)


def _narrowed(hits: list[int], kind: OutcomeKind | None, waiting: bool) -> list[int]:
    if waiting:
        kept = run(FOUND_WAITING, {"ids": hits}).scalars()
    else:
        kept = run(FOUND_OF_KIND, {"ids": hits, "kind": kind.value if kind else None}).scalars()
    return sorted(kept, reverse=True)
