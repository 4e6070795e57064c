"""A friendly question when a resident's text seems to hold data of a person; it never blocks (I15, I16)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types

from participation.contributions import personal
from participation.contributions.personal import Choice, Finding, PersonalKind, sentence_after
from participation.web.forms import Form
from participation.web.language import gettext as _


def first_of_each_kind(text: str) -> list[Finding]:
    """What looks like data of a person in *text*: of each kind the first, because each kind is asked about once."""
    found: dict[PersonalKind, Finding] = {}
    for finding in personal.find(text):
        found.setdefault(finding.kind, finding)
    return list(found.values())


class PersonalForm(Form):
    """What to do with each kind of data about people that was seen in the text. Most texts hold none."""


for _kind in PersonalKind:
    setattr(PersonalForm, _kind.value, RadioField(choices=[], validate_choice=False))


@dataclass(frozen=True)
class Question:
    """A friendly question: the field, what was seen, the sentence as it becomes, and a link for the summary."""

    field: Any
    fragment: str
    after: str
    link: tuple[str, str]


class AsksAboutPeople:
    """What a form has that asks about data of people in the words of a resident."""

    @cached_property
    def _about_people(self) -> PersonalForm:
        return PersonalForm(prefix="personal_")

    def personal(self, kind: PersonalKind) -> Any:
        """The field of the question about data of this *kind*."""
        return self._about_people[kind.value]

    def choices_made(self, kinds: Sequence[PersonalKind]) -> dict[PersonalKind, Choice]:
        """What the resident chose for each kind; a kind without an answer is left out."""
        known = {choice.value: choice for choice in Choice}
        made = {kind: known.get(self.personal(kind).data) for kind in kinds}
        return {kind: choice for kind, choice in made.items() if choice is not None}

    def ask_about(self, finding: Finding, words: str) -> Question:
        """Prepare the friendly question about *finding* in *words*; taking it away is chosen beforehand."""
        field = self.personal(finding.kind)
        question = _(finding.kind.question)
        field.label.text = question
        field.choices = [
            SelectChoice(Choice.remove.value, _("Haal het weg")),
            SelectChoice(Choice.none_such.value, _(finding.kind.denial)),
            SelectChoice(Choice.keep.value, _("Laat het staan")),
        ]
        if field.data not in {choice.value for choice in Choice}:
            field.data = Choice.remove.value
        return Question(
            field=field,
            fragment=finding.fragment,
            after=sentence_after(words, finding, _),
            link=(_("Een vraag: %(question)s", question=question[:1].lower() + question[1:]), f"#{field.id}"),
        )
