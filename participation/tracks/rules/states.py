"""Where a track may go from where it is, and whether residents can react today."""

import enum
from dataclasses import dataclass
from datetime import date

from participation import clock
from participation.refusals import Conflict
from participation.tracks.models import Track, TrackState
from participation.words import N_


class Move(enum.Enum):
    """Everything that can be done with a track as a whole; the value completes "Nu kunt u dit traject niet …"."""

    request_review = "laten toetsen"
    approve = "goedkeuren"
    send_back = "teruggeven"
    change_dates = "een andere datum geven"
    open = "openen"
    close_for_input = "sluiten voor reacties"
    change_room = "andere regels geven"
    stop = "stoppen"
    close = "afsluiten"
    archive = "bewaren"


MOVES: dict[Move, dict[TrackState, TrackState]] = {
    Move.request_review: {TrackState.draft: TrackState.in_review},
    Move.approve: {TrackState.in_review: TrackState.ready},
    Move.send_back: {TrackState.in_review: TrackState.draft},
    Move.change_dates: {TrackState.ready: TrackState.ready},
    Move.open: {TrackState.ready: TrackState.open},
    Move.close_for_input: {TrackState.open: TrackState.answering},
    Move.change_room: {TrackState.open: TrackState.open, TrackState.answering: TrackState.answering},
    Move.stop: {TrackState.open: TrackState.stopped, TrackState.answering: TrackState.stopped},
    Move.close: {TrackState.answering: TrackState.closed},
    Move.archive: {TrackState.closed: TrackState.archived},
}


class NotAllowedNow(Conflict):
    """The track is not in a state from which this can be done: somebody else was first, or a step was skipped."""


def may_move(state: TrackState, move: Move) -> bool:
    """Whether *move* is in the table for *state*; what is not in it, cannot happen."""
    return state in MOVES[move]


def after(state: TrackState, move: Move) -> TrackState:
    """The state that *move* leads to; `NotAllowedNow` when it cannot be done from *state*."""
    if not may_move(state, move):
        raise NotAllowedNow(
            f"Nu kunt u dit traject niet {move.value}. De stand van dit traject is: {state.label}. "
            "Misschien was een collega u voor."
        )
    return MOVES[move][state]


class Closed(enum.Enum):
    """Why a track takes no contribution."""

    not_public = "not_public"
    not_yet = "not_yet"
    late = "late"
    over = "over"
    stopped = "stopped"


@dataclass(frozen=True)
class WhyClosed:
    """Why a track takes no contribution today, with the day residents want to know (none when there is none).

    `sentence` is marked for translation and holds `%(day)s`; the web layer fills in the day in full.
    """

    kind: Closed
    day: date | None = None

    @property
    def sentence(self) -> str:
        return {
            Closed.not_public: N_("Hier kunt u nog niet op reageren."),
            Closed.not_yet: N_("Dit traject is nog niet open. U kunt reageren vanaf %(day)s."),
            Closed.late: N_("Dit traject is nog niet open. Het zou open gaan op %(day)s. Dat is niet gelukt."),
            Closed.over: N_("Dit traject is gesloten. Reageren kon tot en met %(day)s."),
            Closed.stopped: N_("Dit traject is gestopt op %(day)s. U kunt niet meer reageren."),
        }[self.kind]


def takes_contributions(track: Track, today: date) -> bool:
    """Open, and *today* lies between the first and the last day, both included, whatever the worker did or not."""
    return why_closed(track, today) is None


def why_closed(track: Track, today: date) -> WhyClosed | None:
    """Why residents cannot react today; none when they can. Days are days in the Netherlands."""
    opens, closes = track.opens_on, track.closes_on
    if not track.state.is_public or opens is None or closes is None:
        return WhyClosed(Closed.not_public)
    if track.state is TrackState.stopped:
        return WhyClosed(Closed.stopped, clock.local(track.stopped_at).date() if track.stopped_at else None)
    if track.state is TrackState.ready and opens < today:
        return WhyClosed(Closed.late, opens)
    if track.state is TrackState.ready or (track.state is TrackState.open and today < opens):
        return WhyClosed(Closed.not_yet, opens)
    if track.state is TrackState.open and today <= closes:
        return None
    return WhyClosed(Closed.over, closes)


def has_paper(track: Track, today: date) -> bool:
    """Whether there is a form and a poster: while people can react, and before, so that they can be spread in time."""
    why = why_closed(track, today)
    return why is None or why.kind is Closed.not_yet
