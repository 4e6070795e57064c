"""What the clock does by itself: tracks open on their day and close after it."""

import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, select

from participation import clock
from participation.config import Municipality
from participation.db import db
from participation.refusals import Refused
from participation.tracks.actions.opening import close_for_input, open_track
from participation.tracks.models import Track, TrackState

log = logging.getLogger(__name__)


def run_calendar(now: datetime, terms: Municipality) -> list[str]:
    """Open every ready track whose day has come and close every open one whose last day is over; say what was done.

    A track whose plan became public only after its opening day waits for a person: a new date, or opening by hand.
    One track that fails is told in its own line and does not stop the others.
    """
    today = clock.local(now).date()
    done = [_tried(track, "opened", lambda track: open_track(track, actor=None, now=now, terms=terms))
            for track in _due(Track.state == TrackState.ready, Track.opens_on <= today, Track.closes_on >= today)
            if _was_announced(track)]  # fmt: skip
    done += [_tried(track, "closed", lambda track: close_for_input(track, actor=None, now=now))
             for track in _due(Track.state == TrackState.open, Track.closes_on < today)]  # fmt: skip
    return done


def _due(*conditions: ColumnElement[bool]) -> list[Track]:
    return list(db.session.scalars(select(Track).where(*conditions).order_by(Track.id)))


def _was_announced(track: Track) -> bool:
    """Whether the plan was public by the opening day, so that nobody is surprised when it opens by itself."""
    published, opens = track.plan_published_at, track.opens_on
    return published is not None and opens is not None and clock.local(published).date() <= opens


def _tried(track: Track, word: str, act: Callable[[Track], Track]) -> str:
    """Do one thing with one track inside a savepoint of its own, and say in one line how it went."""
    slug = track.slug
    try:
        with db.session.begin_nested():
            act(track)
    except Refused as refusal:
        return f"{slug}: not {word}. {refusal.sentence}"
    except Exception:  # A fault in one track must not keep the others waiting; it is in the log with its trace.
        log.exception("The calendar could not deal with %s.", slug)
        return f"{slug}: not {word}, because of a fault. See the log."
    return f"{slug}: {word}."
