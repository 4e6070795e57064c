"""Following what happens with a contribution: with the code for its resident, by its number for everybody.

The code travels in the body of a POST only. A wrong, a malformed and an unknown code get the very same answer, and
whoever keeps trying has to wait.
"""

from flask import abort, flash, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField

from participation import clock
from participation.accounts import throttle
from participation.contributions import actions, queries, receipt
from participation.contributions.models import Contribution
from participation.outcomes.following import follow as follow_up
from participation.promises.models import Promise
from participation.refusals import Refused
from participation.web.access import everybody
from participation.web.answer_view import drawing_of, point_views
from participation.web.forms import Form, LongTextField
from participation.web.freshness import unless_unchanged
from participation.web.language import gettext as _
from participation.web.public import bp
from participation.web.public.verdict import verdict
from participation.web.room_view import contact_view
from participation.web.security import settings
from participation.web.timeline import timeline
from participation.web.transaction import begin_writing, keep, reads_first


class CodeForm(Form):
    code = StringField()


class AddForm(Form):
    code = HiddenField()
    text = LongTextField(_l("Wat wilt u toevoegen?"))


class WithdrawForm(Form):
    code = HiddenField()
    sure = HiddenField()


class _NotOpened(Exception):
    """No contribution was opened; carries the answer to give instead."""

    def __init__(self, answer: ResponseReturnValue) -> None:
        self.answer = answer


@bp.route("/volg", methods=["GET", "POST"])
@reads_first
@everybody
def follow() -> ResponseReturnValue:
    """Ask for the code, and show what became of the contribution that it opens."""
    form = CodeForm()
    if request.method == "GET":
        return render_template("public/follow.html", form=form, error="")
    form.validate()
    try:
        return _yours(_opened(form.code.data or ""), form.code.data or "")
    except _NotOpened as closed:
        return closed.answer


@bp.post("/volg/toevoegen")
@everybody
def add() -> ResponseReturnValue:
    """Add something; the page itself is the answer, because the code may stand in no address."""
    form = AddForm()
    valid = form.validate()
    try:
        contribution = _opened(form.code.data or "")
        if valid:
            actions.add_to(contribution, form.text.data or "", now=clock.now())
            return _yours(contribution, form.code.data or "", told=_("Wij hebben dit toegevoegd. Dank u wel."))
    except _NotOpened as closed:
        return closed.answer
    except Refused as refusal:
        form.text.errors = [_(refusal.sentence)]
    return _yours(contribution, form.code.data or "", form=form), 422


@bp.post("/volg/intrekken")
@everybody
def withdraw() -> ResponseReturnValue:
    """Take the contribution back, after asking whether that is meant."""
    form = WithdrawForm()
    form.validate()
    try:
        contribution = _opened(form.code.data or "")
    except _NotOpened as closed:
        return closed.answer
    if form.sure.data != "ja":
        return render_template(
            "public/withdraw.html", contribution=contribution, track=contribution.track, code=form.code.data
        )
    actions.withdraw(contribution, now=clock.now())
    return _yours(contribution, form.code.data or "", told=_("U hebt uw bijdrage ingetrokken."))


@bp.get("/bijdragen/<number>")
@everybody
def contribution(number: str) -> ResponseReturnValue:
    """The public version, with the answer and every answer before it; anything else is not found."""
    header = queries.public_header(number)
    if header is None:
        abort(404)
    return unless_unchanged(header.version, lambda: _public(queries.public(header)))


def _public(found: Contribution) -> str:
    followed = follow_up(found)
    return render_template(
        "public/contribution.html", contribution=found, track=found.track, points=point_views(followed, public=True),
        drawing=drawing_of(followed), verdict=verdict(followed, public=True), contact=contact_view(found.track),
    )  # fmt: skip


def _opened(code: str) -> Contribution:
    """The contribution behind *code*. `_NotOpened` carries one and the same answer for every code without one."""
    now = clock.now()
    source = throttle.source(request.remote_addr or "", key=settings().secret_key, now=now)
    until = throttle.blocked_until(throttle.RECEIPT, source, now)
    if until is not None:
        page = render_template("public/follow.html", form=CodeForm(), error=_(
            "Dat was te vaak achter elkaar. Wacht een kwartier en probeer het opnieuw."))  # fmt: skip
        response = make_response(page, 429)
        response.headers["Retry-After"] = str(max(1, int((until - now).total_seconds())))
        raise _NotOpened(response)
    found = queries.by_code(settings().receipt_key, code)
    if found is not None:
        return found
    begin_writing()
    throttle.note_failure(throttle.RECEIPT, source, now)
    keep()
    sentence = _("Deze code kennen wij niet. Kijk of elk teken klopt. Lukt het niet? Bel ons.")
    raise _NotOpened((render_template("public/follow.html", form=CodeForm(), error=sentence), 422))


def _yours(found: Contribution, code: str, *, form: AddForm | None = None, told: str = "") -> str:
    followed = follow_up(found)
    if told:
        flash(told, "success")
    promise = followed.promise
    return render_template(
        "public/your_contribution.html", contribution=found, track=found.track,
        points=point_views(followed, public=False), drawing=drawing_of(followed), verdict=verdict(followed),
        lines=timeline(found), promise=promise, promise_state=_state(promise), contact=contact_view(found.track),
        form=form or AddForm(formdata=None), code=receipt.normalise(code) or "",
    )  # fmt: skip


def _state(promise: Promise | None) -> str:
    """The word of the promise: open, kept, missed or kept_late; empty when nothing was promised."""
    return promise.state(clock.today()).value if promise else ""
