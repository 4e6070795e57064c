"""All news of a track: what changed, what was moved and why, and how it is going. None of it is an answer."""

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.outcomes import public_list
from participation.outcomes.news import words as told
from participation.tracks import queries as tracks
from participation.tracks.queries import TrackHeader
from participation.web import news_view
from participation.web.access import everybody
from participation.web.freshness import unless_unchanged
from participation.web.public import bp


@bp.get("/trajecten/<slug>/nieuws")
@everybody
def news(slug: str) -> ResponseReturnValue:
    """The newest first, twenty a page; an unknown page mark is not found."""
    header, mark = tracks.header(slug), request.args.get("voor", "")
    if header is None or not public_list.is_mark(mark):
        abort(404)
    return unless_unchanged(header.version, lambda: _page(header, mark))


def _page(header: TrackHeader, mark: str) -> str:
    found, more = told.newest(told.of_track(header.id, before=int(mark) if mark else None), told.PAGE)
    return render_template(
        "public/news.html", track=header, lines=news_view.lines_of(found),
        first=url_for("public.news", slug=header.slug) if mark else None,
        older=url_for("public.news", slug=header.slug, voor=found[-1].id) if more else None,
    )  # fmt: skip
