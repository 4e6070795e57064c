"""What a reviewer fills in: a mark and a note for each of the fifteen questions, a verdict and the reason."""

from collections.abc import Iterable
from typing import Any, ClassVar

from participation.tracks.review import QUESTIONS, Mark, Verdict
from participation.tracks.rules import Answer, Problem
from participation.web.forms import Form, LongTextField, OneOf

VERDICTS = (Verdict.approved, Verdict.returned, Verdict.inform_only)


class JudgementForm(Form):
    """Everything may be left open here; what a verdict needs is for the rules to say."""

    verdict: ClassVar[Any]
    reason: ClassVar[Any]

    def answers(self) -> dict[int, Answer]:
        """The fifteen answers as typed, by number."""
        return {
            number: Answer(number, getattr(self, f"mark_{number}").data, getattr(self, f"note_{number}").data or "")
            for number in range(1, len(QUESTIONS) + 1)
        }

    def show(self, problems: Iterable[Problem]) -> None:
        """Put each problem at its field, so that the summary and the field both say it."""
        for problem in problems:
            field = self[problem.field]
            field.errors = [*field.errors, problem.sentence]


for _number, _question in enumerate(QUESTIONS, start=1):
    setattr(JudgementForm, f"mark_{_number}", OneOf(_question, Mark))
    setattr(JudgementForm, f"note_{_number}", LongTextField(f"Uw vraag of opmerking bij vraag {_number}"))
JudgementForm.verdict = OneOf("Uw oordeel", VERDICTS)
JudgementForm.reason = LongTextField("Waarom?")


class OverrideForm(Form):
    """Why the director lets it open although no reviewer agreed."""

    override = LongTextField("Waarom opent u zonder akkoord van een toetser?")
