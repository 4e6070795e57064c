"""Did we do what we promised? Per track, for the home page: broken first, then moved, then kept."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import bindparam, or_, select

from participation.accounts.models import User
from participation.db import db
from participation.promises.models import Promise, PromiseMove
from participation.tracks.models import Track, TrackState
from participation.tracks.queries import PUBLIC, late_answer


class Missed(NamedTuple):
    """A track in which somebody waits longer than promised: everybody, or some residents (`is_more`: several)."""

    title: str
    slug: str
    due: date
    to_all: bool
    is_more: bool
    contact: str | None


def missed(today: date, *, limit: int) -> list[Missed]:
    """Where we broke our word and still owe an answer, the oldest track first. One look per track, not per promise."""
    late, more = late_answer(0), late_answer(1)
    owing = (TrackState.open, TrackState.answering, TrackState.stopped)
    rows = db.session.execute(
        select(Track.title, Track.slug, Track.promised_on, late, more, User.name)
        .outerjoin(User, User.id == Track.contact_id)
        .where(Track.state.in_(owing), or_(late.is_not(None), Track.promised_on < bindparam("today")))
        .order_by(Track.id)
        .limit(limit),
        {"today": today},
    )
    found = []
    for title, slug, promised_on, due, is_more, contact in rows:
        to_all = promised_on is not None and promised_on < today
        found.append(Missed(title, slug, promised_on if to_all else due, to_all, is_more is not None, contact))
    return found


class Moved(NamedTuple):
    """A promise that was moved in time, with the reason."""

    title: str
    slug: str
    before: date
    after: date
    reason: str


def moved(*, limit: int) -> list[Moved]:
    """The promises that were moved last and are still open, the newest first (I25)."""
    rows = db.session.execute(
        select(Track.title, Track.slug, PromiseMove.due_before, PromiseMove.due_after, PromiseMove.reason)
        .join(Promise, Promise.id == PromiseMove.promise_id)
        .join(Track, Track.id == Promise.track_id)
        .where(Promise.kept_at.is_(None), Track.state.in_(PUBLIC))
        .order_by(PromiseMove.id.desc())
        .limit(limit)
    )
    return [Moved(*row) for row in rows]


class Kept(NamedTuple):
    """A track that was closed: everybody had an answer then (I21)."""

    title: str
    slug: str
    promised_on: date
    closed_at: datetime


def kept(*, limit: int) -> list[Kept]:
    """The tracks in which everybody got an answer, the last one first."""
    rows = db.session.execute(
        select(Track.title, Track.slug, Track.promised_on, Track.closed_at)
        .where(
            Track.state.in_((TrackState.closed, TrackState.archived)),
            Track.closed_at.is_not(None),
            Track.promised_on.is_not(None),
        )
        .order_by(Track.closed_at.desc(), Track.id.desc())
        .limit(limit)
    )
    return [Kept(title, slug, due, closed_at) for title, slug, due, closed_at in rows if due and closed_at]
