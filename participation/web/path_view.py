"""The path of a track: the stops between the day it opens and the day people see it outside, in order of date.

Every stop comes out of the model: opening, the time to react, the answer we promised, each landing path on the day it
decides, and the work itself. Lanes run from where residents step in to where their words land.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import format_date, ngettext

from participation import clock
from participation.tracks.models import Track, TrackState
from participation.tracks.room import DeclaredRoom, LandingPath, Level, PathKind
from participation.web.filters import brief_day, dutch, joined, quoting
from participation.web.language import gettext as _
from participation.web.shapes import Lane, Stop

REACTED = (TrackState.answering, TrackState.closed, TrackState.archived, TrackState.stopped)
ENDED = (TrackState.closed, TrackState.archived)
DECIDES = (PathKind.decision, PathKind.policy, PathKind.budget)


@dataclass(frozen=True, kw_only=True)
class PathView:
    """Stops and lanes for the macro `path`; `starts_at` names the stop that the lanes leave from."""

    stops: list[Stop]
    lanes: list[Lane]
    starts_at: str


@dataclass(frozen=True, kw_only=True)
class _Placed:
    """A stop with its place in time; `numbers` are the open questions that land there."""

    on: date
    rank: int
    stop: Stop
    numbers: tuple[int, ...] = ()
    note: str = ""


def path_view(track: Track, room: DeclaredRoom, today: date) -> PathView:
    """The whole path with its lanes. A stopped track ends at the bar: its landing paths are not drawn."""
    placed = _in_order(_main_stops(track, room, today))
    if track.state is not TrackState.stopped:
        placed = _in_order([*placed, *_landings(room, today), *_works(room, today)])
    start = next((index for index, item in enumerate(placed) if item.rank == 1), 0)
    lanes = [
        Lane(from_index=start, to_index=index, label=questions_in_words(item.numbers), note=item.note)
        for index, item in enumerate(placed)
        if item.numbers and index > start
    ]
    return PathView(stops=[item.stop for item in placed], lanes=lanes, starts_at=_title_of_reacting(room))


def mini_stops(track: Track, room: DeclaredRoom, today: date) -> list[Stop]:
    """The same stops for the short line on a card, without the words of the questions (one query less)."""
    placed = _main_stops(track, room, today)
    if track.state is not TrackState.stopped:
        placed += [_Placed(on=on, rank=3, stop=Stop(state=_state(on, today))) for on in sorted(_decision_days(room))]
        placed += _works(room, today)
    return [item.stop for item in _in_order(placed)]


def questions_in_words(numbers: Sequence[int]) -> str:
    """'Vraag 3', 'Vraag 1 en 2', 'Vraag 1, 2 en 4'."""
    words = [str(number) for number in numbers]
    if len(words) > 1:
        words = [_("%(some)s en %(last)s", some=", ".join(words[:-1]), last=words[-1])]
    return ngettext("Vraag %(numbers)s", "Vraag %(numbers)s", len(numbers), numbers=words[0]) if words else ""


def decides(path: LandingPath) -> str:
    """What happens on the day of this landing path, as the title of a stop."""
    if path.kind in DECIDES or path.kind is None:
        return quoting(_("%(organ)s beslist"), {"organ": _capital(path.organ)}) if path.organ else _("Het besluit")
    if not path.document:
        return _capital(_(path.kind.label))
    return quoting(_("%(document)s klaar"), {"document": _capital(path.document)})


def _in_order(placed: Iterable[_Placed]) -> list[_Placed]:
    return sorted(placed, key=lambda item: (item.on, item.rank))


def _decision_days(room: DeclaredRoom) -> set[date]:
    return {path.decides_on for path in room.paths if path.decides_on}


def _state(on: date, today: date) -> str:
    return "past" if on < today else "future"


def _main_stops(track: Track, room: DeclaredRoom, today: date) -> list[_Placed]:
    placed = []
    if track.opens_on:
        placed += [_opening(track, track.opens_on), _reacting(track, room, track.opens_on, today)]
    if track.state is TrackState.stopped and track.stopped_at:
        stopped_on = clock.local(track.stopped_at).date()
        stop = Stop(title=_("Gestopt"), when=brief_day(stopped_on), state="past", text=_("Dit gaat niet door."))
        placed.append(_Placed(on=stopped_on, rank=2, stop=stop))
    if track.promised_on:
        placed.append(_answer(track, room, track.promised_on, today))
    return placed


def _opening(track: Track, opens_on: date) -> _Placed:
    state = "past" if track.state is TrackState.open or track.state in REACTED else "future"
    plan = url_for("public.plan", slug=track.slug) if track.state.is_public else None
    stop = Stop(
        title=_("Start"), when=brief_day(opens_on), state=state, text=_("Alles staat vooraf op papier."), href=plan,
        link_text=_("Lees het plan"),
    )  # fmt: skip
    return _Placed(on=opens_on, rank=0, stop=stop)


def _title_of_reacting(room: DeclaredRoom) -> str:
    return _("U stelt vragen") if room.level is Level.inform else _("U denkt mee")


def _reacting(track: Track, room: DeclaredRoom, opens_on: date, today: date) -> _Placed:
    state = "now" if track.state is TrackState.open else "past" if track.state in REACTED else "future"
    when = ""
    if track.closes_on:
        pattern = "d MMM" if track.closes_on.year == today.year else "d MMM y"
        when = _("t/m %(day)s", day=format_date(track.closes_on, pattern))
    stop = Stop(title=_title_of_reacting(room), when=when, state=state,
                text=_("Op deze website, op papier of bij u aan tafel."))  # fmt: skip
    return _Placed(on=opens_on, rank=1, stop=stop)


def _answer(track: Track, room: DeclaredRoom, promised_on: date, today: date) -> _Placed:
    now = track.state in (TrackState.answering, TrackState.stopped)
    state = "past" if track.state in ENDED else "now" if now else "future"
    decision_days = _decision_days(room)
    text = _("Met een reden.")
    if state != "past" and today > promised_on:
        text = _("Wij zijn te laat. Dat spijt ons.")
    elif decision_days and promised_on < min(decision_days) and track.state is not TrackState.stopped:
        text = _("Met een reden. Vóór het besluit.")
    when = _("Uiterlijk %(day)s", day=brief_day(promised_on))
    return _Placed(on=promised_on, rank=2, stop=Stop(title=_("U krijgt antwoord"), when=when, state=state, text=text))


def _landings(room: DeclaredRoom, today: date) -> list[_Placed]:
    """One stop for each day on which something is decided; several paths on one day share it."""
    numbers = {question.id: number for number, question in enumerate(room.open_questions, 1)}
    by_day: dict[date | None, list[LandingPath]] = {}
    for path in room.paths:
        by_day.setdefault(path.decides_on, []).append(path)
    return [_landing(on, paths, numbers, today) for on, paths in by_day.items()]


def _landing(on: date | None, paths: list[LandingPath], numbers: dict[int, int], today: date) -> _Placed:
    landing = tuple(sorted({numbers[question.id] for path in paths for question in path.questions}))
    titles = list(dict.fromkeys(decides(path) for path in paths))
    stop = Stop(
        title=_all_of(titles),
        when=brief_day(on) if on else _("Datum nog niet bekend"),
        state=_state(on, today) if on else "future",
        unsure=on is None,
        text=joined(*dict.fromkeys(_about(path) for path in paths)),
        lands=_lands(landing),
    )
    return _Placed(on=on or date.max, rank=3, stop=stop, numbers=landing, note=_lane_note(paths))


def _all_of(titles: list[str]) -> str:
    """'Het college beslist en werkplan klaar'"""
    words = titles[0]
    for title in titles[1:]:
        words = quoting(_("%(some)s en %(last)s"), {}, some=words, last=_small(title))
    return words


def _lands(numbers: Sequence[int]) -> str | None:
    if not numbers:
        return None
    words = _("%(questions)s komt hier aan") if len(numbers) == 1 else _("%(questions)s komen hier aan")
    return words % {"questions": questions_in_words(numbers)}


def _about(path: LandingPath) -> str:
    if path.kind in DECIDES or path.kind is None:
        return dutch(f"{path.document}." if path.document and not path.document.endswith(".") else path.document)
    makes = {
        PathKind.design: _("%(organ)s stelt dit vast."),
        PathKind.execution: _("%(organ)s maakt dit."),
        PathKind.agreement: _("%(organ)s tekent dit."),
    }
    if not path.organ or path.kind not in makes:
        return ""
    return quoting(makes[path.kind], {"organ": _capital(path.organ)})


def _lane_note(paths: list[LandingPath]) -> str:
    """A few words beside the line: the question itself when there is one, else the document."""
    questions = [question.question for path in paths for question in path.questions]
    if len(questions) == 1:
        return questions[0].rstrip("?").strip()
    return paths[0].document if len(paths) == 1 else ""


def _works(room: DeclaredRoom, today: date) -> list[_Placed]:
    """When people see it outside. Not sure stays dashed, and says so."""
    by_day: dict[date, list[LandingPath]] = {}
    for path in room.paths:
        if path.work_from:
            by_day.setdefault(path.work_from, []).append(path)
    return [_Placed(on=start, rank=4, stop=_work(start, paths, today)) for start, paths in by_day.items()]


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


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
