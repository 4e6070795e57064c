"""Where a track stands, what changed, and where we do not follow our own rules: in sentences for residents."""

from dataclasses import dataclass
from datetime import date

from flask import url_for
from markupsafe import Markup

from participation import clock
from participation.tracks.models import Track, TrackState
from participation.tracks.room import DeclaredRoom, Explanation, Level, RoomState
from participation.tracks.versions import Change, Direction
from participation.web.filters import day, dutch, joined, short_day
from participation.web.language import gettext as _
from participation.web.path_view import decides, questions_in_words
from participation.web.room_view import RoomView, capital, room_view
from participation.words import N_

RULES = {
    "I5": N_("Er is weinig tijd tussen de sluiting en het besluit"),
    "I7": N_("Iets weten we nog niet, en we weten ook niet wanneer"),
    "I9": N_("De collega die dit toetste, was niet akkoord"),
    "I10": N_("Niet elke afdeling heeft deze tekst bevestigd"),
    "I11": N_("In deze buurt loopt meer tegelijk"),
    "I12": N_("We hebben weinig tijd of mensen, of de uitvoerders keken nog niet mee"),
    "I13": N_("We weten nog niet hoe we kiezen"),
    "I14": N_("U wacht lang op antwoord"),
    "I35": N_("Dit staat los van onze andere doelen"),
}
ANOTHER_RULE = N_("Wij wijken af van een regel")
ICONS = {Direction.narrower: "narrower", Direction.wider: "wider", Direction.other: "explain"}


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Something to know before reading on; `own` are a colleague's words."""

    kind: str
    icon: str
    strong: str
    text: str
    own: str = ""


@dataclass(frozen=True, kw_only=True)
class ChangeLine:
    """One version in the history of the rules."""

    title: str
    icon: str
    lines: list[str]
    checked: str
    href: str
    link_text: str


@dataclass(frozen=True, kw_only=True)
class ExplainedLine:
    """Comply or explain: the rule we did not follow, why, and who says so."""

    rule: str
    text: str
    signed: str


@dataclass(frozen=True, kw_only=True)
class VersionLine:
    """One approved version in full."""

    number: int
    since: str
    until: str
    is_current: bool
    room: DeclaredRoom
    view: RoomView
    checked: str


@dataclass(frozen=True, kw_only=True)
class PathLine:
    """A landing path in the words of the plan."""

    title: str
    when: str
    document: str
    questions: str
    latest_input: str
    executor: str


def state_notice(track: Track, room: DeclaredRoom) -> Notice | None:
    """Why there is no door now, and what happens instead; nothing while the track is open."""
    asks = room.level is Level.inform
    if track.state is TrackState.stopped:
        return _stopped(track)
    if track.state is TrackState.ready and track.opens_on:
        opens = day(track.opens_on)
        strong = _("Dit is nog niet open.")
        text = (
            _("U kunt vragen stellen vanaf %(day)s.", day=opens)
            if asks
            else _("U kunt reageren vanaf %(day)s.", day=opens)
        )
        return Notice(kind="", icon="calendar", strong=strong, text=text)
    if track.state is TrackState.answering:
        strong = _("Vragen stellen kan niet meer.") if asks else _("Reageren kan niet meer.")
        return Notice(
            kind="", icon="waiting", strong=strong, text=_("Wij geven nu antwoord aan iedereen die reageerde.")
        )
    if track.state in (TrackState.closed, TrackState.archived):
        text = _("Iedereen die reageerde, kreeg antwoord. U vindt alles hieronder terug.")
        return Notice(kind="success", icon="check", strong=_("Dit is afgesloten."), text=text)
    return None


def _stopped(track: Track) -> Notice:
    strong = _("Dit is gestopt.")
    if track.stopped_at:
        strong = _("Dit is gestopt op %(day)s.", day=day(track.stopped_at))
    text = _("Iedereen die reageerde, krijgt toch antwoord.")
    if track.promised_on and track.promised_on >= clock.today():
        text = _("Iedereen die reageerde, krijgt toch antwoord. Uiterlijk %(day)s.", day=day(track.promised_on))
    return Notice(kind="changed", icon="stops", strong=strong, text=text, own=track.stop_reason or "")


def _since(room: DeclaredRoom) -> date | None:
    return clock.local(room.approved_at).date() if room.approved_at else None


def changed_notice(steps: list[Change]) -> Notice | None:
    """The last change of the rules, above the fold; nothing when they never changed."""
    if not steps:
        return None
    since = _since(steps[0].after)
    strong = _("De regels veranderden op %(day)s.", day=short_day(since)) if since else _("De regels veranderden.")
    return Notice(
        kind="changed", icon=ICONS[steps[0].direction], strong=strong, text=joined(*_differences(steps[0])[:1])
    )


def _differences(step: Change) -> list[str]:
    """What is different, one sentence each; what residents lost comes first."""
    found: list[str] = []
    for words, texts in (
        (_("Deze vraag is niet meer open:"), step.no_longer_open),
        (_("Dit staat nu ook vast:"), step.now_fixed),
        (_("Deze vraag is nu ook open:"), step.now_open),
        (_("Dit staat niet meer vast:"), step.no_longer_fixed),
    ):
        found += [Markup("{} {}").format(words, dutch(text)) for text in texts]
    if step.level is not None:
        found.append(_("Uw invloed is nu: %(level)s.", level=_(step.level.label)))
    return found


def _checked(department: str | None) -> str:
    if department is None:
        return ""
    return str(_("Een collega van %(team)s keek vooraf of deze regels eerlijk zijn.", team=department))


def change_lines(track: Track, steps: list[Change], reviewers: dict[int, str]) -> list[ChangeLine]:
    """The history of the rules, newest first, down to the day they took effect."""
    found = [
        ChangeLine(
            title=_titled(step.after, _(step.direction.label)), icon=ICONS[step.direction], lines=_differences(step),
            checked=_checked(reviewers.get(step.after.id)), href=url_for("public.room", slug=track.slug),
            link_text=_("Bekijk alle versies"),
        )
        for step in steps
    ]  # fmt: skip
    first = track.rooms[0] if track.rooms else None
    if first is not None:
        found.append(
            ChangeLine(
                title=_titled(first, _("de regels gaan in")), icon="door", lines=[],
                checked=_checked(reviewers.get(first.id)), href=url_for("public.plan", slug=track.slug),
                link_text=_("Lees het plan voor inwonersparticipatie"),
            )
        )  # fmt: skip
    return found


def _titled(room: DeclaredRoom, what: str) -> str:
    since = _since(room)
    return f"{short_day(since)}: {what}" if since else capital(what)


def explained(room: DeclaredRoom) -> list[ExplainedLine]:
    """Every public explanation, with the rule in plain words and the name of who gave it."""
    return [
        ExplainedLine(rule=_(RULES.get(one.rule, ANOTHER_RULE)), text=one.text, signed=_signed(one))
        for one in room.explanations
    ]


def _signed(one: Explanation) -> str:
    who = f"{one.by.name}, {one.by.job_title}" if one.by.job_title else one.by.name
    return f"{who}, {short_day(one.at)}"


def version_lines(track: Track, reviewers: dict[int, str]) -> list[VersionLine]:
    """All approved versions, the newest first, each with the days on which it held."""
    approved = [room for room in track.rooms if room.state is RoomState.approved]
    ends = [*(_since(room) for room in approved[1:]), None]
    lines = [
        VersionLine(
            number=room.version,
            since=short_day(since) if (since := _since(room)) else "",
            until=short_day(end) if end else "",
            is_current=room.id == track.room_id,
            room=room,
            view=room_view(track, room),
            checked=_checked(reviewers.get(room.id)),
        )
        for room, end in zip(approved, ends, strict=True)
    ]
    return lines[::-1]


def path_lines(room: DeclaredRoom) -> list[PathLine]:
    """The landing paths in order of date, with the questions that land there."""
    numbers = {question.id: number for number, question in enumerate(room.open_questions, 1)}
    return [
        PathLine(
            title=decides(path),
            when=capital(day(path.decides_on)) if path.decides_on else _("Datum nog niet bekend"),
            document=path.document,
            questions=questions_in_words(sorted(numbers[question.id] for question in path.questions)),
            latest_input=day(path.latest_input_on) if path.latest_input_on else "",
            executor=path.executor,
        )
        for path in sorted(room.paths, key=lambda path: (path.decides_on or date.max, path.position))
    ]
