"""What differs between two versions of the rules, for whoever reads it: residents, the writer and the reviewer alike.

Each difference says in words what happened (vervalt, nieuw, anders) and shows what it was and what it is.
"""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from participation.tracks.differences import Difference, Effect, Part, Subject, What
from participation.web.filters import dutch, joined, short_day
from participation.web.language import gettext as _
from participation.words import N_

TAGS = {What.gone: N_("Vervalt"), What.new: N_("Nieuw"), What.changed: N_("Anders"), What.known: N_("Nu bekend")}
ICONS = {What.gone: "gone", What.new: "plus", What.changed: "pencil", What.known: "check"}
EFFECTS = {Effect.narrower: N_("Minder ruimte"), Effect.wider: N_("Meer ruimte")}
SENTENCES = {
    (What.gone, Subject.question): N_("Deze vraag is niet meer open:"),
    (What.new, Subject.fixed): N_("Dit staat nu ook vast:"),
    (What.new, Subject.question): N_("Deze vraag is nu ook open:"),
    (What.gone, Subject.fixed): N_("Dit staat niet meer vast:"),
    (What.known, Subject.fixed): N_("Dit weten we nu, en het staat vast:"),
    (What.known, Subject.question): N_("Dit weten we nu. U kunt erover meedenken:"),
    (What.changed, Subject.question): N_("Bij deze vraag is iets anders:"),
    (What.changed, Subject.path): N_("Dit komt anders in het besluit:"),
}
USUAL = {What.gone: N_("Dit vervalt:"), What.new: N_("Dit is nieuw:"), What.changed: N_("Dit is anders:")}
MAIN = {
    Subject.fixed: "text", Subject.question: "question", Subject.unknown: "text", Subject.constraint: "text",
    Subject.criterion: "text", Subject.path: "document", Subject.deviation: "reason",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class WasIs:
    """One text, day or choice: what it was, and what it is."""

    label: str
    was: str
    now: str


@dataclass(frozen=True, kw_only=True)
class DifferenceView:
    """One difference. `was` and `now` are the words of a whole row; `parts` what was rewritten in one that stayed.

    `renames` says that the words by which the row is known are among those parts.
    """

    what: str
    icon: str
    tag: str
    subject: str
    effect: str
    is_less: bool
    is_unclear: bool
    renames: bool
    was: str
    now: str
    parts: list[WasIs]


def difference_views(found: Iterable[Difference]) -> list[DifferenceView]:
    """Every difference, drawn for the macro `differences`."""
    return [_view(one) for one in found]


def _view(one: Difference) -> DifferenceView:
    gone, new = one.what is What.gone, one.what in (What.new, What.known)
    was = one.unknown.text if one.unknown is not None else _words(one.subject, one.was) if gone else ""
    return DifferenceView(
        what=one.what.value,
        icon=ICONS[one.what],
        tag=_(TAGS[one.what]),
        subject=_(one.subject.label),
        effect=_(EFFECTS[one.effect]) if one.effect in EFFECTS else "",
        is_less=one.effect is Effect.narrower,
        is_unclear=one.effect is Effect.unclear,
        renames=any(part.name == MAIN.get(one.subject) for part in one.parts),
        was=dutch(was),
        now=dutch(_words(one.subject, one.now)) if new or (one.subject in MAIN and not gone) else "",
        parts=[_was_is(part) for part in one.parts],
    )


def _words(subject: Subject, row: Any) -> str:
    if subject is Subject.path:
        return str(row.document or row.organ)
    return str(getattr(row, MAIN[subject])) if subject in MAIN else ""


def _was_is(part: Part) -> WasIs:
    return WasIs(label=_(part.label), was=_written(part.before), now=_written(part.after))


def _written(value: Any) -> str:
    """A value as residents read it; nothing is said in words as well."""
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    if not value:
        return _("niets")
    if isinstance(value, date):
        return short_day(value)
    if isinstance(value, enum.Enum):
        return _(str(value.label))  # type: ignore[attr-defined]
    return dutch("; ".join(value)) if isinstance(value, tuple) else dutch(str(value))


def sentence(one: Difference) -> str:
    """One difference in one sentence, for where there is no room to show it."""
    if one.subject is Subject.level and one.now.level is not None:
        return str(_("Uw invloed is nu: %(level)s.", level=_(one.now.level.label)))
    words = _(SENTENCES.get((one.what, one.subject)) or USUAL[one.what])
    if one.subject not in MAIN:
        return joined(words, f"{_(one.parts[0].label)}.")
    return joined(words, dutch(_words(one.subject, one.was if one.now is None else one.now)))
