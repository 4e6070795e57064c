"""A formal message that is passed on: the letter for who deals with it, and that it arrived there (I32)."""

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from participation import clock
from participation.contributions.models import Contribution
from participation.outcomes import desk_queries
from participation.outcomes.formal import actions, queries, rules
from participation.outcomes.models import OutcomeKind
from participation.permissions import Permission
from participation.refusals import Conflict, Refused
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import answering_page, bp, formal_block
from participation.web.desk.answering_desk import address_of, open_desk
from participation.web.desk.answering_forms import refuse
from participation.web.desk.answering_together import back_to


@bp.get("/bijdragen/<number>/brief")
@requires(Permission.handle_contribution, load=desk_queries.contribution_at_desk)
def formal_letter(contribution: Contribution) -> ResponseReturnValue:
    """The letter to print: the original words, the day on which they came in, and what we told the resident."""
    desk = open_desk(contribution)
    outcome = next(
        (one for one in (desk.draft, desk.current) if one is not None and one.kind is OutcomeKind.formal_route), None
    )
    kind = outcome.formal_kind if outcome is not None else None
    to = rules.receiver_of(kind, outcome.forwarded_to, queries.receivers()) if outcome is not None and kind else None
    return render_template(
        "desk/formal_letter.html", contribution=contribution, track=contribution.track, point=desk.point,
        outcome=outcome, address=to.address if to else "", received_on=clock.local(contribution.received_at).date(),
        back=address_of(contribution, desk.point),
    )  # fmt: skip


@bp.post("/bijdragen/<number>/aangekomen")
@requires(Permission.handle_contribution, load=desk_queries.contribution_at_desk)
def record_arrival(contribution: Contribution) -> ResponseReturnValue:
    """It arrived there on a day, under a number; the resident reads it."""
    desk = open_desk(contribution, request.form.get("punt", "1"))
    form = formal_block.ArrivalForm(prefix="aan-")
    if desk.current is None:
        raise Conflict("Dit punt heeft nog geen antwoord. Er is dus nog niets doorgestuurd.")
    if form.validate():
        try:
            actions.record_arrival(desk.point, desk.current, form.on.data, form.reference.data or "", actor=actor(),
                                   now=clock.now())  # fmt: skip
        except Conflict:
            raise
        except Refused as refused:
            refuse(form, refused)
        else:
            flash("De bewoner leest dat het is aangekomen, en onder welk nummer.", "success")
            return htmx.go_to(back_to(desk))
    return answering_page.page(desk, formal=formal_block.block_with(desk, form)), 422
