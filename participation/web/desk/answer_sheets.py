"""The working list goes out as a sheet, and comes back with answers: what would change, and then drafts."""

import tempfile
from pathlib import Path

from flask import Response, abort, flash, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.contributions.sheets import actions, queries, reading
from participation.contributions.sheets.models import Sheet, SheetUse
from participation.outcomes.finding.reading import ids
from participation.outcomes.sheets import coming_back, going_out
from participation.permissions import Permission
from participation.refusals import Conflict, Refused
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import bp
from participation.web.desk.answer_sheets_words import answered
from participation.web.desk.finding import read_search
from participation.web.desk.importing import MOST, FileForm, content_of
from participation.web.desk.importing_words import row_of
from participation.web.security import takes_up_to
from participation.web.transaction import begin_writing, done_reading, reads_first

WRITE = {"xlsx": going_out.write_xlsx, "csv": going_out.write_csv}


def sheet_of(sheet_id: int) -> Sheet | None:
    """The sheet with answers of this number."""
    return queries.sheet(sheet_id, SheetUse.answers)


@bp.post("/bijdragen/werklijst")
@reads_first
@requires(Permission.use_desk)
def take_out_list() -> ResponseReturnValue:
    """What the list of contributions shows with these filters, as a file; the history says who took it."""
    kind = request.form.get("bestand", "")
    if kind not in WRITE:
        raise Refused("Kies of u een XLSX of een CSV wilt.")
    search = read_search(request.args, actor())
    found = ids(search, going_out.MOST)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"werklijst.{kind}"
        WRITE[kind](path, found)
        begin_writing()
        going_out.note(found, kind, actor=actor(), now=clock.now())
        return _file(path, f"werklijst-{clock.today().isoformat()}.{kind}")


def _file(path: Path, name: str) -> Response:
    """The open file: its name is gone from the disk before the last byte has left."""
    return send_file(path.open("rb"), as_attachment=True, download_name=name)


@bp.get("/import/antwoorden")
@requires(Permission.use_desk)
def answer_sheets() -> ResponseReturnValue:
    """The field for the file, and what I brought back lately."""
    return _page(FileForm())


def _page(form: FileForm) -> str:
    mine = [row_of(sheet) for sheet in queries.answers_of(actor().id)]
    return render_template("desk/answer_sheets.html", form=form, rows=mine)


@bp.post("/import/antwoorden")
@takes_up_to(MOST)
@reads_first
@requires(Permission.use_desk)
def send_answers() -> ResponseReturnValue:
    """Read a working list that was filled in; nothing is written yet."""
    form = FileForm()
    try:
        content, name = content_of(form)
        done_reading()
        with reading.opened(content) as file:
            coming_back.refuse_other_sheets(file.header)
            begin_writing()
            sheet = actions.send(file, use=SheetUse.answers, name=name, track=None, actor=actor(), now=clock.now())
    except Conflict:
        raise
    except Refused as refused:
        form.file.errors = [refused.sentence]
        return _page(form), 422
    return htmx.go_to(_address(sheet))


def _address(sheet: Sheet) -> str:
    return url_for("desk.answers_back", sheet_id=sheet.id)


@bp.get("/import/antwoorden/<int:sheet_id>")
@requires(Permission.bring_answers_back, load=sheet_of)
def answers_back(sheet: Sheet) -> ResponseReturnValue:
    """What would change per row, how far it is, or what became of it."""
    after = request.args.get("vanaf", "0")
    if not (after.isascii() and after.isdecimal() and len(after) < 6):
        abort(404)
    return htmx.page(
        "desk/answers_back.html", "desk/_answers_progress.html", sheet=sheet, told=answered(sheet, int(after))
    )


@bp.post("/import/antwoorden/<int:sheet_id>/bekijken")
@reads_first
@requires(Permission.bring_answers_back, load=sheet_of)
def try_answers(sheet: Sheet) -> ResponseReturnValue:
    """See for every row what would change."""
    number, tried = sheet.id, list(coming_back.try_out(sheet))
    begin_writing()
    here = sheet_of(number) or abort(404)
    actions.keep_trial(here, {}, tried, now=clock.now())
    return htmx.go_to(_address(here))


@bp.post("/import/antwoorden/<int:sheet_id>/inlezen")
@requires(Permission.bring_answers_back, load=sheet_of)
def begin_answers(sheet: Sheet) -> ResponseReturnValue:
    """Let the worker keep them as drafts."""
    actions.begin(sheet, actor=actor(), now=clock.now())
    flash("De antwoorden worden nu bewaard als concept. U mag deze pagina sluiten.", "success")
    return htmx.go_to(_address(sheet))


@bp.post("/import/antwoorden/<int:sheet_id>/stoppen")
@requires(Permission.bring_answers_back, load=sheet_of)
def stop_answers(sheet: Sheet) -> ResponseReturnValue:
    """Stop; the drafts that are there stay."""
    actions.stop(sheet, actor=actor(), now=clock.now())
    flash("Gestopt. De concepten die er al zijn, blijven staan.", "changed")
    return htmx.go_to(_address(sheet))


@bp.post("/import/antwoorden/<int:sheet_id>/weggooien")
@requires(Permission.bring_answers_back, load=sheet_of)
def throw_answers_away(sheet: Sheet) -> ResponseReturnValue:
    """Away with it: nothing was written."""
    actions.throw_away(sheet, actor=actor(), now=clock.now())
    flash("De lijst is weggegooid. Er is niets veranderd.", "success")
    return htmx.go_to(url_for("desk.answer_sheets"))
