"""What the history of a contribution says to its resident about the code, and about mail."""

from collections.abc import Callable
from typing import Protocol

from participation.history import Event
from participation.web.language import gettext as _


class Told(Protocol):
    """An event, and the name of who did it."""

    @property
    def event(self) -> Event: ...

    @property
    def by(self) -> str: ...


def _renewed(told: Told) -> str:
    return _("%(name)s gaf een nieuwe code. De oude werkt niet meer.", name=told.by)


def _mailed(_told: Told) -> str:
    return _("Wij mailden uw code. Het adres bewaarden wij niet.")


def _chosen(told: Told) -> str:
    if told.event.data["wanted"]:
        return _("U zette mail over deze bijdrage aan.")
    return _("U zette mail over deze bijdrage uit.")


SENTENCES: dict[str, Callable[[Told], str]] = {
    "contribution.code_renewed": _renewed,
    "contribution.code_mailed": _mailed,
    "contribution.mail_chosen": _chosen,
}
