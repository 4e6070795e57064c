"""Everything we promised, for everybody to read: what we missed, what is still to come, what we did (I25, I26).

Three lists, each one walk over a partial index that stops after a page, for the whole municipality or for one track.
The front page reads its few lines from `outcomes.front`.
Promises about contributions that were taken back are left out: nothing is owed there any more.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Date, Integer, Select, String, bindparam, select, type_coerce

from participation.accounts.models import User
from participation.contributions.models import Contribution, PublicState
from participation.db import UtcDateTime, db
from participation.outcomes.decisions.models import OrganDecision
from participation.promises.models import Promise, PromiseKind, PromiseMove, PromiseState
from participation.tracks.models import Track

PAGE = 50
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Promised(NamedTuple):
    """One promise as residents read it. `moves` are the days it had before, each with the reason.

    `text` says a promise to everybody in words, `lapsed` why it will not happen any more, `decision` what was decided
    when a decision was promised.
    """

    id: int
    due: date
    kept_at: datetime | None
    kind: str
    title: str
    slug: str
    contact: str | None
    phone: str | None
    contribution_id: int | None
    received_at: datetime | None
    public_state: str | None
    about: str
    text: str
    lapsed: str
    moves: Sequence[PromiseMove] = ()
    decision: OrganDecision | None = None

    @property
    def kind_of_promise(self) -> PromiseKind:
        return PromiseKind(self.kind)

    @property
    def is_public(self) -> bool:
        """Whether everybody can read the contribution it is about."""
        return self.public_state == PublicState.public.value

    @property
    def number(self) -> str:
        """The name of the contribution; empty when the promise was made to everybody in the track."""
        if self.contribution_id is None or self.received_at is None:
            return ""
        return Contribution(id=self.contribution_id, received_at=self.received_at).number

    def state(self, today: date) -> PromiseState:
        return Promise(due=self.due, kept_at=self.kept_at).state(today)


class Mark(NamedTuple):
    """Where a page begins: after the promise with this day (or moment, as a number) and this number."""

    at: date | datetime
    id: int

    def __str__(self) -> str:
        at = str((self.at - EPOCH) // MICROSECOND) if isinstance(self.at, datetime) else self.at.isoformat()
        return f"{at}.{self.id}"


class Page(NamedTuple):
    rows: list[Promised]
    next: Mark | None


_ROWS: Any = (
    select(
        Promise.id,
        Promise.due,
        Promise.kept_at,
        type_coerce(Promise.kind, String),
        Track.title,
        Track.slug,
        User.name,
        User.phone,
        Contribution.id,
        Contribution.received_at,
        type_coerce(Contribution.public_state, String),
        Promise.about,
        Promise.text,
        Promise.lapsed,
    )
    .join(Track, Track.id == Promise.track_id)
    .outerjoin(User, User.id == Track.contact_id)
    .outerjoin(Contribution, Contribution.id == Promise.contribution_id)
    .where(Contribution.withdrawn_at.is_(None))
    .limit(bindparam("rows", type_=Integer))
)
_DAY, _ID = bindparam("at", type_=Date), bindparam("id", type_=Integer)
_MOMENT = bindparam("at", type_=UtcDateTime())
_HERE = Promise.track_id == bindparam("track_id", type_=Integer)
_OPEN = _ROWS.where(Promise.kept_at.is_(None), Promise.due <= bindparam("until", type_=Date)).order_by(
    Promise.due, Promise.id
)
_DONE = _ROWS.where(Promise.kept_at.is_not(None)).order_by(Promise.kept_at.desc(), Promise.id.desc())
# A page that starts in the middle of a day (or moment) is read in two steps, each of them a seek: the rest of that
# day, then the days after it.
OPEN = (_OPEN.where(Promise.due == _DAY, Promise.id > _ID), _OPEN.where(Promise.due > _DAY))
DONE = (_DONE.where(Promise.kept_at == _MOMENT, Promise.id < _ID), _DONE.where(Promise.kept_at < _MOMENT))


def missed(today: date, *, track: Track | None = None, after: Mark | None = None, rows: int = PAGE) -> Page:
    """What we promised by a day that has passed, and still owe: the oldest first."""
    return _page(OPEN, after or Mark(date.min, 0), track, rows, until=today - timedelta(days=1))


def to_come(today: date, *, track: Track | None = None, after: Mark | None = None, rows: int = PAGE) -> Page:
    """What we promised by today or a later day: the first to break first."""
    return _page(OPEN, after or Mark(today, 0), track, rows, until=date.max)


def done(*, track: Track | None = None, after: Mark | None = None, rows: int = PAGE) -> Page:
    """What we did, in time or late: the newest first."""
    return _page(DONE, after or Mark(datetime(9999, 1, 1, tzinfo=UTC), 0), track, rows)


def some(numbers: Sequence[int]) -> list[Promised]:
    """The promises with these numbers, in no order."""
    if not numbers:
        return []
    rows = db.session.execute(_ROWS.where(Promise.id.in_(numbers)), {"rows": len(numbers)})
    return _completed([Promised(*row) for row in rows])


def _page(
    steps: tuple[Select[Any], Select[Any]], start: Mark, track: Track | None, rows: int, **values: Any
) -> Page:  # fmt: skip
    values = {**values, "at": start.at, "id": start.id, "track_id": track.id if track else 0}
    found: list[Promised] = []
    for statement in steps:
        wanted = statement if track is None else statement.where(_HERE)
        left = rows + 1 - len(found)
        if left:
            found += [Promised(*row) for row in db.session.execute(wanted, {**values, "rows": left})]
    shown = _completed(found[:rows])
    last = found[rows - 1] if len(found) > rows else None
    return Page(shown, Mark(last.kept_at or last.due, last.id) if last else None)


def _completed(rows: list[Promised]) -> list[Promised]:
    """With the days each had before, and with what was decided: one statement for each, when there is something."""
    if not rows:
        return rows
    moves: dict[int, list[PromiseMove]] = {row.id: [] for row in rows}
    for move in db.session.scalars(
        select(PromiseMove).where(PromiseMove.promise_id.in_(moves)).order_by(PromiseMove.id)
    ):
        moves[move.promise_id].append(move)
    decisions = _decisions({root for row in rows if (root := _path_root(row))})
    return [row._replace(moves=moves[row.id], decision=decisions.get(_path_root(row))) for row in rows]


def _path_root(row: Promised) -> int:
    """The lineage of the landing path that a kept promise of a decision is about; 0 for anything else."""
    is_one = row.kind == PromiseKind.decision.value and row.kept_at is not None and row.about.startswith("path:")
    return int(row.about.removeprefix("path:")) if is_one else 0


def _decisions(roots: set[int]) -> dict[int, OrganDecision]:
    """The last decision that was recorded at the end of each of these paths."""
    if not roots:
        return {}
    wanted = select(OrganDecision).where(OrganDecision.path_root.in_(roots)).order_by(OrganDecision.id)
    return {decision.path_root: decision for decision in db.session.scalars(wanted)}


def mark_of(text: str, state: PromiseState) -> Mark | None:
    """Read a mark from an address; raises `ValueError` on anything that is none. Empty: the beginning."""
    if not text:
        return None
    at, _dot, number = text.rpartition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise ValueError("This is no place in the list.")
    if state is not PromiseState.kept:
        return Mark(date.fromisoformat(at), int(number))
    if not (at.isascii() and at.isdigit() and len(at) < 18):
        raise ValueError("This is no place in the list.")
    return Mark(EPOCH + int(at) * MICROSECOND, int(number))


def public_track(slug: str) -> Track | None:
    """A track that residents can see."""
    found = db.session.scalar(select(Track).where(Track.slug == slug))
    return found if found is not None and found.state.is_public else None


def promise(promise_id: int) -> Promise | None:
    """One promise of the ledger."""
    return db.session.get(Promise, promise_id)


def track_of(promise: Promise) -> Track:
    """The track in which it was promised."""
    return db.session.get_one(Track, promise.track_id)
