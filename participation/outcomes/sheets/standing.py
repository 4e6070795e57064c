"""How a point stands now, as the working list needs it; and the mark by which a change is noticed.

Read for some hundreds of contributions at a time, so that ten thousand cost no more memory than a few.
"""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Integer, String, bindparam, func, select, type_coerce
from sqlalchemy.orm import aliased

from participation.accounts.models import User
from participation.contributions.models import Addition, Contribution, Point
from participation.contributions.themes.models import Theme
from participation.db import db
from participation.outcomes.models import Outcome, OutcomeState
from participation.promises.models import Promise
from participation.tracks.models import Track
from participation.tracks.room import OpenQuestion

AT_ONCE = 200


class Standing(NamedTuple):
    """One point with its contribution: never an address, a code or who said it."""

    contribution_id: int
    received_at: datetime
    withdrawn_at: datetime | None
    public_state: str
    checked_at: datetime | None
    channel: str
    track_id: int
    track: str
    question: str | None
    handler: str | None
    due: date | None
    last_addition: int | None
    point_id: int
    position: int
    words: str
    public: str | None
    theme: str | None
    outcome_id: int | None
    outcome: str | None
    draft_id: int | None
    drafted_at: datetime | None

    @property
    def number(self) -> str:
        """The name of the contribution on the phone."""
        return Contribution(id=self.contribution_id, received_at=self.received_at).number

    @property
    def mark(self) -> str:
        """A short mark that is another one as soon as anything about this point changes."""
        moments = [one.isoformat() if one else "" for one in (self.withdrawn_at, self.checked_at, self.drafted_at)]
        now = [self.point_id, self.words, self.public_state, self.outcome_id, self.draft_id, self.last_addition]
        return hashlib.sha256(repr([*now, *moments]).encode("utf-8", "surrogatepass")).hexdigest()[:16]


_IDS = bindparam("ids", type_=Integer, expanding=True)
_DUE = (
    select(func.min(Promise.due))
    .where(Promise.contribution_id == Contribution.id, Promise.kept_at.is_(None))
    .correlate(Contribution)
    .scalar_subquery()
)
_ADDED = (
    select(func.max(Addition.id))
    .where(Addition.contribution_id == Contribution.id)
    .correlate(Contribution)
    .scalar_subquery()
)
_DRAFT = aliased(Outcome)
ROWS = (
    select(
        Contribution.id, Contribution.received_at, Contribution.withdrawn_at,
        type_coerce(Contribution.public_state, String), Contribution.checked_at,
        type_coerce(Contribution.channel, String),
        Contribution.track_id, Track.title, OpenQuestion.question, User.name, _DUE, _ADDED, Point.id, Point.position,
        Point.text, Point.public_text, Theme.title, Point.outcome_id, Point.outcome_kind, _DRAFT.id, _DRAFT.written_at,
    )
    .select_from(Point)
    .join(Contribution, Contribution.id == Point.contribution_id)
    .join(Track, Track.id == Contribution.track_id)
    .outerjoin(OpenQuestion, OpenQuestion.id == Contribution.question_id)
    .outerjoin(User, User.id == Contribution.handler_id)
    .outerjoin(Theme, Theme.id == Point.theme_id)
    .outerjoin(_DRAFT, (_DRAFT.point_id == Point.id) & (_DRAFT.state == OutcomeState.draft))
    .where(Point.contribution_id.in_(_IDS))
)  # fmt: skip


def standings(ids: Sequence[int]) -> Iterator[list[Standing]]:
    """The points of these contributions in this order, a few hundred contributions at a time."""
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        place = {number: order for order, number in enumerate(some)}
        found = [Standing._make(row) for row in db.session.execute(ROWS, {"ids": list(some)})]
        yield sorted(found, key=lambda one: (place[one.contribution_id], one.position))
