"""The form with which a point is answered. It judges what was typed; `outcomes.rules` judges what may be published."""

from collections.abc import Callable, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from participation.contributions.bringing_in.models import BringIn
from participation.outcomes import helping
from participation.outcomes.formal.kinds import FormalKind
from participation.outcomes.models import OutcomeKind, ReasonKind
from participation.outcomes.rules import FIELDS, Decision, Missing
from participation.tracks.room import DeclaredRoom, RoomRow
from participation.web.desk.room_fields import DayField, Line, Pick, Words
from participation.web.forms import Form, OneOf

ORDER = (
    OutcomeKind.adopted, OutcomeKind.partly_adopted, OutcomeKind.not_adopted, OutcomeKind.already_done,
    OutcomeKind.outside_room, OutcomeKind.answered, OutcomeKind.brought_in, OutcomeKind.decided_later,
    OutcomeKind.formal_route,
)  # fmt: skip
NOTES = {
    OutcomeKind.partly_adopted.value: "U schrijft op wat wel, en wat niet",
    OutcomeKind.already_done.value: "U wijst aan waar het te zien is",
    OutcomeKind.outside_room.value: "Het staat vast, of er is een grens",
    OutcomeKind.brought_in.value: "Voorlopig: u blijft het contact",
    OutcomeKind.decided_later.value: "Voorlopig: u belooft een datum",
    OutcomeKind.formal_route.value: "Bezwaar, klacht, zienswijze of melding",
}
ICONS = {kind.value: kind.icon for kind in OutcomeKind}
# In the rules these are three rows of the room; on the form they are one question.
WEIGHED = {"criterion": "criteria", "fixed_point": "fixed_points", "constraint": "constraints"}
WHERE_SAID = {"criterion": "weighs", "fixed_point": "weighs", "constraint": "weighs"}


class Row(RadioField):
    """One row of what the page offers, named as "path:12"; none when nothing is chosen or it is no longer there."""

    def __init__(self, label: str = "", **kwargs: Any) -> None:
        super().__init__(label, choices=[], validate_choice=False, **kwargs)
        self.rows: dict[str, Any] = {}

    def offer(self, rows: Sequence[tuple[str, Any, str]]) -> None:
        """Set what can be chosen: name, the thing itself, and the words."""
        self.rows = {name: thing for name, thing, _words in rows}
        self.choices = [SelectChoice(name, words) for name, _thing, words in rows]

    @property
    def chosen(self) -> Any:
        return self.rows.get(str(self.data))


class AnswerForm(Form):
    """Everything that any kind of outcome needs. What the chosen kind does not use goes along unseen."""

    point = HiddenField()
    base_version = HiddenField()
    base_draft = HiddenField()
    base_parts = HiddenField()
    kind = OneOf("Wat besluiten we over dit punt?", OutcomeKind)
    part_adopted = Words("Welk deel neemt u over?")
    part_not = Words("Welk deel neemt u niet over?")
    path = Row("Waar komt het terecht?")
    place = Line("Waar precies?")
    reason_kind = Pick("Wat voor soort reden is het?", ReasonKind)
    weighs = Row("Wat weegt hier zwaarder?")
    interest = Line("Of een ander belang, in uw eigen woorden")
    bring_in = Row("Wie is erbij gehaald?")
    formal_kind = OneOf("Wat voor bericht is het?", FormalKind)
    forwarded_to = Line("Wie behandelt dit nu?")
    forwarded_on = DayField("Wanneer hebt u het doorgestuurd?")
    later_on = DayField("Wanneer hoort de bewoner meer?")
    reason = Words("Waarom? Schrijf het zoals u het zou zeggen.")

    @property
    def chosen(self) -> OutcomeKind | None:
        return self.kind.data if isinstance(self.kind.data, OutcomeKind) else None

    @property
    def shown(self) -> tuple[str, ...]:
        """The fields that the chosen kind needs, in the order of the form."""
        needed = FIELDS[self.chosen] if self.chosen else ()
        names = dict.fromkeys(WHERE_SAID.get(name, name) for name in needed)
        return tuple(name for name in NAMES if name in names)

    @property
    def unseen(self) -> list[tuple[str, str]]:
        """What was typed for another kind, to go along: nothing is lost when somebody changes their mind."""
        return [(name, typed) for name in NAMES if name not in self.shown and (typed := _typed(self[name]))]

    def decision(self) -> Decision:
        """What was decided, as far as it was filled in."""
        weighed = str(self.weighs.data or "").partition(":")[0]
        rows = {name: self.weighs.chosen if name == weighed else None for name in WEIGHED}
        return Decision(
            kind=self.chosen, reason=self.reason.data or "", reason_kind=self.reason_kind.data,
            interest=self.interest.data or "", part_adopted=self.part_adopted.data or "",
            part_not=self.part_not.data or "", place=self.place.data or "", path=self.path.chosen,
            bring_in=self.bring_in.chosen, formal_kind=self.formal_kind.data, forwarded_to=self.forwarded_to.data or "",
            forwarded_on=self.forwarded_on.data, later_on=self.later_on.data, **rows,
        )  # fmt: skip

    def refuse(self, missing: Sequence[Missing]) -> None:
        """Put every sentence at the field it is about; what is about no field stands above the form."""
        for item in missing:
            name = WHERE_SAID.get(item.field, item.field)
            if name in self:
                self[name].errors = [*self[name].errors, item.sentence]
            else:
                self.form_errors = [*self.form_errors, item.sentence]


NAMES = (
    "part_adopted", "part_not", "path", "place", "reason_kind", "weighs", "interest", "bring_in", "formal_kind",
    "forwarded_to", "forwarded_on", "later_on",
)  # fmt: skip


def as_typed(sent: MultiDict[str, str]) -> dict[str, str]:
    """What somebody wrote and chose in this form, as it was sent; empty when there is nothing to keep."""
    fields = {name: sent[name] for name in ("kind", "reason", *NAMES) if sent.get(name)}
    return fields and {**fields, **{name: sent.get(name, "") for name in ("base_version", "base_draft", "base_parts")}}


def _typed(field: Any) -> str:
    """What the browser would send for *field*."""
    if hasattr(field, "_value"):
        return str(field._value())
    chosen = getattr(field.data, "value", field.data)
    return "" if chosen is None else str(chosen)


def form_for(
    decision: Decision, room: DeclaredRoom | None, helpers: Sequence[BringIn], *, seen: dict[str, str],
    typed: MultiDict[str, str] | None = None,
) -> AnswerForm:  # fmt: skip
    """The form, filled with *decision* or with what was *typed*; *seen* is what the writer had in front of them."""
    form = AnswerForm(typed, data={**values_of(decision), **seen})
    offer(form, room, helpers, seen=seen, typed=typed)
    return form


def offer(
    form: AnswerForm, room: DeclaredRoom | None, helpers: Sequence[BringIn], *, seen: dict[str, str],
    typed: MultiDict[str, str] | None,
) -> None:  # fmt: skip
    """Put everything there is to choose from into *form*."""
    if typed is not None:
        for name in seen:
            form[name].data = typed.get(name, "")
    form.kind.choices = [SelectChoice(kind.value, kind.label) for kind in ORDER]
    form.path.offer([*_paths(room), *_paths_elsewhere(helpers)])
    form.weighs.offer(_weighed(room, form.chosen))
    form.bring_in.offer(_helpers(helpers))
    _label(form)


def form_to_judge(
    room: DeclaredRoom | None, helpers: Callable[[], Sequence[BringIn]], typed: MultiDict[str, str]
) -> AnswerForm:
    """What was *typed*, to be judged and not shown: only of what was chosen is looked up what there was to choose."""
    form = AnswerForm(typed)
    if form.path.data:
        form.path.offer(_paths(room))
        if form.path.chosen is None:
            form.path.offer([*_paths(room), *_paths_elsewhere(helpers())])
    if form.weighs.data:
        form.weighs.offer(_weighed(room, form.chosen))
    if form.bring_in.data:
        form.bring_in.offer(_helpers(helpers()))
    return form


def _paths(room: DeclaredRoom | None) -> list[tuple[str, Any, str]]:
    return [(f"path:{path.lineage}", path, path.document or path.organ) for path in (room.paths if room else [])]


def _paths_elsewhere(helpers: Sequence[BringIn]) -> list[tuple[str, Any, str]]:
    """Where the point can land in a track that took it along: the path that the people of that track named."""
    found = [(helping.landing(asked), asked) for asked in helpers if asked.to_track_id is not None]
    return [
        (f"path:{path.lineage}", path, f"{path.document or path.organ} (traject ‘{asked.party}’)")
        for path, asked in found
        if path is not None
    ]


def _helpers(helpers: Sequence[BringIn]) -> list[tuple[str, Any, str]]:
    return [(f"bring_in:{asked.id}", asked, _known_as(asked)) for asked in helpers]


def _known_as(asked: BringIn) -> str:
    return f"{asked.helper}, traject ‘{asked.party}’" if asked.to_track_id is not None else asked.helper


def _label(form: AnswerForm) -> None:
    if form.chosen is OutcomeKind.outside_room:
        form.weighs.label.text = "Wat staat vast, of wat is de grens?"
    if form.chosen is OutcomeKind.already_done:
        form.place.label.text = "Waar kan de bewoner het zien of lezen?"


def _weighed(room: DeclaredRoom | None, kind: OutcomeKind | None) -> list[tuple[str, Any, str]]:
    """The rows of the room that can be named as a reason; a criterion puts nothing outside the room."""
    if room is None:
        return []
    names = [name for name in WEIGHED if kind is not OutcomeKind.outside_room or name != "criterion"]
    return [(f"{name}:{row.lineage}", row, row.text) for name in names for row in getattr(room, WEIGHED[name])]


def values_of(decision: Decision) -> dict[str, Any]:
    """*decision* as the fields of the form hold it."""
    values: dict[str, Any] = {**vars(decision), "path": _name("path", decision.path)}
    values["bring_in"] = _name("bring_in", decision.bring_in)
    values["weighs"] = next(
        (found for name in WEIGHED if (found := _name(name, getattr(decision, name))) is not None), None
    )
    return values


def _name(kind: str, row: Any) -> str | None:
    """A row of the room has the same name in every version: an answer finds it back when the rules changed."""
    if row is None:
        return None
    return f"{kind}:{row.lineage if isinstance(row, RoomRow) else row.id}"
