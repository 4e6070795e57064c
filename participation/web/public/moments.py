"""Occasions to come and talk: in words, and as a file for somebody's own calendar."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from flask import Response, abort, make_response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_datetime

from participation import clock
from participation.tracks import queries
from participation.tracks.models import Moment, Track
from participation.web import calendars, language
from participation.web.access import everybody
from participation.web.filters import day
from participation.web.language import gettext as _
from participation.web.public import bp
from participation.web.room_view import capital
from participation.web.security import may_be_cached, settings


@dataclass(frozen=True, kw_only=True)
class MomentLine:
    title: str
    starts: str
    when: str
    place: str
    note: str
    href: str
    minutes: str
    """The page with the minutes, once a colleague published them; empty before."""


def moment_lines(track: Track, after: datetime | None) -> list[MomentLine]:
    """The moments of a track, first one first; only those still to come when *after* is given."""
    return [
        MomentLine(
            title=moment.title, starts=clock.local(moment.starts_at).isoformat(timespec="minutes"),
            when=capital(when_it_is(moment)), place=moment.place, note=moment.note,
            href=url_for("public.moment_ics", moment_id=moment.id), minutes=_minutes(track, moment),
        )
        for moment in track.moments
        if after is None or (moment.ends_at or moment.starts_at) >= after
    ]  # fmt: skip


def _minutes(track: Track, moment: Moment) -> str:
    has_minutes = moment.minutes_published_at is not None
    return url_for("public.meeting", slug=track.slug, moment_id=moment.id) if has_minutes else ""


def when_it_is(moment: Moment) -> str:
    """The day and the clock times, in words."""
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
    return _file(calendars.of_moment(moment, settings().base_url), f"{moment.track.slug}-{moment.id}.ics")


@bp.get("/trajecten/<slug>/momenten.ics")
@everybody
def moments_ics(slug: str) -> ResponseReturnValue:
    """Every moment of a public track, to subscribe to: what changes or is called off changes there as well."""
    track = queries.track_with_moments(slug)
    if track is None:
        abort(404)
    may_be_cached()
    written = calendars.of_track(track, settings().base_url)
    response = _file(written, f"{slug}.ics", inline=True)
    response.set_etag(hashlib.sha256(written).hexdigest()[:32])
    response.make_conditional(request)
    return response


def _file(content: bytes, name: str, *, inline: bool = False) -> Response:
    response = make_response(content)
    response.content_type = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    return response
