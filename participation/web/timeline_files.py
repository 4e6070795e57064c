"""What a resident reads in the history about photos and documents that came along (`web/timeline.py`)."""

from collections.abc import Callable
from typing import Any, Protocol

from participation.web.filters import quoting
from participation.web.language import gettext as _


class Told(Protocol):
    """An event, and who did it."""

    @property
    def event(self) -> Any: ...
    @property
    def by(self) -> str: ...


def _received(told: Told) -> str:
    number = int(told.event.data["number"])
    if number == 1:
        return _("Er kwam ook een bestand mee.")
    return _("Er kwamen ook %(number)s bestanden mee.", number=number)


def _shown(told: Told) -> str:
    if told.event.data.get("again"):
        return ""
    return _("%(name)s bekeek een bestand van u. Iedereen mag het zien.", name=told.by)


def _kept_off(told: Told) -> str:
    words = _("%(name)s zette een bestand van u niet op de website. Dit is waarom: %(why)s")
    return quoting(words, {"why": told.event.why or ""}, name=told.by)


SENTENCES: dict[str, Callable[[Told], str]] = {
    "contribution.files_received": _received,
    "contribution.file_shown": _shown,
    "contribution.file_kept_off": _kept_off,
}
