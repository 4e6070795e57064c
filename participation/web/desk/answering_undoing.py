"""Taking back, before publication, what a colleague did with a contribution. Each button is one action."""

from flask import flash, make_response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from participation import clock
from participation.contributions.models import Contribution, Point
from participation.contributions.same_version import PublicChanged
from participation.contributions.undoing import undo_check
from participation.outcomes import desk_queries
from participation.outcomes.drafts import actions as drafts
from participation.permissions import Permission
from participation.refusals import Conflict, Refused
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import answering_page, bp, undoing_block
from participation.web.desk.answering_desk import address_of, open_desk, point_of
from participation.web.desk.answering_forms import refuse
from participation.web.desk.answering_together import back_to
from participation.web.desk.undoing_block import UndoCheckForm


@bp.post("/bijdragen/<number>/opnieuw-nakijken")
@requires(Permission.handle_contribution, load=desk_queries.contribution_at_desk)
def undo_public_check(contribution: Contribution) -> ResponseReturnValue:
    """Nobody reads it on the website until somebody decides again, with a reason for colleagues."""
    desk = open_desk(contribution, request.form.get("punt", "1"))
    form = UndoCheckForm(prefix="undo-")
    valid = form.validate()
    try:
        if valid:
            undo_check(
                contribution, form.reason.data or "", actor=actor(), now=clock.now(),
                base=request.form.get("base_public"),
            )  # fmt: skip
            flash("Dit moet opnieuw nagekeken worden. Tot dan staat het niet op de website.", "success")
            return htmx.go_to(back_to(desk))
    except PublicChanged as conflict:
        page = answering_page.page(desk, undo=undoing_block.block(desk, form), public_conflict=conflict)
        return htmx.retarget(make_response(page, 409), "body")
    except Conflict:
        raise
    except Refused as refused:
        refuse(form, refused)
    return answering_page.page(desk, undo=undoing_block.block(desk, form)), 422


@bp.post("/bijdragen/<number>/concept-weg")
@requires(Permission.handle_contribution, load=desk_queries.contribution_to_answer)
def put_away_draft(contribution: Contribution) -> ResponseReturnValue:
    """Throw the draft away; its text can be taken up again."""
    point = _point(contribution)
    drafts.put_away(point, base_draft=request.form.get("base_draft", ""), actor=actor(), now=clock.now())
    flash("Het concept is weg. U kunt het hieronder terugzetten.", "success")
    return htmx.go_to(address_of(contribution, point))


@bp.post("/bijdragen/<number>/concept-terug")
@requires(Permission.handle_contribution, load=desk_queries.contribution_to_answer)
def take_up_draft(contribution: Contribution) -> ResponseReturnValue:
    """Make what was thrown away the draft again."""
    point, number = _point(contribution), request.form.get("concept", "")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise BadRequest
    drafts.take_up(point, int(number), actor=actor(), now=clock.now())
    flash("Het concept staat er weer.", "success")
    return htmx.go_to(address_of(contribution, point))


def _point(contribution: Contribution) -> Point:
    return point_of(contribution, request.form.get("punt", "1"))
