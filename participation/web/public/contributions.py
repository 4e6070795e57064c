"""Everything that people said in a track, in one list: what we adopt, and what we do not (I28)."""

from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.contributions import search
from participation.outcomes import public_list
from participation.outcomes.models import OutcomeKind
from participation.tracks import queries as tracks
from participation.web import language
from participation.web.access import everybody
from participation.web.freshness import unless_unchanged
from participation.web.language import gettext as _
from participation.web.public import bp, said

KINDS = {kind.slug: kind for kind in OutcomeKind}


@bp.get("/trajecten/<slug>/bijdragen")
@everybody
def contributions(slug: str) -> ResponseReturnValue:
    """The public versions, newest first, fifty a page; an unknown filter or page mark is not found."""
    track = tracks.header(slug)
    chosen, mark = request.args.get("uitkomst", ""), request.args.get("voor", "")
    if track is None or not (chosen in KINDS or chosen in ("", public_list.WAITS)) or not public_list.is_mark(mark):
        abort(404)
    typed = " ".join(request.args.get("zoek", "").split())
    try:
        query = search.read(typed)
    except search.TooLong:
        error = _("Zoek met minder woorden. Er passen %(longest)s tekens in.", longest=search.LONGEST)
        return _shown(track, chosen, typed, "", listed=public_list.Listed([], None), error=error), 422
    return unless_unchanged(track.version, lambda: _page(track, chosen, typed, query, mark))


def _page(track: tracks.TrackHeader, chosen: str, typed: str, query: search.Query | None, mark: str) -> str:
    kind, waiting = KINDS.get(chosen), chosen == public_list.WAITS
    before = int(mark) if mark else public_list.LAST
    if query is None:
        listed = public_list.newest(track.id, kind=kind, waiting=waiting, before=before)
    else:
        listed = public_list.found(track.id, query, kind=kind, waiting=waiting, before=before)
    return _shown(track, chosen, typed, mark, listed=listed)


def _shown(
    track: tracks.TrackHeader, chosen: str, typed: str, mark: str, *, listed: public_list.Listed, error: str = ""
) -> str:
    asked = (("uitkomst", chosen), ("zoek", typed))
    here: dict[str, Any] = {"slug": track.slug} | {name: value for name, value in asked if value}
    return render_template(
        "public/contributions.html",
        track=track,
        points=said.listed(listed.rows, clock.today()),
        filters=filters(track.slug, chosen, typed=typed),
        chosen=chosen,
        typed=typed,
        error=error,
        first=url_for("public.contributions", **here) if mark else None,
        older=url_for("public.contributions", **here, voor=listed.older) if listed.older else None,
    )


@lru_cache
def _choices(_lang: str) -> tuple[tuple[str, str, str], ...]:
    """The word in the address, as it stands there, and the word on the page; made once for each language."""
    kinds = tuple((kind.slug, str(_(kind.label))) for kind in OutcomeKind)
    chosen = (*kinds, (public_list.WAITS, str(_("Wacht op antwoord"))))
    return (("", "", str(_("Alles"))), *((word, urlencode({"uitkomst": word}), text) for word, text in chosen))


def filters(slug: str, chosen: str, only: frozenset[str] | None = None, typed: str = "") -> list[dict[str, object]]:
    """The same choices for what we adopted and for what we did not; what somebody searches for stays."""
    base = url_for("public.contributions", slug=slug)
    words = urlencode({"zoek": typed}) if typed else ""
    return [
        {"text": text, "href": f"{base}?{asked}" if asked else base, "here": word == chosen}
        for word, outcome, text in _choices(language.current())
        if only is None or word in only
        for asked in ["&".join(part for part in (outcome, words) if part)]
    ]


def few_filters(slug: str) -> list[dict[str, object]]:
    """The choices beside the newest five; every choice leads to the same list (I28)."""
    return filters(slug, "", frozenset(("", OutcomeKind.adopted.slug, OutcomeKind.not_adopted.slug, public_list.WAITS)))
