"""Bringing in what residents said elsewhere: send a file, say what its columns hold, see what would happen, begin."""

from flask import abort, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from wtforms import FileField

from participation import clock
from participation.contributions import queries
from participation.contributions.sheets import actions, reading, trying
from participation.contributions.sheets import queries as sheets
from participation.contributions.sheets.models import Sheet, SheetState, SheetUse
from participation.outcomes.finding.listing import my_tracks
from participation.permissions import Permission
from participation.refusals import Conflict, Refused
from participation.tracks.models import Track
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import bp
from participation.web.desk.importing_columns import columns_form, columns_page
from participation.web.desk.importing_words import as_csv, progress, row_of
from participation.web.forms import Form
from participation.web.security import takes_up_to
from participation.web.transaction import begin_writing, done_reading, reads_first

MOST = reading.LARGEST + 100_000
"""A file, and what a form sends around it."""


class FileForm(Form):
    file = FileField("Kies het bestand")


def sheet_of(sheet_id: int) -> Sheet | None:
    """The sheet with contributions of this number."""
    return sheets.sheet(sheet_id, SheetUse.contributions)


def track_of(slug: str) -> Track | None:
    """The track with this name, when something can still come in."""
    return queries.track_for_intake(slug)


@bp.get("/import")
@requires(Permission.use_desk)
def imports() -> ResponseReturnValue:
    """For which track; and what was brought in lately."""
    mine = my_tracks(actor())
    takes = {track.slug for track in queries.tracks_for_intake()}
    return render_template(
        "desk/imports.html", tracks=[track for track in mine if track.slug in takes],
        rows=[row_of(sheet) for sheet in sheets.newest([track.id for track in mine])],
    )  # fmt: skip


@bp.get("/import/traject/<slug>")
@requires(Permission.import_contributions, load=track_of)
def new_import(track: Track) -> ResponseReturnValue:
    """What can be brought in, and the field for the file."""
    return render_template("desk/import_new.html", track=track, form=FileForm())


@bp.post("/import/traject/<slug>")
@takes_up_to(MOST)
@reads_first
@requires(Permission.import_contributions, load=track_of)
def send_import(track: Track) -> ResponseReturnValue:
    """Read the file and keep its rows; nothing is in yet. What cannot be read is refused with a sentence."""
    form, slug = FileForm(), track.slug
    try:
        content, name = content_of(form)
        done_reading()
        with reading.opened(content) as file:
            begin_writing()
            here = track_of(slug) or abort(404)
            sheet = actions.send(
                file, use=SheetUse.contributions, name=name, track=here, actor=actor(), now=clock.now()
            )
    except Conflict:
        raise
    except Refused as refused:
        form.file.errors = [refused.sentence]
        again = track_of(slug) or abort(404)
        return render_template("desk/import_new.html", track=again, form=form), 422
    return htmx.go_to(address(sheet))


def content_of(form: FileForm) -> tuple[bytes, str]:
    """The bytes of the file that was sent, and its name. Refuses (`Refused`) a form without a file."""
    sent = form.file.data
    if not isinstance(sent, FileStorage) or not sent.filename:
        raise Refused("Kies eerst een bestand.", field="file")
    name = "".join(letter if letter.isprintable() else " " for letter in sent.filename)
    return sent.stream.read(reading.LARGEST + 1), name


def address(sheet: Sheet) -> str:
    """The page of this sheet."""
    return url_for("desk.an_import", sheet_id=sheet.id)


@bp.get("/import/<int:sheet_id>")
@requires(Permission.import_contributions, load=sheet_of)
def an_import(sheet: Sheet) -> ResponseReturnValue:
    """Where it is: its columns, what would happen, how far it came, or how it ended."""
    if sheet.state is SheetState.read:
        return columns_page(sheet, columns_form(sheet))
    return htmx.page("desk/import.html", "desk/_import_progress.html", sheet=sheet, progress=progress(sheet))


@bp.get("/import/<int:sheet_id>/kolommen")
@requires(Permission.import_contributions, load=sheet_of)
def import_columns(sheet: Sheet) -> ResponseReturnValue:
    """Which column holds what, to look at again or to change."""
    if sheet.state not in (SheetState.read, SheetState.tried):
        return htmx.go_to(address(sheet))
    return columns_page(sheet, columns_form(sheet))


@bp.post("/import/<int:sheet_id>/kolommen")
@reads_first
@requires(Permission.import_contributions, load=sheet_of)
def try_import(sheet: Sheet) -> ResponseReturnValue:
    """See for every row what would happen; nothing is brought in."""
    form = columns_form(sheet)
    if not form.validate():
        return columns_page(sheet, form), 422
    try:
        columns = actions.chosen(sheet, form.roles(), form.via.data or "")
    except Refused as refused:
        form.refuse(refused)
        return columns_page(sheet, form), 422
    settings = {**form.roles(), "via": form.via.data}
    track, number, via = sheet.track, sheet.id, str(form.via.data)
    assert track is not None
    tried = list(trying.try_out(sheet, columns, trying.known_to(track, via, clock.today())))
    begin_writing()
    here = sheet_of(number) or abort(404)
    actions.keep_trial(here, settings, tried, now=clock.now())
    return htmx.go_to(address(here))


@bp.post("/import/<int:sheet_id>/inlezen")
@requires(Permission.import_contributions, load=sheet_of)
def begin_import(sheet: Sheet) -> ResponseReturnValue:
    """Let the worker bring it in."""
    actions.begin(sheet, actor=actor(), now=clock.now())
    flash("Het inlezen is begonnen. U mag deze pagina sluiten: het gaat vanzelf door.", "success")
    return htmx.go_to(address(sheet))


@bp.post("/import/<int:sheet_id>/stoppen")
@requires(Permission.import_contributions, load=sheet_of)
def stop_import(sheet: Sheet) -> ResponseReturnValue:
    """Stop; what is in stays in."""
    actions.stop(sheet, actor=actor(), now=clock.now())
    flash("Het inlezen is gestopt. Wat binnen is, blijft binnen.", "changed")
    return htmx.go_to(address(sheet))


@bp.post("/import/<int:sheet_id>/weggooien")
@requires(Permission.import_contributions, load=sheet_of)
def throw_import_away(sheet: Sheet) -> ResponseReturnValue:
    """Away with it: nothing was brought in."""
    actions.throw_away(sheet, actor=actor(), now=clock.now())
    flash("Het bestand is weggegooid. Er is niets ingelezen.", "success")
    return htmx.go_to(url_for("desk.imports"))


@bp.get("/import/<int:sheet_id>/geweigerd.csv")
@requires(Permission.import_contributions, load=sheet_of)
def refused_rows(sheet: Sheet) -> ResponseReturnValue:
    """The rows that were refused, whole and with the reason, to mend and to send again."""
    return as_csv(sheet)
