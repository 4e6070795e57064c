"""What stands beside a contribution, whichever list the reader came from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask import url_for

from participation.web.desk.inbox import Item

ABOVE, SHOWN = 3, 8
Row = TypeVar("Row")


@dataclass(frozen=True)
class Reading:
    """The list beside a contribution, and the addresses of its neighbours: none where the list ends."""

    menu: str
    title: str
    back: str
    back_text: str
    rows: Sequence[Item]
    nothing: str
    previous: str | None
    next: str | None


def address(number: str | None) -> str | None:
    """Where a neighbour is read; the address carries the list along."""
    return url_for("desk.contribution", number=number) if number else None


def around(rows: Sequence[Row], at: int) -> Sequence[Row]:
    """The lines of a long list that are shown: a few above the one that is read, and what follows."""
    first = max(0, min(at - ABOVE, len(rows) - SHOWN))
    return rows[first : first + SHOWN]
