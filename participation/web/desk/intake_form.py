"""The form for words of somebody else, and what of it stays for the next of the pile."""

import secrets
from datetime import date
from typing import Any

from wtforms import BooleanField, EmailField, HiddenField, RadioField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types
from wtforms.validators import Email, InputRequired, Optional

from participation import clock
from participation.contributions import rules
from participation.contributions.actions import Said
from participation.contributions.by_post.rules import Address
from participation.contributions.meetings import queries as meetings
from participation.contributions.models import INFLUENCE, Channel, ContributionKind, Speaker
from participation.places import queries as places
from participation.tracks.models import Moment, Track
from participation.tracks.room import Level, OpenQuestion
from participation.web.desk.placing import PlaceField
from participation.web.desk.room_fields import DayField
from participation.web.filters import short_day
from participation.web.forms import NOT_THERE, SHORT, Form, LongTextField, OneOf, TextLength, storable

NO_QUESTION = "anders"
STAYS = ("channel", "received_on", "source_note", "speaker", "meeting")
"""The settings of a pile: what the next paper very likely shares with this one."""
LONGEST_PILE = 9_999


def _not_to_come(_form: Any, field: Any) -> None:
    if field.data is not None and field.data > clock.today():
        raise ValidationError("Deze dag moet nog komen. Vul de dag in waarop het binnenkwam.")


def _line(label: str) -> StringField:
    return StringField(label, [Optional(), storable, TextLength(SHORT)])


class IntakeForm(Form):
    form_key = HiddenField()
    nth = HiddenField()
    channel = RadioField(
        "Hoe kwam het binnen?",
        [InputRequired("Kies hoe het binnenkwam.")],
        choices=[SelectChoice(channel.value, channel.label) for channel in rules.SPOKEN_FOR],
        **NOT_THERE,
    )
    received_on = DayField("Op welke dag?", [InputRequired("Vul een dag in, bijvoorbeeld 24-11-2026."), _not_to_come])
    source_note = _line("Waar hoorde u het, of waar kwam het vandaan?")
    meeting = SelectField("Bij welke bijeenkomst?", [Optional()], choices=[], **NOT_THERE)
    speaker = OneOf("Wie zei het?", Speaker)
    text = LongTextField("Wat zei de bewoner?", [InputRequired("Schrijf op wat de bewoner zei. Eén zin is genoeg.")])
    taker_note = LongTextField("Uw eigen aantekening", [Optional()])
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
    name = _line("Naam op de envelop")
    street = _line("Straat en huisnummer")
    postcode = _line("Postcode")
    town = _line("Plaats")
    large_print = BooleanField("Graag in grote letters")

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
        self.meetings = meetings.been(track.id, clock.now())
        self.meeting.choices = [
            ("", "Bij geen bijeenkomst"), *((str(one.id), meeting_in_words(one)) for one in self.meetings)
        ]  # fmt: skip
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
    def chosen_meeting(self) -> Moment | None:
        return next((one for one in self.meetings if str(one.id) == self.meeting.data), None)

    @property
    def chosen_expectation(self) -> int | None:
        """What the resident ticked on paper; never on the level *inform*, which promises no influence."""
        return int(self.expectation.data) if self.expectation and self.expectation.data else None

    @property
    def address(self) -> Address:
        """Where a letter goes, as it was typed."""
        return Address(
            name=self.name.data or "", street=self.street.data or "", postcode=self.postcode.data or "",
            town=self.town.data or "", large_print=self.large_print.data,
        )  # fmt: skip

    @property
    def place_in_pile(self) -> int:
        """The how manieth of this pile it is. It is a sentence on the page and nothing else."""
        typed = str(self.nth.data or "")
        is_number = typed.isascii() and typed.isdigit() and len(typed) <= 4
        return min(max(int(typed), 1), LONGEST_PILE) if is_number else 1

    def said(self) -> Said:
        """What the resident said, as it was written down."""
        return Said(
            text=self.text.data or "", question=self.chosen_question,
            kind=ContributionKind(self.kind.data) if self.kind.data else None, expectation=self.chosen_expectation,
            email=self.email.data or None, area_id=self.chosen_area, speaker=self.speaker.data,
            channel=Channel(self.channel.data), source_note=(self.source_note.data or "").strip(),
            taker_note=(self.taker_note.data or "").strip(), meeting=self.chosen_meeting,
        )  # fmt: skip

    def for_the_next(self) -> "IntakeForm":
        """An empty form with the settings of this pile."""
        stays: dict[str, Any] = {name: self[name].data for name in STAYS}
        return IntakeForm(self.track, formdata=None, data={**stays, "nth": str(self.place_in_pile + 1)})


def first_of_pile(track: Track, meeting_asked_for: str) -> IntakeForm:
    """The form as it opens: today, from a resident; or of the meeting from whose page somebody came."""
    form = IntakeForm(
        track, formdata=None, data={"received_on": clock.today(), "speaker": Speaker.resident, "nth": "1"}
    )
    form.meeting.data = meeting_asked_for
    moment = form.chosen_meeting
    if moment is not None:
        form.received_on.data, form.source_note.data = day_of(moment), moment.place[:SHORT]
        form.channel.data = Channel.meeting.value
    return form


def day_of(moment: Moment) -> date:
    """The day on which a meeting was."""
    return clock.local(moment.starts_at).date()


def meeting_in_words(moment: Moment) -> str:
    """'Inloop, 1 december 2026'."""
    return f"{moment.title}, {short_day(moment.starts_at)}"
