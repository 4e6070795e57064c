"""Keeping the receipt: as a file, by mail, or just by saying so. Nothing of it is stored.

Each of these is a POST with the code in its body, and works without JavaScript; with it, `static/js/receipt.js` asks
before somebody leaves.
"""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, EmailField, HiddenField
from wtforms.validators import Email, InputRequired

from participation import clock
from participation.accounts import throttle
from participation.contributions import new_code, receipt
from participation.contributions.models import Contribution
from participation.contributions.receiving import Received, received_again
from participation.refusals import Refused
from participation.web import language
from participation.web.access import everybody
from participation.web.files_field import FilesField
from participation.web.filters import day
from participation.web.forms import SHORT, Form, TextLength, storable
from participation.web.language import gettext as _
from participation.web.public import bp
from participation.web.public.own_page import CodeForm, NotOpened, opened_by_code
from participation.web.receipts import receipt_view
from participation.web.room_view import contact_view
from participation.web.security import settings, source


class KeptForm(Form):
    code = HiddenField()
    kept = BooleanField()


class MailForm(Form):
    code = HiddenField()
    email = EmailField()

    def judge(self) -> bool:
        """With sentences in the language of this page."""
        self.email.validators = [
            InputRequired(_("Vul uw e-mailadres in.")), storable, TextLength(SHORT),
            Email(_("Vul het hele e-mailadres in, bijvoorbeeld naam@voorbeeld.nl")),
        ]  # fmt: skip
        return bool(self.validate())


def receipt_page(
    received: Received, *, error: str = "", email: str = "", is_kept: bool = False, files: FilesField | None = None
) -> str:
    """The receipt, with what was wrong (*error*) about keeping it. *is_kept*: nobody has to be asked any more."""
    contribution = received.contribution
    if not received.is_new and receipt.hash_of(settings().receipt_key, received.code) != contribution.code_hash:
        replaced = _("Deze bijdrage kreeg later een nieuwe code. Vul die hier in.")
        return render_template("public/follow.html", form=CodeForm(formdata=None), error=replaced)
    return render_template(
        "public/receipt.html", receipt=receipt_view(received), contribution=contribution, track=contribution.track,
        contact=contact_view(contribution.track), code=received.code, error=error, typed_email=email,
        asks_to_keep=True, received_now=files is not None,
        is_kept=is_kept or contribution.email is not None, files=files or FilesField(),
    )  # fmt: skip


def _again(contribution: Contribution, typed: str) -> Received:
    return received_again(contribution, receipt.normalise(typed) or "")


@bp.post("/ontvangst/bewaren")
@everybody
def download_receipt() -> ResponseReturnValue:
    """The receipt as a small text file, made now and kept nowhere; its name holds the number and never the code."""
    form = CodeForm()
    try:
        received = _again(opened_by_code(form.code.data or ""), form.code.data or "")
    except NotOpened as closed:
        return closed.answer
    response = Response(_as_text(received), mimetype="text/plain")
    name = _("bewijs-%(number)s.txt", number=received.contribution.number)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _as_text(received: Received) -> str:
    contribution = received.contribution
    address = settings().base_url + url_for("public.follow")
    lines = [
        settings().municipality.full_name, "",
        _("Uw bijdrage over: %(title)s", title=contribution.track.title),
        _("Nummer voor aan de telefoon: %(number)s", number=contribution.number),
        _("Ontvangen: %(day)s", day=day(contribution.received_at)),
        _("U hoort van ons, uiterlijk %(day)s. Ook als we uw idee niet overnemen.", day=day(received.due)), "",
        _("Dit is uw code:"), "", "    " + " ".join(receipt.groups(received.code)), "",
        _("Vul hem in op: %(address)s", address=address),
        _("Bewaar hem goed. Laat de code niet aan anderen zien."),
    ]  # fmt: skip
    return "\r\n".join(lines) + "\r\n"


@bp.post("/ontvangst/mailen")
@everybody
def mail_receipt() -> ResponseReturnValue:
    """Mail the code after all. The address is for this one mail; three to one address in a quarter of an hour."""
    form = MailForm()
    valid, typed = form.judge(), form.email.data or ""
    try:
        received = _again(opened_by_code(form.code.data or ""), form.code.data or "")
    except NotOpened as closed:
        return closed.answer
    if not valid:
        return receipt_page(received, error=str(form.email.errors[0]), email=typed), 422
    now = clock.now()
    counted = [
        (throttle.ASKED_MAIL, source()), (throttle.MAILED, throttle.account(typed, key=settings().secret_key)),
    ]  # fmt: skip
    if any(throttle.is_blocked(purpose, where, now) for purpose, where in counted):
        wait = _("Dat was te vaak achter elkaar. Wacht een kwartier en probeer het opnieuw.")
        return receipt_page(received, error=wait, email=typed), 429
    try:
        new_code.mail_code(received.contribution, received.code, to=typed, language=language.current(), now=now)
    except Refused as refusal:
        return receipt_page(received, error=_(refusal.sentence), email=typed), 422
    for purpose, where in counted:
        throttle.note_failure(purpose, where, now)
    flash(_("Wij mailen uw code nu naar dit adres. Wij bewaren het adres niet."), "success")
    return receipt_page(received, is_kept=True)


@bp.post("/ontvangst/bewaard")
@everybody
def receipt_kept() -> ResponseReturnValue:
    """Somebody says that the code was kept: nothing is stored about that, and the way leads back to the track."""
    form = KeptForm()
    try:
        received = _again(opened_by_code(form.code.data or ""), form.code.data or "")
    except NotOpened as closed:
        return closed.answer
    if "kept" not in request.form:
        error = _("Hebt u uw code bewaard? Zet dan een vinkje. Zo niet, kies eerst hoe u hem bewaart.")
        return receipt_page(received, error=error), 422
    flash(_("Mooi. Met uw code ziet u altijd wat we met uw bijdrage doen."), "success")
    return redirect(url_for("public.track", slug=received.contribution.track.slug), 303)
