"""Reading what a search finds: a page, the neighbours of one contribution, or a bounded selection.

Each is read in two steps: which numbers, from the index that fits the search best, and then the other filters over
those numbers. Only so many of the newest are looked through for the other filters, so that no combination costs more
when a track grows; who wants more goes on from there.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, exists, func, null, or_, select, text

from participation.contributions import search as words
from participation.contributions.models import Channel, Contribution, Point
from participation.db import db
from participation.outcomes.finding import ranking
from participation.outcomes.finding.search import LAST, NOBODY, Mark, Neighbour, Neighbours, Search
from participation.outcomes.finding.states import CONDITIONS, DeskFilter
from participation.outcomes.finding.walks import IDS, TRACKS, WALKS, WORDINGS, By, Way
from participation.promises.models import Promise
from participation.tracks.models import track_area

PAGE = 50
WINDOW = 500
"""How many of the newest are looked through for the other filters, before the reader is asked to go on."""
WIDE = 5_000
"""The same for a selection, which no reader waits for line by line."""
Begin = By | DeskFilter
_COVERED = select(track_area.c.track_id).where(
    track_area.c.track_id.in_(TRACKS), track_area.c.area_id.in_(bindparam("areas", expanding=True))
)
_OWED = exists().where(
    Promise.contribution_id == Contribution.id, text("promise.kept_at IS NULL"),
    Promise.due <= bindparam("due_until", type_=Promise.due.type),
)  # fmt: skip


def _of_the_row(column: Any) -> Any:
    """A column that is read from the row itself. Its index would be walked whole when an engine thinks it is short."""
    return func.coalesce(column, null())


_OTHERS: dict[By, Any] = {
    By.track: _of_the_row(Contribution.track_id).in_(TRACKS),
    By.theme: exists().where(
        Point.contribution_id == Contribution.id, Point.theme_id == bindparam("theme", type_=Point.theme_id.type)
    ),
    By.area: or_(
        _of_the_row(Contribution.area_id).in_(bindparam("areas", expanding=True)),
        and_(
            Contribution.area_id.is_(None),
            _of_the_row(Contribution.track_id).in_(bindparam("covered", expanding=True)),
        ),
    ),
    By.channel: _of_the_row(Contribution.channel) == bindparam("channel", type_=Contribution.channel.type),
    By.handler: _of_the_row(Contribution.handler_id) == bindparam("handler"),
    By.nobody: _of_the_row(Contribution.handler_id).is_(None),
    By.department: _of_the_row(Contribution.department_id) == bindparam("department"),
    By.question: _of_the_row(Contribution.question_id).in_(WORDINGS),
    By.kind: _of_the_row(Contribution.kind) == bindparam("kind", type_=Contribution.kind.type),
    By.due: _OWED,
}
NUMBERED = select(Contribution.id, Contribution.received_at).where(Contribution.id.in_(IDS))


class Looked(NamedTuple):
    """What a look gave, in its order; `goes_on` is the number up to which was looked, None when there is no more.

    `top` is the first number that was looked at, whether or not the other filters let it through.
    """

    ids: list[int]
    goes_on: int | None
    top: int | None = None


class Found(NamedTuple):
    """The numbers of one page, in order; `older` is the mark of the next page, None on the last."""

    ids: list[int]
    older: Mark | None


def page(search: Search, mark: Mark, rows: int) -> Found:
    """The newest before *mark*; with `best_first` the best of the newest hits, the newest first where they are equal.

    Refuses (`contributions.search.TooLong`) more words than anybody searches with.
    """
    plan = plan_of(search)
    if not search.best_first or plan.query is None:
        looked = plan.look(Way.older, mark.before, rows)
        return Found(looked.ids, _mark(looked.goes_on))
    looked = plan.look(Way.older, mark.before, WINDOW)
    best = ranking.best_first(looked.ids, plan.query)
    if len(best) <= mark.skip + rows:
        return Found(best[mark.skip :], _mark(looked.goes_on))
    # The rest of these hits begins at the same number, whatever comes in meanwhile.
    top = (looked.top or LAST - 1) + 1
    return Found(best[mark.skip : mark.skip + rows], Mark(top, mark.skip + rows))


def _mark(number: int | None) -> Mark | None:
    return Mark(number) if number is not None else None


def neighbours(search: Search, contribution_id: int) -> Neighbours:
    """The contributions before and after this one in the list that *search* shows, the newest first.

    Refuses (`contributions.search.TooLong`) more words than anybody searches with.
    """
    plan = plan_of(search)
    newer, older = (plan.look(way, contribution_id, 1).ids for way in (Way.newer, Way.older))
    wanted = [*newer, *older]
    named = {row[0]: Neighbour.of(row) for row in db.session.execute(NUMBERED, {"ids": wanted})} if wanted else {}
    return Neighbours(*(named.get(found[0]) if found else None for found in (newer, older)))


def ids(search: Search, limit: int) -> list[int]:
    """The numbers of the newest that *search* finds, at most *limit*: a selection, for an answer or a sheet.

    Refuses (`contributions.search.TooLong`) more words than anybody searches with.
    """
    plan = plan_of(search)
    found: list[int] = []
    mark: int | None = LAST
    while mark is not None and len(found) < limit:
        looked = plan.look(Way.older, mark, limit - len(found), window=WIDE)
        found, mark = found + looked.ids, looked.goes_on
    return found


@dataclass(frozen=True)
class Plan:
    """How a search is read: where the walk begins (nowhere: with the words), and what is asked of what it finds."""

    track_ids: Sequence[int]
    query: words.Query | None
    begin: Begin
    others: list[Any]
    values: dict[str, Any]

    def look(self, way: Way, mark: int, rows: int, *, window: int | None = None) -> Looked:
        """At most *rows* beyond the number *mark*, in this direction."""
        if not self.track_ids:
            return Looked([], None)
        window = (window or WINDOW) if self.others else 0
        if self.query is None:
            looked = self._walk(way, mark, rows, window)
        else:
            looked = self._words(self.query, way, mark, window or rows + 1)
        kept = self._kept(looked.ids)
        if len(kept) > rows:
            return Looked(kept[:rows], kept[rows - 1], looked.top)
        return Looked(kept, looked.goes_on, looked.top)

    def _words(self, query: words.Query, way: Way, mark: int, most: int) -> Looked:
        if way is Way.older:
            hits = words.contributions(self.track_ids, query, before=mark, rows=most)
        else:
            hits = words.newer_contributions(self.track_ids, query, after=mark, rows=most)
        return Looked(hits, hits[-1] if len(hits) == most else None, hits[0] if hits else None)

    def _walk(self, way: Way, mark: int, rows: int, window: int) -> Looked:
        """Each source gives its own page. What is further than the end of any of them is left for the next look."""
        of_source: dict[Any, list[int]] = defaultdict(list)
        most = max(rows + 1, window // len(self.track_ids))
        for begin, values in self._begins():
            walk = WALKS[db.engine.dialect.name][begin, way]
            for source, number in db.session.execute(walk, {**self.values, **values, "mark": mark, "most": most}):
                of_source[begin, source].append(number)
        nearest, furthest = (max, min) if way is Way.older else (min, max)
        ends = [furthest(found) for found in of_source.values() if len(found) >= most]
        end = nearest(ends) if ends else None
        every = sorted({number for found in of_source.values() for number in found}, reverse=way is Way.older)
        near = [number for number in every if end is None or nearest(number, end) == number]
        return Looked(near, end, near[0] if near else None)

    def _begins(self) -> list[tuple[Begin, dict[str, Any]]]:
        """An area is also what a track there says without naming a place."""
        if self.begin is By.area and self.values["covered"]:
            return [(By.area, {}), (By.track, {"track_ids": self.values["covered"]})]
        return [(self.begin, {})]

    def _kept(self, found: list[int]) -> list[int]:
        if not self.others or not found:
            return found
        narrowed = select(Contribution.id).where(Contribution.id.in_(IDS), *self.others)
        kept = set(db.session.scalars(narrowed, {**self.values, "ids": found}))
        return [number for number in found if number in kept]


def plan_of(search: Search) -> Plan:
    """The walk that leaves the fewest first, and every other filter as a condition.

    Refuses (`contributions.search.TooLong`) more words than anybody searches with.
    """
    query = words.read(search.words)
    asked = _asked(search)
    values: dict[str, Any] = {
        "track_ids": search.track_ids, "areas": search.areas, "channel": search.channel, "handler": search.handler,
        "department": search.department, "question": search.question, "theme": search.theme, "kind": search.kind,
        "due_until": search.due_until,
    }  # fmt: skip
    if search.areas:
        values["covered"] = list(db.session.scalars(_COVERED, values))
    begins = [by for by in asked if by is not By.channel or search.channel is not Channel.web]
    begin = begins[0] if begins and query is None else By.track
    others = [by for by in asked if by is not begin or query is not None]
    if begin is By.area and query is None:
        others += [By.area, By.track]
    return Plan(search.track_ids, query, begin, [one for by in others for one in _conditions(by)], values)


def _conditions(by: Begin) -> Iterable[Any]:
    return CONDITIONS[by] if isinstance(by, DeskFilter) else [_OTHERS[by]]


def _asked(search: Search) -> list[Begin]:
    """The filters that are asked for. Those that leave the fewest come first: most contributions get an answer."""
    state, handler = search.state, search.handler
    few: list[tuple[Begin, bool]] = [
        (By.theme, search.theme is not None),
        (state or By.track, state not in (None, DeskFilter.answered)),
        (By.due, search.due_until is not None),
        (By.area, bool(search.areas)),
        (By.channel, search.channel is not None),
        (By.department, search.department is not None),
        (By.question, search.question is not None),
        (By.handler, handler not in (None, NOBODY)),
        (By.kind, search.kind is not None),
        (By.nobody, handler == NOBODY),
        (DeskFilter.answered, state is DeskFilter.answered),
    ]
    return [by for by, is_asked in few if is_asked]
