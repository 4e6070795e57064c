"""Tracks at the desk: what I work on, a new one, where one stands and the one thing that comes next."""

from typing import Any

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from participation import clock
from participation.permissions import Permission
from participation.tracks import actions, desk_queries
from participation.tracks.room import DeclaredRoom
from participation.tracks.rules.states import has_paper
from participation.tracks.steps import step_of_question
from participation.web.access import actor, requires
from participation.web.desk import bp, experiences
from participation.web.desk.change_block import change_block
from participation.web.desk.promises_block import owing
from participation.web.desk.room_check import check
from participation.web.desk.taken_along_block import taken_along_by
from participation.web.desk.track_forms import CloseForm, DatesForm, StopForm
from participation.web.desk.track_state import standing_of, stops
from participation.web.due import waits_since
from participation.web.voice_view import voice_lines


@bp.get("/trajecten")
@requires(Permission.use_desk)
def tracks() -> ResponseReturnValue:
    """My tracks and those of my department, each with its next step; finished ones on a page of their own."""
    shown = request.args.get("toon", "lopend")
    if shown not in ("lopend", "afgesloten"):
        abort(404)
    if shown == "lopend":
        return render_template(
            "desk/tracks.html", shown=shown, rows=desk_queries.running_tracks(actor()),
            reading=desk_queries.read_along_tracks(actor()), older=None, today=clock.today(),
        )  # fmt: skip
    rows, more = desk_queries.finished_tracks(actor(), _before())
    return render_template(
        "desk/tracks.html", shown=shown, rows=rows, reading=[], older=rows[-1].id if more else None, today=clock.today()
    )


def _before() -> int | None:
    mark = request.args.get("na", "")
    if mark and not (mark.isascii() and mark.isdigit() and len(mark) < 19):
        abort(404)
    return int(mark) if mark else None


def room_of(slug: str) -> DeclaredRoom | None:
    """The newest version of the room of the track at *slug*."""
    return desk_queries.room_at_desk(slug)


@bp.get("/trajecten/<slug>")
@requires(Permission.see_track, load=room_of)
def track(room: DeclaredRoom) -> ResponseReturnValue:
    """Where this track stands, and the one thing that comes next."""
    return track_page(room)


def track_page(room: DeclaredRoom, **forms: Any) -> str:
    """The page of a track; a form that was refused is given in *forms* and stands there again with its text."""
    track, review = room.track, desk_queries.last_review(room.track)
    standing = standing_of(room, review)
    return render_template(
        "desk/track.html", room=room, track=track, standing=standing, today=clock.today(), review=review,
        has_paper=has_paper(track, clock.today()),
        next=standing.next(clock.today()).value, asked=desk_queries.questions_to_answer(room, review),
        waits=waits_since(clock.local(review.requested_at).date(), clock.today()) if review else "",
        check=check(room), stops=stops(room), step_of=step_of_question,
        voices=voice_lines(room, actor()), may_confirm=actions.may_be_confirmed(room),
        forms={"close": CloseForm(), "stop": StopForm(), "dates": DatesForm(data=_days(room)), **forms},
        experience=experiences.of_track(track), changing=change_block(room), owing=owing(track),
        taken_along=taken_along_by(track),
        open_form=next(iter(forms), ""),
    )  # fmt: skip


def _days(room: DeclaredRoom) -> dict[str, Any]:
    track = room.track
    return {"opens_on": track.opens_on, "closes_on": track.closes_on, "promised_on": track.promised_on}
