"""Moments as iCalendar (RFC 5545): one to put in a calendar, or all of a track to subscribe to.

A moment keeps its name (UID) for ever. How often it changed, and that it was called off, is read from the history, so
that a calendar that was subscribed follows. Nothing in the file says when it was made: the same moments are the same
file.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from participation.tracks import happenings
from participation.tracks.models import Moment, Track

if TYPE_CHECKING:
    from icalendar import Event


def of_moment(moment: Moment, base: str) -> bytes:
    """A calendar with this moment, in UTC, with the address of the track."""
    changes = happenings.of_moments(moment.track_id).get(moment.id, happenings.NEVER)
    return _written([_event(moment, moment.track, changes, base)])


def of_track(track: Track, base: str) -> bytes:
    """Every moment of a track, and those that were called off."""
    changes = happenings.of_moments(track.id)
    events = [_event(moment, track, changes.get(moment.id, happenings.NEVER), base) for moment in track.moments]
    known = {moment.id for moment in track.moments}
    called_off = (one for number, one in sorted(changes.items()) if number not in known)
    events += [_called_off(one, track, base) for one in called_off if one.starts_at is not None]
    return _written(events, name=track.title)


def _event(moment: Moment, track: Track, changes: happenings.Changes, base: str) -> "Event":
    event = _begun(moment.id, track, changes, base, moment.starts_at)
    if moment.ends_at is not None:
        event.add("dtend", moment.ends_at)
    event.add("summary", f"{moment.title} – {track.title}")
    event.add("location", moment.place)
    event.add("description", moment.note)
    event.add("status", "CONFIRMED")
    return event


def _called_off(changes: happenings.Changes, track: Track, base: str) -> "Event":
    assert changes.starts_at is not None
    event = _begun(changes.moment_id, track, changes, base, changes.starts_at)
    event.add("summary", f"{changes.title} – {track.title}")
    event.add("description", changes.why)
    event.add("status", "CANCELLED")
    return event


def _begun(number: int, track: Track, changes: happenings.Changes, base: str, starts_at: datetime) -> "Event":
    from icalendar import Event  # Here: 80 modules that few processes ever need.

    event = Event()
    stamp = changes.last_at or track.plan_published_at or track.created_at
    event.add("uid", f"moment-{number}@{urlsplit(base).hostname}")
    event.add("sequence", changes.times)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("dtstart", starts_at)
    event.add("url", f"{base}/trajecten/{track.slug}")
    return event


def _written(events: Iterable[Any], *, name: str = "") -> bytes:
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", "-//Doorwerking//NL")
    made.add("version", "2.0")
    if name:
        made.add("x-wr-calname", name)
        made.add("method", "PUBLISH")
    for event in events:
        made.add_component(event)
    return bytes(made.to_ical())
