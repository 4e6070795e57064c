"""The form for residents: one field is enough, everything else may be left out."""

import secrets
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, HiddenField, RadioField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types
from wtforms.validators import Email, Optional, StopValidation

from participation.contributions import rules
from participation.contributions.models import INFLUENCE, ContributionKind
from participation.tracks.room import DeclaredRoom, Level, OpenQuestion
from participation.web.filters import dutch, joined
from participation.web.forms import SHORT, Form, LongTextField, TextLength, storable
from participation.web.language import gettext as _
from participation.web.public.personal_question import AsksAboutPeople

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


class MaySkip(RadioField):
    """One of a few; an answer that was never offered gets a plain sentence."""

    def pre_validate(self, form: Any) -> None:
        if self.data is not None and self.data not in {value for value, *_rest in self.iter_choices()}:
            self.data = None
            raise ValidationError(_("Kies een van de antwoorden. Of sla deze vraag over."))


class WhichQuestion(MaySkip):
    """An open question, by the number it has in every version: so a form that was opened before a change still counts.

    `earlier` is the question that was chosen, when it is not open any more: the rule says so, not the field.
    """

    earlier: OpenQuestion | None = None

    def pre_validate(self, form: Any) -> None:
        if self.earlier is None:
            super().pre_validate(form)


class ContributeForm(AsksAboutPeople, Form):
    form_key = HiddenField()
    text = LongTextField(_l("Wat wilt u ons vertellen?"), [NotBlank()])
    question = WhichQuestion(_l("Waar gaat het over?"), [Optional()], choices=[])
    kind = MaySkip(_l("Wat is het?"), [Optional()], choices=[])
    expectation = MaySkip(
        _l("Hoeveel invloed verwacht u?"),
        [Optional()],
        choices=[SelectChoice(str(value), _l(label)) for value, label in enumerate(INFLUENCE, 1)],
    )
    wants_mail = BooleanField(_l("Ja, stuur mij een e-mail over deze bijdrage"))
    email = EmailField(
        _l("Uw e-mailadres"),
        [_only_when_ticked, storable, TextLength(SHORT), _whole_address],
        filters=[lambda value: value.strip() if value else value],
    )  # fmt: skip

    def __init__(self, room: DeclaredRoom, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.room = room
        if not self.form_key.data or len(self.form_key.data) > SHORT:
            self.form_key.data = secrets.token_hex(16)
        self.question.choices = [
            *(
                SelectChoice(str(row.lineage), joined(f"{number}.", dutch(row.question)))
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
        here = next((row for row in self.room.open_questions if str(row.lineage) == chosen), None)
        return here or (self.question.earlier if self.question else None)

    @property
    def unknown_question(self) -> int | None:
        """The number of a question that was chosen and is not open here; none when the choice is one of ours."""
        chosen = str(self.question.data or "") if self.question else ""
        is_number = chosen.isascii() and chosen.isdigit() and len(chosen) <= 9
        return int(chosen) if is_number and self.chosen_question is None else None

    @property
    def chosen_kind(self) -> ContributionKind | None:
        return ContributionKind(self.kind.data) if self.kind.data else None

    @property
    def chosen_expectation(self) -> int | None:
        return int(self.expectation.data) if self.expectation and self.expectation.data else None

    @property
    def ticked_email(self) -> str | None:
        return self.email.data or None if self.wants_mail.data else None
