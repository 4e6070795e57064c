"""Moments after the plan became public: one more, another hour or place, or none; whoever took part is told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from typing import Any

from participation import clock, history
from participation.accounts.models import User
from participation.db import db
from participation.refusals import Conflict, Refused
from participation.tracks import rules
from participation.tracks.actions.holding import hold
from participation.tracks.models import Moment, Track, TrackState
from participation.tracks.notices import NoticeKind, tell_everybody

TALKING = (TrackState.ready, TrackState.open, TrackState.answering)
SHORTEST_REASON = 12
KEPT = ("title", "starts_at", "ends_at", "place", "note")
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


class CannotMeet(Conflict):
    """Nobody comes together about this track any more, or not yet in the open."""


@dataclass(frozen=True)
class Occasion:
    """What was typed about a moment: day and clock times as people write them, in the Netherlands."""

    title: str
    day: date | None
    begins: time | None
    ends: time | None = None
    place: str = ""
    note: str = ""


def add_moment(track: Track, occasion: Occasion, *, actor: User, now: datetime) -> Moment:
    """Add an occasion to come and talk, and tell everybody who took part.

    Refused: a track that is not public or is over (`CannotMeet`), no name, day, time or place, a moment in the past or
    one that ends before it begins (`Refused`).
    """
    _check(track, occasion, now)
    moment = Moment()
    _fill(moment, occasion)
    track.moments.append(moment)
    db.session.flush()
    record = partial(history.record, "moment.added", moment_id=moment.id)
    _tell(track, record, f"Erbij: {in_words(moment)}", actor=actor, now=now)
    return moment


def change_moment(moment: Moment, occasion: Occasion, *, reason: str, actor: User, now: datetime) -> bool:
    """Give *moment* another time, place or name, with a reason that residents read; say whether anything changed.

    Refused as for adding; a moment that has been; too short a reason (`Refused`, field `reason`).
    """
    track = moment.track
    _check(track, occasion, now)
    _check_not_over(moment, now)
    if _values_of(occasion) == {name: getattr(moment, name) for name in KEPT}:
        return False
    _check_reason(reason)
    before = in_words(moment)
    _fill(moment, occasion)
    db.session.flush()
    record = partial(history.record, "moment.changed", moment_id=moment.id)
    _tell(track, record, f"{before} wordt: {in_words(moment)}", reason=reason, actor=actor, now=now,
          moment_id=moment.id)  # fmt: skip
    return True


def cancel_moment(moment: Moment, *, reason: str, actor: User, now: datetime) -> None:
    """Call *moment* off, with a reason that residents read. It is gone from the page; the news tells that it was.

    Refused: a track that is over (`CannotMeet`), a moment that has been, too short a reason (`Refused`).
    """
    track = moment.track
    _check_track(track)
    _check_not_over(moment, now)
    _check_reason(reason)
    told, record = in_words(moment), partial(history.record, "moment.cancelled", moment_id=moment.id)
    gone = {"moment_id": moment.id, "title": moment.title, "starts_at": moment.starts_at.isoformat()}
    track.moments.remove(moment)
    db.session.flush()
    _tell(track, record, f"Gaat niet door: {told}", reason=reason, actor=actor, now=now, **gone)


def in_words(moment: Moment) -> str:
    """'Inloop, dinsdag 1 december 2026 om 19.30 uur, De school', as a colleague would say it."""
    start = clock.local(moment.starts_at)
    when = f"{WEEKDAYS[start.weekday()]} {rules.in_words(start.date())} om {start:%H.%M} uur"
    return ", ".join(part for part in (moment.title.strip(), when, moment.place.strip()) if part)


def _check(track: Track, occasion: Occasion, now: datetime) -> None:
    _check_track(track)
    if not occasion.title.strip():
        raise Refused("Geef het moment een naam, zoals ‘inloop’ of ‘wandeling’.", field="title")
    if occasion.day is None:
        raise Refused("Kies de dag.", field="day")
    if occasion.begins is None:
        raise Refused("Schrijf op hoe laat het begint.", field="begins")
    if datetime.combine(occasion.day, occasion.begins, tzinfo=clock.ZONE) <= now:
        raise Refused("Dit moment is al geweest. Kies een dag en tijd die nog komen.", field="day")
    if occasion.ends is not None and occasion.ends <= occasion.begins:
        raise Refused("Het eind ligt vóór het begin. Kies een latere tijd.", field="ends")
    if not occasion.place.strip():
        raise Refused("Schrijf op waar het is. Anders kan niemand komen.", field="place")


def _check_track(track: Track) -> None:
    hold(track)
    if track.state not in TALKING:
        raise CannotMeet(f"De stand van dit traject is: {track.state.label}. Hier komen geen momenten meer bij of af.")


def _check_not_over(moment: Moment, now: datetime) -> None:
    if moment.starts_at <= now:
        raise Refused("Dit moment is al begonnen of geweest. Het blijft staan zoals het was.", field="reason")


def _check_reason(reason: str) -> None:
    if not rules.says_something(reason, SHORTEST_REASON):
        raise Refused("Leg in een zin uit waarom dit verandert. Bewoners lezen dit.", field="reason")


def _fill(moment: Moment, occasion: Occasion) -> None:
    for name, value in _values_of(occasion).items():
        setattr(moment, name, value)


def _values_of(occasion: Occasion) -> dict[str, object]:
    """The columns of a moment as they would be."""
    assert occasion.day is not None and occasion.begins is not None
    ends = datetime.combine(occasion.day, occasion.ends, tzinfo=clock.ZONE) if occasion.ends else None
    starts = datetime.combine(occasion.day, occasion.begins, tzinfo=clock.ZONE)
    values = (occasion.title.strip(), starts, ends, occasion.place.strip(), occasion.note.strip())
    return dict(zip(KEPT, values, strict=True))


def _tell(
    track: Track, record: Callable[..., None], words: str, *, reason: str = "", actor: User, now: datetime, **told: Any
) -> None:
    """In the history and to everybody; *told* is what calendars that were subscribed need of it."""
    record(actor=actor, now=now, track_id=track.id, why=reason.strip(), words=words)
    tell_everybody(track, NoticeKind.moments_changed, reason, actor=actor, now=now, moments=[words], **told)
