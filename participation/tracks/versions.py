"""The steps between the versions of a room that residents could read, each with what differs and why (I23)."""

from dataclasses import dataclass
from itertools import pairwise

from participation.tracks.change import Direction, RoomChange
from participation.tracks.differences import Difference, differences, direction_of
from participation.tracks.room import DeclaredRoom


@dataclass(frozen=True)
class Step:
    """From one version that was in force to the next. `change` says why; a version of before the opening has none."""

    before: DeclaredRoom
    after: DeclaredRoom
    differences: list[Difference]

    @property
    def change(self) -> RoomChange | None:
        return self.after.change

    @property
    def direction(self) -> Direction:
        """What a person confirmed; what the rows say when nobody was asked."""
        confirmed = self.change.direction if self.change else None
        return confirmed or direction_of(self.differences)


def in_force(rooms: list[DeclaredRoom]) -> list[DeclaredRoom]:
    """The versions among *rooms* that residents could read, the oldest first."""
    return sorted((room for room in rooms if room.published_at is not None), key=lambda room: room.version)


def steps(rooms: list[DeclaredRoom]) -> list[Step]:
    """Every step between the versions among *rooms* that residents could read, the newest first."""
    return [Step(before, after, differences(before, after)) for before, after in pairwise(in_force(rooms))][::-1]
