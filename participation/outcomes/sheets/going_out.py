"""The working list as a sheet: every point of what was found, with empty columns to answer in.

It is made in a file on disk, a few hundred rows at a time. Who took it out, and how much, is in the history; an e-mail
address or a code is never in it.
"""

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from participation import clock, history
from participation.accounts.models import User
from participation.contributions.models import Channel, Contribution, PublicState
from participation.contributions.sheets.neutral import neutral
from participation.db import db
from participation.outcomes.models import OutcomeKind, ReasonKind
from participation.outcomes.sheets.columns import ANSWERS, HEADINGS, HELP, MARK, NUMBER, POINT, name_of_path
from participation.outcomes.sheets.standing import Standing, standings
from participation.tracks.models import Track
from participation.tracks.room import DeclaredRoom

MOST = 10_000
"""How many contributions go into one sheet."""
WIDE = {"woorden van de bewoner": 60, "openbare versie": 40, "reden": 60, "traject": 24, "vraag": 24}


def rows(ids: Sequence[int]) -> Iterator[list[str]]:
    """The cells of every point, in the order of `HEADINGS`; nothing in them is run by a spreadsheet."""
    for some in standings(ids):
        for one in some:
            yield [neutral(cell) for cell in _cells(one)]


def _cells(one: Standing) -> list[str]:
    outcome = OutcomeKind(one.outcome).label if one.outcome else "Wacht op antwoord"
    if one.withdrawn_at:
        outcome = "Ingetrokken door de bewoner"
    return [
        one.number, str(one.position), clock.local(one.received_at).date().isoformat(), one.track, one.question or "",
        Channel(one.channel).label, one.words, _public(one), one.theme or "", one.handler or "",
        one.due.isoformat() if one.due else "", outcome, *[""] * len(ANSWERS), one.mark,
    ]  # fmt: skip


def _public(one: Standing) -> str:
    return {
        PublicState.unchecked.value: "(nog niet nagekeken)",
        PublicState.hidden.value: "(niet op de website)",
    }.get(one.public_state, one.public or "")


def write_csv(path: Path, ids: Sequence[int]) -> None:
    """Semicolons and a mark at the beginning, as a Dutch Excel opens it by itself."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADINGS)
        writer.writerows(rows(ids))


def write_xlsx(path: Path, ids: Sequence[int]) -> None:
    """The list, and a second sheet that explains which words can be used."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True})
        text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        sheet = book.add_worksheet("Werklijst")
        for place, heading in enumerate(HEADINGS):
            sheet.set_column(place, place, WIDE.get(heading, 16), text, {"hidden": heading == MARK})
        sheet.freeze_panes(1, 2)
        _line(sheet, 0, HEADINGS, bold)
        for number, cells in enumerate(rows(ids), 1):
            _line(sheet, number, cells, text)
        _explain(book, bold, text, ids)


def _line(sheet: Any, number: int, cells: Sequence[str], look: Any) -> None:
    for place, cell in enumerate(cells):
        if cell:
            sheet.write_string(number, place, cell, look)


def _explain(book: Any, bold: Any, text: Any, ids: Sequence[int]) -> None:
    sheet = book.add_worksheet("Uitleg")
    sheet.set_column(0, 0, 30, bold)
    sheet.set_column(1, 1, 90, text)
    for number, (left, right) in enumerate(explanation(ids)):
        sheet.write_string(number, 0, left, bold)
        sheet.write_string(number, 1, right, text)


def explanation(ids: Sequence[int]) -> Iterator[tuple[str, str]]:
    """What can be filled in, and what happens with it."""
    yield "Zo werkt het", "Vul de lege kolommen in, bewaar het bestand, en breng het terug via Inlezen, Antwoorden."
    yield "", "Alles wordt een concept. U leest het na en publiceert het zelf. Niemand krijgt hierdoor een antwoord."
    yield "", "Een lege cel verandert niets. Verander de kolommen links niet: die lezen wij niet terug."
    yield "", f"Laat {NUMBER}, {POINT} en de verborgen kolom {MARK} staan. Daaraan zien wij of er iets veranderde."
    yield "", "Staat er een ' voor een tekst? Die staat er tegen misbruik van formules. Hij gaat er vanzelf weer af."
    yield from HELP.items()
    yield "Woorden voor uitkomst", ", ".join(kind.label for kind in OutcomeKind)
    yield "Woorden voor soort reden", ", ".join(kind.label for kind in ReasonKind)
    for title, names in _paths(ids):
        yield f"Landingspaden van {title}", "; ".join(names)


def _paths(ids: Sequence[int]) -> Iterator[tuple[str, list[str]]]:
    numbers = {one.track_id for some in standings(ids) for one in some} if ids else set()
    tracks = select(Track).where(Track.id.in_(numbers)).order_by(Track.title, Track.id)
    for track in db.session.scalars(tracks.options(selectinload(Track.room).selectinload(DeclaredRoom.paths))):
        paths = track.room.paths if track.room else []
        yield track.title, [name_of_path(number, path) for number, path in enumerate(paths, 1)]


def note(ids: Sequence[int], kind: str, *, actor: User, now: datetime) -> None:
    """Write down who took out how much, in the history of each track."""
    counted = select(Contribution.track_id, func.count()).where(Contribution.id.in_(ids))
    for track_id, count in db.session.execute(counted.group_by(Contribution.track_id)).all():
        history.record("sheet.taken_out", now=now, actor=actor, track_id=track_id, contributions=count, file=kind)
