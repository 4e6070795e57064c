"""The short forms on the page of a track: each asks for the reason that residents will read."""

from participation.web.desk.room_fields import DayField, Words
from participation.web.forms import Form


class CloseForm(Form):
    reason = Words("Waarom sluit u eerder dan beloofd?", id="close-reason")


class StopForm(Form):
    reason = Words("Waarom stopt dit traject?", id="stop-reason")


class DatesForm(Form):
    opens_on = DayField("Vanaf welke dag kunnen bewoners reageren?")
    closes_on = DayField("Tot en met welke dag?")
    promised_on = DayField("Uiterlijk welke dag heeft iedereen antwoord?")
    reason = Words("Waarom veranderen deze dagen?", id="dates-reason")

    def validate(self, extra_validators: object = None) -> bool:
        """All three days are needed: they stand in the public plan."""
        fine = bool(super().validate())
        for field in (self.opens_on, self.closes_on, self.promised_on):
            if field.data is None and not field.errors:
                field.errors = ["Kies een dag."]
                fine = False
        return fine
