"""Photos and documents of residents at the desk: looked at one by one before anybody else sees them (I16)."""

from flask import Response, flash, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.contributions.files import actions, queries
from participation.contributions.files.models import ContributionFile
from participation.contributions.files.rules import FileGone
from participation.contributions.models import Contribution
from participation.outcomes import desk_queries
from participation.permissions import Permission
from participation.refusals import Conflict, Refused
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import answering_page, bp, files_block
from participation.web.desk.answering_desk import open_desk
from participation.web.desk.answering_forms import refuse
from participation.web.desk.files_block import FileForm
from participation.web.file_answers import answer


@bp.get("/bestanden/<public_id>")
@requires(Permission.see_track, load=queries.file)
def file(file: ContributionFile) -> Response:
    """The file, for who may see its track."""
    return answer(file, public=False)


@bp.post("/bijdragen/<number>/bestand")
@requires(Permission.handle_contribution, load=desk_queries.contribution_at_desk)
def check_file(contribution: Contribution) -> ResponseReturnValue:
    """Let everybody see one file, or keep it off with a reason that its author reads."""
    here = next((one for one in queries.files_of(contribution) if one.public_id == request.form.get("bestand")), None)
    if here is None:
        raise FileGone("Dit bestand is er niet meer. Misschien trok de bewoner de bijdrage in.")
    form = FileForm(prefix=files_block.prefix_of(here))
    try:
        if form.validate():
            flash(_done(here, form), "success")
            return _back(contribution)
    except Refused as refused:
        refuse(form, refused)
        return _again(contribution, here, form), 409 if isinstance(refused, Conflict) else 422
    return _again(contribution, here, form), 422


def _done(here: ContributionFile, form: FileForm) -> str:
    if request.form.get("doe") == "niet":
        actions.keep_off(here, form.reason.data or "", actor=actor(), now=clock.now())
        return "Dit staat niet op de website. De bewoner leest uw reden."
    actions.show(here, form.alt.data or "", actor=actor(), now=clock.now())
    if here.contribution.is_public:
        return "Iedereen kan dit nu zien, bij de openbare tekst."
    return "Nagekeken. Het is te zien zodra de tekst op de website staat."


def _again(contribution: Contribution, here: ContributionFile, form: FileForm) -> str:
    desk = open_desk(contribution, request.form.get("punt", "1"))
    return answering_page.page(desk, files=files_block.block(desk, {here.id: form}))


def _back(contribution: Contribution) -> ResponseReturnValue:
    point = request.form.get("punt") if len(contribution.points) > 1 else None
    return htmx.go_to(url_for("desk.contribution", number=contribution.number, punt=point, _anchor="bestanden"))
