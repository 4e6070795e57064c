"""One row of the public list: what somebody said, and what became of it, as a plain tuple for the template.

Fifty of these stand on one page, so everything that is the same for each row (the mark of an outcome, a translated
sentence, a date) is made once per page or remembered; the template only prints.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from babel.dates import format_date
from flask import url_for
from markupsafe import Markup, escape

from participation import clock
from participation.contributions.models import Channel
from participation.outcomes.models import OutcomeKind
from participation.outcomes.public_list import REASON, WORDS, PublicPoint
from participation.web import language
from participation.web.filters import quoting, static_url
from participation.web.language import gettext as _
from participation.web.path_view import DECIDES
from participation.words import N_

KINDS = {kind.value: kind for kind in OutcomeKind}
CHANNELS = {channel.value: channel.label for channel in Channel}
LANDS = {OutcomeKind.adopted.value, OutcomeKind.partly_adopted.value, OutcomeKind.already_done.value}
DECIDING = {kind.value for kind in DECIDES}
INTERIM = {kind.value for kind in OutcomeKind if kind.is_interim}
OWN = ("yes", "no", "text", "document", "organ", "to")
"""The values in a sentence that colleagues wrote, in Dutch."""


class Said(NamedTuple):
    """What the template prints, in this order."""

    words: str
    language: str
    about: Markup
    whole: str
    number: str
    tag: Markup
    facts: str
    reason: str
    lands: str
    promise: str
    is_late: bool


@lru_cache(maxsize=4096)
def _day(value: date, lang: str) -> str:
    return str(format_date(value, "d MMMM y", locale="en_GB" if lang == "en" else "nl"))


@lru_cache(maxsize=256)
def _translated(words: str, _lang: str) -> str:
    """Our own words in a language, looked up once; escaped, for they stand between mark-up."""
    return str(escape(_(words)))


@lru_cache(maxsize=256)
def _sentence(words: str, _lang: str) -> str:
    """The same for sentences that the template escapes."""
    return str(_(words))


@lru_cache(maxsize=64)
def _tag(value: str | None, lang: str, icons: str) -> Markup:
    """The mark of an outcome: the same look as the macro `outcome_tag`."""
    kind = KINDS[value] if value else None
    label, icon = (kind.label, kind.icon) if kind else (N_("Wacht op antwoord"), "waiting")
    extra = "" if kind and not kind.is_interim else " outcome--interim" if kind else " outcome--waiting"
    return Markup(
        '<p class="outcome{}"><svg class="icon" aria-hidden="true" focusable="false"><use href="{}#i-{}"/></svg> {}</p>'
    ).format(extra, icons, icon, _sentence(label, lang))


def excerpt(text: str, longest: int) -> tuple[str, bool]:
    """The start of *text* up to a word boundary, and whether something was left out."""
    if len(text) <= longest:
        return text, False
    end = max(text.rfind(" ", 0, longest + 1), text.rfind("\n", 0, longest + 1))
    return text[: end if end >= longest // 2 else longest].rstrip(" ,;:\n") + " …", True


def rows(points: Sequence[PublicPoint], today: date) -> list[Said]:
    """Shape one page of the list."""
    page = _Page(today)
    return [page.row(point) for point in points]


class _Page:
    """What the rows of one page share."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.lang = language.current()
        self.base = str(escape(url_for("public.contribution", number="0")[:-1]))
        self.icons = static_url("icons.svg")

    def row(self, point: PublicPoint) -> Said:
        received = clock.local(point.received_at)
        number = f"{received.year}-{point.contribution_id:05d}"
        words, is_cut = excerpt(point.words or "", WORDS)
        reason, shortened = excerpt(point.reason or "", REASON) if point.kind else ("", False)
        promise, is_late = self._promise(point)
        href, name = self.base + number, _translated(N_("Bijdrage"), self.lang)
        day, channel = _day(received.date(), self.lang), _translated(CHANNELS[point.channel], self.lang)
        # Every part is a number, a date or escaped already: `Markup.format` fifty times costs more than all the rest.
        about = Markup(f'<a href="{href}">{name} {number}</a>, {day}, {channel}')  # noqa: S704
        return Said(
            words, point.language, about, href if is_cut or shortened else "", number,
            _tag(point.kind, self.lang, self.icons), self._facts(point), reason, self._lands(point), promise, is_late,
        )  # fmt: skip

    def _say(self, words: str, **values: str) -> str:
        sentence = _sentence(words, self.lang)
        if self.lang == "nl":
            return sentence % values
        return quoting(sentence, {name: values.pop(name) for name in OWN if name in values}, **values)

    def _facts(self, point: PublicPoint) -> str:
        """What belongs to the verdict itself, before the reason."""
        if point.kind == "partly_adopted" and point.part_not:
            wel, niet = excerpt(point.part_adopted or "", REASON)[0], excerpt(point.part_not, REASON)[0]
            return self._say(N_("Dit deel wel: %(yes)s Dit deel niet: %(no)s"), yes=wel, no=niet)
        if point.kind == "outside_room" and (point.fixed or point.limit):
            return self._say(N_("Dit staat vast: %(text)s"), text=point.fixed or point.limit or "")
        if point.kind == "brought_in" and point.colleague:
            return self._say(N_("Wij haalden %(colleague)s erbij."), colleague=point.colleague)
        if point.kind == "formal_route" and point.forwarded_to:
            return self._say(N_("Wij stuurden dit door naar %(to)s."), to=point.forwarded_to)
        return ""

    def _lands(self, point: PublicPoint) -> str:
        if point.kind not in LANDS or not point.document:
            return ""
        place = f"{point.document}, {point.place}" if point.place else point.document
        if not point.organ or point.decides_on is None:
            return self._say(N_("Het komt in: %(document)s."), document=place)
        values = {"document": place, "organ": point.organ, "day": _day(point.decides_on, self.lang)}
        past, decides = point.decides_on <= self.today, point.path_kind in DECIDING
        if past and decides:
            return self._say(N_("Het staat in: %(document)s. %(organ)s besliste op %(day)s."), **values)
        if past:
            return self._say(N_("Het staat in: %(document)s, van %(day)s."), **values)
        if decides:
            return self._say(N_("Het komt in: %(document)s. %(organ)s beslist op %(day)s."), **values)
        return self._say(N_("Het komt in: %(document)s. Dat is klaar op %(day)s."), **values)

    def _promise(self, point: PublicPoint) -> tuple[str, bool]:
        """What is still owed: an answer, or what follows an interim one."""
        if point.kind is not None and point.kind not in INTERIM:
            return "", False
        due = point.due or (point.later_on if point.kind else None)
        if due is None:
            return "", False
        day = _day(due, self.lang)
        if due < self.today:
            return self._say(N_("Wij zijn te laat. Dat spijt ons. Het moest op %(day)s."), day=day), True
        if point.kind is None:
            return self._say(N_("Een antwoord komt uiterlijk op %(day)s."), day=day), False
        return self._say(N_("Er komt meer, uiterlijk op %(day)s."), day=day), False
