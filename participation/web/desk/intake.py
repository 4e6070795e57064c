"""Writing down what residents said on paper, on the phone or at the kitchen table; they get the same code and answer.

The words belong to the resident. Who wrote them down is recorded, and never shown as their author.
"""

import secrets
from typing import Any

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import EmailField, HiddenField, RadioField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types
from wtforms.validators import Email, InputRequired, Optional

from participation import clock
from participation.contributions import actions, queries, rules
from participation.contributions.actions import Said, Terms
from participation.contributions.models import INFLUENCE, Channel, ContributionKind
from participation.permissions import Permission
from participation.places import queries as places
from participation.refusals import Refused
from participation.tracks.models import Track
from participation.tracks.room import Level, OpenQuestion
from participation.web.access import actor, requires
from participation.web.desk import bp
from participation.web.desk.placing import PlaceField
from participation.web.desk.room_fields import DayField
from participation.web.forms import NOT_THERE, SHORT, Form, LongTextField, TextLength, storable
from participation.web.house import terms
from participation.web.receipts import receipt_view
from participation.web.room_view import contact_view
from participation.web.security import settings

NO_QUESTION = "anders"


def _not_to_come(_form: Any, field: Any) -> None:
    if field.data is not None and field.data > clock.today():
        raise ValidationError("Deze dag moet nog komen. Vul de dag in waarop het binnenkwam.")


class IntakeForm(Form):
    form_key = HiddenField()
    channel = RadioField(
        "Hoe kwam het binnen?",
        [InputRequired("Kies hoe het binnenkwam.")],
        choices=[SelectChoice(channel.value, channel.label) for channel in rules.SPOKEN_FOR],
        **NOT_THERE,
    )
    received_on = DayField("Op welke dag?", [InputRequired("Vul een dag in, bijvoorbeeld 24-11-2026."), _not_to_come])
    source_note = StringField("Waar kwam het vandaan?", [Optional(), storable, TextLength(SHORT)])
    text = LongTextField("Wat zei de bewoner?", [InputRequired("Schrijf op wat de bewoner zei. Eén zin is genoeg.")])
    question = RadioField("Waar gaat het over?", [Optional()], choices=[], **NOT_THERE)
    area = PlaceField()
    kind = RadioField("Wat is het?", [Optional()], choices=[], **NOT_THERE)
    expectation = RadioField(
        "Hoeveel invloed verwacht de bewoner?",
        [Optional()],
        choices=[SelectChoice(str(value), label) for value, label in enumerate(INFLUENCE, 1)],
        **NOT_THERE,
    )
    email = EmailField(
        "E-mailadres van de bewoner",
        [Optional(), storable, TextLength(SHORT),
         Email("Vul het hele e-mailadres in, bijvoorbeeld naam@voorbeeld.nl")],
    )  # fmt: skip

    def __init__(self, track: Track, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        assert track.room is not None
        self.track = track
        if not self.form_key.data or len(self.form_key.data) > SHORT:
            self.form_key.data = secrets.token_hex(16)
        numbered = enumerate(track.room.open_questions, 1)
        self.question.choices = [
            *(SelectChoice(str(row.lineage), f"{number}. {row.question}") for number, row in numbered),
            SelectChoice(NO_QUESTION, "Iets anders, of dat weet ik niet"),
        ]
        self.places = places.all_places()
        self.area.offer(self.places)
        self.kind.choices = [SelectChoice(kind.value, kind.label) for kind in rules.kinds_for(track.room.level)]
        if track.room.level is Level.inform:
            del self.expectation

    @property
    def chosen_question(self) -> OpenQuestion | None:
        assert self.track.room is not None
        return next((row for row in self.track.room.open_questions if str(row.lineage) == self.question.data), None)

    @property
    def chosen_area(self) -> int | None:
        return next((place.id for place in self.places if place.code == self.area.data), None)

    @property
    def chosen_expectation(self) -> int | None:
        """What the resident ticked on paper; never on the level *inform*, which promises no influence."""
        return int(self.expectation.data) if self.expectation and self.expectation.data else None

    def said(self) -> Said:
        """What the resident said, as it was written down."""
        return Said(
            text=self.text.data or "", question=self.chosen_question,
            kind=ContributionKind(self.kind.data) if self.kind.data else None, expectation=self.chosen_expectation,
            email=self.email.data or None, area_id=self.chosen_area,
            channel=Channel(self.channel.data), source_note=(self.source_note.data or "").strip(),
        )  # fmt: skip


@bp.route("/invoer", methods=["GET", "POST"])
@requires(Permission.enter_contribution)
def intake() -> ResponseReturnValue:
    """First the track, then the words; afterwards the receipt, to hand over or to print."""
    slug = request.args.get("traject", "")
    if not slug:
        return render_template("desk/intake.html", tracks=queries.tracks_for_intake())
    track = queries.track_for_intake(slug)
    if track is None:
        abort(404)
    form = IntakeForm(track, data={"received_on": clock.today()} if request.method == "GET" else None)
    if form.validate_on_submit():
        try:
            return _receipt(form)
        except Refused as refusal:
            field = form[refusal.field] if refusal.field and refusal.field in form else form.text
            field.errors = [refusal.sentence]
    status = 422 if request.method == "POST" else 200
    return render_template("desk/intake_form.html", track=track, form=form), status


def _receipt(form: IntakeForm) -> str:
    received = actions.enter(
        form.track, form.said(), received_on=form.received_on.data or clock.today(), form_key=form.form_key.data or "",
        terms=Terms(receipt_key=settings().receipt_key, feedback_weeks=terms().feedback_weeks),
        actor=actor(), now=clock.now(),
    )  # fmt: skip
    return render_template(
        "desk/intake_receipt.html", receipt=receipt_view(received), contribution=received.contribution,
        track=form.track, contact=contact_view(form.track),
    )  # fmt: skip
