"""What we promised, and whether we kept it: in sentences, the missed ones first, never a score."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from participation import clock
from participation.outcomes import ledger
from participation.outcomes.ledger import Page, Promised
from participation.promises.models import PromiseKind, PromiseState
from participation.tracks.models import Track
from participation.web.access import everybody
from participation.web.filters import quoting, short_day
from participation.web.public import bp
from participation.words import N_

FEW = 8
LISTS = {
    "te-laat": (PromiseState.missed, N_("Niet nagekomen"), N_("Dit hebben we niet gehaald. Dat spijt ons.")),
    "open": (PromiseState.open, N_("Nog te doen"), N_("Dit hebben we beloofd, en de dag moet nog komen.")),
    "nagekomen": (PromiseState.kept, N_("Gedaan"), N_("Dit hebben we gedaan. Was het te laat? Dan staat dat erbij.")),
}
TAGS = {
    PromiseState.missed: ("late", N_("Te laat")),
    PromiseState.open: ("open", N_("Beloofd")),
    PromiseState.kept: ("kept", N_("Nagekomen")),
    PromiseState.kept_late: ("late", N_("Nagekomen, maar te laat")),
}
SENTENCES = {
    PromiseKind.answer: N_("Antwoord op een bijdrage, uiterlijk %(day)s."),
    PromiseKind.track_answer: N_("Antwoord aan iedereen die reageerde, uiterlijk %(day)s."),
    PromiseKind.later_decision: N_("Een besluit dat later komt, uiterlijk %(day)s."),
    PromiseKind.brought_in: N_("Nieuws van een collega die erbij is gehaald, uiterlijk %(day)s."),
}


@dataclass
class Line:
    """One or more promises of one kind, in one track, for one day: one sentence."""

    tag: str
    label: str
    title: str
    href: str
    sentence: str
    after: str
    contact: str
    numbers: list[tuple[str, str]] = field(default_factory=list)
    moves: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """One of the three lists, or its beginning, with the way to the rest."""

    slug: str
    title: str
    intro: str
    lines: list[Line]
    more: str | None


@bp.get("/beloften")
@everybody
def promises() -> ResponseReturnValue:
    """The beginning of the three lists; one of them in full with `soort`; one track with `traject`."""
    track, chosen = _track(), request.args.get("soort", "")
    if chosen and chosen not in LISTS:
        abort(404)
    parts = [_part(chosen, track, full=True)] if chosen else [_part(slug, track, full=False) for slug in LISTS]
    return render_template(
        "public/promises.html", parts=parts, track=track, chosen=chosen, options=_options(chosen, track),
        first=_address(chosen, track) if request.args.get("na") else None,
    )  # fmt: skip


def _track() -> Track | None:
    slug = request.args.get("traject")
    if not slug:
        return None
    return ledger.public_track(slug) or abort(404)


def _options(chosen: str, track: Track | None) -> list[dict[str, object]]:
    options: list[dict[str, object]] = [{"text": _("Alles"), "href": _address("", track), "here": not chosen}]
    for slug, (_state, title, _intro) in LISTS.items():
        options.append({"text": _(title), "href": _address(slug, track), "here": slug == chosen})
    return options


def _address(chosen: str, track: Track | None, mark: object = None) -> str:
    return url_for(
        "public.promises", soort=chosen or None, traject=track.slug if track else None, na=str(mark) if mark else None
    )


def _part(slug: str, track: Track | None, *, full: bool) -> Part:
    state, title, intro = LISTS[slug]
    today = clock.today()
    page = _read(state, track, today, full=full)
    more = _address(slug, track, page.next if full else None) if page.next else None
    return Part(slug, _(title), _(intro), lines(page.rows, today), more)


def _read(state: PromiseState, track: Track | None, today: date, *, full: bool) -> Page:
    try:
        after = ledger.mark_of(request.args.get("na", ""), state) if full else None
    except (ValueError, OverflowError):
        abort(404)
    rows = ledger.PAGE if full or state is PromiseState.missed else FEW
    if state is PromiseState.missed:
        return ledger.missed(today, track=track, after=after, rows=rows)
    if state is PromiseState.open:
        return ledger.to_come(today, track=track, after=after, rows=rows)
    return ledger.done(track=track, after=after, rows=rows)


def lines(rows: Sequence[Promised], today: date) -> list[Line]:
    """Promises in sentences; those that say the same stand in one line, each by its number."""
    found: dict[tuple[object, ...], Line] = {}
    for row in rows:
        state = row.state(today)
        key = (row.due, row.slug, row.kind, state, bool(row.moves) and row.id)
        line = found.setdefault(key, _line(row, state))
        if row.number:
            href = url_for("public.contribution", number=row.number) if row.is_public else ""
            line.numbers.append((row.number, href))
    return list(found.values())


def _line(row: Promised, state: PromiseState) -> Line:
    tag, label = TAGS[state]
    if row.moves and state in (PromiseState.open, PromiseState.kept):
        tag, label = ("moved", N_("Verzet, met reden")) if state is PromiseState.open else (tag, label)
    return Line(
        tag=tag, label=_(label), title=row.title, href=url_for("public.track", slug=row.slug),
        sentence=_(SENTENCES[row.kind_of_promise]) % {"day": short_day(row.due)}, after=_after(row, state),
        contact=_contact(row), moves=[_moved(move.due_before, move.due_after, move.reason) for move in row.moves],
    )  # fmt: skip


def _after(row: Promised, state: PromiseState) -> str:
    if state is PromiseState.missed:
        return _("Dat is niet gelukt. Wij zijn dit nog schuldig.")
    if state is PromiseState.kept and row.kept_at is not None:
        return _("Dat deden we op %(day)s.", day=short_day(row.kept_at))
    if state is PromiseState.kept_late and row.kept_at is not None:
        return _("Het werd %(day)s. Dat was te laat.", day=short_day(row.kept_at))
    return ""


def _contact(row: Promised) -> str:
    if row.contact is None or row.kept_at is not None:
        return ""
    if not row.phone:
        return _("Vragen? Vraag naar %(name)s.", name=row.contact)
    return _("Vragen? Bel %(name)s: %(phone)s.", name=row.contact, phone=row.phone)


def _moved(before: date, after: date, reason: str) -> str:
    words = _("Eerst beloofden wij %(before)s. Dat werd %(after)s. Dit is waarom: %(reason)s")
    return quoting(words, {"reason": reason}, before=short_day(before), after=short_day(after))
