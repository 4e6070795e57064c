"""The form for residents: one field is enough, everything else may be left out."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, HiddenField, RadioField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types
from wtforms.validators import Email, Optional, StopValidation

from participation.contributions import rules
from participation.contributions.models import ContributionKind
from participation.contributions.personal import Choice, Finding, PersonalKind, sentence_after
from participation.tracks.room import DeclaredRoom, Level, OpenQuestion
from participation.web.filters import dutch, joined
from participation.web.forms import SHORT, Form, LongTextField, TextLength, storable
from participation.web.language import gettext as _

SOMETHING_ELSE = "anders"


class NotBlank:
    """Spaces and line breaks alone are no contribution; what was typed stays as it is."""

    def __call__(self, _form: Any, field: Any) -> None:
        if not (field.data or "").strip():
            raise StopValidation(_("Schrijf op wat u ons wilt vertellen. Eén zin is genoeg."))


def _only_when_ticked(form: Any, field: Any) -> None:
    """An address that nobody asked us to use is not looked at, and not kept (I40)."""
    if not form.wants_mail.data:
        field.errors = []
        raise StopValidation()
    if not (field.data or "").strip():
        raise StopValidation(_("Vul uw e-mailadres in, of haal het vinkje weg."))


def _whole_address(form: Any, field: Any) -> None:
    Email(_("Vul uw hele e-mailadres in, bijvoorbeeld naam@voorbeeld.nl"))(form, field)


class _Choice(RadioField):
    """One of a few; an answer that was never offered gets a plain sentence."""

    def pre_validate(self, form: Any) -> None:
        if self.data is not None and self.data not in {value for value, *_rest in self.iter_choices()}:
            self.data = None
            raise ValidationError(_("Kies een van de antwoorden. Of sla deze vraag over."))


def _personal() -> RadioField:
    return RadioField(choices=[], validate_choice=False)


@dataclass(frozen=True)
class Question:
    """A friendly question: the field, what was seen, the sentence as it becomes, and a link for the summary."""

    field: Any
    fragment: str
    after: str
    link: tuple[str, str]


class ContributeForm(Form):
    form_key = HiddenField()
    text = LongTextField(_l("Wat wilt u ons vertellen?"), [NotBlank()])
    question = _Choice(_l("Waar gaat het over?"), [Optional()], choices=[])
    kind = _Choice(_l("Wat is het?"), [Optional()], choices=[])
    expectation = _Choice(
        _l("Hoeveel invloed verwacht u?"),
        [Optional()],
        choices=[
            SelectChoice("1", _l("geen")),
            SelectChoice("2", _l("weinig")),
            SelectChoice("3", _l("een beetje")),
            SelectChoice("4", _l("veel")),
            SelectChoice("5", _l("heel veel")),
        ],
    )
    wants_mail = BooleanField(_l("Ja, stuur mij een e-mail over deze bijdrage"))
    email = EmailField(
        _l("Uw e-mailadres"),
        [_only_when_ticked, storable, TextLength(SHORT), _whole_address],
        filters=[lambda value: value.strip() if value else value],
    )  # fmt: skip
    personal_iban = _personal()
    personal_email = _personal()
    personal_phone = _personal()
    personal_bsn = _personal()
    personal_address = _personal()

    def __init__(self, room: DeclaredRoom, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.room = room
        if not self.form_key.data or len(self.form_key.data) > SHORT:
            self.form_key.data = secrets.token_hex(16)
        self.question.choices = [
            *(
                SelectChoice(str(row.id), joined(f"{number}.", dutch(row.question)))
                for number, row in enumerate(room.open_questions, 1)
            ),
            SelectChoice(SOMETHING_ELSE, _("Iets anders, of ik weet het niet")),
        ]
        self.kind.choices = [SelectChoice(kind.value, _(kind.label)) for kind in rules.kinds_for(room.level)]
        if room.level is Level.inform:
            self.text.label.text = _("Wat wilt u weten, of waar maakt u zich zorgen over?")
            del self.question, self.expectation

    @property
    def chosen_question(self) -> OpenQuestion | None:
        chosen = self.question.data if self.question else None
        return next((row for row in self.room.open_questions if str(row.id) == chosen), None)

    @property
    def chosen_kind(self) -> ContributionKind | None:
        return ContributionKind(self.kind.data) if self.kind.data else None

    @property
    def chosen_expectation(self) -> int | None:
        return int(self.expectation.data) if self.expectation and self.expectation.data else None

    @property
    def ticked_email(self) -> str | None:
        return self.email.data or None if self.wants_mail.data else None

    def personal(self, kind: PersonalKind) -> Any:
        """The field of the question about data of this *kind*."""
        return self[f"personal_{kind.value}"]

    def choices_made(self, kinds: Sequence[PersonalKind]) -> dict[PersonalKind, Choice]:
        """What the resident chose for each kind; a kind without an answer is left out."""
        known = {choice.value: choice for choice in Choice}
        made = {kind: known.get(self.personal(kind).data) for kind in kinds}
        return {kind: choice for kind, choice in made.items() if choice is not None}

    def ask_about(self, finding: Finding) -> Question:
        """Prepare the friendly question about *finding*; taking it away is chosen beforehand."""
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
            after=sentence_after(self.text.data or "", finding),
            link=(_("Een vraag: %(question)s", question=question[:1].lower() + question[1:]), f"#{field.id}"),
        )
