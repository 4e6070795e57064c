"""From a draft to the reviewer: what is explained in public, who confirmed the text, and asking for a second person."""

from typing import Any

from flask import abort, flash, render_template, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.permissions import Permission
from participation.refusals import Conflict, Refused
from participation.tracks import actions, declaring
from participation.tracks.room import DeclaredRoom
from participation.tracks.steps import Step
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import bp
from participation.web.desk.room_check import Check, check, step_links
from participation.web.desk.track_forms import ExplainForm
from participation.web.desk.track_state import confirmations
from participation.web.desk.tracks import room_of
from participation.web.room_view import contact_view, path_view, track_facts
from participation.web.security import settings


def check_page(room: DeclaredRoom, refused: ExplainForm | None = None) -> str:
    """The last step: the room as residents will read it, what still asks for something, and the reviewer."""
    found, track = check(room), room.track
    return render_template(
        "desk/room_check.html", room=room, track=track, step=Step.check, slug=track.slug, check=found,
        steps=step_links(room, found, Step.check), explain_forms=_forms(found, refused), refused=refused,
        may_write=declaring.may_be_written(room), confirmations=confirmations(room, actor()),
        may_confirm=declaring.may_be_confirmed(room), facts=track_facts(track, room, clock.today()),
        path=path_view(track, room, clock.today()), contact=contact_view(track),
        review_days=settings().municipality.review_days,
    )  # fmt: skip


def _forms(found: Check, refused: ExplainForm | None) -> dict[tuple[str, str], ExplainForm]:
    """One form per finding that asks for an explanation, with ids of its own."""
    forms: dict[tuple[str, str], ExplainForm] = {}
    for number, shown in enumerate(found.findings):
        finding = shown.finding
        if finding.blocks:
            continue
        key, said = (finding.rule, finding.row), finding.explanation
        is_refused = refused is not None and (refused.rule.data, refused.row.data) == key
        form = refused if refused is not None and is_refused else _blank(finding.rule, finding.row, said)
        for field in (form.rule, form.row, form.text):
            field.id = f"uitleg-{number}-{field.name}"
        forms[key] = form
    return forms


def _blank(rule: str, row: str, said: Any) -> ExplainForm:
    return ExplainForm(formdata=None, data={"rule": rule, "row": row, "text": said.text if said else ""})


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


@bp.post("/trajecten/<slug>/bevestigen")
@requires(Permission.confirm_room, load=room_of)
def confirm_room(room: DeclaredRoom) -> ResponseReturnValue:
    """My department confirms that this is the one text (I10)."""
    department = next((one for one in room.track.departments if one.id == actor().department_id), None)
    if department is None:
        abort(404)
    actions.confirm_text(room, department, actor=actor(), now=clock.now())
    flash(f"{department.name} heeft deze tekst bevestigd.", "success")
    return htmx.go_to(url_for("desk.track", slug=room.track.slug))


@bp.post("/trajecten/<slug>/toets")
@requires(Permission.edit_track, load=room_of)
def ask_review(room: DeclaredRoom) -> ResponseReturnValue:
    """Freeze the text and ask for a second person."""
    actions.request_review(room.track, actor=actor(), now=clock.now(), terms=settings().municipality)
    flash("De tekst ligt nu bij de toetser. Tot het oordeel er is, verandert er niets aan.", "success")
    return htmx.go_to(url_for("desk.track", slug=room.track.slug))


@bp.get("/trajecten/<slug>/ruimte/nakijken")
@requires(Permission.see_track, load=room_of)
def room_check(room: DeclaredRoom) -> ResponseReturnValue:
    """The whole room, as residents will read it."""
    return check_page(room)
