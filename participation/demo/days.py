"""Days and moments of the demo: counted from the day on which it is loaded, so that it is always alive.

In the content every day is a number: -45 is forty-five days ago, 12 is twelve days from now. Nobody decides anything
at the weekend: a day that has been moves back to its Friday, a day to come moves on to its Monday. So what is past
stays past, what is open stays open, and the order of things never changes.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from babel.dates import format_date

from participation import clock

_PLACE = re.compile(r"\{(-?\d+)\}")
SATURDAY = 5


@dataclass(frozen=True)
class Days:
    """The calendar of a demo that is loaded on *today* (a day in the Netherlands)."""

    today: date

    def day(self, offset: int) -> date:
        """The working day that lies about *offset* days from today."""
        day = self.today + timedelta(days=offset)
        if day.weekday() < SATURDAY:
            return day
        return day - timedelta(days=day.weekday() - 4) if offset < 0 else day + timedelta(days=7 - day.weekday())

    def moment(self, offset: int, at: str) -> datetime:
        """That day, at *at* ("14:10") on the Dutch clock."""
        return datetime.combine(self.day(offset), time.fromisoformat(at), tzinfo=clock.ZONE)

    def told(self, text: str) -> str:
        """A text of ours as one reads it: lines become sentences, an empty line a paragraph, {-45} a day in full."""
        paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text))
        return _PLACE.sub(self._in_full, "\n\n".join(filter(None, paragraphs)))

    def _in_full(self, found: re.Match[str]) -> str:
        return str(format_date(self.day(int(found[1])), "d MMMM y", locale="nl"))

    def read(self, thing: Any) -> Any:
        """*thing* (a text, or tables and lists of texts) with every text told."""
        if isinstance(thing, str):
            return self.told(thing)
        if isinstance(thing, dict):
            return {name: self.read(value) for name, value in thing.items()}
        return [self.read(value) for value in thing] if isinstance(thing, list) else thing
