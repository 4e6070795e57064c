"""Reading a file of what residents said elsewhere, one row at a time; nothing is refused silently. Pure: no session.

A row is good (`Parsed`) or bad (`BadRow`, with a sentence that says why). The key of a row is made of its track, its
words, and the number that the source gave it; without such a number, of how often the same words came before it in the
file. So the same file, or a longer one, never brings in anything twice.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from participation.contributions.days import NotADay, read_day
from participation.contributions.models import Channel, ContributionKind
from participation.contributions.rules import LONGEST
from participation.contributions.sheets import reader
from participation.contributions.sheets.unfolding import NotReadable
from participation.refusals import Refused
from participation.tracks.room import OpenQuestion

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
LONGEST_SOURCE = 100


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
    title: str | None = None
    area: str | None = None
    source: str | None = None

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
    area_id: int | None = None
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the words in a file can refer to: the open questions of the track, and the areas by name and code."""

    questions: Sequence[OpenQuestion]
    via: Channel
    today: date
    areas: Mapping[str, int] = field(default_factory=dict)


def rows_of(path: Path, columns: Columns) -> list[Row]:
    """Every row of a file: CSV with any separator (UTF-8 or Windows-1252), XLSX, ODS or JSON.

    Refuses (`UnreadableFile`) what is no table, and a file without a column that is asked for. Bytes that are no UTF-8
    in a file that is UTF-8 spoil only their own row.
    """
    try:
        table = reader.table_of(path.read_bytes())
        refuse_missing(columns, table.header)
        return [row_of(table.header, number, fault, cells) for number, fault, cells in reader.within_limits(table)]
    except NotReadable as refusal:
        raise UnreadableFile(str(refusal)) from refusal


def refuse_missing(columns: Columns, header: Sequence[str]) -> None:
    """Refuse (`UnreadableFile`) columns that the file does not have, and name those that it has."""
    missing = [name for name in columns.named() if name not in header]
    if missing:
        raise UnreadableFile(f"Kolom {listed(missing)} staat niet in het bestand. Er staan wel: {listed(header)}.")


def row_of(header: Sequence[str], number: int, fault: str, cells: Sequence[str]) -> Row:
    """A row as it was read, with its cells by the names of their columns."""
    return Row(number, {}, fault) if fault else Row(number, dict(zip(header, cells, strict=True)))


def listed(names: Sequence[str]) -> str:
    return ", ".join(f"‘{name}’" for name in names) or "geen enkele"


def parse(row: Row, columns: Columns, known: Known) -> Parsed:
    """What *row* says. Raises `BadRow` when the words cannot be stored as they are, or a value is not understood."""
    if row.fault:
        raise BadRow(row.fault)

    def value(name: str | None) -> str:
        return row.values[name] if name else ""

    return Parsed(
        text=_words(value(columns.title), value(columns.text)),
        answer=_text(value(columns.answer), "het antwoord", needed=False),
        outcome=value(columns.outcome).strip(),
        received_on=_day(value(columns.received).strip(), known.today),
        question=_question(value(columns.question).strip(), known.questions),
        channel=_channel(value(columns.channel).strip()) or known.via,
        kind=_kind(value(columns.kind).strip()),
        area_id=_area(value(columns.area).strip(), known.areas),
        source=_source(value(columns.source).strip()),
    )


def _words(title: str, text: str) -> str:
    """What the resident wrote: the text as it is; a title that stands beside it comes first, on a line of its own."""
    both = f"{title.strip()}\n\n{text}" if title.strip() and text.strip() else text if text.strip() else title
    return _text(both, "de tekst", needed=True)


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
    try:
        day = read_day(text)
    except NotADay as fault:
        raise BadRow(str(fault)) from fault
    if day > today:
        raise BadRow(f"De dag ‘{text}’ moet nog komen.")
    return day


def _area(text: str, areas: Mapping[str, int]) -> int | None:
    if not text:
        return None
    found = areas.get(text.casefold())
    if found is None:
        raise BadRow(f"Het gebied ‘{_short(text)}’ kennen wij niet. Gebruik de naam of de code van een buurt of wijk.")
    return found


def _source(text: str) -> str:
    if len(text) > LONGEST_SOURCE or _UNSTORABLE.search(text):
        raise BadRow(f"Het nummer van de bron is te lang of niet leesbaar: ‘{_short(text)}’.")
    return text


def _short(text: str) -> str:
    clean = _UNSTORABLE.sub("�", text)
    return clean if len(clean) <= 60 else f"{clean[:60]}…"


def _question(text: str, questions: Sequence[OpenQuestion]) -> OpenQuestion | None:
    if not text:
        return None
    for number, question in enumerate(questions, 1):
        if text.casefold() in (str(number), question.question.strip().casefold()):
            return question
    raise BadRow(f"De vraag ‘{_short(text)}’ hoort niet bij dit traject.")


def _channel(text: str) -> Channel | None:
    if not text:
        return None
    for channel in Channel:
        if text.casefold() in (channel.value, channel.label):
            return channel
    raise BadRow(f"Het kanaal ‘{_short(text)}’ kennen wij niet.")


def _kind(text: str) -> ContributionKind | None:
    if not text:
        return None
    for kind in ContributionKind:
        if text.casefold() in (kind.value, kind.label, kind.label.partition(" ")[2]):
            return kind
    raise BadRow(f"De soort ‘{_short(text)}’ kennen wij niet.")


def keys_for(track_id: int) -> Callable[[Parsed], str]:
    """A function that gives each row of one file its key, in the order of the file."""
    return Keys(track_id).of


class Keys:
    """The keys of one file. `seen` is how often each text came by, by its mark: what to keep when one stops halfway."""

    def __init__(self, track_id: int, seen: Mapping[str, int] | None = None) -> None:
        self._track_id = track_id
        self.seen: Counter[str] = Counter(seen)

    def of(self, row: Parsed) -> str:
        """The key of the next row."""
        if row.source:
            return _hash(f"import|{self._track_id}|bron {row.source}|{row.text}")
        mark = _hash(row.text)[:16]
        self.seen[mark] += 1
        return _hash(f"import|{self._track_id}|{self.seen[mark]}|{row.text}")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def batches(rows: Sequence[Row], size: int) -> Iterator[Sequence[Row]]:
    """The rows in portions that are saved together."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
