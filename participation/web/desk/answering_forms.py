"""The smaller forms beside the answer: the public text, who handles it, a colleague, the work, more time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from participation.contributions.models import Contribution
from participation.outcomes.models import ExecutionState
from participation.refusals import Refused
from participation.web.desk.room_fields import DayField, Line, Words
from participation.web.forms import Form, OneOf

Typed = MultiDict[str, str]


class PublicForm(Form):
    """What everybody may read, point by point. The fields are made for one contribution: see `public_form`."""


class HideForm(Form):
    reason = Words("Waarom mag niet iedereen dit lezen? De bewoner leest deze reden.")


class WorkForm(Form):
    state = OneOf("Hoe staat het ervoor?", ExecutionState)
    on = DayField("Op welke dag?")
    note = Words("Wat gebeurde er? De bewoner leest dit.")
    evidence = Line("Waar ziet de bewoner dat het klaar is?")


class StaysForm(Form):
    reason = Words("Waarom blijft het van de website? De bewoner leest dit.")


class LookForm(Form):
    reason = Words("Waarom blijft het antwoord zoals het is? De bewoner en iedereen leest dit.")


class MoveForm(Form):
    due = DayField("Welke dag belooft u nu?")
    reason = Words("Waarom hebt u meer tijd nodig? De bewoner leest dit.")


@dataclass
class Handling:
    """The forms of one page; the one that was sent holds what was typed, with its errors."""

    public: PublicForm
    hide: HideForm
    work: WorkForm
    look: LookForm
    stays: StaysForm
    move: dict[int, MoveForm] = field(default_factory=dict)


def public_form(contribution: Contribution, typed: Typed | None = None) -> PublicForm:
    """One text per point, filled with what is public now, or with the resident's own words to begin with."""
    several = len(contribution.points) > 1
    names = {
        f"public-{point.id}": Words(f"Punt {point.position}: wat iedereen leest" if several else "Dit leest iedereen")
        for point in contribution.points
    }
    texts = {
        f"public-{point.id}": point.text if point.public_text is None else point.public_text
        for point in contribution.points
    }
    made: PublicForm = type("PublicForm", (PublicForm,), names)(typed, data=texts)
    return made


def fill_what_is_new(form: PublicForm, contribution: Contribution) -> None:
    """A point that a colleague made meanwhile was not in the form that was sent: it begins with its own words."""
    for point in contribution.points:
        field = form[f"public-{point.id}"]
        if not field.raw_data:
            field.data = point.text if point.public_text is None else point.public_text


def refuse(form: Form, refused: Refused, fields: Mapping[str, str] | None = None) -> None:
    """Put the sentence at the field it is about, or above the form."""
    wanted = str(refused.field or "")
    name = dict(fields or {}).get(wanted, wanted)
    if name in form:
        target: Any = form[name]
        target.errors = [*target.errors, refused.sentence]
    else:
        form.form_errors = [*form.form_errors, refused.sentence]
