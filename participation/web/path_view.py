"""The path of a track: the stops between the day it opens and the day people see it outside, in order of date.

Every stop comes out of the model: opening, the time to react, the answer we promised, each landing path on the day it
decides, and the work itself. Lanes run from where residents step in to where their words land.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import format_date

from participation import clock
from participation.tracks.models import Track, TrackState
from participation.tracks.room import DeclaredRoom, LandingPath, Level
from participation.web.filters import brief_day, joined, quoting
from participation.web.landings import NONE, Decisions, Placed, landings, mini_landings, questions_in_words
from participation.web.language import gettext as _
from participation.web.shapes import Lane, Stop

REACTED = (TrackState.answering, TrackState.closed, TrackState.archived, TrackState.stopped)
ENDED = (TrackState.closed, TrackState.archived)


@dataclass(frozen=True, kw_only=True)
class PathView:
    """Stops and lanes for the macro `path`; `starts_at` names the stop that the lanes leave from."""

    stops: list[Stop]
    lanes: list[Lane]
    starts_at: str


def path_view(track: Track, room: DeclaredRoom, today: date, decisions: Decisions | None = None) -> PathView:
    """The whole path with its lanes. A stopped track ends at the bar: its landing paths are not drawn.

    *decisions* are those of the organs by the lineage of their path: without one no landing path is drawn as done.
    """
    placed = _in_order(_main_stops(track, room, today))
    if track.state is not TrackState.stopped:
        placed = _in_order([*placed, *landings(track, room, today, decisions or {}), *_works(room, today)])
    start = next((index for index, item in enumerate(placed) if item.rank == 1), 0)
    lanes = [
        Lane(from_index=start, to_index=index, label=questions_in_words(item.numbers), note=item.note)
        for index, item in enumerate(placed)
        if item.numbers and index > start
    ]
    return PathView(stops=[item.stop for item in placed], lanes=lanes, starts_at=_title_of_reacting(room))


def mini_stops(track: Track, room: DeclaredRoom, today: date, decided_on: Mapping[int, date] = NONE) -> list[Stop]:
    """The same stops for the short line on a card, without the words of the questions (one query less).

    *decided_on* are the days on which its paths were decided, by lineage.
    """
    placed = _main_stops(track, room, today)
    if track.state is not TrackState.stopped:
        placed += mini_landings(room, today, decided_on)
        placed += _works(room, today)
    return [item.stop for item in _in_order(placed)]


def _in_order(placed: Iterable[Placed]) -> list[Placed]:
    return sorted(placed, key=lambda item: (item.on, item.rank))


def _decision_days(room: DeclaredRoom) -> set[date]:
    return {path.decides_on for path in room.paths if path.decides_on}


def _state(on: date, today: date) -> str:
    return "past" if on < today else "future"


def _main_stops(track: Track, room: DeclaredRoom, today: date) -> list[Placed]:
    placed = []
    if track.opens_on:
        placed += [_opening(track, track.opens_on), _reacting(track, room, track.opens_on, today)]
    if track.state is TrackState.stopped and track.stopped_at:
        stopped_on = clock.local(track.stopped_at).date()
        stop = Stop(title=_("Gestopt"), when=brief_day(stopped_on), state="past", text=_("Dit gaat niet door."))
        placed.append(Placed(on=stopped_on, rank=2, stop=stop))
    if track.promised_on:
        placed.append(_answer(track, room, track.promised_on, today))
    return placed


def _opening(track: Track, opens_on: date) -> Placed:
    state = "past" if track.state is TrackState.open or track.state in REACTED else "future"
    plan = url_for("public.plan", slug=track.slug) if track.state.is_public else None
    stop = Stop(
        title=_("Start"), when=brief_day(opens_on), state=state, text=_("Alles staat vooraf op papier."), href=plan,
        link_text=_("Lees het plan"),
    )  # fmt: skip
    return Placed(on=opens_on, rank=0, stop=stop)


def _title_of_reacting(room: DeclaredRoom) -> str:
    return _("U stelt vragen") if room.level is Level.inform else _("U denkt mee")


def _reacting(track: Track, room: DeclaredRoom, opens_on: date, today: date) -> Placed:
    state = "now" if track.state is TrackState.open else "past" if track.state in REACTED else "future"
    when = ""
    if track.closes_on:
        pattern = "d MMM" if track.closes_on.year == today.year else "d MMM y"
        when = _("t/m %(day)s", day=format_date(track.closes_on, pattern))
    stop = Stop(title=_title_of_reacting(room), when=when, state=state,
                text=_("Op deze website, op papier of bij u aan tafel."))  # fmt: skip
    return Placed(on=opens_on, rank=1, stop=stop)


def _answer(track: Track, room: DeclaredRoom, promised_on: date, today: date) -> Placed:
    now = track.state in (TrackState.answering, TrackState.stopped)
    state = "past" if track.state in ENDED else "now" if now else "future"
    decision_days = _decision_days(room)
    text = _("Met een reden.")
    if state != "past" and today > promised_on:
        text = _("Wij zijn te laat. Dat spijt ons.")
    elif decision_days and promised_on < min(decision_days) and track.state is not TrackState.stopped:
        text = _("Met een reden. Vóór het besluit.")
    when = _("Uiterlijk %(day)s", day=brief_day(promised_on))
    return Placed(on=promised_on, rank=2, stop=Stop(title=_("U krijgt antwoord"), when=when, state=state, text=text))


def _works(room: DeclaredRoom, today: date) -> list[Placed]:
    """When people see it outside. Not sure stays dashed, and says so."""
    by_day: dict[date, list[LandingPath]] = {}
    for path in room.paths:
        if path.work_from:
            by_day.setdefault(path.work_from, []).append(path)
    return [Placed(on=start, rank=4, stop=_work(start, paths, today)) for start, paths in by_day.items()]


def _work(start: date, paths: list[LandingPath], today: date) -> Stop:
    sure = all(path.work_is_sure for path in paths)
    who = next((path.executor for path in paths if path.executor), "")
    text = [quoting(_("Dit doet: %(who)s."), {"who": who})] if who else []
    if not sure:
        text.append(_("Deze datum is nog niet zeker."))
    return Stop(
        title=_("Het werk begint"),
        when=_("Vanaf %(day)s", day=brief_day(start) if sure else format_date(start, "MMM y")),
        state=_state(start, today),
        unsure=not sure,
        text=joined(*text),
    )
