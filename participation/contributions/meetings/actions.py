"""A meeting that has been: write it down, keep its minutes, and publish them. One verb, one button, one event."""

from dataclasses import dataclass
from datetime import date, datetime, time

from participation import clock, history
from participation.accounts.models import User
from participation.db import db
from participation.refusals import Conflict, Refused
from participation.tracks.actions.holding import hold
from participation.tracks.models import Moment, Track


class NotYetBeen(Conflict):
    """What still has to come has no minutes."""


@dataclass(frozen=True, kw_only=True)
class Held:
    """What a colleague writes down about a meeting that was not announced: a kitchen table, a visit."""

    title: str
    day: date | None
    begins: time | None
    place: str = ""
    present: str = ""


def write_down(track: Track, held: Held, *, actor: User, now: datetime) -> Moment:
    """Add a meeting that has been. Nobody outside sees it before its minutes are published.

    Refuses (`Refused`, with the field) no name, day, time or place, and a day or time that still has to come.
    """
    if not track.state.is_public:
        raise Conflict("Dit traject is nog niet openbaar. Er kan nog geen bijeenkomst bij.")
    starts_at = _began(held, now)
    moment = Moment(
        track_id=track.id, title=held.title.strip(), place=held.place.strip(), present=held.present.strip(),
        starts_at=starts_at, announced=False,
    )  # fmt: skip
    db.session.add(moment)
    db.session.flush()
    _record("meeting.written_down", moment, actor, now)
    return moment


def _began(held: Held, now: datetime) -> datetime:
    if not held.title.strip():
        raise Refused("Geef de bijeenkomst een naam, zoals ‘keukentafel bij de flat’.", field="title")
    if held.day is None:
        raise Refused("Kies de dag.", field="day")
    if held.begins is None:
        raise Refused("Schrijf op hoe laat het begon. Ongeveer is goed.", field="begins")
    if not held.place.strip():
        raise Refused("Schrijf op waar het was. De naam van een plek is genoeg, geen adres van een bewoner.",
                      field="place")  # fmt: skip
    starts_at = datetime.combine(held.day, held.begins, tzinfo=clock.ZONE)
    if starts_at > now:
        raise Refused("Dit moet nog komen. Kondigt u het aan? Zet het dan bij de momenten die nog komen.", field="day")
    return starts_at


def keep_minutes(moment: Moment, minutes: str, present: str, *, actor: User, now: datetime) -> None:
    """Keep who of the municipality was there, and the minutes. When they are public, readers see the new text.

    Refuses (`NotYetBeen`) a meeting that did not begin, and (`Refused`) taking away all words of public minutes.
    """
    hold(moment)
    if moment.starts_at > now:
        raise NotYetBeen("Deze bijeenkomst moet nog komen. Er is nog geen verslag.")
    minutes = minutes.replace("\r\n", "\n")
    if moment.minutes_published_at is not None and not minutes.strip():
        raise Refused("Dit verslag staat op de website. Haal het daar eerst weg.", field="minutes")
    moment.minutes, moment.present = minutes if minutes.strip() else "", present.strip()
    _record("meeting.minutes_kept", moment, actor, now)


def publish_minutes(moment: Moment, *, actor: User, now: datetime) -> None:
    """Let everybody read the minutes, under the name of who looked (I16). Twice is once.

    Refuses (`Refused`, field `minutes`) when nothing was written yet.
    """
    hold(moment)
    if moment.minutes_published_at is not None:
        return
    if not moment.minutes.strip():
        raise Refused("Er is nog geen verslag. Schrijf het op en bewaar het.", field="minutes")
    moment.minutes_published_at, moment.minutes_published_by_id = now, actor.id
    _record("meeting.minutes_published", moment, actor, now)


def take_back_minutes(moment: Moment, *, actor: User, now: datetime) -> None:
    """Take the minutes from the website. The text stays at the desk."""
    hold(moment)
    if moment.minutes_published_at is not None:
        moment.minutes_published_at = moment.minutes_published_by_id = None
        _record("meeting.minutes_taken_back", moment, actor, now)


def _record(kind: str, moment: Moment, actor: User, now: datetime) -> None:
    db.session.flush()
    history.record(kind, now=now, actor=actor, track_id=moment.track_id, moment_id=moment.id)
