"""Meetings of a track as they are chosen when words are written down, and what was said at one."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload, undefer

from participation.contributions.models import Contribution, Point, PublicState
from participation.db import db
from participation.tracks.models import Moment, Track, TrackState

MOST = 100
"""How much is shown of one meeting. No kitchen table has a hundred people."""
CHOICES = 30
_LARGEST = 2_147_483_647
_PUBLIC = [state for state in TrackState if state.is_public]


def been(track_id: int, now: datetime) -> list[Moment]:
    """The newest meetings of a track that began by *now*, announced or not, the newest first."""
    return list(
        db.session.scalars(
            select(Moment)
            .where(Moment.track_id == track_id, Moment.starts_at <= now)
            .order_by(Moment.starts_at.desc(), Moment.id.desc())
            .limit(CHOICES)
        )
    )


def meeting(moment_id: int) -> Moment | None:
    """One moment of a public track with its minutes, for colleagues."""
    if moment_id > _LARGEST:
        return None
    return db.session.scalar(
        select(Moment)
        .join(Moment.track)
        .where(Moment.id == moment_id, Track.state.in_(_PUBLIC))
        .options(joinedload(Moment.track), undefer(Moment.minutes))
    )


def public_meeting(slug: str, moment_id: int) -> Moment | None:
    """A meeting with published minutes, for everybody; None when they are not published (I16)."""
    if moment_id > _LARGEST:
        return None
    return db.session.scalar(
        select(Moment)
        .join(Moment.track)
        .where(
            Moment.id == moment_id, Track.slug == slug, Track.state.in_(_PUBLIC),
            Moment.minutes_published_at.is_not(None),
        )
        .options(joinedload(Moment.track).joinedload(Track.contact), undefer(Moment.minutes))
    )  # fmt: skip


def said_at(moment_id: int) -> list[Contribution]:
    """What was written down at this meeting, in order, for who may see the track."""
    return list(
        db.session.scalars(
            select(Contribution)
            .where(Contribution.moment_id == moment_id, Contribution.withdrawn_at.is_(None))
            .order_by(Contribution.id)
            .limit(MOST)
        )
    )


def public_words(moment_id: int) -> list[Point]:
    """What everybody may read of it, in the public words; never the original and never a note."""
    return list(
        db.session.scalars(
            select(Point)
            .join(Point.contribution)
            .where(
                Contribution.moment_id == moment_id, Contribution.public_state == PublicState.public,
                Contribution.withdrawn_at.is_(None), Point.is_public,
            )
            .order_by(Contribution.id, Point.position)
            .options(
                defer(Point.text, raiseload=True),
                joinedload(Point.contribution).defer(Contribution.original_text, raiseload=True),
            )
            .limit(MOST)
        )
    )  # fmt: skip
