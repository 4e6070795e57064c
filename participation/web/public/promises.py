"""What we promised, and whether we kept it: in sentences, the missed ones first, never a score."""

from dataclasses import dataclass
from datetime import date

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from participation import clock
from participation.outcomes import ledger
from participation.outcomes.ledger import Page
from participation.promises.models import PromiseState
from participation.tracks.models import Track
from participation.web.access import everybody
from participation.web.public import bp
from participation.web.public.promise_lines import Line, lines
from participation.words import N_

FEW = 8
LISTS = {
    "te-laat": (PromiseState.missed, N_("Niet nagekomen"), N_("Dit hebben we niet gehaald. Dat spijt ons.")),
    "open": (PromiseState.open, N_("Nog te doen"), N_("Dit hebben we beloofd, en de dag moet nog komen.")),
    "nagekomen": (PromiseState.kept, N_("Gedaan"), N_("Dit hebben we gedaan. Was het te laat? Dan staat dat erbij.")),
}


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
