"""Asking a resident something back. It pauses nothing: what was promised stays promised."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from participation import clock
from participation.contributions.asking_back import actions
from participation.contributions.models import Contribution
from participation.outcomes import desk_queries
from participation.permissions import Permission
from participation.refusals import Conflict, Refused
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import answering_page, asked_back_block, bp
from participation.web.desk.answering_desk import open_desk
from participation.web.desk.answering_forms import refuse
from participation.web.desk.answering_together import back_to
from participation.web.desk.asked_back_block import AskBackForm

PLACE = "wedervraag"


@bp.post("/bijdragen/<number>/wedervraag")
@requires(Permission.handle_contribution, load=desk_queries.contribution_at_desk)
def ask_back(contribution: Contribution) -> ResponseReturnValue:
    """Ask the resident one thing; it stands on their page, and goes by mail to who left an address."""
    form = AskBackForm(prefix="back-")
    if form.validate():
        try:
            actions.ask(
                contribution, form.question.data or "", form.why.data or "", form.wish_on.data, actor=actor(),
                now=clock.now(),
            )  # fmt: skip
        except Refused as refused:  # Also when a colleague was first: the text stays in the form.
            refuse(form, refused)
            status = 409 if isinstance(refused, Conflict) else 422
            return _again(contribution, form), status
        how = "De bewoner krijgt een e-mail." if contribution.email else "De bewoner leest hem met de code."
        flash(f"Uw vraag staat op de pagina van de bewoner. {how} Wat u beloofde, blijft staan.", "success")
        return _back(contribution)
    return _again(contribution, form), 422


@bp.post("/bijdragen/<number>/wedervraag/gelezen")
@requires(Permission.handle_contribution, load=desk_queries.contribution_at_desk)
def read_answer(contribution: Contribution) -> ResponseReturnValue:
    """Say that one read the answer, or that none came."""
    actions.read(contribution, actor=actor(), now=clock.now())
    flash("Dit staat niet meer in de inbox. De bewoner wacht nog op antwoord van u.", "success")
    return _back(contribution)


@bp.post("/bijdragen/<number>/wedervraag/intrekken")
@requires(Permission.handle_contribution, load=desk_queries.contribution_at_desk)
def call_question_back(contribution: Contribution) -> ResponseReturnValue:
    """The question is not needed any more."""
    actions.call_back(contribution, actor=actor(), now=clock.now())
    flash("De vraag is ingetrokken. De bewoner leest dat.", "success")
    return _back(contribution)


def _again(contribution: Contribution, form: AskBackForm) -> str:
    desk = open_desk(contribution, request.form.get("punt", "1"))
    return answering_page.page(desk, asked_back=asked_back_block.block_with(desk, form))


def _back(contribution: Contribution) -> ResponseReturnValue:
    return htmx.go_to(back_to(open_desk(contribution, request.form.get("punt", "1")), PLACE))
