"""What became, or would become, of every row of a working list that came back, in words."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from participation.contributions.sheets import queries
from participation.contributions.sheets.models import Sheet, SheetState
from participation.contributions.sheets.reader import PART
from participation.contributions.sheets.trying import NEW, REFUSED
from participation.outcomes.sheets.coming_back import CONFLICT, KEPT, SAME

SHOWN = 50
CHANGED = "Hier is iets veranderd sinds u de lijst ophaalde. Wij schrijven er niet overheen."


HEADINGS = {
    SheetState.read: "De lijst is gelezen",
    SheetState.tried: "Dit gaat er veranderen",
    SheetState.running: "De antwoorden worden bewaard",
    SheetState.stopped: "Het bewaren is gestopt",
    SheetState.done: "De antwoorden zijn bewaard als concept",
}


@dataclass(frozen=True)
class Line:
    """One row: which contribution, what happens, and each field as it was and as it becomes."""

    row: int
    number: str
    href: str | None
    result: str
    sentence: str
    changes: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Answered:
    """How far a sheet with answers is, and a page of its rows in which something happens."""

    heading: str
    rows: int
    rows_done: int
    facts: list[tuple[str, str]]
    lines: list[Line]
    later: str | None
    new: int
    emptied: bool


def answered(sheet: Sheet, after: int) -> Answered:
    """A page of rows from the part *after* on; rows without an answer are counted and not shown."""
    lines: list[Line] = []
    position, last = after, None
    while len(lines) < SHOWN and sheet.state is not SheetState.read:
        last = queries.part_at(sheet.id, position)
        if last is None:
            break
        lines += [_line(one) for one in last.told if one[1] != SAME]
        position += 1
    more = last is not None and position * PART < sheet.rows
    return Answered(
        heading=HEADINGS[sheet.state],
        rows=sheet.rows,
        rows_done=sheet.rows if sheet.state is SheetState.done else min(sheet.rows, sheet.parts_done * PART),
        facts=_facts(sheet), lines=lines, new=sheet.counts.get(NEW, 0), emptied=sheet.emptied_at is not None,
        later=url_for("desk.answers_back", sheet_id=sheet.id, vanaf=position) if more else None,
    )  # fmt: skip


def _line(told: list[Any]) -> Line:
    row, result, number, more = told
    changes = [(one[0], one[1], one[2]) for one in more] if isinstance(more, list) else []
    sentence = CHANGED if result == CONFLICT else "" if changes else str(more or "")
    return Line(row, number, url_for("desk.contribution", number=number) if number else None, result, sentence, changes)


def _facts(sheet: Sheet) -> list[tuple[str, str]]:
    is_plan = sheet.state is SheetState.tried
    words = {
        NEW: "Worden een concept" if is_plan else "Zijn nu een concept",
        CONFLICT: "Intussen veranderd: blijven zoals ze zijn",
        KEPT: "Een collega schreef al een concept: dat blijft",
        REFUSED: "Kunnen niet",
        SAME: "Zonder (nieuw) antwoord",
    }
    return [(words[name], _rows(sheet.counts[name])) for name in words if sheet.counts.get(name)]


def _rows(count: int) -> str:
    return "1 rij" if count == 1 else f"{count} rijen"
