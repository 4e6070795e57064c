"""Did we do what we promised? The few lines of the front page, out of the same ledger as the page of all promises.

A track whose promises break by the hundred stands here once, so that it hides no other.
"""

from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select

from participation.db import db
from participation.outcomes import ledger
from participation.outcomes.ledger import Promised
from participation.promises.models import Promise, PromiseKind, PromiseMove
from participation.tracks.models import Track, TrackState

OWING = (TrackState.open, TrackState.answering, TrackState.stopped, TrackState.closed)


class Missed(NamedTuple):
    """The promise of a track that broke first, and whether there are more of them there."""

    first: Promised
    is_more: bool


def missed(today: date, *, limit: int) -> list[Missed]:
    """Where we broke our word and still owe it, the oldest track first: one look per track, not per promise."""
    rows = db.session.execute(_missed(), {"today": today, "limit": limit}).all()
    found = {row.id: row for row in ledger.some([first for first, _more in rows])}
    return [Missed(found[first], more is not None) for first, more in rows if first in found]


@cache
def _missed() -> Select[Any]:
    first, more = _late(0), _late(1)
    return (
        select(first, more)
        .select_from(Track)
        .where(Track.state.in_(OWING), first.is_not(None))
        .order_by(Track.id)
        .limit(bindparam("limit"))
    )


def _late(offset: int) -> Any:
    """The first (or next) broken promise of a track, to everybody or to one resident: a seek into an index."""
    return (
        select(Promise.id)
        .where(Promise.track_id == Track.id, Promise.kept_at.is_(None), Promise.due < bindparam("today"))
        .order_by(Promise.due, Promise.id)
        .limit(1)
        .offset(offset)
        .correlate(Track)
        .scalar_subquery()
    )


def moved(*, limit: int) -> list[Promised]:
    """What was promised to everybody, was moved in time and is still to come: the last one that moved first (I25)."""
    numbers = db.session.scalars(
        select(Promise.id)
        .join(PromiseMove, PromiseMove.promise_id == Promise.id)
        .where(Promise.contribution_id.is_(None), Promise.kept_at.is_(None))
        .order_by(PromiseMove.id.desc())
        .limit(limit * 3)
    )
    last = list(dict.fromkeys(numbers))[:limit]
    found = {row.id: row for row in ledger.some(last)}
    return [found[number] for number in last if number in found]


def kept(*, limit: int) -> list[Promised]:
    """What was promised to everybody and happened, in time or late: the newest first."""
    numbers = db.session.scalars(
        select(Promise.id)
        .where(Promise.contribution_id.is_(None), Promise.kept_at.is_not(None), Promise.kind != PromiseKind.news)
        .order_by(Promise.kept_at.desc(), Promise.id.desc())
        .limit(limit)
    ).all()
    found = {row.id: row for row in ledger.some(numbers)}
    return [found[number] for number in numbers if number in found]
