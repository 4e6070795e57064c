"""A promise in sentences: what we said, whether it happened, which day it had before, and whom to call."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from participation.outcomes.ledger import Promised
from participation.promises.models import PromiseKind, PromiseState
from participation.web.filters import joined, quoting, short_day
from participation.words import N_

TAGS = {
    PromiseState.missed: ("late", N_("Te laat")),
    PromiseState.open: ("open", N_("Beloofd")),
    PromiseState.kept: ("kept", N_("Nagekomen")),
    PromiseState.kept_late: ("late", N_("Nagekomen, maar te laat")),
}
LAPSED = {PromiseState.kept: ("ended", N_("Gaat niet door")), PromiseState.kept_late: ("late", N_("Niet nagekomen"))}
MOVED = ("moved", N_("Verzet, met reden"))
SENTENCES = {
    PromiseKind.answer: N_("Antwoord op een bijdrage, uiterlijk %(day)s."),
    PromiseKind.track_answer: N_("Antwoord aan iedereen die reageerde, uiterlijk %(day)s."),
    PromiseKind.later_decision: N_("Een besluit dat later komt, uiterlijk %(day)s."),
    PromiseKind.brought_in: N_("Nieuws van een collega die erbij is gehaald, uiterlijk %(day)s."),
    PromiseKind.second_look: N_("Nog eens kijken naar een antwoord, uiterlijk %(day)s."),
    PromiseKind.decision: N_("%(text)s Uiterlijk %(day)s."),
    PromiseKind.unknown_point: N_("%(text)s Uiterlijk %(day)s."),
    PromiseKind.news: N_("%(text)s Uiterlijk %(day)s."),
}


@dataclass
class Line:
    """One or more promises that say the same in one track: one sentence, and the numbers they are about."""

    tag: str
    label: str
    title: str
    href: str
    sentence: str
    after: str
    contact: str
    decided: str = ""
    numbers: list[tuple[str, str]] = field(default_factory=list)
    moves: list[str] = field(default_factory=list)


def lines(rows: Sequence[Promised], today: date) -> list[Line]:
    """Promises in sentences; those that say the same stand in one line, each by its number."""
    found: dict[tuple[object, ...], Line] = {}
    for row in rows:
        state = row.state(today)
        before = tuple((move.due_before, move.due_after, move.reason) for move in row.moves)
        line = found.setdefault((row.due, row.slug, row.kind, row.text, state, row.lapsed, before), line_of(row, state))
        if row.number:
            href = url_for("public.contribution", number=row.number) if row.is_public else ""
            line.numbers.append((row.number, href))
    return list(found.values())


def line_of(row: Promised, state: PromiseState) -> Line:
    """One promise of the ledger, in the state it has today."""
    tag, label = _tag(row, state)
    words = _(SENTENCES[row.kind_of_promise])
    return Line(
        tag=tag, label=_(label), title=row.title, href=url_for("public.track", slug=row.slug),
        sentence=quoting(words, {"text": row.text}, day=short_day(row.due)), after=_after(row, state),
        contact=_contact(row), moves=[_moved(move.due_before, move.due_after, move.reason) for move in row.moves],
        decided=_decided(row),
    )  # fmt: skip


def _tag(row: Promised, state: PromiseState) -> tuple[str, str]:
    if row.lapsed:
        return LAPSED[state]
    return MOVED if row.moves and state is PromiseState.open else TAGS[state]


def _after(row: Promised, state: PromiseState) -> str:
    if row.lapsed:
        missed = _("Dat is niet op tijd gelukt.") if state is PromiseState.kept_late else ""
        return joined(missed, quoting(_("Dit gaat niet meer door. Dit is waarom: %(why)s"), {"why": row.lapsed}))
    if state is PromiseState.missed:
        return _("Dat is niet gelukt. Wij zijn dit nog schuldig.")
    if state is PromiseState.kept and row.kept_at is not None:
        return _("Dat deden we op %(day)s.", day=short_day(row.kept_at))
    if state is PromiseState.kept_late and row.kept_at is not None:
        return _("Het werd %(day)s. Dat was te laat.", day=short_day(row.kept_at))
    return ""


def _decided(row: Promised) -> str:
    if row.decision is None or row.lapsed:
        return ""
    words = _("Dit besliste %(organ)s op %(day)s: %(text)s")
    own = {"organ": _inside(row.decision.organ), "text": row.decision.text}
    return quoting(words, own, day=short_day(row.decision.decided_on))


def _inside(organ: str) -> str:
    """'Het college' in the middle of a sentence is 'het college'."""
    return organ[:1].lower() + organ[1:] if organ.startswith(("Het ", "De ")) else organ


def _contact(row: Promised) -> str:
    if row.contact is None or row.kept_at is not None:
        return ""
    if not row.phone:
        return _("Vragen? Vraag naar %(name)s.", name=row.contact)
    return _("Vragen? Bel %(name)s: %(phone)s.", name=row.contact, phone=row.phone)


def _moved(before: date, after: date, reason: str) -> str:
    words = _("Eerst beloofden wij %(before)s. Dat werd %(after)s. Dit is waarom: %(reason)s")
    return quoting(words, {"reason": reason}, before=short_day(before), after=short_day(after))
