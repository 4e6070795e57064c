"""From a draft to the reviewer: what is explained in public, who confirmed it, and asking for a second person."""

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.permissions import Permission, can
from participation.refusals import Conflict, Refused
from participation.tracks import actions, declaring
from participation.tracks.room import DeclaredRoom
from participation.tracks.steps import Step
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.decision_view import path_of
from participation.web.desk import bp
from participation.web.desk.change_block import change_of
from participation.web.desk.room_check import check, step_links
from participation.web.desk.tracks import room_of
from participation.web.explaining import ExplainForm, explain_forms
from participation.web.house import terms
from participation.web.room_view import contact_view, track_facts
from participation.web.security import settings
from participation.web.voice_view import mandate_view, voice_lines


def check_page(room: DeclaredRoom, refused: ExplainForm | None = None) -> str:
    """The last step: the room as residents will read it, what still asks for something, and the reviewer."""
    found, track = check(room), room.track
    asked = [shown.finding for shown in found.findings] if _may_explain(room) else []
    return render_template(
        "desk/room_check.html", room=room, track=track, step=Step.check, slug=track.slug, check=found,
        steps=step_links(room, found, Step.check), explain_forms=explain_forms(asked, refused), refused=refused,
        may_write=declaring.may_be_written(room), changes_rules=change_of(room) is not None,
        voices=voice_lines(room, actor()),
        may_confirm=actions.may_be_confirmed(room), mandate=mandate_view(room),
        facts=track_facts(track, room, clock.today()), path=path_of(track, room, clock.today()),
        contact=contact_view(track), level=found.level, view=found.room,
        review_days=terms().review_days,
    )  # fmt: skip


def _may_explain(room: DeclaredRoom) -> bool:
    """What residents can read already, stays as it was."""
    return room.published_at is None and can(actor(), Permission.explain, room)


@bp.post("/trajecten/<slug>/uitleg")
@requires(Permission.explain, load=room_of)
def explain_finding(room: DeclaredRoom) -> ResponseReturnValue:
    """Say in public, with my name, why a rule is not followed here."""
    form = ExplainForm()
    if not form.validate():
        return check_page(room, form), 422
    try:
        actions.explain(
            room, form.rule.data or "", form.row.data or "", form.text.data or "", actor=actor(), now=clock.now(),
            terms=settings().municipality,
        )  # fmt: skip
    except Conflict:
        raise
    except Refused as refused:
        form.text.errors = [refused.sentence]
        return check_page(room, form), 422
    flash("Uw uitleg is bewaard. Bewoners lezen hem, met uw naam.", "success")
    return htmx.go_to(url_for("desk.room", slug=room.track.slug, step=Step.check.value))


@bp.post("/trajecten/<slug>/toets")
@requires(Permission.edit_track, load=room_of)
def ask_review(room: DeclaredRoom) -> ResponseReturnValue:
    """Freeze the text and ask for a second person."""
    actions.request_review(room.track, actor=actor(), now=clock.now(), terms=settings().municipality)
    flash("De tekst ligt nu bij de toetser. Tot het oordeel er is, verandert er niets aan.", "success")
    return htmx.go_to(url_for("desk.change" if change_of(room) else "desk.track", slug=room.track.slug))


@bp.get("/trajecten/<slug>/ruimte/nakijken")
@requires(Permission.see_track, load=room_of)
def room_check(room: DeclaredRoom) -> ResponseReturnValue:
    """The whole room, as residents will read it."""
    return check_page(room)
