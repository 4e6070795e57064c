"""The screen on which a colleague says what each column of a file holds, with the first rows beside it."""

from dataclasses import dataclass
from typing import Any

from flask import render_template
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types

from participation.contributions.models import Channel
from participation.contributions.sheets import queries
from participation.contributions.sheets.models import Sheet
from participation.contributions.sheets.recognising import ROLES, Recognised, looks_like, recognise
from participation.refusals import Refused
from participation.web.forms import NOT_THERE, Form

FIRST = 5
"""How many rows are shown."""
WORDS = 120
"""How much of one cell is shown."""


class ColumnsForm(Form):
    """One choice per role. The names of the fields are those of `recognising.ROLES`."""

    text = SelectField("De tekst van de bewoner", **NOT_THERE)
    title = SelectField("Een titel van de bewoner", **NOT_THERE)
    received = SelectField("De dag van ontvangst", **NOT_THERE)
    question = SelectField("De vraag waar het over gaat", **NOT_THERE)
    area = SelectField("Het gebied", **NOT_THERE)
    channel = SelectField("Hoe het binnenkwam", **NOT_THERE)
    kind = SelectField("De soort bijdrage", **NOT_THERE)
    source = SelectField("Het nummer bij de bron", **NOT_THERE)
    answer = SelectField("Het antwoord", **NOT_THERE)
    outcome = SelectField("De uitkomst", **NOT_THERE)
    via = SelectField("Staat er niet hoe het binnenkwam? Dan geldt", **NOT_THERE)

    def roles(self) -> dict[str, str]:
        """The column of each role that was chosen."""
        return {role: self[role].data for role in ROLES if self[role].data}

    def refuse(self, refused: Refused) -> None:
        """Say *refused* at the field that it is about."""
        field: Any = self[refused.field] if refused.field and refused.field in self else self.text
        field.errors = [refused.sentence]


@dataclass(frozen=True)
class Column:
    """One column: its name, what it looks like, and its first cells."""

    name: str
    looks: str
    cells: list[str]


def columns_form(sheet: Sheet) -> ColumnsForm:
    """The form, filled with what was chosen before, or else with what we recognise."""
    found = recognise(sheet.header)
    before = dict(sheet.columns) or {**found.roles, "via": _via(found)}
    form = ColumnsForm(data={name: before.get(name, "") for name in (*ROLES, "via")})
    for role in ROLES:
        field: Any = form[role]
        field.choices = [
            SelectChoice("", "Kies een kolom" if role == "text" else "Geen kolom"),
            *(SelectChoice(name, name) for name in sheet.header),
        ]
    form.via.choices = [SelectChoice(channel.value, channel.label) for channel in Channel]
    return form


def _via(found: Recognised) -> str:
    return (found.platform.via if found.platform else Channel.paper).value


def columns_page(sheet: Sheet, form: ColumnsForm) -> str:
    """The choices, what we recognised, and the first rows."""
    part = queries.part_at(sheet.id, 0)
    rows = [cells for _number, fault, cells in (queries.rows_in(part) if part else []) if not fault]
    columns = [
        Column(name, looks_like([row[place] for row in rows]), [_short(row[place]) for row in rows[:FIRST]])
        for place, name in enumerate(sheet.header)
    ]
    found = recognise(sheet.header)
    columns.sort(key=lambda column: column.name not in found.roles.values())
    return render_template(
        "desk/import_columns.html", sheet=sheet, form=form, columns=columns, shown=min(FIRST, len(rows)),
        platform=found.platform, before=queries.same_before(sheet.track_id, sheet.fingerprint),
    )  # fmt: skip


def _short(text: str) -> str:
    clean = " ".join(text.split()).encode("utf-8", "replace").decode()
    return clean if len(clean) <= WORDS else f"{clean[:WORDS]}…"
