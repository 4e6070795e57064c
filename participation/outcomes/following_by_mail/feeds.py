"""What stands in the feed of a track or an area: the last news and when residents could react, never who said what."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from participation import clock
from participation.db import db
from participation.outcomes.following_by_mail import contents
from participation.outcomes.following_by_mail.contents import Item
from participation.places import queries as places
from participation.tracks.models import Track, TrackState
from participation.tracks.notices import Notice, NoticeKind
from participation.tracks.queries import IS_PUBLIC

NEWEST = 30
OVER = (TrackState.answering, TrackState.closed, TrackState.archived)


class Told(NamedTuple):
    """One entry, with a name that lasts."""

    name: str
    at: datetime
    item: Item


def of_track(track_id: int) -> list[Told]:
    """The newest of one public track, newest first."""
    return _newest(db.session.scalars(select(Track).where(Track.id == track_id, IS_PUBLIC)).all())


def of_area(area_id: int) -> list[Told]:
    """The newest of every public track in an area and in what lies in it, newest first."""
    return _newest(contents.tracks_in(places.inside(area_id)))


def _newest(tracks: Sequence[Track]) -> list[Told]:
    by_id = {track.id: track for track in tracks}
    notices = db.session.scalars(
        select(Notice).where(Notice.track_id.in_(by_id)).order_by(Notice.id.desc()).limit(NEWEST)
    ).all()
    early = {one.track_id for one in notices if one.kind in (NoticeKind.closed_early, NoticeKind.stopped)}
    found = [Told(f"notice/{one.id}", one.published_at, contents.item_of(one, by_id[one.track_id])) for one in notices]
    for track in tracks:
        if track.plan_published_at is not None:
            found.append(Told(f"track/{track.id}/planned", track.plan_published_at, contents.planned(track)))
        if track.opened_at is not None:
            found.append(Told(f"track/{track.id}/opened", track.opened_at, contents.opened(track)))
        if track.state in OVER and track.closes_on is not None and track.id not in early:
            found.append(Told(f"track/{track.id}/closed", clock.end_of(track.closes_on), contents.closed(track)))
    return sorted(found, key=lambda one: (one.at, one.name), reverse=True)[:NEWEST]
