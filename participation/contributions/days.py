"""Days as people write them in sheets: in Dutch and in ISO, never guessed. Pure."""

import re
from datetime import date, datetime

from participation import clock

_MONTHS = {
    "januari": 1, "februari": 2, "maart": 3, "april": 4, "mei": 5, "juni": 6, "juli": 7, "augustus": 8,
    "september": 9, "oktober": 10, "november": 11, "december": 12,
    "jan": 1, "feb": 2, "mrt": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "okt": 10, "nov": 11,
    "dec": 12,
}  # fmt: skip
_TIME = r"(?:[ t,]+(?:om )?\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?(?: uur)?)?"
_ISO = re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){_TIME}", re.ASCII)
_DUTCH = re.compile(rf"(\d{{1,2}})[-/. ](\d{{1,2}})[-/. ](\d{{4}}){_TIME}", re.ASCII)
_WORDS = re.compile(rf"(?:[a-z]+ )?(\d{{1,2}})[- ]([a-z]+)\.?[- ](\d{{4}}){_TIME}", re.ASCII)
_SHORT_YEAR = re.compile(r"(?:\d{1,2}[-/. ]\d{1,2}[-/. ]'?\d{2}|(?:[a-z]+ )?\d{1,2}[- ][a-z]+\.?[- ]'?\d{2})\b.{0,12}")
_ZONE = re.compile(r"(?: ?(?:UTC|Z)| ?([+-]\d{2}):?(\d{2}))$", re.IGNORECASE)


class NotADay(ValueError):
    """This is no day that we understand for certain; the message says how to write it."""


def read_day(text: str) -> date:
    """The day in the Netherlands that *text* names. Refuses (`NotADay`) a year of two digits and every guess."""
    text = text.strip()
    zone = _ZONE.search(text)
    if zone and text[:4].isdigit():
        return _with_zone(text, zone)
    plain = text.lower()
    for pattern, order in ((_ISO, (0, 1, 2)), (_DUTCH, (2, 1, 0)), (_WORDS, (2, 1, 0))):
        found = pattern.fullmatch(plain)
        if found:
            year, month, day = (found.groups()[place] for place in order)
            return _date(text, year, str(_MONTHS.get(month, month)), day)
    if _SHORT_YEAR.fullmatch(plain):
        raise NotADay(f"Het jaar in ‘{text[:40]}’ heeft twee cijfers. Schrijf het hele jaar, zoals 24-11-2026.")
    raise _unreadable(text)


def _date(text: str, year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise _unreadable(text) from None


def _with_zone(text: str, zone: re.Match[str]) -> date:
    hours, minutes = zone.groups()
    offset = f"{hours}:{minutes}" if hours else "+00:00"
    try:
        return clock.local(datetime.fromisoformat(text[: zone.start()].strip() + offset)).date()
    except ValueError:
        raise _unreadable(text) from None


def _unreadable(text: str) -> NotADay:
    clean = text[:40].encode("utf-8", "replace").decode().replace("\x00", "�")
    return NotADay(f"De dag ‘{clean}’ is niet te lezen. Schrijf hem als 2026-11-24 of 24-11-2026.")
