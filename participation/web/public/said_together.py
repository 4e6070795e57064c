"""A resident says that two contributions are theirs, with both codes in the body; and takes that back."""

from flask import request
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from participation import clock
from participation.accounts import throttle
from participation.contributions import queries
from participation.contributions.models import Contribution
from participation.contributions.said_together import actions
from participation.contributions.said_together import queries as joined
from participation.refusals import Refused
from participation.web.access import everybody
from participation.web.forms import Form
from participation.web.language import gettext as _
from participation.web.public import bp
from participation.web.public.own_page import NotOpened, opened, own_page
from participation.web.public.said_too_form import OtherForm
from participation.web.security import settings
from participation.web.transaction import keep
from participation.words import N_


class PartForm(Form):
    code = HiddenField()
    number = HiddenField()


@bp.post("/volg/hoort-erbij")
@everybody
def join() -> ResponseReturnValue:
    """Both codes open something: colleagues may read them beside each other from now on."""
    form = OtherForm()
    valid = form.validate()
    code = form.code.data or ""
    try:
        contribution = opened(code)
        if valid:
            actions.join(contribution, _other(form.other.data or ""), now=clock.now())
            return own_page(contribution, code, told=_("Wij lezen deze bijdragen voortaan naast elkaar. Dank u wel."))
    except NotOpened as closed:
        return closed.answer
    except Refused as refusal:
        form.other.errors = [_(refusal.sentence)]
    return own_page(contribution, code, other_form=form), 422


def _other(code: str) -> Contribution:
    """What the second code opens. A wrong one counts as a failed try, like a wrong first one."""
    found = queries.by_code(settings().receipt_key, code)
    if found is not None:
        return found
    now = clock.now()
    source = throttle.source(request.remote_addr or "", key=settings().secret_key, now=now)
    throttle.note_failure(throttle.RECEIPT, source, now)
    keep()
    raise Refused(N_("Deze code kennen wij niet. Kijk of elk teken klopt."), field="other")


@bp.post("/volg/hoort-niet-erbij")
@everybody
def part() -> ResponseReturnValue:
    """Take it back: colleagues no longer read the other one beside this one."""
    form = PartForm()
    form.validate()
    code = form.code.data or ""
    try:
        contribution = opened(code)
    except NotOpened as closed:
        return closed.answer
    other = next((one for one in joined.joined_to(contribution) if one.number == form.number.data), None)
    if other is not None:
        actions.part(contribution, other.id, now=clock.now())
    return own_page(contribution, code, told=_("Wij lezen deze bijdragen niet meer naast elkaar."))
