"""What we still owe, in the order in which it breaks: the inbox of the desk and the list of what is late.

Built for 10,000 open promises and more: a page is one walk over a partial index that stops after 50 rows. Many
promises share one day (a track promises everybody the same), so a page that starts in the middle of a day is read in
two steps: first the rest of that day, then the days after it. Both are seeks; a pair of day and number would not be.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Date, Integer, Select, String, and_, bindparam, exists, func, select, type_coerce

from participation.accounts.models import User
from participation.contributions.models import BringIn, BringInState, Channel, Contribution, Point
from participation.db import db
from participation.outcomes.models import Outcome, OutcomeState
from participation.promises.models import Promise, PromiseKind
from participation.tracks.models import Track

PAGE = 50
WORDS = 200
"""How many characters of what was said stand in the list."""


class Owed(NamedTuple):
    """One open promise. `words` are the first of the resident; to a whole track it has a `text` of our own."""

    id: int
    due: date
    kind: str
    track_id: int
    title: str
    slug: str
    contribution_id: int | None
    received_at: datetime | None
    channel: str | None
    words: str | None
    owner: str | None
    has_draft: bool
    text: str

    @property
    def number(self) -> str:
        """The name of the contribution on the phone."""
        assert self.received_at is not None and self.contribution_id is not None
        return Contribution(id=self.contribution_id, received_at=self.received_at).number

    @property
    def kind_of_promise(self) -> PromiseKind:
        return PromiseKind(self.kind)

    @property
    def channel_of_contribution(self) -> Channel | None:
        return Channel(self.channel) if self.channel else None


@dataclass(frozen=True)
class Mark:
    """Where a page begins: after this promise, which was due on this day."""

    due: date
    id: int

    def __str__(self) -> str:
        return f"{self.due.isoformat()}-{self.id}"


class Page(NamedTuple):
    """At most fifty promises, the first to break first; `next` is the mark of the following page, none on the last."""

    rows: list[Owed]
    next: Mark | None


_HAS_DRAFT = (
    exists()
    .where(Point.contribution_id == Contribution.id, Outcome.point_id == Point.id, Outcome.state == OutcomeState.draft)
    .correlate(Contribution)
)
_ROWS: Select[Any] = (
    select(
        Promise.id,
        Promise.due,
        type_coerce(Promise.kind, String),
        Promise.track_id,
        Track.title,
        Track.slug,
        Contribution.id,
        Contribution.received_at,
        type_coerce(Contribution.channel, String),
        func.substr(Contribution.original_text, 1, WORDS),
        User.name,
        _HAS_DRAFT,
        Promise.text,
    )
    .join(Track, Track.id == Promise.track_id)
    .outerjoin(Contribution, Contribution.id == Promise.contribution_id)
    .outerjoin(User, User.id == Promise.owner_id)
    .where(Promise.kept_at.is_(None))
    .limit(bindparam("rows", type_=Integer))
)
_SAME_DAY = and_(Promise.due == bindparam("due", type_=Date), Promise.id > bindparam("after", type_=Integer))
_LATER = Promise.due > bindparam("due", type_=Date)
_UNTIL = Promise.due <= bindparam("until", type_=Date)

_MINE = _ROWS.where(Promise.owner_id == bindparam("owner_id", type_=Integer)).order_by(Promise.due, Promise.id)
_TEAM = _ROWS.where(Promise.department_id == bindparam("department_id", type_=Integer)).order_by(
    Promise.due, Promise.id
)
_NOBODY = _TEAM.where(Promise.owner_id.is_(None))
_TRACK = _ROWS.where(Promise.track_id == bindparam("track_id", type_=Integer)).order_by(Promise.due, Promise.id)
_ANYWHERE = _ROWS.where(_UNTIL).order_by(Promise.due, Promise.id)

STATEMENTS: dict[str, tuple[Select[Any], Select[Any]]] = {
    "mine": (_MINE.where(_SAME_DAY), _MINE.where(_LATER)),
    "team": (_TEAM.where(_SAME_DAY), _TEAM.where(_LATER)),
    "nobody": (_NOBODY.where(_SAME_DAY), _NOBODY.where(_LATER)),
    "track": (_TRACK.where(_SAME_DAY), _TRACK.where(_LATER)),
    "anywhere": (_ANYWHERE.where(_SAME_DAY), _ANYWHERE.where(_LATER)),
}
BROKEN_UNKNOWNS = _ROWS.where(
    Promise.kind == PromiseKind.unknown_point,
    Promise.contribution_id.is_(None),
    Promise.due < bindparam("due", type_=Date),
).order_by(Promise.due, Promise.id)
ORPHANS = _ROWS.where(Promise.owner_id.is_(None)).order_by(Promise.due, Promise.id)


def mine(user: User, after: Mark | None = None, *, rows: int = PAGE) -> Page:
    """What *user* has to keep."""
    return _page("mine", after, rows=rows, owner_id=user.id)


def of_team(user: User, after: Mark | None = None) -> Page:
    """What the department of *user* has to keep, whoever does it."""
    return _page("team", after, department_id=user.department_id)


def of_nobody(user: User, after: Mark | None = None) -> Page:
    """What the department of *user* has to keep and nobody took on."""
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
    return _read(_ROWS.where(Promise.id == promise.id), 1, {})[0]


def orphans(*, rows: int) -> list[Owed]:
    """What nobody in the whole house took on, the first to break first."""
    return _read(ORPHANS, rows, {})


def _page(name: str, after: Mark | None, *, rows: int = PAGE, **values: Any) -> Page:
    same_day, later = STATEMENTS[name]
    found: list[Owed] = []
    if after is not None:
        found = _read(same_day, rows + 1, {**values, "due": after.due, "after": after.id})
    if len(found) <= rows:
        found += _read(later, rows + 1 - len(found), {**values, "due": after.due if after else date.min})
    last = found[rows - 1] if len(found) > rows else None
    return Page(found[:rows], Mark(last.due, last.id) if last else None)


def _read(statement: Select[Any], rows: int, values: dict[str, Any]) -> list[Owed]:
    return [Owed._make(row) for row in db.session.execute(statement, {**values, "rows": rows})]


def mark_of(text: str) -> Mark | None:
    """Read a mark from an address; raises `ValueError` on anything that is none. Empty: the beginning."""
    if not text:
        return None
    day, _dash, number = text.rpartition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise ValueError("This is no place in the list.")
    return Mark(date.fromisoformat(day), int(number))


class Asked(NamedTuple):
    """A colleague asks me for help."""

    id: int
    asked_at: datetime
    asker: str
    question: str
    title: str


ASKED = (
    select(BringIn.id, BringIn.asked_at, User.name, func.substr(BringIn.question, 1, WORDS), Track.title)
    .join(User, User.id == BringIn.asked_by_id)
    .join(Point, Point.id == BringIn.point_id)
    .join(Track, Track.id == Point.track_id)
    .where(BringIn.colleague_id == bindparam("user_id", type_=Integer), BringIn.state == BringInState.asked)
    .order_by(BringIn.id)
    .limit(PAGE)
)


def asked_of(user: User) -> list[Asked]:
    """Questions of colleagues that wait for *user*, the oldest first."""
    return [Asked._make(row) for row in db.session.execute(ASKED, {"user_id": user.id})]
