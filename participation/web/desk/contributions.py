"""Every contribution of my tracks: somebody calls about 2026-00012, or about that bench near the bus stop."""

import re
from dataclasses import dataclass
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, SearchField, SelectField

from participation import clock
from participation.contributions import search
from participation.contributions.models import Channel
from participation.outcomes.finding import keeping, listing
from participation.outcomes.finding.listing import Listed, MyTrack, Page
from participation.outcomes.finding.search import Mark
from participation.outcomes.models import OutcomeKind
from participation.permissions import Permission
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import bp, finding
from participation.web.desk import finding_words as words
from participation.web.desk.finding import Asked, Choices
from participation.web.desk.room_fields import DayField
from participation.web.due import first_words, when_it_breaks
from participation.web.filters import short_day

NUMBER = re.compile(r"(?:(20\d\d)-)?0{0,9}([1-9]\d{0,8})", re.ASCII)


class SearchForm(Form):
    """What stands in the address, as fields. It changes nothing, so it needs no token."""

    zoek = SearchField("Zoek op woord of nummer")
    traject = SelectField("Traject", validate_choice=False)
    stand = SelectField("Hoe het ervoor staat", validate_choice=False)
    van = SelectField("Wie het behandelt", validate_choice=False)
    team = SelectField("Welk team", validate_choice=False)
    kanaal = SelectField("Hoe het binnenkwam", validate_choice=False)
    soort = SelectField("Wat het is", validate_choice=False)
    gebied = SelectField("Over welke plek", validate_choice=False)
    uiterlijk = DayField("Antwoord beloofd uiterlijk op")
    vraag = SelectField("Bij welke vraag", validate_choice=False)
    thema = SelectField("In welk thema", validate_choice=False)
    volgorde = SelectField("Wat bovenaan staat", validate_choice=False)


@dataclass(frozen=True)
class Row:
    """One contribution, in words."""

    href: str
    number: str
    words: str
    language: str
    about: str
    handler: str
    kinds: list[OutcomeKind | None]
    side: str
    owed: tuple[str, str] | None


@dataclass(frozen=True)
class Kept:
    """A kept search as a link above the list."""

    id: int
    href: str
    text: str
    here: bool


@bp.get("/bijdragen")
@requires(Permission.use_desk)
def contributions() -> ResponseReturnValue:
    """Newest first, fifty a page; a number goes straight to its contribution once it is sent."""
    choices = Choices(actor())
    try:
        asked = finding.read(request.args, choices)
    except finding.Unknown:
        abort(404)
    except finding.Unreadable as refusal:
        legible = finding.read({**request.args, "uiterlijk": ""}, choices)
        return _page(choices, legible, Page([], None), str(refusal)), 422
    named = _named(asked, choices)
    if named is not None and not htmx.wants_fragment():
        return htmx.go_to(url_for("desk.contribution", number=named.number))
    if named is not None:
        return _page(choices, asked, Page([named], None))
    try:
        found = listing.newest(asked.search, asked.mark)
    except search.TooLong as refusal:
        return _page(choices, asked, Page([], None), refusal.sentence, field="zoek"), 422
    return _page(choices, asked, found)


def _named(asked: Asked, choices: Choices) -> Listed | None:
    """The contribution whose number was typed, if it is one of mine."""
    number = NUMBER.fullmatch(asked.typed)
    if number is None:
        return None
    year = int(number[1]) if number[1] else None
    return listing.by_number([track.id for track in choices.tracks], year, int(number[2]))


def _page(choices: Choices, asked: Asked, found: Page, error: str = "", field: str = "") -> str:
    form = _form(choices, asked)
    form.validate()
    if field:
        form[field].errors = [error]
    kept = _kept(asked)
    return htmx.page(
        "desk/contributions.html",
        "desk/_contributions_found.html",
        form=form,
        asked=asked,
        has_tracks=bool(choices.tracks),
        has_subjects=_track(choices, asked) is not None,
        rows=[_row(row) for row in found.rows],
        said=_said(asked, choices, found, error),
        sentence=words.sentence(asked, choices),
        without=words.without(asked, choices),
        kept=kept,
        here=next((one for one in kept if one.here), None),
        is_short=found.is_short,
        first=asked.address() if asked.mark != Mark() else None,
        older=asked.address(found.older) if found.older else None,
    )


def _kept(asked: Asked) -> list[Kept]:
    """My own searches and those of my team."""
    return [
        Kept(one.id, url_for("desk.saved_search", search_id=one.id), one.name, one.asked == asked.names)
        for one in keeping.offered(actor())
    ]


def _form(choices: Choices, asked: Asked) -> SearchForm:
    """The fields as they were typed. Questions and themes are those of one track: of a house they would be too many."""
    form = SearchForm(request.args)
    form.zoek.data = asked.typed
    offered: dict[str, list[tuple[str, str]]] = {
        "traject": [("", "Al mijn trajecten"), *((track.slug, track.title) for track in choices.tracks)],
        "stand": [("", "Alles"), *((slug, one.label) for slug, one in finding.STATES.items())],
        "van": [
            ("", "Iedereen"), (finding.MINE, "Ik"), (finding.NO_ONE, "Nog niemand"),
            *((str(one.id), one.name) for one in choices.staff.colleagues),
        ],
        "team": [("", "Elk team"), *((str(one.id), one.name) for one in choices.staff.teams)],
        "kanaal": [("", "Op elke manier"), *((slug, _label(one.label)) for slug, one in finding.CHANNELS.items())],
        "soort": [("", "Alles"), *((slug, words.KIND_WORDS[one]) for slug, one in finding.KINDS.items())],
        "gebied": [("", "Overal"), *((place.code, place.name) for place in choices.places)],
        "volgorde": [("", "De nieuwste"), (finding.BEST, "Wat het meest over uw woorden gaat")],
        **_subjects(choices, asked),
    }  # fmt: skip
    for name, options in offered.items():
        field: Any = form[name]
        field.choices = options
    return form


def _label(text: str) -> str:
    return text[:1].upper() + text[1:]


def _track(choices: Choices, asked: Asked) -> MyTrack | None:
    """The track of which questions and themes can be chosen: the chosen one, or the only one."""
    return asked.track or (choices.tracks[0] if len(choices.tracks) == 1 else None)


def _subjects(choices: Choices, asked: Asked) -> dict[str, list[tuple[str, str]]]:
    track, offered = _track(choices, asked), {"vraag": [("", "Elke vraag")], "thema": [("", "Elk thema")]}
    if track is not None:
        for name, known in (("vraag", choices.subjects.questions), ("thema", choices.subjects.themes)):
            offered[name] += [(str(one.id), first_words(one.name)) for one in known if one.track_id == track.id]
    return offered


def _said(asked: Asked, choices: Choices, found: Page, error: str) -> str:
    """What is shown, in one sentence; also spoken when the list changes while somebody types."""
    if error:
        return error
    sentence = f"{words.sentence(asked, choices)}. " if asked.is_narrowed else ""
    if not found.rows:
        return f"{sentence}Niets gevonden." if asked.is_narrowed and not found.older else sentence.strip()
    if asked.ranks:
        return f"{sentence}Van de nieuwste staat bovenaan wat het meest over uw woorden gaat."
    return f"{sentence}De nieuwste staat bovenaan."


def _row(row: Listed) -> Row:
    received = clock.local(row.received_at).date()
    return Row(
        # The list goes along (`came_from.carry`), so that the page of this contribution knows which one comes next.
        href=url_for("desk.contribution", number=row.number),
        number=row.number,
        words=first_words(row.words),
        language=row.language,
        about=f"{row.title} · {Channel(row.channel).label} · {short_day(received)}",
        handler=row.handler or "",
        # Nobody waits for an answer that we no longer owe: withdrawn, or kept from the website with a reason.
        kinds=[OutcomeKind(kind) if kind else None for kind in row.kinds if kind or row.due],
        side=_side(row),
        owed=when_it_breaks(row.due, clock.today()) if row.due else None,
    )


def _side(row: Listed) -> str:
    """What else a colleague has to know before answering the phone."""
    if row.withdrawn_at is not None:
        return f"De bewoner trok dit in op {short_day(clock.local(row.withdrawn_at).date())}"
    return {"unchecked": "Nog niet nagekeken voor de website", "hidden": "Niet op de website"}.get(row.public_state, "")
