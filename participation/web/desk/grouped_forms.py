"""The forms of a grouped answer: the answer as it is written for one (`AnswerForm`), and what is said of one letter."""

import enum
from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import HiddenField

from participation.contributions.bringing_in.models import BringIn
from participation.outcomes.grouped import actions, rules
from participation.outcomes.grouped.models import GroupedAnswer, GroupedLetter
from participation.tracks.room import DeclaredRoom
from participation.web.desk import answering_form
from participation.web.desk.answering_form import AnswerForm
from participation.web.desk.room_fields import Line, Words
from participation.web.forms import Form, OneOf

Typed = MultiDict[str, str]
NO_HELPERS: Sequence[BringIn] = ()


class Place(enum.Enum):
    """Where an own sentence stands."""

    before = "voor"
    behind = "na"

    @property
    def label(self) -> str:
        return {Place.before: "Vóór de reden die iedereen leest", Place.behind: "Achter de reden"}[self]


class GroupedForm(AnswerForm):
    """The answer to all of them. `base_draft` is the text that the writer had before them."""

    title = Line("Hoe noemt u dit groepsantwoord?")


class OwnForm(Form):
    """What is said to this resident alone; `base` is what stood there when the page was opened."""

    base = HiddenField()
    own = Words("Wilt u deze bewoner nog iets zeggen?")
    place = OneOf("Waar komt het te staan?", Place)


class OutForm(Form):
    why = Words("Waarom past dit antwoord hier niet?")


def answer_form(answer: GroupedAnswer, typed: Typed | None = None) -> GroupedForm:
    """The form of *answer*, as it is kept or as it was *typed*."""
    seen = {"base_draft": actions.mark_of(answer), "title": answer.title}
    form = GroupedForm(typed, data={**answering_form.values_of(rules.decision_of(answer)), **seen})
    room: DeclaredRoom | None = answer.track.room
    answering_form.offer(form, room, NO_HELPERS, seen=seen, typed=typed)
    not_together = {kind.value for kind in rules.NOT_TOGETHER}
    choices: list[Any] = list(form.kind.choices or ())
    form.kind.choices = [choice for choice in choices if choice.value not in not_together]
    form.kind.label.text = "Wat besluiten we over al deze punten?"
    return form


def own_form(letter: GroupedLetter, typed: Typed | None = None) -> OwnForm:
    """The form for an own sentence in *letter*."""
    place = Place.before if letter.own_first else Place.behind
    return OwnForm(typed, data={"base": letter.own, "own": letter.own, "place": place})
