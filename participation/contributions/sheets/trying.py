"""What would happen to each row, with nothing brought in: what goes in, what is refused and why, what is double."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from participation.contributions import rules
from participation.contributions.importing import BadRow, Columns, Keys, Known, Parsed, Row, parse, row_of
from participation.contributions.models import Channel
from participation.contributions.sheets import queries
from participation.contributions.sheets.models import Sheet, SheetPart
from participation.contributions.sheets.neutral import restored
from participation.contributions.sheets.queries import rows_in
from participation.places import queries as places
from participation.refusals import Refused
from participation.tracks.models import Track

REASON = "reden van weigering"
"""The last column of a report of refused rows; by it we know that such a report comes back."""
NEW, KNOWN, REFUSED = "new", "known", "refused"


class Told(NamedTuple):
    """What becomes, or became, of one row; `number` is that of the contribution."""

    row: int
    result: str
    number: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Tried:
    """What would become of the rows of one part, and the key of each (None for a row that is refused)."""

    part_id: int
    told: Sequence[Sequence[Any]]
    keys: list[str | None]


def columns_of(sheet: Sheet) -> Columns:
    """Which column holds what, as a colleague chose it."""
    return Columns(**{name: value for name, value in sheet.columns.items() if name != "via"})


def known_to(track: Track, via: str, today: date) -> Known:
    """What the words of a sheet can refer to; *via* is the channel of rows that name none."""
    assert track.room is not None
    return Known(questions=track.room.open_questions, via=Channel(via), today=today, areas=places.by_words())


def try_out(sheet: Sheet, columns: Columns, known: Known) -> Iterator[Tried]:
    """Every part, as it would be brought in now. Reads only; the same text twice in the file is two rows."""
    assert sheet.track is not None and sheet.track.room is not None
    keys = Keys(sheet.track.id)
    for part in queries.parts(sheet.id):
        read = [_read(row, columns, known, sheet.track) for row in rows_of(sheet, part)]
        made = [keys.of(one) if isinstance(one, Parsed) else None for one in read]
        there = queries.known_keys([key for key in made if key])
        told = [_told(row[0], one, key in there) for row, one, key in zip(rows_in(part), read, made, strict=True)]
        yield Tried(part.id, told, made)


def rows_of(sheet: Sheet, part: SheetPart) -> list[Row]:
    """The rows of a part, with their cells by the names of the columns; in a report of ours without its apostrophes."""
    read = restored if REASON in sheet.header else str
    return [row_of(sheet.header, number, fault, [*map(read, cells)]) for number, fault, cells in rows_in(part)]


def _read(row: Row, columns: Columns, known: Known, track: Track) -> Parsed | str:
    assert track.room is not None
    try:
        parsed = parse(row, columns, known)
    except (BadRow, Refused) as fault:
        return str(fault)
    if not rules.fits(parsed.kind, track.room):
        return "Op dit niveau nemen wij alleen vragen en zorgen aan, geen ideeën."
    return parsed


def _told(number: int, read: Parsed | str, is_known: bool) -> Told:
    if isinstance(read, str):
        return Told(number, REFUSED, reason=read)
    return Told(number, KNOWN if is_known else NEW)


def counted(told: Sequence[Sequence[Any]]) -> Counter[str]:
    """How many rows have each result."""
    return Counter(one[1] for one in told)
