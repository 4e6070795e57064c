"""A new code for who lost it and stands before us: after a check, shown once, and the old one is dead at once."""

import secrets

from flask import make_response, render_template
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from participation import clock
from participation.accounts import throttle
from participation.contributions import new_code
from participation.contributions.models import Contribution
from participation.contributions.new_code import CodeChanged, CodeCheck
from participation.contributions.receiving import received_again
from participation.outcomes import desk_queries
from participation.permissions import Permission
from participation.refusals import Refused
from participation.web import errors, htmx
from participation.web.access import actor, requires
from participation.web.desk import bp
from participation.web.desk.room_fields import Words
from participation.web.forms import SHORT, Form, OneOf
from participation.web.receipts import receipt_view
from participation.web.room_view import contact_view
from participation.web.security import settings


class NewCodeForm(Form):
    form_key = HiddenField()
    base = HiddenField()
    check = OneOf("Hoe weet u dat deze persoon de bijdrage gaf?", CodeCheck)
    reason = Words("Wat vroeg u, en wat hoorde u?")

    def prepare(self, contribution: Contribution) -> "NewCodeForm":
        """With a key that makes a form sent twice one new code, and the code that it is about."""
        if not self.form_key.data or len(self.form_key.data) > SHORT:
            self.form_key.data = secrets.token_hex(16)
        self.base.data = self.base.data or new_code.mark_of(contribution)
        return self


@bp.get("/bijdragen/<number>/nieuwe-code")
@requires(Permission.handle_contribution, load=desk_queries.contribution_at_desk)
def new_code_form(contribution: Contribution) -> ResponseReturnValue:
    """What to ask, what not to accept, and the form."""
    return _page(contribution, NewCodeForm(formdata=None).prepare(contribution))


def _page(contribution: Contribution, form: NewCodeForm) -> str:
    try:
        new_code.refuse_where_none_can_be_given(contribution)
        why_not = ""
    except Refused as refusal:
        why_not = refusal.sentence
    return render_template("desk/new_code.html", contribution=contribution, form=form, why_not=why_not)


@bp.post("/bijdragen/<number>/nieuwe-code")
@requires(Permission.handle_contribution, load=desk_queries.contribution_at_desk)
def give_new_code(contribution: Contribution) -> ResponseReturnValue:
    """Give it, and show it once; five in a quarter of an hour for one colleague."""
    form, now = NewCodeForm().prepare(contribution), clock.now()
    mine = throttle.account(f"new code|{actor().id}", key=settings().secret_key)
    until = throttle.blocked_until(throttle.NEW_CODE, mine, now)
    if until is not None:
        errors.too_often(until, now)
    if not form.validate():
        return _page(contribution, form), 422
    try:
        code = new_code.give_new_code(
            contribution, form.check.data, form.reason.data or "", base=form.base.data or "",
            form_key=form.form_key.data or "", key=settings().receipt_key, actor=actor(), now=now,
        )  # fmt: skip
    except CodeChanged as conflict:
        form.form_errors = [conflict.sentence]
        return htmx.retarget(make_response(_page(contribution, form), 409), "body")
    except Refused as refusal:
        field = form[refusal.field] if refusal.field and refusal.field in form else form.reason
        field.errors = [refusal.sentence]
        return _page(contribution, form), 422
    throttle.note_failure(throttle.NEW_CODE, mine, now)
    received = received_again(contribution, code)
    return render_template(
        "desk/new_code_given.html", receipt=receipt_view(received), contribution=contribution,
        track=contribution.track, contact=contact_view(contribution.track),
    )  # fmt: skip
