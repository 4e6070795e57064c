"""Adding, removing and moving rows of a list on what was typed, letter for letter: nothing is read, nothing is stored.

The buttons work on the form as the browser sent it, so a half-typed date in another row stays as it was, with and
without JavaScript. The row that was removed last travels along in the form, so that it can be put back.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

Typed = MultiDict[str, str]
Row = list[tuple[str, str]]
MOST_ROWS = 60
_ROW_FIELD = re.compile(r"rows-(\d{1,6})-([a-z_]+)", re.ASCII)
_DEED = re.compile(r"(rij-weg|omhoog|omlaag)-(\d{1,6})", re.ASCII)
_GONE = "gone-"


@dataclass(frozen=True)
class Redrawn:
    """The form after a button of its list: what stands in it, which row to look at, and what is said aloud."""

    typed: Typed
    said: str
    focus: int | None = None


def is_row_deed(deed: str) -> bool:
    """Whether *deed* is a button of a list."""
    return deed in ("rij-erbij", "zet-terug") or _DEED.fullmatch(deed) is not None


def rows_of(typed: Typed) -> list[Row]:
    """The rows in the order of their numbers, each as (field, text)."""
    found: dict[int, Row] = {}
    for name, text in typed.items(multi=True):
        match = _ROW_FIELD.fullmatch(name)
        if match:
            found.setdefault(int(match[1]), []).append((match[2], text))
    return [found[number] for number in sorted(found)]


def has_words(row: Row) -> bool:
    """Whether anything was typed or chosen in *row*."""
    return any(text.strip() for field, text in row if field != "id")


def without_empty(typed: Typed) -> Typed:
    """What was typed, without the rows in which nothing was."""
    return _rebuilt(typed, [row for row in rows_of(typed) if has_words(row)])


def gone_row(typed: Typed) -> Row:
    """The row that was removed last and can be put back; empty when there is none."""
    return [
        (name.removeprefix(_GONE), text)
        for name, text in typed.items(multi=True)
        if name.startswith(_GONE) and name != f"{_GONE}place"
    ]


def redraw(typed: Typed, deed: str) -> Redrawn:
    """Do *deed* on what was *typed*. A deed on a row that is not there leaves everything as it is."""
    rows = rows_of(typed)
    if deed == "rij-erbij":
        return _add(typed, rows)
    if deed == "zet-terug":
        return _put_back(typed, rows)
    match = _DEED.fullmatch(deed)
    place = int(match[2]) - 1 if match else -1
    if match is None or not 0 <= place < len(rows):
        return Redrawn(typed, "Er is niets veranderd.")
    return _remove(typed, rows, place) if match[1] == "rij-weg" else _move(typed, rows, place, match[1])


def _add(typed: Typed, rows: list[Row]) -> Redrawn:
    if len(rows) >= MOST_ROWS:
        return Redrawn(typed, f"Er passen {MOST_ROWS} regels in deze lijst. Haal er eerst een weg.")
    return Redrawn(_rebuilt(typed, [*rows, [("id", "")]]), f"Regel {len(rows) + 1} is erbij gekomen.", focus=len(rows))


def _remove(typed: Typed, rows: list[Row], place: int) -> Redrawn:
    gone = rows.pop(place)
    rebuilt = _rebuilt(typed, rows)
    _forget(rebuilt)
    if has_words(gone):
        rebuilt.add(f"{_GONE}place", str(place))
        for field, text in gone:
            rebuilt.add(f"{_GONE}{field}", text)
        return Redrawn(rebuilt, f"Regel {place + 1} is weg. U kunt hem nog terugzetten.")
    return Redrawn(rebuilt, f"Regel {place + 1} is weg.")


def _put_back(typed: Typed, rows: list[Row]) -> Redrawn:
    gone, place = gone_row(typed), typed.get(f"{_GONE}place", "")
    if not gone:
        return Redrawn(typed, "Er is niets om terug te zetten.")
    at = min(int(place), len(rows)) if re.fullmatch(r"\d{1,6}", place, re.ASCII) else len(rows)
    rows.insert(at, gone)
    rebuilt = _rebuilt(typed, rows)
    _forget(rebuilt)
    return Redrawn(rebuilt, f"Regel {at + 1} staat er weer.", focus=at)


def _move(typed: Typed, rows: list[Row], place: int, direction: str) -> Redrawn:
    there = place - 1 if direction == "omhoog" else place + 1
    if not 0 <= there < len(rows):
        return Redrawn(typed, "Deze regel staat al aan het eind.")
    rows[place], rows[there] = rows[there], rows[place]
    return Redrawn(_rebuilt(typed, rows), f"Deze regel staat nu op plaats {there + 1}.", focus=there)


def _rebuilt(typed: Typed, rows: Iterable[Row]) -> Typed:
    """Everything that was typed outside the list, and *rows* numbered anew."""
    rebuilt: Typed = MultiDict((name, text) for name, text in typed.items(multi=True) if not _ROW_FIELD.fullmatch(name))
    for number, row in enumerate(rows):
        for field, text in row:
            rebuilt.add(f"rows-{number}-{field}", text)
    return rebuilt


def _forget(typed: Typed) -> None:
    for name in [name for name in typed if name.startswith(_GONE)]:
        typed.poplist(name)


def without_numbers(typed: Typed, known: set[int]) -> Typed:
    """What was typed, in which rows that no longer exist (or come twice) count as new."""
    left = {str(number) for number in known}
    rows: list[Row] = []
    for row in rows_of(typed):
        number = dict(row).get("id", "")
        words = [(field, text) for field, text in row if field != "id"]
        rows.append([("id", number if number in left else ""), *words])
        left.discard(number)
    return _rebuilt(typed, rows)
