"""What was said at a meeting: the minutes that a colleague published, and the public words of who was there."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from participation.contributions.meetings import queries
from participation.outcomes.models import OutcomeKind
from participation.tracks import queries as tracks
from participation.tracks.models import Moment
from participation.web.access import everybody
from participation.web.freshness import unless_unchanged
from participation.web.public import bp
from participation.web.public.moments import when_it_is
from participation.web.room_view import capital

KINDS = {kind.value: kind for kind in OutcomeKind}


@bp.get("/trajecten/<slug>/bijeenkomsten/<int:moment_id>")
@everybody
def meeting(slug: str, moment_id: int) -> ResponseReturnValue:
    """One meeting with minutes. Before a colleague published them it is not there for anybody (I16)."""
    header = tracks.header(slug)
    found = queries.public_meeting(slug, moment_id) if header is not None else None
    if header is None or found is None:
        abort(404)
    return unless_unchanged(header.version, lambda: _page(found))


def _page(moment: Moment) -> str:
    points = queries.public_words(moment.id)
    return render_template(
        "public/meeting.html", moment=moment, track=moment.track, when=capital(when_it_is(moment)),
        points=[(one, KINDS[one.outcome_kind] if one.outcome_kind else None) for one in points],
    )  # fmt: skip
