"""The door for colleagues."""

from flask import g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired

from participation import clock
from participation.accounts import actions, queries
from participation.web import errors
from participation.web.access import actor, everybody
from participation.web.account import bp, tries
from participation.web.account.session import SEEN
from participation.web.forms import SHORT, Form, TextLength, storable
from participation.web.transaction import begin_writing, reads_first


class SignInForm(Form):
    email = EmailField("E-mailadres", [InputRequired("Vul uw e-mailadres in."), storable, TextLength(SHORT)])
    password = PasswordField("Wachtwoord", [InputRequired("Vul uw wachtwoord in."), TextLength(SHORT)])


@bp.route("/inloggen", methods=["GET", "POST"])
@reads_first
@everybody
def sign_in() -> ResponseReturnValue:
    """Check the password before the write lock is taken: hashing is slow on purpose."""
    arrives = request.method == "GET" or "email" not in request.form
    form = SignInForm(formdata=None) if arrives else SignInForm()
    if arrives or not form.validate():
        return _page(form, 200 if arrives else 422)
    tries.refuse_who_failed_too_often(form.email.data or "")
    user = queries.user_with_password(form.email.data or "", form.password.data or "")
    user_id = user.id if user else None
    begin_writing()
    tries.refuse_who_failed_too_often(form.email.data or "")
    if user_id is None:
        return _failed(form)
    _enter(user_id)
    return _go_on()


def _page(form: SignInForm, status: int) -> ResponseReturnValue:
    wanted = request.values.get("next", "")
    return render_template("account/sign_in.html", form=form, next=wanted, kept=_kept_fields()), status


def _kept_fields() -> list[dict[str, str]]:
    """The form that waited for this sign-in (see `errors.resume`)."""
    return [
        {"name": name.removeprefix("kept-"), "value": value}
        for name, values in request.form.lists()
        if name.startswith("kept-")
        for value in values
    ]


def _failed(form: SignInForm) -> ResponseReturnValue:
    """One sentence for a wrong password, an unknown address and a closed account."""
    tries.note_failure(form.email.data or "")
    form.email.errors = ["Dit e-mailadres en dit wachtwoord horen niet bij elkaar."]
    return _page(form, 422)


def _enter(user_id: int) -> None:
    """A new session: nothing of the one before goes along, its CSRF token neither."""
    user = queries.user_by_id(user_id)
    assert user is not None
    user.session_token = actions.sign_in(user, now=clock.now())
    session.clear()
    g.pop("csrf_token", None)
    session[SEEN] = clock.now().timestamp()
    login_user(user)


def _go_on() -> ResponseReturnValue:
    """To where the colleague was going; a form that waited is shown again, to be sent with one button."""
    kept, wanted = _kept_fields(), _safe_next()
    return errors.resume(sign_in=False, status=200, fields=kept, action=wanted) if kept else redirect(wanted, 303)


def _safe_next() -> str:
    """Only an address on this site: a path, never another host."""
    wanted = request.values.get("next", "")
    safe = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    return wanted if safe else url_for("desk.inbox")


@bp.post("/uitloggen")
@everybody
def sign_out() -> ResponseReturnValue:
    """End the sign-in in the database: every copy of the cookie is dead from now on."""
    if current_user.is_authenticated:
        actions.sign_out(actor(), now=clock.now())
    session.clear()
    return redirect(url_for("public.home"), 303)
