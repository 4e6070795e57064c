"""Reading a file of what residents said elsewhere, one row at a time; nothing is refused silently. Pure: no session.

A row is good (`Parsed`) or bad (`BadRow`, with a sentence that says why). The key of a row is made of its track, its
words and how often the same words came before it in the file, so that the same file, or a longer one, never brings in
anything twice.
"""

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from participation.contributions.models import Channel, ContributionKind
from participation.contributions.rules import LONGEST
from participation.refusals import Refused
from participation.tracks.room import OpenQuestion

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_DAYS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y")


class UnreadableFile(Refused):
    """The file as a whole cannot be read; the sentence says what to change."""


class BadRow(Exception):
    """This row cannot go in; the message says why, in plain Dutch."""


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Which column of the file holds what; only the text is needed."""

    text: str
    answer: str | None = None
    outcome: str | None = None
    received: str | None = None
    question: str | None = None
    channel: str | None = None
    kind: str | None = None

    def named(self) -> list[str]:
        return [name for name in vars(self).values() if name is not None]


@dataclass(frozen=True)
class Row:
    """One row of the file. `number` is the one a spreadsheet shows: the names of the columns are row 1."""

    number: int
    values: Mapping[str, str]
    fault: str = ""


@dataclass(frozen=True, kw_only=True)
class Parsed:
    """A good row."""

    text: str
    answer: str
    outcome: str
    received_on: date | None
    question: OpenQuestion | None
    channel: Channel
    kind: ContributionKind | None


def rows_of(path: Path, columns: Columns) -> list[Row]:
    """Every row of a CSV file in UTF-8 (with or without BOM), with commas or semicolons between the fields.

    Refuses (`UnreadableFile`) a file without rows, or without a column that is asked for. Bytes that are no UTF-8 spoil
    only their own row.
    """
    content = path.read_bytes().decode("utf-8-sig", errors="surrogateescape")
    first_line = content.partition("\n")[0]
    delimiter = ";" if first_line.count(";") > first_line.count(",") else ","
    csv.field_size_limit(max(csv.field_size_limit(), len(content) + 1))
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter)
    header = next(reader, [])
    missing = [name for name in columns.named() if name not in header]
    if missing:
        raise UnreadableFile(f"Kolom {listed(missing)} staat niet in het bestand. Er staan wel: {listed(header)}.")
    return [_row(number, header, values) for number, values in enumerate(reader, 2) if values]


def _row(number: int, header: Sequence[str], values: Sequence[str]) -> Row:
    if len(values) != len(header):
        return Row(number, {}, f"Aantal velden in deze rij: {len(values)}. Aantal kolommen: {len(header)}.")
    return Row(number, dict(zip(header, values, strict=True)))


def listed(names: Sequence[str]) -> str:
    return ", ".join(f"‘{name}’" for name in names) or "geen enkele"


def parse(row: Row, columns: Columns, *, questions: Sequence[OpenQuestion], via: Channel, today: date) -> Parsed:
    """What *row* says. Raises `BadRow` when the words cannot be stored as they are, or a value is not understood."""
    if row.fault:
        raise BadRow(row.fault)

    def value(name: str | None) -> str:
        return row.values[name] if name else ""

    return Parsed(
        text=_text(value(columns.text), "de tekst", needed=True),
        answer=_text(value(columns.answer), "het antwoord", needed=False),
        outcome=value(columns.outcome).strip(),
        received_on=_day(value(columns.received).strip(), today),
        question=_question(value(columns.question).strip(), questions),
        channel=_channel(value(columns.channel).strip()) or via,
        kind=_kind(value(columns.kind).strip()),
    )


def _text(text: str, what: str, *, needed: bool) -> str:
    text = text.replace("\r\n", "\n")
    if needed and not text.strip():
        raise BadRow("Er staat geen tekst in deze rij.")
    if _UNSTORABLE.search(text):
        raise BadRow(f"In het veld met {what} staat een teken dat wij niet kunnen bewaren, of het is geen UTF-8.")
    if len(text) > LONGEST:
        raise BadRow(f"Het veld met {what} heeft {len(text)} tekens. Er kunnen er {LONGEST} in.")
    return text


def _day(text: str, today: date) -> date | None:
    if not text:
        return None
    for pattern in _DAYS:
        try:
            day = datetime.strptime(text[:10], pattern).date()  # noqa: DTZ007  A day has no time zone.
        except ValueError:
            continue
        if day > today:
            raise BadRow(f"De dag ‘{text}’ moet nog komen.")
        return day
    raise BadRow(f"De dag ‘{text}’ is niet te lezen. Schrijf hem als 2026-11-24 of 24-11-2026.")


def _question(text: str, questions: Sequence[OpenQuestion]) -> OpenQuestion | None:
    if not text:
        return None
    for number, question in enumerate(questions, 1):
        if text.casefold() in (str(number), question.question.strip().casefold()):
            return question
    raise BadRow(f"De vraag ‘{text}’ hoort niet bij dit traject.")


def _channel(text: str) -> Channel | None:
    if not text:
        return None
    for channel in Channel:
        if text.casefold() in (channel.value, channel.label):
            return channel
    raise BadRow(f"Het kanaal ‘{text}’ kennen wij niet.")


def _kind(text: str) -> ContributionKind | None:
    if not text:
        return None
    for kind in ContributionKind:
        if text.casefold() in (kind.value, kind.label, kind.label.partition(" ")[2]):
            return kind
    raise BadRow(f"De soort ‘{text}’ kennen wij niet.")


def keys_for(track_id: int) -> Callable[[str], str]:
    """A function that gives each text of one file its key, in the order of the file."""
    seen: Counter[str] = Counter()

    def key(text: str) -> str:
        seen[text] += 1
        return hashlib.sha256(f"import|{track_id}|{seen[text]}|{text}".encode()).hexdigest()

    return key


def batches(rows: Sequence[Row], size: int) -> Iterator[Sequence[Row]]:
    """The rows in portions that are saved together."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
