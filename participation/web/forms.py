"""Fields and checks that every form shares. Forms judge what was typed; rules judge what may be done."""

import re
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import TextAreaField, ValidationError
from wtforms.fields.core import Field

LONGEST = 20_000
SHORT = 300
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


class Form(FlaskForm):
    """The base of every form that changes something."""
