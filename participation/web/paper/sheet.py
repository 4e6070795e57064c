"""What every sheet of a track carries: who we are, our colours, until when, whom to call, the way to the website."""

from datetime import date
from pathlib import Path
from typing import Any

from flask import current_app, url_for

from participation.tracks.models import Track, TrackState
from participation.tracks.room import DeclaredRoom, Level
from participation.web import language
from participation.web.filters import day, plain
from participation.web.language import gettext as _
from participation.web.paper.colours import colours
from participation.web.paper.letters import printable
from participation.web.receipts import square
from participation.web.room_view import contact_view, track_facts
from participation.web.security import settings

Words = dict[str, Any]


LONGEST = 240
"""No sentence of a colleague on paper is longer than this; the whole one is on the website."""


def shortened(text: str) -> str:
    """*text* up to a whole word."""
    words = plain(text)
    return words if len(words) <= LONGEST else words[:LONGEST].rsplit(" ", 1)[0] + " …"


def asks_questions(room: DeclaredRoom) -> bool:
    """On the level *inform* nobody is promised influence: residents can ask, and the sheet says so (I3)."""
    return room.level is Level.inform


def sheet(track: Track, room: DeclaredRoom, today: date) -> Words:
    """The words and drawings that the form and the poster share; everything is printable."""
    municipality = settings().municipality
    static = Path(current_app.static_folder or "")
    address = settings().base_url + url_for("public.track", slug=track.slug)
    return printed({
        "lang": language.current(),
        "day": [today.year, today.month, today.day],
        "municipality": municipality.full_name,
        "title": track.title,
        "until": until(track, room),
        "promise": _promise(track),
        "address": address.partition("://")[2],
        "contact": _contact(track),
    }) | {
        "colours": colours(static, municipality.theme),
        "logo": (static / f"theme/{municipality.theme}-logo.svg").read_text(encoding="utf-8"),
        "qr": qr(address),
    }  # fmt: skip


def house_words(today: date) -> Words:
    """What every sheet needs that is about no track: who we are, our colours, the language, the day."""
    municipality = settings().municipality
    static = Path(current_app.static_folder or "")
    return printed({
        "lang": language.current(),
        "day": [today.year, today.month, today.day],
        "municipality": municipality.full_name,
    }) | {
        "colours": colours(static, municipality.theme),
        "logo": (static / f"theme/{municipality.theme}-logo.svg").read_text(encoding="utf-8"),
    }  # fmt: skip


def printed(words: Words) -> Words:
    """The same words, each in letters that we can print."""
    return {name: _printed(value) for name, value in words.items()}


def _printed(value: Any) -> Any:
    if isinstance(value, str):
        return printable(plain(value))
    if isinstance(value, dict):
        return printed(value)
    return [_printed(one) for one in value] if isinstance(value, list) else value


def until(track: Track, room: DeclaredRoom) -> Words:
    """The days on which people can react; a track that still has to open says from when."""
    assert track.opens_on is not None and track.closes_on is not None
    asks, ready = asks_questions(room), track.state is TrackState.ready
    if ready:
        term = _("Vragen stellen kan vanaf") if asks else _("Reageren kan vanaf")
        return {"term": term, "strong": day(track.opens_on), "text": _("tot en met %(day)s", day=day(track.closes_on))}
    term = _("Vragen stellen kan tot en met") if asks else _("Reageren kan tot en met")
    return {"term": term, "strong": day(track.closes_on), "text": ""}


def who_decides(track: Track, room: DeclaredRoom, today: date) -> Words | None:
    """Who decides, and when, in the words of the page of the track."""
    return next((dict(fact) for fact in track_facts(track, room, today) if fact["icon"] == "hall"), None)


def _promise(track: Track) -> Words | None:
    if track.promised_on is None:
        return None
    text = _("krijgt iedereen die reageert antwoord. Ook als het niet doorgaat.")
    return {"term": _("Onze belofte"), "strong": _("Uiterlijk %(day)s", day=day(track.promised_on)), "text": text}


def _contact(track: Track) -> Words:
    """Whom to call. The hours stand there only when we know them."""
    person = contact_view(track)
    return {"name": person.name, "role": person.role, "phone": person.phone, "hours": person.hours}


def qr(address: str) -> str:
    """*address* as a QR code that a telephone reads from a wall: a drawing with a quiet edge around it."""
    drawn = square(address)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{drawn.box}">'
        f'<path d="{drawn.path}" fill="#000" shape-rendering="crispEdges"/></svg>'
    )
