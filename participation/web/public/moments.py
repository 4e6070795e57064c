"""Occasions to come and talk: in words, and as a file for somebody's own calendar."""

from dataclasses import dataclass
from datetime import datetime

from flask import Response, abort, make_response, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_datetime

from participation import clock
from participation.tracks import queries
from participation.tracks.models import Moment, Track
from participation.web import language
from participation.web.access import everybody
from participation.web.filters import day
from participation.web.language import gettext as _
from participation.web.public import bp
from participation.web.room_view import capital
from participation.web.security import settings


@dataclass(frozen=True, kw_only=True)
class MomentLine:
    title: str
    starts: str
    when: str
    place: str
    note: str
    href: str


def moment_lines(track: Track, after: datetime | None) -> list[MomentLine]:
    """The moments of a track, first one first; only those still to come when *after* is given."""
    return [
        MomentLine(
            title=moment.title, starts=clock.local(moment.starts_at).isoformat(timespec="minutes"),
            when=capital(_when(moment)), place=moment.place, note=moment.note,
            href=url_for("public.moment_ics", moment_id=moment.id),
        )
        for moment in track.moments
        if after is None or (moment.ends_at or moment.starts_at) >= after
    ]  # fmt: skip


def _when(moment: Moment) -> str:
    start, values = _time(moment.starts_at), {"day": day(moment.starts_at)}
    words: str = _("%(day)s, %(start)s uur", start=start, **values)
    if moment.ends_at is not None:
        words = _("%(day)s, van %(start)s tot %(end)s uur", start=start, end=_time(moment.ends_at), **values)
    return words


def _time(value: datetime) -> str:
    return str(format_datetime(value, "HH:mm" if language.current() == "en" else "HH.mm"))


@bp.get("/momenten/<int:moment_id>.ics")
@everybody
def moment_ics(moment_id: int) -> ResponseReturnValue:
    """One moment of a public track as iCalendar."""
    moment = queries.moment(moment_id) if moment_id < 2**31 else None
    if moment is None:
        abort(404)
    return _file(calendar(moment), f"{moment.track.slug}-{moment.id}.ics")


def calendar(moment: Moment) -> bytes:
    """A calendar with this moment, in UTC, with the address of the track."""
    from icalendar import Calendar, Event  # Here: 80 modules that few processes ever need.

    event = Event()
    base = settings().base_url
    event.add("uid", f"moment-{moment.id}@{base.split('//')[-1].split(':')[0]}")
    event.add("dtstamp", clock.now())
    event.add("dtstart", moment.starts_at)
    if moment.ends_at is not None:
        event.add("dtend", moment.ends_at)
    event.add("summary", f"{moment.title} – {moment.track.title}")
    event.add("location", moment.place)
    event.add("description", moment.note)
    event.add("url", base + url_for("public.track", slug=moment.track.slug))
    made = Calendar()
    made.add("prodid", "-//Doorwerking//NL")
    made.add("version", "2.0")
    made.add_component(event)
    return bytes(made.to_ical())


def _file(content: bytes, name: str) -> Response:
    response = make_response(content)
    response.content_type = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
