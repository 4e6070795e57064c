"""The declared room as a picture: plain objects for the macros `level`, `room`, `path`, `facts` and `contact`.

One truth for every reader: the review page, the desk and the public page draw the same objects, so that a colleague
judges exactly what residents will read (A14). Dates become words here; rules and queries live elsewhere. A half-written
room is drawn as well: what is missing is simply left out.
"""

from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import ngettext

from participation import clock
from participation.accounts.models import User
from participation.tracks.models import Track, TrackState
from participation.tracks.room import (
    DeclaredRoom,
    FixedPoint,
    FixedSource,
    Level,
    OpenQuestion,
    UnknownPoint,
)
from participation.web import language
from participation.web.filters import day, dutch, joined, quoting, short_day
from participation.web.house import promise_of
from participation.web.language import gettext as _
from participation.web.path_view import PathView, path_view
from participation.web.security import settings

__all__ = ["ContactView", "LevelView", "PathView", "RoomView", "contact_view", "level_view", "path_view",
           "person_view", "room_view", "track_facts"]  # fmt: skip

OWES_ANSWERS = (TrackState.open, TrackState.answering, TrackState.stopped)
ENDED = (TrackState.closed, TrackState.archived)


@dataclass(frozen=True, kw_only=True)
class LevelView:
    level_number: int
    level_name: str
    level_promise: str


@dataclass(frozen=True, kw_only=True)
class Fixed:
    text: str
    why: str
    link: str | None = None
    is_new: str | None = None


@dataclass(frozen=True, kw_only=True)
class Open:
    number: int
    question: str
    note: str
    example: str


@dataclass(frozen=True, kw_only=True)
class Unknown:
    text: str
    note: str


@dataclass(frozen=True, kw_only=True)
class RoomView:
    fixed: list[Fixed]
    open: list[Open]
    unknown: list[Unknown]
    level_number: int
    open_title: str = ""


@dataclass(frozen=True, kw_only=True)
class ContactView:
    name: str
    role: str
    phone: str
    hours: str
    email: str
    initials: str


def level_view(room: DeclaredRoom) -> LevelView | None:
    """How far the door stands open; None as long as no level was chosen."""
    if room.level is None:
        return None
    return LevelView(level_number=room.level.number, level_name=_(room.level.label), level_promise=promise_of(room))


def room_view(track: Track, room: DeclaredRoom) -> RoomView:
    """Wall, door and dashed line of one version of the room."""
    before = _approved_before(track, room)
    known = {point.lineage: point.text for point in (before or room).fixed_points}
    questions = [_open(number, question) for number, question in enumerate(room.open_questions, 1)]
    if room.level is None:
        level_number = Level.consult.number if questions else Level.inform.number
    else:
        level_number = room.level.number
    return RoomView(
        fixed=[_fixed(track, room, point, known.get(point.lineage)) for point in room.fixed_points],
        open=questions,
        unknown=[_unknown(point) for point in room.unknown_points],
        level_number=level_number,
        open_title=_open_title(track),
    )


def _open_title(track: Track) -> str:
    """The open part is only promised in the present while people can come in; empty for the usual words."""
    title: str = ""
    if track.state is TrackState.ready:
        title = _("Hierover kunt u straks meedenken")
    elif track.state is TrackState.answering or track.state is TrackState.stopped or track.state in ENDED:
        title = _("Hierover kon u meedenken")
    return title


def contact_view(track: Track) -> ContactView:
    """The named colleague whom residents can call; the municipality itself as long as nobody is named (I33)."""
    return person_view(track.contact, track.contact_email)


def person_view(person: User | None, email: str = "") -> ContactView:
    """A colleague as residents see one: name, work, telephone. Without a person it is the municipality itself."""
    municipality = settings().municipality.in_language(language.current())
    if person is None:
        return ContactView(
            name=municipality.full_name, role=_("wie er ook opneemt"), phone=municipality.phone,
            hours=municipality.phone_hours, email=email, initials=municipality.name[:1],
        )  # fmt: skip
    return ContactView(
        name=person.name, role=dutch(person.job_title), phone=person.phone or municipality.phone,
        hours=dutch(person.phone_hours), email=email, initials=person.initials,
    )  # fmt: skip


def track_facts(track: Track, room: DeclaredRoom, today: date) -> list[dict[str, str]]:
    """Until when, who decides, and what we promise: the column beside the title. A missed promise says so (I26)."""
    return [fact for fact in (_when(track, room, today), _who_decides(track, room), _promise(track, today)) if fact]


def sentences(*parts: str) -> str:
    """Join *parts* into sentences: each one ends, none is empty."""
    ended = (part if part.endswith((".", "!", "?", ":")) else f"{part}." for part in map(str.strip, parts) if part)
    return " ".join(ended)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _approved_before(track: Track, room: DeclaredRoom) -> DeclaredRoom | None:
    if room.version == 1:
        return None
    earlier = [r for r in track.rooms if r.published_at is not None and r.version < room.version]
    return max(earlier, key=lambda r: r.version, default=None)


def _fixed(track: Track, room: DeclaredRoom, point: FixedPoint, before: str | None) -> Fixed:
    """*before* is how the point read in the version before; none when it was not there."""
    return Fixed(
        text=dutch(point.text),
        why=joined(dutch(sentences(point.reason)), decided(point)),
        link=_link(track, room, point),
        is_new=_since(room, point, before) if point.text != before else None,
    )


def _since(room: DeclaredRoom, point: FixedPoint, before: str | None) -> str | None:
    """Residents see what is new, or reads differently, without having to compare."""
    since = clock.local(room.published_at).date() if room.published_at else None
    if since is None:
        return None
    words: str = _("Nieuw sinds %(day)s") if before is None else _("Anders sinds %(day)s")
    return words % {"day": short_day(since)}


def decided(point: FixedPoint) -> str:
    """Who decided that this is fixed, and when; empty when nobody is named."""
    words: str = ""
    if point.decided_by and point.decided_on:
        organ, on = {"organ": capital(point.decided_by)}, short_day(point.decided_on)
        words = quoting(_("%(organ)s besloot dit op %(day)s."), organ, day=on)
    elif point.decided_by:
        words = quoting(_("%(organ)s besloot dit."), {"organ": capital(point.decided_by)})
    return words


def _link(track: Track, room: DeclaredRoom, point: FixedPoint) -> str | None:
    """To the decision itself when the source is an address, else to where the source is named in full."""
    if point.source.startswith(("https://", "http://")):
        return point.source
    if point.source_kind is FixedSource.decision and track.state.is_public and room.published_at is not None:
        return url_for("public.room", slug=track.slug) + f"#vast-{room.version}-{point.position}"
    return None


def _open(number: int, question: OpenQuestion) -> Open:
    return Open(
        number=number,
        question=dutch(question.question),
        note=dutch(sentences(question.can_change, question.limits)),
        example=dutch(question.example),
    )


def _unknown(point: UnknownPoint) -> Unknown:
    if point.known_by is None:
        return Unknown(text=dutch(point.text), note=dutch(sentences(point.who)))
    if point.known_by < clock.today():
        note = _("We wilden dit weten op %(day)s. We weten het nog niet.", day=short_day(point.known_by))
    else:
        note = _("We weten het op %(day)s.", day=short_day(point.known_by))
    return Unknown(text=dutch(point.text), note=joined(note, dutch(sentences(point.who))))


def _when(track: Track, room: DeclaredRoom, today: date) -> dict[str, str] | None:
    asks = room.level is Level.inform
    if track.state is TrackState.stopped and track.stopped_at:
        return {"icon": "calendar", "term": _("Gestopt op"), "strong": day(track.stopped_at), "text": ""}
    if track.closes_on is None:
        return None
    if track.state is TrackState.open:
        term = _("Vragen stellen kan tot en met") if asks else _("Reageren kan tot en met")
        left = f"– {_left(track.closes_on, today)}"
        return {"icon": "calendar", "term": term, "strong": day(track.closes_on), "text": left}
    if track.state in ENDED or track.state is TrackState.answering:
        term = _("Vragen stellen kan niet meer") if asks else _("Reageren kan niet meer")
        return {"icon": "calendar", "term": term, "text": _("Dat kon tot en met %(day)s.", day=day(track.closes_on))}
    if track.opens_on is None:
        return None
    term = _("Vragen stellen kan vanaf") if asks else _("Reageren kan vanaf")
    return {"icon": "calendar", "term": term, "strong": day(track.opens_on),
            "text": _("tot en met %(day)s", day=day(track.closes_on))}  # fmt: skip


def _left(closes_on: date, today: date) -> str:
    days = (closes_on - today).days
    words: str = _("vandaag is de laatste dag")
    if days > 0:
        words = ngettext("nog %(num)s dag", "nog %(num)s dagen", days)
    return words


def _who_decides(track: Track, room: DeclaredRoom) -> dict[str, str] | None:
    if not room.decider:
        return None
    term, who = _("Wie beslist, en wanneer?"), capital(room.decider)
    days = sorted({path.decides_on for path in room.paths if path.decides_on})
    if not days or track.state is TrackState.stopped:
        return {"icon": "hall", "term": term, "strong": dutch(who), "text": ""}
    when = _("op %(day)s", day=day(days[0])) if len(days) == 1 else _("het eerst op %(day)s", day=day(days[0]))
    return {"icon": "hall", "term": term, "strong": quoting("%(who)s,", {"who": who}), "text": when}


def _promise(track: Track, today: date) -> dict[str, str] | None:
    if track.promised_on is None:
        return None
    term, promised = _("Onze belofte"), track.promised_on
    if track.state in OWES_ANSWERS and today > promised:
        contact = contact_view(track)
        text = _("U zou antwoord krijgen op %(day)s. Bel %(name)s: %(phone)s.", day=day(promised), name=contact.name,
                 phone=contact.phone)  # fmt: skip
        return {"icon": "late", "term": term, "strong": _("Wij zijn te laat. Dat spijt ons."), "text": text}
    if track.state in ENDED:
        return {"icon": "kept", "term": term, **_kept(track, promised)}
    text = _("krijgt iedereen die reageert antwoord. Ook als het niet doorgaat.")
    return {"icon": "kept", "term": term, "strong": _("Uiterlijk %(day)s", day=day(promised)), "text": text}


def _kept(track: Track, promised: date) -> dict[str, str]:
    """A track closes when everybody has an answer (I21): so the day it closed says whether that was in time."""
    closed = clock.local(track.closed_at).date() if track.closed_at else promised
    if closed > promised:
        text = _("Wij beloofden %(due)s. Het werd %(kept)s.", due=short_day(promised), kept=short_day(closed))
        return {"icon": "late", "strong": _("Iedereen kreeg antwoord, maar te laat."), "text": text}
    text = _("Iedereen die reageerde, kreeg antwoord. Wij beloofden dat vóór %(day)s.", day=short_day(promised))
    return {"strong": _("Nagekomen."), "text": text}
