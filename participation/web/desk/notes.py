"""Notes among colleagues: whoever may see the track may write one. Reading a page marks nothing: a button does."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from participation import clock
from participation.contributions.models import Contribution
from participation.contributions.notes import actions, queries
from participation.contributions.notes.models import Note
from participation.outcomes import desk_queries
from participation.permissions import Permission
from participation.refusals import Conflict, Refused
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import answering_page, bp, notes_block
from participation.web.desk.answering_desk import Desk, open_desk
from participation.web.desk.answering_forms import refuse
from participation.web.desk.answering_together import back_to

PLACE = "notities"


@bp.post("/bijdragen/<number>/notities")
@requires(Permission.see_track, load=desk_queries.contribution_at_desk)
def write_note(contribution: Contribution) -> ResponseReturnValue:
    """Write a note; who is named in it finds it in the inbox."""
    desk = _desk(contribution)
    form = notes_block.form_of(desk, sent=True)
    if form.validate():
        point = next((one for one in contribution.points if one.id == form.point.data), None)
        try:
            note = actions.write(
                contribution, form.text.data or "", form.mentions.data or [], point=point, actor=actor(),
                now=clock.now(),
            )  # fmt: skip
        except Refused as refused:
            refuse(form, refused)
        else:
            names = " en ".join(one.user.name for one in note.mentions)
            flash(f"Uw notitie staat erbij. {names} leest hem in de inbox." if names else "Uw notitie staat erbij.",
                  "success")  # fmt: skip
            return _back(desk)
    return answering_page.page(desk, notes=notes_block.block_with(desk, form)), 422


@bp.post("/bijdragen/<number>/notities/gelezen")
@requires(Permission.see_track, load=desk_queries.contribution_at_desk)
def read_notes(contribution: Contribution) -> ResponseReturnValue:
    """Say that one read where one is named."""
    actions.read(contribution, actor=actor(), now=clock.now())
    flash("U hebt de notities gelezen. Zij staan niet meer in uw inbox.", "success")
    return _back(_desk(contribution))


@bp.post("/bijdragen/<number>/notities/weg")
@requires(Permission.see_track, load=desk_queries.contribution_at_desk)
def take_note_back(contribution: Contribution) -> ResponseReturnValue:
    """Take one's own note back, in time."""
    actions.take_back(_note(contribution), actor=actor(), now=clock.now())
    flash("Uw notitie is weg. Er staat nog wel dat u er een schreef.", "success")
    return _back(_desk(contribution))


@bp.post("/bijdragen/<number>/notities/doorhalen")
@requires(Permission.see_track, load=desk_queries.contribution_at_desk)
def strike_note(contribution: Contribution) -> ResponseReturnValue:
    """Strike one's own note, with the reason."""
    desk, note = _desk(contribution), _note(contribution)
    form = notes_block.strike_form(note.id, sent=True)
    if form.validate():
        try:
            actions.strike(note, form.reason.data or "", actor=actor(), now=clock.now())
        except Conflict:
            raise
        except Refused as refused:
            refuse(form, refused)
        else:
            flash("Uw notitie is doorgehaald. De reden staat erbij.", "success")
            return _back(desk)
    return answering_page.page(desk, notes=notes_block.block_with(desk, strike=(note.id, form))), 422


def _desk(contribution: Contribution) -> Desk:
    return open_desk(contribution, request.form.get("punt", "1"))


def _note(contribution: Contribution) -> Note:
    """The note that the button stands with; one of another contribution is not there."""
    number = request.form.get("notitie", "")
    is_number = number.isascii() and number.isdigit() and len(number) < 10
    note = queries.note_of(contribution, int(number)) if is_number else None
    if note is None:
        raise Conflict("Deze notitie staat hier niet. Bekijk eerst wat er nu staat.")
    return note


def _back(desk: Desk) -> ResponseReturnValue:
    return htmx.go_to(back_to(desk, PLACE))
