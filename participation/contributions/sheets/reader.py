"""Reads one file that somebody sent: bytes come in, a table goes out, line by line.

It knows nothing of the application: `program.py` starts it alone, so that a file that is made to do harm (a bomb in a
ZIP, a million columns) meets an end of memory and of time in a process that has nothing else. What cannot be read is
refused with a sentence that says what to do. Text is passed on as it stands; nothing is computed.
"""

import csv
import io
import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from participation.contributions.sheets.unfolding import NotReadable, unfolded

ROWS, COLUMNS, CELL = 20_000, 200, 200_000
LETTERS = 30_000_000
"""How much text one file may hold in all."""
UNPACKED, ENTRIES = 150_000_000, 2_000
PART = 50
"""How many rows go together; the worker saves a part at a time."""
SECONDS, MEMORY = 40, 1_500_000_000
SEPARATORS = {
    ";": "puntkomma’s", ",": "komma’s", "\t": "tabs", "|": "streepjes (|)", "^": "dakjes (^)", "~": "slingers (~)",
}  # fmt: skip
NOTHING = "\x1f"
DAMAGED = "Dit rekenblad is beschadigd of heeft een wachtwoord. Bewaar het opnieuw als .xlsx."


@dataclass
class Table:
    """What stands in a file. A row: its number as a spreadsheet shows it, a fault (or nothing), and its cells."""

    header: list[str]
    rows: Iterable[tuple[int, str, list[str]]]
    said: list[str] = field(default_factory=list)


def table_of(content: bytes) -> Table:
    """The table in *content*, whatever the name of the file says. Refuses (`NotReadable`) what is no table."""
    if not content.strip(b"\x00 \t\r\n"):
        raise NotReadable("Dit bestand is leeg. Kies het bestand opnieuw.")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotReadable(
            "Dit is een oud Excel-bestand (.xls), of een bestand met een wachtwoord. Bewaar het in Excel als .xlsx "
            "zonder wachtwoord, en kies dat bestand."
        )
    if content.startswith(b"PK"):
        return _workbook(content)
    if content.startswith(b"%PDF"):
        raise NotReadable("Dit is een PDF. Vraag de bron om een bestand met rijen en kolommen: CSV, XLSX, ODS of JSON.")
    text, encoding = _decoded(content)
    if text.lstrip()[:1] in ("[", "{"):
        return _json(text)
    return _separated(text, encoding)


def _decoded(content: bytes) -> tuple[str, str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), "UTF-16"
    if content.startswith(b"\xef\xbb\xbf"):
        return content.decode("utf-8-sig", errors="surrogateescape"), "UTF-8 met BOM"
    if content[:4096].count(0) > len(content[:4096]) // 10:
        raise NotReadable("Dit is geen tabel met tekst. Kies een bestand in CSV, XLSX, ODS of JSON.")
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        pass
    damaged = content.decode("utf-8", errors="surrogateescape")
    bad = sum("\ud800" <= letter <= "\udfff" for letter in damaged)
    good = sum(letter > "\x7f" for letter in damaged) - bad
    if good > bad:  # Letters that can only be UTF-8: some rows are damaged, and the others are not.
        return damaged, "UTF-8, met een paar beschadigde tekens"
    return content.decode("cp1252", errors="surrogateescape"), "Windows-1252"


def _separated(text: str, encoding: str) -> Table:
    csv.field_size_limit(LETTERS + 1)
    separator = _separator(text)
    rows = _csv_rows(text, separator)
    try:
        header = next(rows, [])
    except csv.Error:
        raise NotReadable("De eerste regel is niet te lezen. Staan de namen van de kolommen daar?") from None
    named = _named(header)
    between = f", met {SEPARATORS[separator]} tussen de kolommen" if separator in SEPARATORS else ", met één kolom"
    return Table(named, _numbered(rows, len(named)), [f"Tekst in {encoding}{between}."])


def _csv_rows(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _separator(text: str) -> str:
    """The mark that cuts the first rows into the most columns, every row into as many."""
    best, most = NOTHING, 1
    for mark in SEPARATORS:
        try:
            rows = [row for row, _ in zip(_csv_rows(text[:200_000], mark), range(30), strict=False) if row]
        except csv.Error:
            continue
        width = len(rows[0]) if rows else 1
        fits = sum(len(row) == width for row in rows[:-1] or rows)
        if width > most and fits * 2 >= len(rows[:-1] or rows):
            best, most = mark, width
    return best if best != NOTHING else _widest(text)


def _widest(text: str) -> str:
    """Rows that are all faulty: then the mark that stands in the names of the columns most often."""
    first = text.lstrip("\r\n").splitlines()[0] if text.strip() else ""
    mark = max(SEPARATORS, key=first.count)
    return mark if first.count(mark) else NOTHING


def _numbered(rows: Iterator[list[str]], width: int) -> Iterator[tuple[int, str, list[str]]]:
    number = 1
    while True:
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield number, "Deze rij is niet te lezen: er staat een los aanhalingsteken of een vreemd teken in.", []
            continue
        if not row:
            continue
        if len(row) != width:
            yield number, f"Aantal velden in deze rij: {len(row)}. Aantal kolommen: {width}.", []
        else:
            yield number, "", row


def _workbook(content: bytes) -> Table:
    kind = _honest_zip(content)
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        shown = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
        name, sheet = next(((one, book.get_sheet_by_name(one)) for one in shown), ("", None))
    except (CalamineError, ValueError, OSError):
        raise NotReadable(DAMAGED) from None
    if sheet is None or sheet.end is None:
        raise NotReadable("In het eerste tabblad staat niets. Zet de rijen in het eerste tabblad.")
    if sheet.width > COLUMNS * 5:
        raise NotReadable(_too_wide(sheet.width))
    first = (sheet.start or (0, 0))[0]
    rows = ((first + number, [_cell(value) for value in row]) for number, row in enumerate(sheet.iter_rows(), 1))
    filled = ((number, row) for number, row in rows if any(row))
    header = next(filled, (0, []))[1]
    named = _named(_without_end(header))
    said = [f"Rekenblad ({kind}), tabblad ‘{name}’. Van een formule nemen wij de uitkomst over."]
    if len(shown) > 1:
        said.append("In dit bestand staan meer tabbladen. Wij lezen alleen het eerste.")
    return Table(named, ((number, "", _as_wide(row, len(named))) for number, row in filled), said)


def _honest_zip(content: bytes) -> str:
    """What kind of workbook it is. Everything in it is unpacked once and counted: no bomb, nothing that lies."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
            if len(entries) > ENTRIES or sum(entry.file_size for entry in entries) > UNPACKED:
                raise NotReadable(_too_much())
            for entry in entries:
                _unpacks(packed, entry)
            names = {entry.filename for entry in entries}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise NotReadable(DAMAGED) from None
    if "xl/workbook.xml" in names:
        return "XLSX"
    if "content.xml" in names:
        return "ODS"
    raise NotReadable("Dit is een ingepakt bestand, en geen rekenblad. Pak het uit, en kies het bestand dat erin zit.")


def _unpacks(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    with packed.open(entry) as opened:
        while opened.read(1 << 20):
            pass


def _cell(value: Any) -> str:
    """One cell as text: a day as a day, a whole number without a point."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "WAAR" if value else "ONWAAR"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, (date, time)):
        return value.isoformat()
    return "" if value is None else str(value)


def _json(text: str) -> Table:
    columns: dict[str, None] = {}
    flat: list[dict[str, str]] = []
    for row in unfolded(text):
        columns.update(dict.fromkeys(row))
        flat.append(row)
        _not_too_wide(columns)
    rows = ((number, "", [row.get(name, "") for name in columns]) for number, row in enumerate(flat, 1))
    return Table(_named(list(columns)), rows, ["JSON. Het nummer van een rij is haar plaats in het bestand."])


def _named(header: Sequence[str]) -> list[str]:
    """A name for every column, each its own."""
    if not any(name.strip() for name in header):
        raise NotReadable("Op de eerste regel staan geen namen van kolommen. Zet ze erboven.")
    _not_too_wide(header)
    names: list[str] = []
    for number, written in enumerate(header, 1):
        name = " ".join(re.sub("[\x00-\x1f\ud800-\udfff]", " ", written).split())[:100] or f"kolom {number}"
        names.append(name if name not in names else f"{name} ({number})")
    return names


def _not_too_wide(columns: Any) -> None:
    if len(columns) > COLUMNS:
        raise NotReadable(_too_wide(len(columns)))


def _too_wide(width: int) -> str:
    return f"Dit bestand heeft {width} kolommen. Er kunnen er {COLUMNS} in. Haal weg wat niet nodig is."


def _too_much() -> str:
    return "Uitgepakt is dit bestand te groot. Verdeel de rijen over meer bestanden, of bewaar het als CSV."


def _without_end(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row = row[:-1]
    return row


def _as_wide(row: list[str], width: int) -> list[str]:
    return [*row[:width], *[""] * (width - len(row))]


def within_limits(table: Table) -> Iterator[tuple[int, str, list[str]]]:
    """Its rows, as long as they are not too many or too much. A cell that is too long spoils its own row."""
    letters = 0
    for count, (number, fault, row) in enumerate(table.rows, 1):
        longest = max(map(len, row), default=0)
        letters += sum(map(len, row)) if longest <= CELL else 0
        if count > ROWS:
            raise NotReadable(f"In dit bestand staan meer dan {ROWS:,} rijen. Verdeel het.".replace(",", "."))
        if letters > LETTERS:
            raise NotReadable("In dit bestand staat te veel tekst. Verdeel de rijen over meer bestanden.")
        if longest > CELL:
            yield number, f"Eén veld in deze rij heeft {longest} tekens. Dat is te lang.", []
        else:
            yield number, fault, row


def main(say: Callable[[str], object] = sys.stdout.write) -> None:
    """The table of what comes in, in parts, and what can be said of it on the last line."""
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        table, part, count = table_of(sys.stdin.buffer.read()), [], 0
        for row in within_limits(table):
            part.append(row)
            count += 1
            if len(part) == PART:
                say(json.dumps(part) + "\n")
                part = []
        if part:
            say(json.dumps(part) + "\n")
        if not count:
            raise NotReadable("Onder de namen van de kolommen staat geen enkele rij.")
        say(json.dumps({"header": table.header, "rows": count, "said": table.said}) + "\n")
    except NotReadable as refusal:
        say(json.dumps({"refused": str(refusal)}) + "\n")
    except MemoryError:
        say(json.dumps({"refused": _too_much()}) + "\n")
