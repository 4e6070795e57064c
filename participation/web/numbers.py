"""Choosing one thing from a list by its number, for the forms of the desk and of coordination."""

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types

from participation.web.forms import NOT_THERE


def _number(value: Any) -> int | None:
    return int(value) if value not in (None, "") else None


class OneNumber(SelectField):
    """One of the things that can be chosen, by its number, or none."""

    def __init__(self, label: str = "", **kwargs: Any) -> None:
        super().__init__(label, coerce=_number, choices=[], **{**NOT_THERE, **kwargs})

    def offer(self, choices: Sequence[tuple[int, str]], none: str) -> None:
        """Set what can be chosen; *none* is the name of choosing nothing."""
        self.choices = [SelectChoice("", none), *(SelectChoice(str(number), name) for number, name in choices)]
