"""What is asked when the rules of a running track change: what it means, why, and who decided it."""

from participation.tracks.change import Direction
from participation.web.desk.room_fields import DayField, Line, Words
from participation.web.forms import Form, OneOf


class DirectionForm(Form):
    direction = OneOf("Wat betekent dit voor bewoners?", Direction)
    reason = Words("Waarom veranderen de regels?", id="direction-reason")
    decided_by = Line("Wie besloot dit?")
    decided_on = DayField("Wanneer?")


class AbandonForm(Form):
    reason = Words("Waarom gaat dit niet door?", id="abandon-reason")
