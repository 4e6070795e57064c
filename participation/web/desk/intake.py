"""Writing down what residents said on paper, on the phone or at the kitchen table; they get the same code and answer.

The words belong to the resident. Who wrote them down is recorded, and never shown as their author. After each one the
form comes back with the settings of the pile; the receipts stay on the page only, because a code is never stored.
"""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from participation import clock
from participation.contributions import actions, queries
from participation.contributions.actions import Received, Terms
from participation.contributions.by_post import actions as by_post
from participation.contributions.by_post.rules import checked
from participation.permissions import Permission
from participation.refusals import Refused
from participation.tracks.models import Track
from participation.web.access import actor, requires
from participation.web.desk import bp
from participation.web.desk.intake_form import IntakeForm, first_of_pile
from participation.web.house import terms
from participation.web.receipts import receipt_view
from participation.web.room_view import contact_view
from participation.web.security import settings


@bp.route("/invoer", methods=["GET", "POST"])
@requires(Permission.enter_contribution)
def intake() -> ResponseReturnValue:
    """First the track, then the words; after each one the receipt to hand over, and the form for the next."""
    slug = request.args.get("traject", "")
    if not slug:
        return render_template("desk/intake.html", tracks=queries.tracks_for_intake())
    track = queries.track_for_intake(slug)
    if track is None:
        abort(404)
    if request.method == "GET":
        return _page(track, first_of_pile(track, request.args.get("bijeenkomst", "")))
    form = IntakeForm(track)
    if form.validate():
        try:
            return _saved(form, _enter(form))
        except Refused as refusal:
            field = form[refusal.field] if refusal.field and refusal.field in form else form.text
            field.errors = [refusal.sentence]
    return _page(track, form), 422


def _enter(form: IntakeForm) -> Received:
    """The contribution, and where its letters go; the same form again is the first one, with the address it had."""
    wants_letter = not form.address.is_empty
    if wants_letter:
        checked(form.address)
    received = actions.enter(
        form.track, form.said(), received_on=form.received_on.data or clock.today(), form_key=form.form_key.data or "",
        terms=Terms(receipt_key=settings().receipt_key, feedback_weeks=terms().feedback_weeks),
        actor=actor(), now=clock.now(),
    )  # fmt: skip
    if wants_letter and received.is_new:
        by_post.keep_address(received.contribution, form.address, actor=actor(), now=clock.now())
    return received


def _saved(form: IntakeForm, received: Received) -> str:
    return _page(form.track, form.for_the_next(), received=received, nth=form.place_in_pile, was=form.form_key.data)


def _page(
    track: Track, form: IntakeForm, *, received: Received | None = None, nth: int = 0, was: str | None = None
) -> str:
    """The form; with what was *received* a moment ago, and the number of the form that it came with."""
    return render_template(
        "desk/intake_form.html", track=track, form=form, nth=nth, was=was or "",
        receipt=receipt_view(received) if received else None,
        contribution=received.contribution if received else None, contact=contact_view(track),
    )  # fmt: skip
