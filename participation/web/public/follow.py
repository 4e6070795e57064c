"""Following what happens with a contribution: with the code for its resident, by its number for everybody.

The code travels in the body of a POST only. A wrong, a malformed and an unknown code get the very same answer, and
whoever keeps trying has to wait.
"""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from participation import clock
from participation.contributions import actions, queries
from participation.contributions.models import Contribution
from participation.outcomes.following import follow as follow_up
from participation.refusals import Refused
from participation.web import news_view
from participation.web.access import everybody
from participation.web.answer_view import drawing_of, point_views
from participation.web.file_views import public_files
from participation.web.forms import Form
from participation.web.freshness import unless_unchanged
from participation.web.language import gettext as _
from participation.web.public import bp
from participation.web.public.own_page import AddForm, CodeForm, NotOpened, opened, own_page
from participation.web.public.verdict import verdict
from participation.web.room_view import contact_view
from participation.web.transaction import reads_first


class WithdrawForm(Form):
    code = HiddenField()
    sure = HiddenField()


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
        return own_page(opened(form.code.data or ""), form.code.data or "")
    except NotOpened as closed:
        return closed.answer


@bp.post("/volg/toevoegen")
@everybody
def add() -> ResponseReturnValue:
    """Add something; the page itself is the answer, because the code may stand in no address."""
    form = AddForm()
    valid = form.validate()
    try:
        contribution = opened(form.code.data or "")
        if valid:
            actions.add_to(contribution, form.text.data or "", now=clock.now())
            return own_page(contribution, form.code.data or "", told=_("Wij hebben dit toegevoegd. Dank u wel."))
    except NotOpened as closed:
        return closed.answer
    except Refused as refusal:
        form.text.errors = [_(refusal.sentence)]
    return own_page(contribution, form.code.data or "", form=form), 422


@bp.post("/volg/intrekken")
@everybody
def withdraw() -> ResponseReturnValue:
    """Take the contribution back, after asking whether that is meant."""
    form = WithdrawForm()
    form.validate()
    try:
        contribution = opened(form.code.data or "")
    except NotOpened as closed:
        return closed.answer
    if form.sure.data != "ja":
        return render_template(
            "public/withdraw.html", contribution=contribution, track=contribution.track, code=form.code.data
        )
    actions.withdraw(contribution, now=clock.now())
    return own_page(contribution, form.code.data or "", told=_("U hebt uw bijdrage ingetrokken."))


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
        news=news_view.of_contribution(found, all_of_it=True), files=public_files(found),
    )  # fmt: skip
