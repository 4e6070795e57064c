"""The way into the own overview: an address, a mail with a link, and a button. A link that is only read does nothing.

Programs that read mail open every link in it; therefore signing in is a POST. The answer to an address is always the
same, because the work is always the same.
"""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import EmailField
from wtforms.validators import Email, InputRequired

from participation import clock
from participation.accounts import throttle
from participation.contributions.own import queries, signing_in
from participation.refusals import Conflict, Refused
from participation.web import errors, language
from participation.web.access import everybody
from participation.web.forms import SHORT, Form, TextLength, storable
from participation.web.language import gettext as _
from participation.web.public import bp, mine_session
from participation.web.security import settings, source


class AddressForm(Form):
    email = EmailField(_l("Uw e-mailadres"))

    def judge(self) -> bool:
        """With sentences in the language of this page."""
        self.email.validators = [
            InputRequired(_("Vul uw e-mailadres in.")), storable, TextLength(SHORT),
            Email(_("Vul het hele e-mailadres in, bijvoorbeeld naam@voorbeeld.nl")),
        ]  # fmt: skip
        return bool(self.validate())


def count_or_wait(address: str) -> bool:
    """Whether a mail may leave to *address*: not when it got three in a quarter of an hour. Who asks for many waits."""
    now, here = clock.now(), source()
    until = throttle.blocked_until(throttle.ASKED_MAIL, here, now)
    if until is not None:
        errors.too_often(until, now)
    there = throttle.account(address, key=settings().secret_key)
    fits = not throttle.is_blocked(throttle.MAILED, there, now)
    throttle.note_failure(throttle.ASKED_MAIL, here, now)
    throttle.note_failure(throttle.MAILED, there, now)
    return fits


@bp.route("/mijn/inloggen", methods=["GET", "POST"])
@everybody
def mine_sign_in() -> ResponseReturnValue:
    """Ask for the address; the answer is the same for an address that we know and one that we do not."""
    if request.method == "GET":
        return render_template("public/mine_sign_in.html", form=AddressForm(formdata=None))
    form = AddressForm()
    if not form.judge():
        return render_template("public/mine_sign_in.html", form=form), 422
    address = form.email.data or ""
    if count_or_wait(address):
        try:
            signing_in.ask_link(address, language=language.current(), now=clock.now())
        except Refused as refusal:
            form.email.errors = [_(refusal.sentence)]
            return render_template("public/mine_sign_in.html", form=form), 422
    return render_template("public/mine_mailed.html", address=address)


@bp.route("/mijn/link/<token>", methods=["GET", "POST"])
@everybody
def mine_link(token: str) -> ResponseReturnValue:
    """The page behind the link has one button; only that uses the link."""
    link = queries.living_link(token, clock.now())
    if request.method == "GET" or link is None:
        status = 200 if request.method == "GET" else 422
        return render_template("public/mine_link.html", link=link, token=token), status
    try:
        _account, made = signing_in.use_link(token, now=clock.now())
    except Conflict:
        raise
    except Refused:
        return render_template("public/mine_link.html", link=None, token=token), 422
    if link.account_id is not None:
        flash(_("Dit is nu het adres van Mijn bijdragen. Het oude adres krijgt daar bericht van."), "success")
    return mine_session.remember(make_response(redirect(url_for("public.mine"), 303)), made)


@bp.post("/mijn/uitloggen")
@everybody
def mine_sign_out() -> ResponseReturnValue:
    """End the sign-in in the database. A colleague who is signed in at the desk stays signed in there."""
    signing_in.sign_out(mine_session.token(), now=clock.now())
    flash(_("U bent uitgelogd bij Mijn bijdragen."), "success")
    return mine_session.forget(make_response(redirect(url_for("public.home"), 303)))
