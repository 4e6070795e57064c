"""Where a track stands, what changed, and where we do not follow our own rules: in sentences for residents."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from participation import clock
from participation.tracks.change import Direction, RoomChange
from participation.tracks.models import Track, TrackState
from participation.tracks.room import DeclaredRoom, Explanation, Level
from participation.tracks.versions import Step, in_force, steps
from participation.web.difference_view import DifferenceView, difference_views, sentence
from participation.web.filters import day, joined, quoting, short_day
from participation.web.landings import decides, questions_in_words
from participation.web.language import gettext as _
from participation.web.room_view import RoomView, capital, room_view
from participation.words import N_

RULES = {
    "I5": N_("Er is weinig tijd tussen de sluiting en het besluit"),
    "I7": N_("Iets weten we nog niet, en we weten ook niet wanneer"),
    "I8": N_("Wie dit mag toezeggen, kan dat korter dan nodig is"),
    "I9": N_("De collega die dit toetste, was niet akkoord"),
    "I10": N_("Niet iedereen die meedoet heeft deze tekst bevestigd"),
    "I11": N_("In deze buurt loopt meer tegelijk"),
    "I12": N_("We hebben weinig tijd of mensen, of de uitvoerders keken nog niet mee"),
    "I13": N_("We weten nog niet hoe we kiezen"),
    "I14": N_("U wacht lang op antwoord"),
    "I35": N_("Dit staat los van onze andere doelen"),
}
ANOTHER_RULE = N_("Wij wijken af van een regel")
ICONS = {Direction.narrower: "narrower", Direction.wider: "wider", Direction.other: "explain"}
SINCE = {
    Direction.narrower: N_("Sindsdien kunt u minder veranderen."),
    Direction.wider: N_("Sindsdien kunt u meer veranderen."),
}


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
    """One version in the history of the rules. `why` are the words of the colleague who changed them."""

    title: str
    icon: str
    lines: list[str]
    why: str = ""
    decided: str = ""
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
    """One version in full that is or was in force, and what it changed in the one before (none for the first)."""

    number: int
    since: str
    until: str
    is_current: bool
    room: DeclaredRoom
    view: RoomView
    checked: str
    title: str = ""
    icon: str = ""
    why: str = ""
    decided: str = ""
    differences: list[DifferenceView] | None = None


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
    return clock.local(room.published_at).date() if room.published_at else None


def changed_notice(found: list[Step]) -> Notice | None:
    """The last change of the rules, above the fold: since when, what, who decided and why (G7); or nothing."""
    if not found:
        return None
    last, since = found[0], _since(found[0].after)
    strong = _("De regels veranderden op %(day)s.", day=short_day(since)) if since else _("De regels veranderden.")
    return Notice(
        kind="changed", icon=ICONS[last.direction], strong=strong, own=_why(last.change),
        text=joined(_since_then(last), *_sentences(last)[:1], _decided(last.change)),
    )  # fmt: skip


def _since_then(step: Step) -> str:
    return _(SINCE[step.direction]) if step.direction in SINCE else ""


def _sentences(step: Step) -> list[str]:
    """What is different, one sentence each; what residents lost comes first."""
    return [sentence(one) for one in step.differences]


def _why(change: RoomChange | None) -> str:
    return change.reason if change else ""


def _decided(change: RoomChange | None) -> str:
    """Who decided it, and when; empty when nobody had to."""
    if change is None or not change.decided_by:
        return ""
    organ = {"organ": capital(change.decided_by)}
    if change.decided_on is None:
        return quoting(_("%(organ)s besloot dit."), organ)
    return quoting(_("%(organ)s besloot dit op %(day)s."), organ, day=short_day(change.decided_on))


def _checked(department: str | None) -> str:
    if department is None:
        return ""
    return str(_("Een collega van %(team)s keek vooraf of deze regels eerlijk zijn.", team=department))


def change_lines(track: Track, found: list[Step], reviewers: dict[int, str]) -> list[ChangeLine]:
    """The history of the rules, newest first, down to the day they took effect."""
    lines = [
        ChangeLine(
            title=_titled(step.after, _(step.direction.label)), icon=ICONS[step.direction], lines=_sentences(step),
            why=_why(step.change), decided=_decided(step.change), checked=_checked(reviewers.get(step.after.id)),
            href=url_for("public.room", slug=track.slug), link_text=_("Bekijk alle versies"),
        )
        for step in found
    ]  # fmt: skip
    first = track.rooms[0] if track.rooms else None
    if first is not None:
        lines.append(
            ChangeLine(
                title=_titled(first, _("de regels gaan in")), icon="door", lines=[],
                checked=_checked(reviewers.get(first.id)), href=url_for("public.plan", slug=track.slug),
                link_text=_("Lees het plan voor inwonersparticipatie"),
            )
        )  # fmt: skip
    return lines


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
    """All versions that are or were in force, the newest first, each with the days it held and what it changed."""
    told = in_force(track.rooms)
    ends = [*(_since(room) for room in told[1:]), None]
    changed = {step.after.id: step for step in steps(track.rooms)}
    lines = [
        VersionLine(
            number=room.version,
            since=short_day(since) if (since := _since(room)) else "",
            until=short_day(end) if end else "",
            is_current=room.id == track.room_id,
            room=room,
            view=room_view(track, room),
            checked=_checked(reviewers.get(room.id)),
            **_changed(changed.get(room.id)),
        )
        for room, end in zip(told, ends, strict=True)
    ]
    return lines[::-1]


def _changed(step: Step | None) -> dict[str, Any]:
    if step is None:
        return {}
    return {
        "title": capital(_(step.direction.label)), "icon": ICONS[step.direction], "why": _why(step.change),
        "decided": _decided(step.change), "differences": difference_views(step.differences),
    }  # fmt: skip


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
