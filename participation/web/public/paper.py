"""The form and the poster of a track, to print: for who has no computer, and for the door of the community centre."""

from collections.abc import Callable
from datetime import date

from flask import abort, current_app, render_template, request
from flask.typing import ResponseReturnValue

from participation import clock
from participation.tracks import queries
from participation.tracks.models import Track
from participation.tracks.queries import TrackHeader
from participation.tracks.room import DeclaredRoom
from participation.tracks.rules.states import has_paper, why_closed
from participation.web.access import everybody
from participation.web.filters import day
from participation.web.freshness import sheet_unless_unchanged
from participation.web.language import gettext as _
from participation.web.paper.form import form_words
from participation.web.paper.poster import poster_words
from participation.web.paper.press import NotPrinted, pressed
from participation.web.paper.sheet import Words
from participation.web.public import bp
from participation.web.room_view import contact_view
from participation.web.transaction import done_reading

LARGE = "groot"
Write = Callable[[Track, DeclaredRoom, date], Words]


class _NoPaper(Exception):
    """People cannot react on this track (any more); `page` says so."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page


@bp.get("/trajecten/<slug>/formulier.pdf")
@everybody
def paper_form(slug: str) -> ResponseReturnValue:
    """The reaction form on A4; `?letters=groot` in large print, and any other size of letters is not found."""
    letters = request.args.get("letters", "")
    if letters not in ("", LARGE):
        abort(404)
    return _sheet(
        slug, "form", letters, lambda track, room, today: form_words(track, room, today, large=letters == LARGE)
    )


@bp.get("/trajecten/<slug>/poster.pdf")
@everybody
def paper_poster(slug: str) -> ResponseReturnValue:
    """The poster on A3, which can be printed on A4 as well."""
    return _sheet(slug, "poster", "", poster_words)


def _sheet(slug: str, name: str, variant: str, write: Write) -> ResponseReturnValue:
    """The sheet as it was made before, or made now; a track that is not public is not there."""
    header = queries.header(slug)
    if header is None:
        abort(404)
    try:
        response = sheet_unless_unchanged(header.version, variant, lambda: _printed(header, name, write))
    except _NoPaper as none:
        return none.page
    except NotPrinted as fault:
        current_app.logger.error("No sheet of paper: %s", fault)
        abort(503)
    response.headers["Content-Disposition"] = f'inline; filename="{_file_name(slug, name, variant)}"'
    return response


def _file_name(slug: str, name: str, variant: str) -> str:
    word = {"form": _("formulier"), "poster": _("poster")}[name]
    return "-".join(part for part in (word, variant, slug) if part) + ".pdf"


def _printed(header: TrackHeader, name: str, write: Write) -> bytes:
    track, today = queries.public_track(header.slug), clock.today()
    if track is None or track.room is None:
        abort(404)
    if not has_paper(track, today):
        raise _NoPaper(_closed(track, today))
    words = write(track, track.room, today)
    done_reading()
    return pressed(name, words, at=clock.now())


def _closed(track: Track, today: date) -> str:
    """No paper any more: since when, and whom to call."""
    why = why_closed(track, today)
    when = day(why.day) if why is not None and why.day is not None else ""
    sentence = _(why.sentence) % {"day": when} if why is not None else ""
    return render_template(
        "public/contribute_closed.html", track=track, sentence=sentence, typed="", contact=contact_view(track)
    )
