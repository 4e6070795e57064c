"""Fields and checks that every form shares. Forms judge what was typed; rules judge what may be done."""

import enum
import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField, ValidationError, i18n
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types
from wtforms.fields.core import Field

from participation.web import language

LONGEST = 20_000
SHORT = 300
NOT_THERE: dict[str, Any] = {
    "invalid_value_message": "Dit staat niet in de lijst. Kies er iets uit.",
    "invalid_choice_message": "Dit staat niet in de lijst. Kies er iets uit.",
}
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(_form: Any, field: Field) -> None:
    """Refuse what no database can keep (NUL, half characters) with a sentence, instead of failing on it."""
    if isinstance(field.data, str) and _UNSTORABLE.search(field.data):
        raise ValidationError(
            _("Er staat een teken in de tekst dat wij niet kunnen bewaren. Haal het weg en probeer het opnieuw.")
        )


class TextLength:
    """Refuse text that is too long, and say how long it is; the text itself stays in the field."""

    def __init__(self, longest: int = LONGEST) -> None:
        self.longest = longest

    def __call__(self, _form: Any, field: Field) -> None:
        length = len(field.data or "")
        if length > self.longest:
            words = _("Uw tekst heeft %(length)s tekens. Er kunnen er %(longest)s in. Maak hem iets korter.",
                      length=length, longest=self.longest)  # fmt: skip
            raise ValidationError(words)


def normal_newlines(value: str | None) -> str | None:
    """CRLF, as browsers send it, becomes LF; nothing else is touched."""
    return value.replace("\r\n", "\n") if value else value


class LongTextField(TextAreaField):
    """Text that is kept byte for byte, up to 20,000 characters."""

    def __init__(self, label: str = "", validators: Any = None, longest: int = LONGEST, **kwargs: Any) -> None:
        filters = [normal_newlines, *kwargs.pop("filters", [])]
        super().__init__(label, [*(validators or []), storable, TextLength(longest)], filters=filters, **kwargs)


@cache
def _offered(members: tuple[enum.Enum, ...]) -> tuple[dict[str, enum.Enum], tuple[SelectChoice, ...]]:
    """The members by what a browser sends, and as choices: made once, not anew for each form."""
    labels = {str(member.value): str(getattr(member, "label", member.value)) for member in members}
    choices = tuple(SelectChoice(name, label[:1].upper() + label[1:]) for name, label in labels.items())
    return {str(member.value): member for member in members}, choices


class OneOf(RadioField):
    """One of the *members* of an enumeration, or none yet; what is no member is refused with a sentence.

    `data` is the member itself. Whether an answer is needed is for the rules to say.
    """

    def __init__(self, label: str = "", members: Iterable[enum.Enum] = (), **kwargs: Any) -> None:
        self.members, choices = _offered(tuple(members))
        super().__init__(label, coerce=self._coerce, choices=list(choices), **{**NOT_THERE, **kwargs})

    def _coerce(self, value: Any) -> enum.Enum | None:
        if not value:
            return None
        name = str(value.value if isinstance(value, enum.Enum) else value)
        if name not in self.members:
            raise ValueError(name)
        return self.members[name]

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        super().process_formdata(valuelist)

    def pre_validate(self, form: Any) -> None:
        """No answer yet is fine; an answer that does not exist was refused when it was read."""


@cache
def _words_of_wtforms(spoken: str) -> Any:
    return i18n.get_translations([spoken])


class Form(FlaskForm):
    """The base of every form that changes something."""

    class Meta(FlaskForm.Meta):
        csrf = False
        """The token of every unsafe request is looked at before its view (`web/security.py`); once is enough."""

        def get_translations(self, form: Any) -> Any:
            """What WTForms itself says. Flask-WTF would read the whole catalogue in each request."""
            return _words_of_wtforms(language.current())
