"""What people said, by theme: the summary of a colleague, and every public contribution it rests on (I34)."""

from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.contributions.themes import queries
from participation.contributions.themes.queries import PublicThemePoint
from participation.outcomes import public_list
from participation.outcomes.models import OutcomeKind
from participation.tracks import queries as tracks
from participation.web.access import everybody
from participation.web.freshness import unless_unchanged
from participation.web.language import gettext as _
from participation.web.public import bp, said

KINDS = {kind.value: kind for kind in OutcomeKind}


@bp.get("/trajecten/<slug>/themas")
@everybody
def themes(slug: str) -> ResponseReturnValue:
    """The themes of a track that have a summary, by title."""
    track = _track(slug)
    return unless_unchanged(track.version, lambda: _themes(track))


@bp.get("/trajecten/<slug>/themas/<int:number>")
@everybody
def theme(slug: str, number: int) -> ResponseReturnValue:
    """One theme, with a link to every contribution that everybody may read in it."""
    track, mark = _track(slug), request.args.get("na", "")
    if number > public_list.LAST or not public_list.is_mark(mark):
        abort(404)
    found = queries.public_theme(track.id, number)
    if found is None:
        abort(404)
    return unless_unchanged(track.version, lambda: _theme(track, found, int(mark or 0)))


def _track(slug: str) -> tracks.TrackHeader:
    track = tracks.header(slug)
    if track is None:
        abort(404)
    return track


def _themes(track: tracks.TrackHeader) -> str:
    found = queries.public_themes_of(track.id)
    return render_template(
        "public/themes.html", track=track, themes=[(one, how_many(one.points)) for one in found]
    )  # fmt: skip


def _theme(track: tracks.TrackHeader, found: queries.PublicTheme, after: int) -> str:
    points = queries.public_points_of(found.id, after, queries.PAGE + 1)
    here: dict[str, Any] = {"slug": track.slug, "number": found.id}
    return render_template(
        "public/theme.html", track=track, theme=found, how_many=how_many(found.points),
        points=[(one, said.excerpt(one.words, public_list.WORDS)[0], _verdict(one)) for one in points[: queries.PAGE]],
        first=url_for("public.theme", **here) if after else None,
        further=url_for("public.theme", **here, na=points[queries.PAGE - 1].id) if len(points) > queries.PAGE else None,
    )  # fmt: skip


def _verdict(one: PublicThemePoint) -> OutcomeKind | None:
    return KINDS[one.outcome_kind] if one.outcome_kind else None


def how_many(points: int) -> str:
    """On how many public contributions a summary rests, in words; an exact high number would only look like a vote."""
    if points > queries.COUNTED:
        return _("Deze samenvatting rust op meer dan %(number)s stukken tekst van bewoners.", number=queries.COUNTED)
    if points == 1:
        return _("Deze samenvatting rust op één stuk tekst van een bewoner.")
    if not points:
        return _("Een collega leest de bijdragen nog na. Daarna kan iedereen ze hier lezen.")
    return _("Deze samenvatting rust op %(number)s stukken tekst van bewoners.", number=points)
