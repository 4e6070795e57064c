"""A reader reports that something in a public text is not right: without account, and nothing of it is public."""

import secrets

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types

from participation import clock
from participation.accounts import throttle
from participation.contributions import queries
from participation.contributions.models import Contribution
from participation.contributions.moderation import reporting
from participation.contributions.moderation.models import ReportReason
from participation.refusals import Refused
from participation.web.access import everybody
from participation.web.forms import SHORT, Form, LongTextField, OneOf
from participation.web.language import gettext as _
from participation.web.public import bp
from participation.web.security import settings, source

LONGEST = 2_000


class ReportForm(Form):
    form_key = HiddenField()
    reason = OneOf(_l("Wat klopt er niet?"), ReportReason)
    words = LongTextField(_l("Wat moeten wij weten?"), longest=LONGEST)

    def prepare(self) -> "ReportForm":
        """With the labels in this language, and a key of its own that makes a form sent twice one report."""
        self.reason.choices = [SelectChoice(str(reason.value), _(reason.label)) for reason in ReportReason]
        if not self.form_key.data or len(self.form_key.data) > SHORT:
            self.form_key.data = secrets.token_hex(16)
        return self


@bp.route("/bijdragen/<number>/melden", methods=["GET", "POST"])
@everybody
def report(number: str) -> ResponseReturnValue:
    """The form, and what happens next; what is not public is not found."""
    header = queries.public_header(number)
    if header is None:
        abort(404)
    contribution = queries.public(header)
    form = ReportForm().prepare()
    if request.method == "GET":
        return _page(contribution, form)
    if not form.validate():
        return _page(contribution, form), 422
    try:
        return _send(contribution, form)
    except Refused as refusal:
        _at_field(form, refusal)
        return _page(contribution, form), 422


def _at_field(form: ReportForm, refusal: Refused) -> None:
    field = form.reason if refusal.field == "reason" else form.words
    field.errors = [_(refusal.sentence)]


def _send(contribution: Contribution, form: ReportForm) -> ResponseReturnValue:
    now, where = clock.now(), source()
    reason, words = form.reason.data, form.words.data or ""
    assert reason is None or isinstance(reason, ReportReason)
    key = reporting.report_key(settings().receipt_key, form.form_key.data or "", contribution, reason, words)
    if reporting.sent_before(key) is None:
        if throttle.is_blocked(throttle.REPORT, where, now):
            form.form_errors = [_("Er kwamen net veel meldingen van dezelfde plek. Wacht een kwartier en probeer het opnieuw. Of bel ons.")]  # fmt: skip # noqa: E501
            return _page(contribution, form), 429
        reporting.report(contribution, reason, words, form_key_hash=key, now=now)
        throttle.note_failure(throttle.REPORT, where, now)
    flash(_("Dank u wel. Een collega leest uw melding en kijkt de tekst opnieuw na. Wij weten niet wie u bent, dus u krijgt geen bericht. Klopt er iets niet, dan passen wij deze pagina aan."), "success")  # fmt: skip # noqa: E501
    return redirect(url_for("public.contribution", number=contribution.number), 303)


def _page(contribution: Contribution, form: ReportForm) -> str:
    return render_template(
        "public/report.html", contribution=contribution, track=contribution.track, points=contribution.points, form=form
    )
