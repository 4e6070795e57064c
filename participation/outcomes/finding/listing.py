"""Every contribution of the tracks I work on, for the colleague who is called about one: also when it was answered
long ago, taken back or kept from the website.

A page is read in two steps: which numbers (`finding.reading`), and then those rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Integer, String, bindparam, func, or_, select, type_coerce

from participation import clock
from participation.accounts.models import User
from participation.contributions.models import Contribution, Point
from participation.db import db
from participation.outcomes.finding import reading
from participation.outcomes.finding.search import Mark, Search
from participation.outcomes.finding.walks import IDS, TRACKS
from participation.outcomes.models import OutcomeKind
from participation.promises.models import Promise
from participation.tracks.models import Track, track_member

PAGE = 50
WORDS = 200
"""How many characters of what was said stand in the list."""


class MyTrack(NamedTuple):
    """A track to choose from."""

    id: int
    slug: str
    title: str
    room_id: int


class Listed(NamedTuple):
    """One contribution. `kinds` are the outcomes of its points, None for one that waits; `due` is what we owe."""

    id: int
    received_at: datetime
    channel: str
    language: str
    words: str
    title: str
    public_state: str
    withdrawn_at: datetime | None
    handler: str | None
    due: date | None
    kinds: tuple[str | None, ...] = ()

    @property
    def number(self) -> str:
        """The name of the contribution on the phone."""
        return Contribution(id=self.id, received_at=self.received_at).number


class Page(NamedTuple):
    """At most fifty contributions; `older` is the mark of the next page, None on the last.

    `is_short`: the other filters let little through of what was looked at, and there is more to look at.
    """

    rows: list[Listed]
    older: Mark | None
    is_short: bool = False


MY_TRACKS = select(Track.id, Track.slug, Track.title, Track.room_id).where(
    Track.room_id.is_not(None),
    or_(
        Track.department_id == bindparam("department_id", type_=Integer),
        Track.author_id == bindparam("user_id", type_=Integer),
        Track.id.in_(select(track_member.c.track_id).where(track_member.c.user_id == bindparam("user_id"))),
    ),
)

_DUE = (
    select(func.min(Promise.due))
    .where(Promise.contribution_id == Contribution.id, Promise.kept_at.is_(None))
    .correlate(Contribution)
    .scalar_subquery()
)
ROWS = (
    select(
        Contribution.id,
        Contribution.received_at,
        type_coerce(Contribution.channel, String),
        Contribution.language,
        func.substr(Contribution.original_text, 1, WORDS + 1),
        Track.title,
        type_coerce(Contribution.public_state, String),
        Contribution.withdrawn_at,
        User.name,
        _DUE,
    )
    .join(Track, Track.id == Contribution.track_id)
    .outerjoin(User, User.id == Contribution.handler_id)
    .where(Contribution.id.in_(IDS))
)
KINDS = select(Point.contribution_id, Point.outcome_kind).where(Point.contribution_id.in_(IDS))
BY_ID = select(Contribution.id, Contribution.received_at).where(
    Contribution.id == bindparam("id", type_=Integer), Contribution.track_id.in_(TRACKS)
)


def my_tracks(user: User) -> list[MyTrack]:
    """The tracks whose contributions *user* may handle (the same as `Permission.handle_contribution`), by title."""
    found = db.session.execute(MY_TRACKS, {"user_id": user.id, "department_id": user.department_id})
    return sorted((MyTrack._make(row) for row in found), key=lambda track: (track.title.casefold(), track.id))


def newest(search: Search, before: Mark | None = None, *, rows: int = PAGE) -> Page:
    """What *search* finds from the mark *before* on, newest first, or the best of the newest hits first.

    Refuses (`contributions.search.TooLong`) more words than anybody searches with.
    """
    found = reading.page(search, before or Mark(), rows)
    return Page(_rows(found.ids), found.older, found.older is not None and len(found.ids) < rows)


def _rows(ids: Sequence[int]) -> list[Listed]:
    if not ids:
        return []
    kinds: dict[int, list[str | None]] = defaultdict(list)
    for contribution_id, kind in db.session.execute(KINDS, {"ids": ids}):
        kinds[contribution_id].append(kind)
    found = {row[0]: Listed._make([*row, _in_order(kinds[row[0]])]) for row in db.session.execute(ROWS, {"ids": ids})}
    return [found[number] for number in ids if number in found]


def _in_order(kinds: Iterable[str | None]) -> tuple[str | None, ...]:
    """Each kind once: first what still waits, then in the order of the product."""
    given = set(kinds)
    return (*((None,) if None in given else ()), *(kind.value for kind in OutcomeKind if kind.value in given))


def by_number(track_ids: Sequence[int], year: int | None, number: int) -> Listed | None:
    """The contribution that somebody names on the phone, with or without its year; None when it is not in my tracks."""
    found = db.session.execute(BY_ID, {"id": number, "track_ids": list(track_ids)}).one_or_none()
    if found is None or year not in (None, clock.local(found.received_at).year):
        return None
    return _rows([found.id])[0]
