"""The own overview: all own contributions over all tracks and years, with the answer and what is still to come."""

from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from participation import clock
from participation.contributions.models import Contribution
from participation.contributions.own import actions, queries, signing_in
from participation.contributions.own.models import OwnAccount
from participation.outcomes.following import follow_current
from participation.refusals import Refused
from participation.web.access import everybody
from participation.web.answer_view import PointView, point_views
from participation.web.language import gettext as _
from participation.web.public import bp
from participation.web.public.mine_session import of_the_resident
from participation.web.public.mine_sign_in import AddressForm, count_or_wait
from participation.web.public.own_page import CodeForm, NotOpened, mine_key, opened_by_code, own_page
from participation.web.public.verdict import verdict

SHOWN = 280
"""So much of the own words stands in the list; all of them are on the page of the contribution."""


@dataclass(frozen=True)
class Mine:
    """One contribution in the overview: the verdict, the answers, and whether news about it is mailed."""

    contribution: Contribution
    verdict: list[str]
    points: list[PointView]
    mailed: str
    to_other: bool


def mine_rows(account: OwnAccount) -> list[Mine]:
    """Everything in the overview, the newest first."""
    return [
        Mine(
            followed.contribution, verdict(followed), point_views(followed, public=False),
            mailed=followed.contribution.email or "",
            to_other=followed.contribution.email not in (None, account.email),
        )
        for followed in follow_current(queries.contributions_of(account))
    ]  # fmt: skip


@bp.get("/mijn")
@everybody
@of_the_resident
def mine(account: OwnAccount) -> ResponseReturnValue:
    """The overview of who is signed in."""
    return _page(account)


def _page(account: OwnAccount, **sent: Any) -> str:
    defaults = {"error": "", "form": AddressForm(formdata=None)}
    return render_template(
        "public/mine.html", account=account, rows=mine_rows(account), shown=SHOWN, **{**defaults, **sent}
    )


@bp.get("/mijn/bijdragen/<number>")
@everybody
@of_the_resident
def mine_contribution(account: OwnAccount, number: str) -> ResponseReturnValue:
    """The own page, without the code; what is not in this overview is not found."""
    found = queries.contribution_in(account, number)
    if found is None:
        abort(404)
    return own_page(found, mine_key(found))


@bp.post("/mijn/erbij")
@everybody
@of_the_resident
def mine_add(account: OwnAccount) -> ResponseReturnValue:
    """Put in what this code opens. A wrong code counts as a failed try, like everywhere."""
    typed = CodeForm().code.data or ""
    try:
        contribution = opened_by_code(typed)
        actions.add(account, contribution, now=clock.now())
    except NotOpened as closed:
        status = closed.answer[1] if isinstance(closed.answer, tuple) else 429
        if status == 429:
            return closed.answer
        return _page(
            account, error=_("Deze code kennen wij niet. Kijk of elk teken klopt. Lukt het niet? Bel ons.")
        ), 422
    except Refused as refusal:
        return _page(account, error=_(refusal.sentence)), 422
    flash(_("Uw bijdrage %(number)s staat nu bij Mijn bijdragen.", number=contribution.number), "success")
    return redirect(url_for("public.mine"), 303)


def _named(account: OwnAccount) -> Contribution:
    """The contribution that the form names, when it is in this overview."""
    found = queries.contribution_in(account, request.form.get("number", ""))
    if found is None:
        raise BadRequest
    return found


@bp.post("/mijn/eruit")
@everybody
@of_the_resident
def mine_take_out(account: OwnAccount) -> ResponseReturnValue:
    """Take one out: it stays what it is, and its code opens it."""
    contribution = _named(account)
    actions.take_out(account, contribution, now=clock.now())
    flash(_("Bijdrage %(number)s staat niet meer in uw overzicht. Met de code opent u hem nog.",
            number=contribution.number), "success")  # fmt: skip
    return redirect(url_for("public.mine"), 303)


@bp.post("/mijn/mail")
@everybody
@of_the_resident
def mine_mail(account: OwnAccount) -> ResponseReturnValue:
    """Mail about one contribution: to the own address, or not at all."""
    contribution, wanted = _named(account), request.form.get("mail") == "aan"
    actions.mail_to(account, contribution, wanted, now=clock.now())
    said = (
        _("U krijgt mail over bijdrage %(number)s.")
        if wanted
        else _("U krijgt geen mail meer over bijdrage %(number)s.")
    )
    flash(said % {"number": contribution.number}, "success")
    return redirect(url_for("public.mine"), 303)


@bp.post("/mijn/adres")
@everybody
@of_the_resident
def mine_address(account: OwnAccount) -> ResponseReturnValue:
    """Another address: first a mail to the new one. Nothing changes before its link is used."""
    form = AddressForm()
    if not form.judge():
        return _page(account, form=form), 422
    address = form.email.data or ""
    try:
        if count_or_wait(address):
            signing_in.ask_address(account, address, now=clock.now())
    except Refused as refusal:
        form.email.errors = [_(refusal.sentence)]
        return _page(account, form=form), 422
    flash(_("Wij mailen een link naar %(address)s. Klik daarin op de knop. Tot dan verandert er niets.",
            address=address), "success")  # fmt: skip
    return redirect(url_for("public.mine"), 303)
