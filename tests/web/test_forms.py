"""Fields that every form shares."""

import enum
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import Form

from participation.web.desk.room_fields import Pick
from participation.web.forms import OneOf


class Colour(enum.Enum):
    red = "red"
    green = "green"
    blue = "blue"

    @property
    def label(self) -> str:
        return f"de kleur {self.value}"


class Painting(Form):
    any = OneOf("Welke kleur?", Colour)
    some = OneOf("Welke van deze twee?", (Colour.red, Colour.green))
    picked = Pick("Welke kleur?", Colour)


def typed(**values: str) -> Painting:
    return Painting(MultiDict(values))


@pytest.mark.parametrize(
    ("field", "value", "member"),
    [("any", "blue", Colour.blue), ("some", "green", Colour.green), ("picked", "red", Colour.red), ("any", "", None)],
)
def test_what_was_chosen_is_the_member_itself(app: Flask, field: str, value: str, member: Any) -> None:
    form = typed(**{field: value})
    assert form.validate() and form[field].data is member


@pytest.mark.parametrize(("field", "value"), [("any", "purple"), ("some", "blue"), ("any", "\x00"), ("picked", "Red")])
def test_what_is_no_member_is_refused_with_a_sentence(app: Flask, field: str, value: str) -> None:
    form = typed(**{field: value})
    assert not form.validate() and form[field].data is None
    assert form[field].errors == ["Dit staat niet in de lijst. Kies er iets uit."]


def test_no_answer_yet_is_fine_also_when_there_was_one(app: Flask) -> None:
    form = Painting(MultiDict({"picked": ""}), data={"any": Colour.red})
    assert form.validate() and form.any.data is None and form.picked.data is None


def test_what_is_stored_is_chosen_and_labels_begin_with_a_capital(app: Flask) -> None:
    choices = list(Painting(data={"some": Colour.green}).some)
    assert [(choice.data, choice.checked) for choice in choices] == [("red", False), ("green", True)]
    assert [choice.label.text for choice in choices] == ["De kleur red", "De kleur green"]
