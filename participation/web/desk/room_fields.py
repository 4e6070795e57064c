"""Fields of the declaration. An empty one is always fine; only what cannot be read is refused, with the text kept."""

import enum
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from wtforms import Field, HiddenField, RadioField, SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types
from wtforms.widgets import CheckboxInput, DateInput, ListWidget, Select, TextInput, TimeInput

from participation.web.forms import NOT_THERE, SHORT, LongTextField, OneOf, TextLength, normal_newlines, storable

FIRST_YEAR, LAST_YEAR = 1900, 2200
MOST_HOURS = 100_000
YES_OR_NO = (SelectChoice("ja", "Ja"), SelectChoice("nee", "Nee"))


class Words(LongTextField):
    """Sentences; nothing typed is an empty text."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0] if valuelist else ""


class Line(StringField):
    """A name or a title on one line."""

    def __init__(self, label: str = "", validators: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(label, [*validators, storable, TextLength(SHORT)], filters=[normal_newlines], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0] if valuelist else ""


class _Typed(Field):
    """Something that is read from text. What cannot be read stays visible: the browser would hide it in a date box."""

    unreadable = ""
    plain = TextInput()

    def _read(self, text: str) -> Any:
        raise NotImplementedError

    def _write(self, value: Any) -> str:
        return str(value)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self._write(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        try:
            self.data = self._read(text)
        except (ValueError, OverflowError):
            raise ValueError(self.unreadable) from None
        if self.raw_data:
            self.raw_data = [self._write(self.data)]

    def __call__(self, **kwargs: Any) -> Any:
        return self.plain(self, **kwargs) if self.process_errors else super().__call__(**kwargs)


def read_day(text: str) -> date:
    """A day as somebody typed it, or as the browser sends it; raises `ValueError` on anything that is none."""
    parts = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", text, re.ASCII)
    if parts is None:
        raise ValueError
    found = parts.groups()
    year, month, day = found[:3] if found[0] else found[:2:-1]
    read = date(int(str(year)), int(str(month)), int(str(day)))
    if not FIRST_YEAR <= read.year <= LAST_YEAR:
        raise ValueError
    return read


class DayField(_Typed):
    """A day, from the date box of the browser or typed as 5-2-2027."""

    widget = DateInput()
    unreadable = "Deze dag begrijpen wij niet. Schrijf hem zo: 5-2-2027."

    def _read(self, text: str) -> date:
        return read_day(text)

    def _write(self, value: Any) -> str:
        return str(value.isoformat())


class TimeField(_Typed):
    """A time on the clock, from the box of the browser or typed as 19.30."""

    widget = TimeInput()
    unreadable = "Deze tijd begrijpen wij niet. Schrijf hem zo: 19:30."

    def _read(self, text: str) -> time:
        return datetime.strptime(text.replace(".", ":")[:5], "%H:%M").time()  # noqa: DTZ007

    def _write(self, value: Any) -> str:
        return str(value.strftime("%H:%M"))


class HoursField(_Typed):
    """A whole number of hours."""

    widget = TextInput()
    unreadable = f"Dit is geen aantal uren. Schrijf een heel getal van 0 tot en met {MOST_HOURS}, zoals 120."

    def _read(self, text: str) -> int:
        if not re.fullmatch(r"\d{1,6}", text, re.ASCII) or int(text) > MOST_HOURS:
            raise ValueError
        return int(text)


class Pick(OneOf):
    """One member of an enumeration from a short list, or none yet."""

    widget = Select()

    def __init__(self, label: str = "", members: Iterable[enum.Enum] = (), **kwargs: Any) -> None:
        super().__init__(label, members, **kwargs)
        self.label.field_id = self.id
        self.choices = [SelectChoice("", "Kies wat past"), *(self.choices or ())]


class YesNo(RadioField):
    """Yes, no, or not answered yet."""

    def __init__(self, label: str = "", **kwargs: Any) -> None:
        super().__init__(label, coerce=self._coerce, choices=list(YES_OR_NO), **kwargs)

    @staticmethod
    def _coerce(value: Any) -> bool | None:
        return value if isinstance(value, bool) else {"ja": True, "nee": False}.get(str(value))

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = self._coerce(valuelist[0]) if valuelist else None

    def pre_validate(self, form: Any) -> None:
        """No answer yet is fine."""


class SomeNumbers(SelectMultipleField):
    """Any of the things that can be chosen, by their numbers, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str = "", **kwargs: Any) -> None:
        super().__init__(label, coerce=int, choices=[], **{**NOT_THERE, **kwargs})

    def offer(self, choices: Sequence[tuple[int, str]]) -> None:
        """Set what can be chosen."""
        self.choices = [SelectChoice(str(number), name) for number, name in choices]

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = []
        super().process_formdata(valuelist)


class RowNumber(HiddenField):
    """The number of a row that was saved before; empty for a new row."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0] if valuelist else ""
        if text and not re.fullmatch(r"\d{1,18}", text, re.ASCII):
            raise ValueError("Deze regel kennen wij niet.")
        self.data = int(text) if text else None


def address(_form: Any, field: Field) -> None:
    """Refuse what can never be an e-mail address; an empty one is fine."""
    text = field.data or ""
    if text and not re.fullmatch(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+", text):
        raise ValidationError("Dit is geen e-mailadres. Schrijf het zo: naam@gemeente.nl.")


def web_address(_form: Any, field: Field) -> None:
    """Refuse what cannot stand in an address of this site."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", field.data or "") or len(field.data) > 80:
        raise ValidationError("Gebruik kleine letters, cijfers en streepjes, zoals herinrichting-molenstraat.")


def named(_form: Any, field: Field) -> None:
    """Refuse a title without a single word."""
    if not (field.data or "").strip():
        raise ValidationError("Geef het traject een titel. Dan vinden collega’s en bewoners het terug.")
