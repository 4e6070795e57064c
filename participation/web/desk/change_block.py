"""What the page of a track at the desk says about its rules."""

from typing import Any

from participation import clock
from participation.outcomes.changes import marking as reissuing
from participation.tracks.change import RoomChange
from participation.tracks.room import DeclaredRoom, RoomState
from participation.tracks.rules import Move, may_move


def change_of(room: DeclaredRoom) -> RoomChange | None:
    """The change under way that *room* is the new version of."""
    change = room.change
    return change if change is not None and change.published_at is None else None


def change_block(room: DeclaredRoom) -> dict[str, Any]:
    """A change under way, what we may know by now, and answers that have to be given again."""
    change, runs = change_of(room), may_move(room.track.state, Move.change_room)
    return {
        "now": change, "runs": runs, "state": room.state.value if change else "", "unknown": room.unknown_points,
        "may_write": runs and (change is None or room.state is RoomState.draft),
        "answers_wait": room.track.state.is_public and reissuing.is_waiting(room.track_id), "today": clock.today(),
    }  # fmt: skip
