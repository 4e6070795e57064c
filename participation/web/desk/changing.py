"""The rules of a running track change: written beside what residents read, confirmed, judged again, put in force."""

from typing import Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from participation import clock
from participation.outcomes.changes import actions as changing
from participation.outcomes.news import words as news
from participation.permissions import Permission
from participation.refusals import Conflict, Refused
from participation.tracks import actions, desk_queries
from participation.tracks.change import Direction, RoomChange
from participation.tracks.differences import Difference, differences, direction_of
from participation.tracks.models import Track
from participation.tracks.notices import Notice, NoticeKind
from participation.tracks.room import DeclaredRoom, FixedPoint, OpenQuestion, RoomState
from participation.tracks.rules import Move, may_move
from participation.tracks.steps import Step
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import bp
from participation.web.desk.change_block import change_of
from participation.web.desk.change_forms import AbandonForm, DirectionForm
from participation.web.desk.room_check import check
from participation.web.desk.tracks import room_of
from participation.web.difference_view import difference_views
from participation.web.filters import day
from participation.web.forms import Form
from participation.web.security import settings

BECOMES: dict[str, tuple[type[FixedPoint | OpenQuestion], Step]] = {
    "vast": (FixedPoint, Step.fixed), "open": (OpenQuestion, Step.open),
}  # fmt: skip


class NoChange(Conflict):
    """Nobody is changing these rules: somebody else finished it, or took it back."""

    def __init__(self) -> None:
        super().__init__("Er loopt nu geen verandering van deze regels. Misschien was een collega u voor.")


@bp.get("/trajecten/<slug>/verandering")
@requires(Permission.see_track, load=room_of)
def change(room: DeclaredRoom) -> ResponseReturnValue:
    """What differs from what residents read now, what it means for them, and what comes next."""
    return _page(room)


@bp.post("/trajecten/<slug>/verandering")
@requires(Permission.edit_track, load=room_of)
def start_change(room: DeclaredRoom) -> ResponseReturnValue:
    """Begin a new version beside the one in force."""
    actions.start_change(room.track, actor=actor(), now=clock.now())
    flash("Er is een nieuwe versie. Schrijf in de stappen op wat anders wordt. Bewoners zien daar nog niets van.",
          "success")  # fmt: skip
    return _back(room.track)


@bp.post("/trajecten/<slug>/verandering/richting")
@requires(Permission.edit_track, load=room_of)
def confirm_direction(room: DeclaredRoom) -> ResponseReturnValue:
    """Say what it means for residents, why, and who decided it."""
    form, asked = DirectionForm(), _change(room)
    direction = form.direction.data
    if not isinstance(direction, Direction):
        form.validate()
        form.direction.errors = ["Kies wat dit voor bewoners betekent."]
        return _page(room, direction=form), 422
    if not form.validate():
        return _page(room, direction=form), 422
    try:
        actions.confirm_direction(
            asked, direction, form.reason.data or "", form.decided_by.data or "", form.decided_on.data, actor=actor(),
            now=clock.now(),
        )  # fmt: skip
    except Conflict:
        raise
    except Refused as refused:
        return _page(room, direction=_refuse(form, refused)), 422
    flash("Dit is wat bewoners straks lezen. Lees het nog eens na.", "success")
    return _back(room.track)


@bp.post("/trajecten/<slug>/verandering/ingaan")
@requires(Permission.run_track, load=room_of)
def publish_change(room: DeclaredRoom) -> ResponseReturnValue:
    """Put the new rules in force, and tell everybody who took part."""
    try:
        changing.publish_change(_change(room), actor=actor(), now=clock.now(), terms=settings().municipality)
    except Conflict:
        raise
    except Refused as refused:
        return _page(room, refused=refused.sentence), 422
    flash("De nieuwe regels gelden nu. Iedereen die reageerde, leest wat er veranderde en waarom.", "success")
    return htmx.go_to(url_for("desk.track", slug=room.track.slug))


@bp.post("/trajecten/<slug>/verandering/weg")
@requires(Permission.edit_track, load=room_of)
def abandon_change(room: DeclaredRoom) -> ResponseReturnValue:
    """Take back a change that is not wanted any more."""
    form, given_up, track = AbandonForm(), _change(room), room.track
    if not form.validate():
        return _page(room, abandon=form), 422
    try:
        actions.abandon_change(given_up, form.reason.data or "", actor=actor(), now=clock.now())
    except Conflict:
        raise
    except Refused as refused:
        return _page(room, abandon=_refuse(form, refused)), 422
    flash("De verandering gaat niet door. De regels blijven zoals bewoners ze nu lezen.", "success")
    return htmx.go_to(url_for("desk.track", slug=track.slug))


@bp.post("/trajecten/<slug>/onbekend")
@requires(Permission.edit_track, load=room_of)
def make_known(room: DeclaredRoom) -> ResponseReturnValue:
    """What we did not know, we know now (I7): go on with its words where they belong."""
    lineage, becomes = request.form.get("punt", ""), BECOMES.get(request.form.get("wordt", ""))
    if becomes is None or not (lineage.isascii() and lineage.isdigit() and len(lineage) <= 10):
        raise Refused("Kies of dit nu vaststaat, of dat bewoners er nog over kunnen meedenken.")
    kind, step = becomes
    made = actions.make_known(room.track, int(lineage), kind, actor=actor(), now=clock.now())
    rows = made.room.fixed_points if kind is FixedPoint else made.room.open_questions
    flash("Schrijf nu op wat we weten. Bewoners lezen het als de nieuwe regels ingaan.", "success")
    return htmx.go_to(url_for("desk.room", slug=room.track.slug, step=step.value, _anchor=f"rij-{rows[-1].id}"))


def _change(room: DeclaredRoom) -> RoomChange:
    found = change_of(room)
    if found is None:
        raise NoChange
    return found


def _back(track: Track) -> ResponseReturnValue:
    return htmx.go_to(url_for("desk.change", slug=track.slug))


def _refuse(form: Form, refused: Refused) -> Form:
    """Put the sentence at the field it is about, else above the form."""
    if refused.field and refused.field in form:
        form[refused.field].errors = [refused.sentence]
    else:
        form.form_errors = [refused.sentence]
    return form


def _page(room: DeclaredRoom, **forms: Any) -> str:
    """The whole page; a form that was refused is given in *forms* and stands there again with its text."""
    under_way, track = change_of(room), room.track
    values: dict[str, Any] = {"track": track, "room": room, "change": under_way, "slug": track.slug}
    if under_way is None:
        return render_template("desk/change_start.html", **values, runs=may_move(track.state, Move.change_room))
    found = differences(under_way.before, room)
    return render_template(
        "desk/change.html", **values, differences=difference_views(found), check=check(room), steps=_steps(track),
        next=_next(under_way, found), preview=_preview(under_way), review=desk_queries.last_review(track),
        told=changing.who_is_told(under_way, found), proposed=direction_of(found),
        takes_away=actions.takes_away(under_way.direction, found), runs=may_move(track.state, Move.change_room),
        **{"direction": _direction_form(under_way, found), "abandon": AbandonForm(), "refused": "", **forms},
    )  # fmt: skip


def _steps(track: Track) -> list[tuple[str, str]]:
    """Where the new rules are written: the steps about the room, not the ones about the track."""
    steps = [step for step in Step if step not in (Step.moments, Step.check)]
    return [(step.label, url_for("desk.room", slug=track.slug, step=step.value)) for step in steps]


def _direction_form(under_way: RoomChange, found: list[Difference]) -> DirectionForm:
    """What was confirmed, or what the rows propose."""
    said = {"reason": under_way.reason, "decided_by": under_way.decided_by, "decided_on": under_way.decided_on}
    return DirectionForm(formdata=None, data={"direction": under_way.direction or direction_of(found), **said})


def _next(under_way: RoomChange, found: list[Difference]) -> str:
    """The one thing that comes next for this change."""
    state = under_way.room.state
    if state is RoomState.submitted:
        return "wait"
    if state is RoomState.approved:
        return "publish"
    if not found:
        return "write"
    if under_way.direction is None:
        return "confirm"
    return "review" if actions.needs_review(under_way, found) else "publish"


def _preview(under_way: RoomChange) -> list[str]:
    """Exactly what everybody who took part will read on their own page and in the mail; nothing without a direction."""
    if under_way.direction is None:
        return []
    notice = Notice(kind=NoticeKind.room_changed, text=under_way.reason, data={"direction": under_way.direction.value})
    return [f"{notice.kind.label}.", *(str(sentence.said(gettext, day)) for sentence in news.told(notice))]
