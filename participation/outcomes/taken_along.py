"""Points that go along with another track: which tracks can, and what a track was asked to take along."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import String, func, select, type_coerce

from participation.accounts.models import User
from participation.contributions.bringing_in.models import BringIn, BringInState
from participation.contributions.bringing_in.rules import RUNS
from participation.contributions.models import Contribution, Point
from participation.db import db
from participation.tracks.models import Track

MOST = 200
SHOWN = 20
WORDS = 200


class Other(NamedTuple):
    """A track that can take something along."""

    id: int
    title: str


class TakenAlong(NamedTuple):
    """One point of another track: what was said (in the public words), who asks, and what became of it."""

    id: int
    state: str
    words: str
    asker: str
    title: str
    helper: str | None
    outcome_kind: str | None


def that_can(*, besides: int) -> list[Other]:
    """The tracks that are open or answer, by title."""
    rows = db.session.execute(
        select(Track.id, Track.title)
        .where(Track.state.in_(RUNS), Track.id != besides)
        .order_by(Track.title, Track.id)
        .limit(MOST)
    )
    return [Other(*row) for row in rows]


def by(track: Track) -> Sequence[TakenAlong]:
    """What *track* was asked to take along, the newest first; what was declined or withdrawn is left out."""
    helper, asker = User.__table__.alias("helper"), User.__table__.alias("asker")
    words = func.substr(func.coalesce(Point.public_text, Point.text), 1, WORDS)
    rows = db.session.execute(
        select(
            BringIn.id, type_coerce(BringIn.state, String), words, asker.c.name, Track.title, helper.c.name,
            Point.outcome_kind,
        )
        .join(Point, Point.id == BringIn.point_id)
        .join(Contribution, Contribution.id == Point.contribution_id)
        .join(Track, Track.id == Point.track_id)
        .join(asker, asker.c.id == BringIn.asked_by_id)
        .outerjoin(helper, helper.c.id == BringIn.colleague_id)
        .where(
            BringIn.to_track_id == track.id, BringIn.state.in_((BringInState.asked, BringInState.accepted)),
            Contribution.withdrawn_at.is_(None),
        )
        .order_by(BringIn.id.desc())
        .limit(SHOWN)
    )  # fmt: skip
    return [TakenAlong(*row) for row in rows]
