"""The declaration of the room, step by step: saved as a draft, checked beside the form, never lost."""

from typing import Any

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from participation import clock
from participation.permissions import Permission, can
from participation.refusals import Conflict, Refused
from participation.tracks import declaring, desk_queries
from participation.tracks.contents import NotOfTheRoom, mark_of
from participation.tracks.room import DeclaredRoom
from participation.tracks.steps import PARTS, Step
from participation.web import htmx
from participation.web import rows as rows_typed
from participation.web.access import actor, requires
from participation.web.desk import bp
from participation.web.desk.room_check import Check, check, check_typed, step_links
from participation.web.desk.room_forms import Choices, StepForm, form_of
from participation.web.rows import Redrawn
from participation.web.transaction import begin_writing, reads_first

ADDRESS = "/trajecten/<slug>/ruimte/<step>"


def room_for(slug: str, step: str) -> DeclaredRoom | None:
    """The newest version of the room, when both the track and the step exist."""
    return desk_queries.room_at_desk(slug) if step in {one.value for one in Step} else None


def _step() -> Step:
    return Step((request.view_args or {})["step"])


@bp.get(ADDRESS)
@requires(Permission.see_track, load=room_for)
def room(room: DeclaredRoom) -> ResponseReturnValue:
    """One step, to write or (when it cannot change) to read."""
    step = _step()
    return _page(room, step, _form(room, step))


@bp.post(ADDRESS)
@reads_first
@requires(Permission.edit_track, load=room_for)
def save_room(room: DeclaredRoom) -> ResponseReturnValue:
    """Whatever button of the step was used: save, change the list, or only look what the check says."""
    step, deed = _step(), request.form.get("doe", "bewaar")
    if step is Step.check:
        abort(405, valid_methods=["GET"])
    if deed == "controleer":
        return _only_check(room, step)
    if PARTS[step].rows and rows_typed.is_row_deed(deed):
        return _redraw(room, step, rows_typed.redraw(request.form, deed))
    return _save(room, step, go_on=deed == "verder")


def _form(room: DeclaredRoom, step: Step, typed: MultiDict[str, str] | None = None) -> StepForm:
    return form_of(room, step, typed=typed, choices=_choices(room, step))


def _choices(room: DeclaredRoom, step: Step) -> Choices:
    """The people and things that can be chosen on *step*; none on most."""
    if step is Step.plan:
        return desk_queries.plan_choices(room.track)
    return desk_queries.colleagues_and([room.mandate_user_id]) if step is Step.decision else None


def _typed_check(room: DeclaredRoom, step: Step, typed: MultiDict[str, str]) -> Check:
    """What the check says of the room with what is typed now. This never writes."""
    return check_typed(room, step, _form(room, step, _of_this_room(room, step, typed)).values())


def _only_check(room: DeclaredRoom, step: Step) -> ResponseReturnValue:
    """What stands beside the form, for htmx; the whole page, with what was typed in it, for everybody else."""
    found = _typed_check(room, step, request.form)
    if not htmx.wants_fragment():
        return _page(room, step, _form(room, step, request.form), found=found)
    return render_template("desk/_room_live.html", check=found, slug=room.track.slug, step=step)


def _redraw(room: DeclaredRoom, step: Step, redrawn: Redrawn) -> ResponseReturnValue:
    """The list with a row more or less, for htmx; the whole page for everybody else. Nothing is stored yet."""
    found = _typed_check(room, step, redrawn.typed)
    form = _form(room, step, redrawn.typed)
    if not htmx.wants_fragment():
        return _page(room, step, form, redrawn=redrawn, found=found)
    return render_template(
        "desk/_room_redrawn.html", form=form, step=step, redrawn=redrawn, gone=rows_typed.gone_row(redrawn.typed),
        gone_place=redrawn.typed.get("gone-place", ""), address=_address(room, step), check=found,
        slug=room.track.slug,
    )  # fmt: skip


def _save(room: DeclaredRoom, step: Step, *, go_on: bool) -> ResponseReturnValue:
    form = _form(room, step, request.form)
    if not form.validate():
        return _page(room, step, form, found=_typed_check(room, step, request.form)), 422
    begin_writing()
    try:
        saved = declaring.save_step(
            room, step, form.values(), seen=form.seen.data or "", actor=actor(), now=clock.now()
        )
    except Conflict as conflict:
        return _somebody_was_first(room, step, conflict), 409
    except Refused as refused:
        return _page(room, step, _refuse(form, refused)), 422
    _tell(saved)
    return htmx.go_to(_address(room, step.following if go_on else step))


def _refuse(form: StepForm, refused: Refused) -> StepForm:
    if refused.field and refused.field in form:
        form[refused.field].errors = [refused.sentence]
    else:
        form.form_errors = [refused.sentence]
    return form


def _somebody_was_first(room: DeclaredRoom, step: Step, conflict: Conflict) -> str:
    """My own text, still in the form, beside what stands there now; saving once more is a decision."""
    typed = _of_this_room(room, step, request.form)
    typed["seen"] = mark_of(room, step)
    return _page(
        room, step, _form(room, step, typed), conflict=conflict, there=_form(room, step),
        last=desk_queries.last_save(room.track, step.value),
    )  # fmt: skip


def _of_this_room(room: DeclaredRoom, step: Step, typed: MultiDict[str, str]) -> MultiDict[str, str]:
    rows = PARTS[step].rows
    if rows is None:
        return MultiDict(typed)
    owner = room if rows.owner == "room" else room.track
    return rows_typed.without_numbers(typed, {thing.id for thing in getattr(owner, rows.attribute)})


def _tell(saved: declaring.Saved) -> None:
    flash("Bewaard." if saved.changed else "Er was niets veranderd.", "success")
    if saved.confirm_again:
        names = " en ".join(saved.confirm_again)
        flash(f"De tekst is veranderd. Vraag {names} om hem opnieuw te bevestigen.", "changed")


def _address(room: DeclaredRoom, step: Step) -> str:
    return url_for("desk.room", slug=room.track.slug, step=step.value)


def _why_not(room: DeclaredRoom) -> str:
    """Why this visitor cannot change the step; empty when they can."""
    if not can(actor(), Permission.edit_track, room):
        return "U leest mee. Alleen wie aan dit traject werkt, kan de tekst veranderen."
    if _step() is Step.moments and declaring.changes_only_rules(room):
        return NotOfTheRoom().sentence
    return "" if declaring.may_be_written(room) else declaring.why_not_writable(room)


def _page(
    room: DeclaredRoom, step: Step, form: StepForm, *, redrawn: Redrawn | None = None, conflict: Conflict | None = None,
    there: StepForm | None = None, last: desk_queries.LastSave | None = None, found: Check | None = None,
) -> str:  # fmt: skip
    found, review = found or check(room), desk_queries.last_review(room.track)
    typed: MultiDict[str, Any] = redrawn.typed if redrawn else request.form
    asked = desk_queries.questions_to_answer(room, review)
    return render_template(
        "desk/room.html", room=room, track=room.track, step=step, form=form, why_not=_why_not(room), check=found,
        steps=step_links(room, found, step), redrawn=redrawn, gone=rows_typed.gone_row(typed),
        gone_place=typed.get("gone-place", ""), address=_address(room, step), slug=room.track.slug,
        asked=[answer for answer in asked if answer.number in step.review_questions], conflict=conflict, there=there,
        last=last, unsaved=request.method == "POST", changes_rules=declaring.changes_only_rules(room),
    )  # fmt: skip
