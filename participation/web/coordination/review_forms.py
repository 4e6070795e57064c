"""What a reviewer fills in: a mark and a note for each of the fifteen questions, a verdict and the reason."""

import enum
from collections.abc import Iterable
from typing import Any, ClassVar

from wtforms import RadioField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from participation.tracks.review import QUESTIONS, Mark, Verdict
from participation.tracks.rules import Answer, Problem
from participation.web.forms import SHORT, Form, LongTextField, TextLength, storable

VERDICTS = (Verdict.approved, Verdict.returned, Verdict.inform_only)


class ChoiceField(RadioField):
    """One member of an enumeration, or none yet; what is no member is refused with a sentence."""

    def __init__(self, label: str = "", *, members: Iterable[enum.Enum], **kwargs: Any) -> None:
        self.members = {str(member.value): member for member in members}
        choices = [SelectChoice(name, getattr(member, "label", name)) for name, member in self.members.items()]
        super().__init__(label, choices=choices, coerce=str, **kwargs)

    @property
    def member(self) -> Any:
        """What was chosen; none when nothing was."""
        return self.members.get(self.data or "")

    def pre_validate(self, form: Any) -> None:
        """Nothing chosen is judged by the rules, which know whether an answer is needed."""
        if self.raw_data and self.member is None:
            raise ValidationError("Kies een van de antwoorden.")


class JudgementForm(Form):
    """Everything may be left open here; what a verdict needs is for the rules to say."""

    verdict: ClassVar[Any]
    reason: ClassVar[Any]

    def answers(self) -> dict[int, Answer]:
        """The fifteen answers as typed, by number."""
        return {
            number: Answer(number, getattr(self, f"mark_{number}").member, getattr(self, f"note_{number}").data or "")
            for number in range(1, len(QUESTIONS) + 1)
        }

    def show(self, problems: Iterable[Problem]) -> None:
        """Put each problem at its field, so that the summary and the field both say it."""
        for problem in problems:
            field = self[problem.field]
            field.errors = [*field.errors, problem.sentence]


for _number, _question in enumerate(QUESTIONS, start=1):
    setattr(JudgementForm, f"mark_{_number}", ChoiceField(_question, members=Mark))
    setattr(JudgementForm, f"note_{_number}", LongTextField(f"Uw vraag of opmerking bij vraag {_number}"))
JudgementForm.verdict = ChoiceField("Uw oordeel", members=VERDICTS)
JudgementForm.reason = LongTextField("Waarom?")


class ExplanationForm(Form):
    """Why a rule is not followed here; `rule` and `row` say which finding it is about."""

    rule = StringField(validators=[storable, TextLength(SHORT)])
    row = StringField(validators=[storable, TextLength(SHORT)])
    text = LongTextField("Uw uitleg")


class OverrideForm(Form):
    """Why the director lets it open although no reviewer agreed."""

    override = LongTextField("Waarom opent u zonder akkoord van een toetser?")
