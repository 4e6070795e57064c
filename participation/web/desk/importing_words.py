"""How far a sheet is, in words; and its refused rows as a file that can be mended and sent again."""

import csv
import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Response, send_file, url_for

from participation.contributions.sheets import queries
from participation.contributions.sheets.models import Sheet, SheetPart, SheetState, SheetUse
from participation.contributions.sheets.neutral import neutral
from participation.contributions.sheets.reader import PART
from participation.contributions.sheets.recognising import ROLES
from participation.contributions.sheets.trying import KNOWN, NEW, REASON, REFUSED, rows_of
from participation.web.filters import short_day

HEADINGS = {
    SheetState.read: "Wat staat er in elke kolom?",
    SheetState.tried: "Dit gaat er gebeuren",
    SheetState.running: "Het bestand wordt ingelezen",
    SheetState.stopped: "Het inlezen is gestopt",
    SheetState.done: "Het bestand is ingelezen",
}


@dataclass(frozen=True)
class Fact:
    """One sentence about the rows, with a small thing to look at."""

    term: str
    text: str


@dataclass(frozen=True)
class Progress:
    """How far it is. `rows_done` of `rows` were handled; `refused` are the first rows that were not taken."""

    heading: str
    rows: int
    rows_done: int
    facts: list[Fact]
    chosen: list[Fact]
    refused: list[tuple[int, str]]
    has_more: bool
    new: int
    drafts: int
    emptied: bool


@dataclass(frozen=True)
class SheetRow:
    """One sheet in a list."""

    href: str
    name: str
    about: str
    state: str


def row_of(sheet: Sheet) -> SheetRow:
    """A sheet in one line."""
    endpoint = "desk.an_import" if sheet.use is SheetUse.contributions else "desk.answers_back"
    about = [sheet.track.title] if sheet.track else []
    about += [f"{sheet.rows} rijen", f"{sheet.sent_by.name}, {short_day(sheet.sent_at)}"]
    return SheetRow(url_for(endpoint, sheet_id=sheet.id), sheet.name, " · ".join(about), sheet.state.label)


def progress(sheet: Sheet) -> Progress:
    """What became, or would become, of the rows."""
    told = list(queries.refused(sheet.id, REFUSED))
    counts = sheet.counts
    is_over = sheet.state is SheetState.done
    return Progress(
        heading=HEADINGS[sheet.state],
        rows=sheet.rows, rows_done=sheet.rows if is_over else min(sheet.rows, sheet.parts_done * PART),
        facts=_facts(sheet), refused=[(one[0], one[3]) for one in told],
        chosen=[Fact(_large(ROLES[role]), sheet.columns[role]) for role in ROLES if role in sheet.columns],
        has_more=counts.get(REFUSED, 0) > len(told), new=counts.get(NEW, 0), drafts=counts.get("drafts", 0),
        emptied=sheet.emptied_at is not None,
    )  # fmt: skip


def _facts(sheet: Sheet) -> list[Fact]:
    is_plan = sheet.state is SheetState.tried
    words = {
        NEW: ("Gaan erin", "Binnen"),
        KNOWN: ("Zijn al eerder ingelezen", "Waren al eerder ingelezen"),
        REFUSED: ("Kunnen er niet in", "Geweigerd"),
    }
    facts = [Fact(words[name][not is_plan], _rows(sheet.counts.get(name, 0))) for name in words]
    if sheet.counts.get("drafts"):
        unclear = sheet.counts.get("unclear", 0)
        rest = f", waarvan {unclear} nog zonder uitkomst" if unclear else ""
        facts.append(Fact("Concept-antwoorden", f"{sheet.counts['drafts']}{rest}. Een collega maakt ze af."))
    elif is_plan and "answer" in sheet.columns:
        facts.append(Fact("Antwoorden", f"Wat in de kolom ‘{sheet.columns['answer']}’ staat, wordt een concept."))
    return facts


def _rows(count: int) -> str:
    return "geen enkele rij" if count == 0 else "1 rij" if count == 1 else f"{count} rijen"


def _large(words: str) -> str:
    return words[:1].upper() + words[1:]


def as_csv(sheet: Sheet) -> Response:
    """The refused rows as they were sent, with the reason in a last column; formulas cannot do harm."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  It closes with the answer.
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow([*(neutral(name) for name in sheet.header if name != REASON), REASON])
    for part in queries.parts_with_refused(sheet.id):
        reasons = {one[0]: one[3] for one in part.told if one[1] == REFUSED}
        for number, cells in _cells_of(sheet, part):
            if number in reasons:
                writer.writerow([*map(neutral, cells), neutral(reasons[number])])
    text.detach()
    file.seek(0)
    return send_file(file, "text/csv", as_attachment=True, download_name=f"geweigerd-{sheet.id}.csv")


def _cells_of(sheet: Sheet, part: SheetPart) -> Iterator[tuple[int, list[str]]]:
    """The rows of a part, without the reasons of an earlier report."""
    for row in rows_of(sheet, part):
        yield row.number, [row.values.get(name, "") for name in sheet.header if name != REASON]
