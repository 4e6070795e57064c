"""What a colleague looks for, as one thing: the list, its next page, the neighbours of a contribution, a selection."""

import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Self

from participation.contributions.models import Channel, ContributionKind, number_of
from participation.outcomes.finding.states import DeskFilter

LAST = 2_147_483_647
NOBODY = 0
"""Stands for a colleague: what nobody took on."""
_MARK = re.compile(r"([1-9]\d{0,9})(?:-([1-9]\d{0,3}))?", re.ASCII)


@dataclass(frozen=True)
class Search:
    """The filters together: a contribution is found when all of them hold.

    `track_ids` are tracks that the reader works on, never more. `areas` are an area and all that lie in it. `handler`
    is the id of a colleague or `NOBODY`, `question` the lineage of an open question, so that later wordings count.
    `due_until`: an answer is still owed, on that day at the latest. `best_first` ranks the newest hits of `words`.
    """

    track_ids: tuple[int, ...]
    words: str = ""
    state: DeskFilter | None = None
    areas: tuple[int, ...] = ()
    channel: Channel | None = None
    handler: int | None = None
    department: int | None = None
    question: int | None = None
    theme: int | None = None
    kind: ContributionKind | None = None
    due_until: date | None = None
    best_first: bool = False


class Mark(NamedTuple):
    """Where a page begins: before this number; of a ranked page after so many of the best."""

    before: int = LAST
    skip: int = 0

    def __str__(self) -> str:
        return f"{self.before}-{self.skip}" if self.skip else str(self.before)

    @classmethod
    def read(cls, text: str) -> Self:
        """The mark in an address; raises `ValueError` on anything that is none. Empty: the beginning."""
        found = _MARK.fullmatch(text)
        if text and (found is None or int(found[1]) > LAST):
            raise ValueError("This is no place in the list.")
        return cls(int(found[1]), int(found[2] or 0)) if found else cls()


class Neighbour(NamedTuple):
    """The contribution before or after this one in a list."""

    id: int
    number: str

    @classmethod
    def of(cls, row: tuple[object, ...]) -> Self:
        identity, received_at = row
        return cls(identity, number_of(identity, received_at))  # type: ignore[arg-type]


class Neighbours(NamedTuple):
    """Both neighbours; None where the list ends, or where nothing was found within what is looked through."""

    newer: Neighbour | None
    older: Neighbour | None
