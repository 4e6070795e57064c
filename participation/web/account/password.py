"""The own password: another one, for who knows the one of now."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import PasswordField
from wtforms.validators import InputRequired

from participation import clock
from participation.accounts import actions, rules
from participation.accounts.passwords import fits, hash_password
from participation.permissions import Permission
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.account import away, bp, tries
from participation.web.forms import SHORT, Form, TextLength, storable
from participation.web.transaction import begin_writing, reads_first


class PasswordForm(Form):
    current_password = PasswordField(
        "Uw wachtwoord van nu", [InputRequired("Vul uw wachtwoord van nu in."), TextLength(SHORT)]
    )
    password = PasswordField(
        "Uw nieuwe wachtwoord", [InputRequired("Kies een nieuw wachtwoord."), storable, TextLength(SHORT)]
    )

    def validate(self, extra_validators: object = None) -> bool:
        """The rules for a password belong to the account; here they become a sentence at the field."""
        if not super().validate():
            return False
        try:
            rules.check_password(self.password.data or "")
        except rules.PasswordTooWeak as refused:
            self.password.errors = [refused.sentence]
            return False
        return True


@bp.route("/account/wachtwoord", methods=["GET", "POST"])
@reads_first
@requires(Permission.use_desk)
def password() -> ResponseReturnValue:
    """Both passwords are hashed before the write lock is taken: that is slow on purpose."""
    form = PasswordForm()
    if request.method == "GET" or not form.validate():
        return _page(form, 200 if request.method == "GET" else 422)
    tries.refuse_who_failed_too_often(actor().email)
    known = actor().password_hash
    is_right = fits(form.current_password.data or "", known)
    made = hash_password(form.password.data or "") if is_right else ""
    begin_writing()
    tries.refuse_who_failed_too_often(actor().email)
    if not is_right or actor().password_hash != known:
        return _failed(form)
    actions.change_password(actor(), made, actor=actor(), now=clock.now())
    flash("Uw wachtwoord is veranderd. Was u ook ergens anders ingelogd? Daar bent u nu uitgelogd.", "success")
    return htmx.go_to(url_for("account.password"))


def _failed(form: PasswordForm) -> ResponseReturnValue:
    tries.note_failure(actor().email)
    form.current_password.errors = ["Dit is niet uw wachtwoord van nu."]
    return _page(form, 422)


def _page(form: PasswordForm, status: int) -> ResponseReturnValue:
    return render_template(
        "account/password.html", form=form, user=actor(), shortest=rules.SHORTEST_PASSWORD, away=away.sentence(actor()),
    ), status  # fmt: skip
