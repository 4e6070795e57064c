"""The forms of the house: its vision as rows, its terms, and what each level says."""

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, FieldList, FormField, HiddenField, IntegerField, StringField
from wtforms import Form as RowForm
from wtforms.widgets import TextInput

from participation.config import Municipality
from participation.house.levels import Level, LevelWords
from participation.house.models import HouseVision
from participation.house.rules import TERMS, Problem, Said
from participation.web.forms import SHORT, Form, LongTextField, TextLength, storable

Typed = MultiDict[str, str]


class Short(StringField):
    """A few words on one line."""

    def __init__(self, label: str = "", **kwargs: Any) -> None:
        super().__init__(label, [storable, TextLength(SHORT)], **kwargs)


class WholeNumber(IntegerField):
    """A number of weeks or days. What cannot be read stays in the field."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        text = valuelist[0].strip() if valuelist else ""
        if text and not (text.isascii() and text.isdigit() and len(text) <= 6):
            raise ValueError("Dit is geen heel getal. Schrijf bijvoorbeeld: 8.")
        self.data = int(text) if text else None


class VersionForm(Form):
    """What both have: the version on which it is written, and why there is a new one."""

    seen = HiddenField()
    reason: LongTextField

    @property
    def version(self) -> int:
        """The number of the version that was on the page; something else never matches one."""
        text = self.seen.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1

    def row_fields(self) -> list[Field]:
        """The fields of its rows, if it has any."""
        return []

    def show(self, problems: tuple[Problem, ...]) -> None:
        """Put every problem at its field, or above the form when it is about the whole."""
        fields = {field.name: field for field in (*self, *self.row_fields())}
        for problem in problems:
            field = fields.get(problem.field)
            if field is None or problem.field == "rows":
                self.form_errors = [*self.form_errors, problem.sentence]
            elif not field.errors:
                field.errors = [problem.sentence]


class PrincipleForm(RowForm):
    title = Short("Uitgangspunt")
    text = LongTextField("Wat betekent dat voor bewoners?")


class VisionForm(VersionForm):
    """The vision as a whole: an introduction and its principles in order."""

    intro = LongTextField("Waar staat de gemeente voor als zij bewoners vraagt?")
    rows = FieldList(FormField(PrincipleForm))

    def row_fields(self) -> list[Field]:
        return [field for row in self.rows for field in row.form]

    def principles(self) -> list[Said]:
        """The rows with words in them."""
        said = [Said(row.form.title.data or "", row.form.text.data or "") for row in self.rows]
        return [one for one in said if one.title.strip() or one.text.strip()]


VisionForm.reason = LongTextField("Waarom verandert u dit?")


def vision_form(vision: HouseVision | None, typed: Typed | None = None) -> VisionForm:
    """What is in force, or what was typed; an empty vision begins with an empty row."""
    principles = [{"title": one.title, "text": one.text} for one in vision.principles] if vision else [{}]
    data = {"seen": str(vision.version if vision else 0), "intro": vision.intro if vision else "", "rows": principles}
    return VisionForm(formdata=typed, data=data)


class TermsForm(VersionForm):
    """The terms, the ordinance, and per level what residents read and what we then owe them."""

    ordinance = Short("Hoe heet de verordening?")
    ordinance_url = Short("Op welke pagina staat zij?")

    def numbers(self) -> dict[str, int | None]:
        return {term.name: self[term.name].data for term in TERMS}

    def levels(self) -> dict[Level, LevelWords]:
        return {level: self._words(level) for level in Level}

    def _words(self, level: Level) -> LevelWords:
        def value(name: str) -> Any:
            return self[f"{level.value}_{name}"].data

        return LevelWords(
            level=level, short_promise=value("short_promise") or "", promise=value("promise") or "",
            promise_en=value("promise_en") or "", binding=bool(value("binding")),
            must_motivate_deviation=bool(value("must_motivate_deviation")),
        )  # fmt: skip


for _term in TERMS:
    setattr(TermsForm, _term.name, WholeNumber(_term.label))
for _level in Level:
    for _name, _field in (
        ("short_promise", Short("In een paar woorden")),
        ("promise", LongTextField("Wat bewoners lezen")),
        ("promise_en", LongTextField("Hetzelfde in het Engels")),
        ("must_motivate_deviation", BooleanField("Doen wij iets anders? Dan leggen wij in het openbaar uit waarom")),
        ("binding", BooleanField("Wat samen is besloten, voeren wij uit")),
    ):
        setattr(TermsForm, f"{_level.value}_{_name}", _field)
TermsForm.reason = LongTextField("Waarom verandert u dit?")


def terms_form(
    terms: Municipality, levels: Mapping[Level, LevelWords], version: int, typed: Typed | None = None
) -> TermsForm:
    """What is in force, or what was typed."""
    data: dict[str, Any] = {term.name: getattr(terms, term.name) for term in TERMS}
    data |= {"seen": str(version), "ordinance": terms.ordinance, "ordinance_url": terms.ordinance_url}
    for level, words in levels.items():
        for name in ("short_promise", "promise", "promise_en", "must_motivate_deviation", "binding"):
            data[f"{level.value}_{name}"] = getattr(words, name)
    return TermsForm(formdata=typed, data=data)
