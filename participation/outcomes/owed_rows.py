"""One open promise as it stands in the lists of what we owe, and the mark at which a page of them begins."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, String, bindparam, exists, func, select, type_coerce

from participation.accounts.models import User
from participation.contributions.models import Channel, Contribution, Point
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
    owner_id: int | None
    handler_id: int | None
    with_team: bool

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
COLUMNS: tuple[Any, ...] = (
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
    Promise.owner_id,
    Contribution.handler_id,
    Promise.with_team,
)
ROWS: Select[Any] = (
    select(*COLUMNS)
    .join(Track, Track.id == Promise.track_id)
    .outerjoin(Contribution, Contribution.id == Promise.contribution_id)
    .outerjoin(User, User.id == Promise.owner_id)
    .where(Promise.kept_at.is_(None))
    .limit(bindparam("rows", type_=Integer))
)


def mark_of(text: str) -> Mark | None:
    """Read a mark from an address; raises `ValueError` on anything that is none. Empty: the beginning."""
    if not text:
        return None
    day, _dash, number = text.rpartition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise ValueError("This is no place in the list.")
    return Mark(date.fromisoformat(day), int(number))
