"""From which index a list is read, newest first or (for the neighbour that is newer) the other way round.

A colleague works on many tracks, and each may hold 100,000 contributions. So every walk begins in an index that holds
what is wanted in order, reads a page and stops; once for each source: a track, a theme, a wording of a question, an
area, a day on which an answer is owed.
"""

import enum
from collections.abc import Callable
from typing import Any

from sqlalchemy import Date, Integer, Select, String, bindparam, cast, func, or_, select, text, true
from sqlalchemy.orm import aliased

from participation.contributions.models import Contribution, Point
from participation.contributions.themes.models import Theme
from participation.outcomes.changes.models import Reissue
from participation.outcomes.finding.states import (
    ENDED,
    FOLLOWED,
    HIDDEN,
    NO_OUTCOME,
    OUTCOME,
    STANDS,
    UNCHECKED,
    UNSETTLED,
    WAITS,
    WITHDRAWN,
    DeskFilter,
)
from participation.places.models import Area
from participation.promises.models import Promise
from participation.tracks.models import Track
from participation.tracks.room import DeclaredRoom, OpenQuestion


class Way(enum.Enum):
    """In which direction a list is read."""

    older = "older"
    newer = "newer"

    def beyond(self, column: Any) -> Any:
        """Past the mark, in this direction."""
        mark = bindparam("mark", type_=Integer)
        return column < mark if self is Way.older else column > mark

    def order(self, *columns: Any) -> list[Any]:
        """In the order of an index, in this direction."""
        return [column.desc() if self is Way.older else column.asc() for column in columns]


class By(enum.Enum):
    """What else than a state a walk can begin with."""

    track = "track"
    theme = "theme"
    area = "area"
    channel = "channel"
    handler = "handler"
    nobody = "nobody"
    department = "department"
    question = "question"
    kind = "kind"
    due = "due"


TRACKS: Any = bindparam("track_ids", type_=Integer, expanding=True)
IDS: Any = bindparam("ids", type_=Integer, expanding=True)
_MOST: Any = bindparam("most", type_=Integer)
_CHANNEL, _KIND = bindparam("channel", type_=Contribution.channel.type), bindparam("kind", type_=Contribution.kind.type)
_OPEN, _NOT_WEB = text("promise.kept_at IS NULL"), text("contribution.channel <> 'web'")
WORDINGS = select(OpenQuestion.id).where(
    OpenQuestion.room_id.in_(select(DeclaredRoom.id).where(DeclaredRoom.track_id.in_(TRACKS))),
    or_(OpenQuestion.id == bindparam("question", type_=Integer), OpenQuestion.root_id == bindparam("question")),
)
"""Every wording of one question, in the versions of the rooms of these tracks."""


def _contributions(way: Way, *conditions: Any) -> Select[Any]:
    """Those of one track, from the index of its contributions that *conditions* name."""
    return (
        select(Contribution.id)
        .where(Contribution.track_id == Track.id, way.beyond(Contribution.id), *conditions)
        .order_by(*way.order(Contribution.track_id, Contribution.id))
        .limit(_MOST)
        .correlate(Track)
    )


def _points(way: Way, *conditions: Any) -> Select[Any]:
    """Those of one track, from the index of its points that *conditions* name."""
    return (
        select(Point.contribution_id.label("id"))
        .distinct()
        .join(Contribution, Contribution.id == Point.contribution_id)
        .where(Point.track_id == Track.id, way.beyond(Point.contribution_id), STANDS, *conditions)
        .order_by(*way.order(Point.contribution_id))
        .limit(_MOST)
        .correlate(Track)
    )


def _marks(way: Way) -> Select[Any]:
    """Those of one track with an answer that a change of the room asks for again."""
    return (
        select(Point.contribution_id.label("id"))
        .distinct()
        .select_from(Reissue)
        .join(Point, Point.id == Reissue.point_id)
        .join(Contribution, Contribution.id == Point.contribution_id)
        .where(Reissue.track_id == Track.id, UNSETTLED, way.beyond(Point.contribution_id), STANDS)
        .order_by(*way.order(Point.contribution_id))
        .limit(_MOST)
        .correlate(Track)
    )


def _theme(way: Way) -> Select[Any]:
    return (
        select(Point.contribution_id.label("id"))
        .distinct()
        .where(Point.theme_id == Theme.id, way.beyond(Point.contribution_id))
        .order_by(*way.order(Point.contribution_id))
        .limit(_MOST)
        .correlate(Theme)
    )


def _owned_by(source: Any, column: Any) -> Callable[[Way], Select[Any]]:
    """Those that name one row of *source* in *column*."""
    return lambda way: (
        select(Contribution.id)
        .where(column == source.id, way.beyond(Contribution.id))
        .order_by(*way.order(column, Contribution.id))
        .limit(_MOST)
        .correlate(source)
    )


def _first_day(*conditions: Any) -> Any:
    """The first day on which something is owed, by one step in the index of what is still open."""
    days = select(func.min(Promise.due)).where(_OPEN, Promise.due <= bindparam("due_until", type_=Date), *conditions)
    return days.correlate_except(Promise).scalar_subquery()


def _days() -> Any:
    """The tracks with each day on which they still owe something: as many steps as there are days."""
    first = select(Track.id.label("id"), _first_day(Promise.track_id == Track.id).label("due")).where(
        Track.id.in_(TRACKS)
    )
    days = first.cte("days", recursive=True)
    following = _first_day(Promise.track_id == days.c.id, Promise.due > days.c.due)
    return days.union_all(select(days.c.id, following).where(days.c.due.is_not(None)))


DAYS = _days()


def _owed(way: Way) -> Select[Any]:
    return (
        select(Promise.contribution_id.label("id"))
        .distinct()
        .where(Promise.track_id == DAYS.c.id, Promise.due == DAYS.c.due, _OPEN, way.beyond(Promise.contribution_id))
        .order_by(*way.order(Promise.contribution_id))
        .limit(_MOST)
        .correlate(DAYS)
    )


_MINE = (Track, Track.id.in_(TRACKS))
_HANDLER = Contribution.handler_id == bindparam("handler", type_=Integer)
_DEPARTMENT = Contribution.department_id == bindparam("department", type_=Integer)
_IS_KIND = Contribution.kind == _KIND

_WALKS: dict[By | DeskFilter, tuple[tuple[Any, Any], Callable[[Way], Select[Any]]]] = {
    By.track: (_MINE, _contributions),
    By.channel: (_MINE, lambda way: _contributions(way, _NOT_WEB, Contribution.channel == _CHANNEL)),
    By.handler: (_MINE, lambda way: _contributions(way, _HANDLER)),
    By.nobody: (_MINE, lambda way: _contributions(way, Contribution.handler_id.is_(None))),
    By.department: (_MINE, lambda way: _contributions(way, _DEPARTMENT)),
    By.kind: (_MINE, lambda way: _contributions(way, _IS_KIND)),
    By.theme: ((Theme, (Theme.id == bindparam("theme", type_=Integer)) & Theme.track_id.in_(TRACKS)), _theme),
    By.area: (
        (Area, Area.id.in_(bindparam("areas", type_=Integer, expanding=True))),
        _owned_by(Area, Contribution.area_id),
    ),
    By.question: ((OpenQuestion, OpenQuestion.id.in_(WORDINGS)), _owned_by(OpenQuestion, Contribution.question_id)),
    By.due: ((DAYS, DAYS.c.due.is_not(None)), _owed),
    DeskFilter.unchecked: (_MINE, lambda way: _contributions(way, UNCHECKED)),
    DeskFilter.waiting: (_MINE, lambda way: _points(way, NO_OUTCOME)),
    DeskFilter.answered: (_MINE, lambda way: _points(way, OUTCOME, ~WAITS)),
    DeskFilter.under_way: (_MINE, lambda way: _points(way, FOLLOWED, ~ENDED)),
    DeskFilter.again: (_MINE, _marks),
    DeskFilter.hidden: (_MINE, lambda way: _contributions(way, HIDDEN)),
    DeskFilter.withdrawn: (_MINE, lambda way: _contributions(way, WITHDRAWN)),
}


def _key(source: Any) -> Any:
    """What tells one source from another."""
    if source is DAYS:
        return cast(DAYS.c.id, String).concat("/").concat(cast(DAYS.c.due, String))
    return source.id


def _one_by_one(source: Any, chosen: Any, walk: Select[Any]) -> Select[Any]:
    """The walk for each source. SQLite knows no lateral join, but reads a list for each row as well."""
    found = aliased(Contribution)
    return select(_key(source), found.id).select_from(source).join(found, found.id.in_(walk)).where(chosen)


def _laterally(source: Any, chosen: Any, walk: Select[Any]) -> Select[Any]:
    found = walk.lateral()
    return select(_key(source), found.c.id).select_from(source).join(found, true()).where(chosen)


WALKS = {
    engine: {
        (by, way): build(source, chosen, walk(way)) for by, ((source, chosen), walk) in _WALKS.items() for way in Way
    }
    for engine, build in (("sqlite", _one_by_one), ("postgresql", _laterally))
}
"""For each engine, beginning and direction: the source and the number of each contribution."""
