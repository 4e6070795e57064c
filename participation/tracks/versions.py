"""What changed between two versions of the room, in the words that residents read (I23)."""

import enum
from dataclasses import dataclass
from itertools import pairwise

from participation.tracks.room import DeclaredRoom, Level, RoomState
from participation.words import N_


class Direction(enum.Enum):
    """Whether residents can change less, more, or something else than before."""

    narrower = "narrower"
    wider = "wider"
    other = "other"

    @property
    def label(self) -> str:
        return {
            Direction.narrower: N_("er is minder ruimte"),
            Direction.wider: N_("er is meer ruimte"),
            Direction.other: N_("de regels veranderden"),
        }[self]


@dataclass(frozen=True)
class Change:
    """The step from one approved version to the next."""

    before: DeclaredRoom
    after: DeclaredRoom
    now_fixed: list[str]
    no_longer_fixed: list[str]
    no_longer_open: list[str]
    now_open: list[str]
    level: Level | None

    @property
    def direction(self) -> Direction:
        lower = (
            self.level is not None and self.before.level is not None and self.level.number < self.before.level.number
        )
        higher = self.level is not None and not lower
        less = bool(self.now_fixed or self.no_longer_open or lower)
        more = bool(self.no_longer_fixed or self.now_open or higher)
        if less == more:
            return Direction.other
        return Direction.narrower if less else Direction.wider


def change(before: DeclaredRoom, after: DeclaredRoom) -> Change:
    """Compare two versions by their texts; a text that only moved did not change. `level` is set when it changed."""
    fixed = [point.text for point in before.fixed_points], [point.text for point in after.fixed_points]
    open_ = [row.question for row in before.open_questions], [row.question for row in after.open_questions]
    return Change(
        before=before,
        after=after,
        now_fixed=[text for text in fixed[1] if text not in fixed[0]],
        no_longer_fixed=[text for text in fixed[0] if text not in fixed[1]],
        no_longer_open=[text for text in open_[0] if text not in open_[1]],
        now_open=[text for text in open_[1] if text not in open_[0]],
        level=after.level if after.level is not before.level else None,
    )


def changes(rooms: list[DeclaredRoom]) -> list[Change]:
    """Every step between the approved versions among *rooms*, the newest first."""
    approved = sorted((room for room in rooms if room.state is RoomState.approved), key=lambda room: room.version)
    return [change(before, after) for before, after in pairwise(approved)][::-1]
