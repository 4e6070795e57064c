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
from participation.web.landings import DECIDES
from participation.web.language import gettext as _
from participation.web.templating import rendered
from participation.words import N_

KINDS = {kind.value: kind for kind in OutcomeKind}
CHANNELS = {channel.value: channel.label for channel in Channel}
LANDS = {OutcomeKind.adopted.value, OutcomeKind.partly_adopted.value, OutcomeKind.already_done.value}
DECIDING = {kind.value for kind in DECIDES}
EXPLAINED = {"partly_adopted", "outside_room", "brought_in", "formal_route"}
INTERIM = {kind.value for kind in OutcomeKind if kind.is_interim}
OWN = ("yes", "no", "text", "document", "organ", "to", "title")
"""The values in a sentence that colleagues wrote, in Dutch."""


_BETWEEN = "\0"
"""What stands between texts that are escaped together: no text that was ever stored holds it."""


class Said(NamedTuple):
    """What the template prints, in this order. It prints it as it is: no text in it can be mark-up any more."""

    words: str
    facts: str
    reason: str
    lands: str
    promise: str
    language: str
    about: str
    whole: str
    number: str
    tag: str
    is_late: bool


Texts = tuple[str, str, str, str, str, str]
"""The first six: from people or with their words in it."""
Shape = tuple[str, str, str, str, bool]
"""The others: made of numbers, addresses and words of ours."""
TEXTS = 6


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


def _filled(words: str, lang: str, **values: str) -> str:
    """A sentence with *values* in it; what colleagues wrote says that it is Dutch where the page is not."""
    sentence = _sentence(words, lang)
    if lang == "nl":
        return sentence % values
    return quoting(sentence, {name: values.pop(name) for name in OWN if name in values}, **values)


@lru_cache(maxsize=1024)
def _owed(due: date, is_late: bool, is_interim: bool, lang: str) -> str:
    """What we promised by *due*; a page names the same few days again and again."""
    words = N_("Er komt meer, uiterlijk op %(day)s.") if is_interim else N_("Een antwoord komt uiterlijk op %(day)s.")
    late = N_("Wij zijn te laat. Dat spijt ons. Het moest op %(day)s.")
    return _filled(late if is_late else words, lang, day=_day(due, lang))


@lru_cache(maxsize=64)
def _tag(value: str | None, lang: str, icons: str) -> str:
    """The mark of an outcome: the same look as the macro `outcome_tag`."""
    kind = KINDS[value] if value else None
    label, icon = (kind.label, kind.icon) if kind else (N_("Wacht op antwoord"), "waiting")
    extra = "" if kind and not kind.is_interim else " outcome--interim" if kind else " outcome--waiting"
    return str(
        Markup(
            '<p class="outcome{}"><svg class="icon" aria-hidden="true" focusable="false"><use href="{}#i-{}"/></svg>'
            " {}</p>"
        ).format(extra, icons, icon, _sentence(label, lang))
    )


def excerpt(text: str, longest: int) -> tuple[str, bool]:
    """The start of *text* up to a word boundary, and whether something was left out."""
    if len(text) <= longest:
        return text, False
    end = max(text.rfind(" ", 0, longest + 1), text.rfind("\n", 0, longest + 1))
    return text[: end if end >= longest // 2 else longest].rstrip(" ,;:\n") + " …", True


def listed(points: Sequence[PublicPoint], today: date) -> Markup:
    """One page of the list, drawn; empty when nothing stands on it."""
    if not points:
        return Markup("")
    return rendered("public/_points.html", points=rows(points, today))


def rows(points: Sequence[PublicPoint], today: date) -> list[Said]:
    """Shape one page of the list; every text in it is inert."""
    page = _Page(today)
    shaped = [page.row(point) for point in points]
    safe = inert([text for texts, _shape in shaped for text in texts])
    return [
        Said._make((*safe[number * TEXTS : (number + 1) * TEXTS], *shape))
        for number, (_texts, shape) in enumerate(shaped)
    ]


def inert(texts: Sequence[str]) -> list[str]:
    """Every text escaped, with one call for all of them instead of one for each. Mark-up of ours stays what it is."""
    if Markup not in set(map(type, texts)):
        together = str(escape(_BETWEEN.join(texts))).split(_BETWEEN)
        if len(together) == len(texts):
            return together
    return [str(escape(text)) for text in texts]


class _Page:
    """What the rows of one page share."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.lang = language.current()
        self.base = str(escape(url_for("public.contribution", number="0")[:-1]))
        self.icons = static_url("icons.svg")
        self.name = _translated(N_("Bijdrage"), self.lang)

    def row(self, point: PublicPoint) -> tuple[Texts, Shape]:
        """What `Said` is made of, with the texts as they were written."""
        received = clock.local(point.received_at)
        number = f"{received.year}-{point.contribution_id:05d}"
        words, is_cut = excerpt(point.words or "", WORDS)
        reason, shortened = excerpt(point.reason or "", REASON) if point.kind else ("", False)
        is_open = point.kind is None or point.kind in INTERIM
        promise, is_late = self._promise(point) if is_open else ("", False)
        facts = self._facts(point) if point.kind in EXPLAINED else ""
        lands = self._lands(point) if point.kind in LANDS else ""
        href = self.base + number
        day, channel = _day(received.date(), self.lang), _translated(CHANNELS[point.channel], self.lang)
        about = f'<a href="{href}">{self.name} {number}</a>, {day}, {channel}'
        whole = href if is_cut or shortened else ""
        tag = _tag(point.kind, self.lang, self.icons)
        return (words, facts, reason, lands, promise, point.language), (about, whole, number, tag, is_late)

    def _say(self, words: str, **values: str) -> str:
        return _filled(words, self.lang, **values)

    def _facts(self, point: PublicPoint) -> str:
        """What belongs to the verdict itself, before the reason."""
        if point.kind == "partly_adopted" and point.part_not:
            wel, niet = excerpt(point.part_adopted or "", REASON)[0], excerpt(point.part_not, REASON)[0]
            return self._say(N_("Dit deel wel: %(yes)s Dit deel niet: %(no)s"), yes=wel, no=niet)
        if point.kind == "outside_room" and (point.fixed or point.limit):
            return self._say(N_("Dit staat vast: %(text)s"), text=point.fixed or point.limit or "")
        if point.kind == "brought_in" and point.to_track:
            return self._say(N_("Het traject ‘%(title)s’ neemt dit ook mee."), title=point.to_track)
        if point.kind == "brought_in" and point.colleague:
            return self._say(N_("Wij haalden %(colleague)s erbij."), colleague=point.colleague)
        if point.kind == "formal_route" and point.forwarded_to:
            return self._say(N_("Wij stuurden dit door naar %(to)s."), to=point.forwarded_to)
        return ""

    def _lands(self, point: PublicPoint) -> str:
        if not point.document:
            return ""
        if point.to_track:
            words = N_("Het komt in: %(document)s, van het traject ‘%(title)s’.")
            return self._say(words, document=point.document, title=point.to_track)
        place = f"{point.document}, {point.place}" if point.place else point.document
        if not point.organ or point.decides_on is None:
            return self._say(N_("Het komt in: %(document)s."), document=place)
        day = _day(point.decided_on or point.decides_on, self.lang)
        return self._say(self._when_it_lands(point, point.decides_on), document=place, organ=point.organ, day=day)

    def _when_it_lands(self, point: PublicPoint, decides_on: date) -> str:
        """Decided, when somebody recorded it; else to come, or not known although its day has passed."""
        decides = point.path_kind in DECIDING
        if point.decided_on is not None:
            there = N_("Het staat in: %(document)s. %(organ)s besliste op %(day)s.")
            return there if decides else N_("Het staat in: %(document)s, van %(day)s.")
        if decides_on < self.today:
            return N_("Het komt in: %(document)s. Dat zou er zijn op %(day)s. Wij weten nog niet wat het werd.")
        to_come = N_("Het komt in: %(document)s. %(organ)s beslist op %(day)s.")
        return to_come if decides else N_("Het komt in: %(document)s. Dat is klaar op %(day)s.")

    def _promise(self, point: PublicPoint) -> tuple[str, bool]:
        """What is still owed: an answer, or what follows an interim one; and whether we are late."""
        due = point.due or (point.later_on if point.kind else None)
        if due is None:
            return "", False
        is_late = due < self.today
        return _owed(due, is_late, point.kind is not None, self.lang), is_late
