"""What stands in one step of the declaration, as plain values, and how typed values become the room again.

Reading and writing use the same shape: columns by name, links as lists of numbers, rows as a list under "rows". The
same assignments serve the save and the live check, so what is checked is what would be stored. What a room does not
follow of the vision stands under the number of the principle, with the reason.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time
from typing import Any

from participation import clock
from participation.accounts.models import Department, User
from participation.db import db
from participation.house import queries as house
from participation.places.models import Area
from participation.refusals import Refused
from participation.tracks.models import Moment, TrackState
from participation.tracks.room import DeclaredRoom, Deviation
from participation.tracks.steps import PARTS, Rows, Step

Values = Mapping[str, Any]
DEVIATIONS = "deviations"
LINKS: dict[str, Callable[[DeclaredRoom, list[int]], list[Any]]] = {
    "areas": lambda _room, ids: _found(Area, ids),
    "departments": lambda _room, ids: _found(Department, ids),
    "members": lambda _room, ids: _found(User, ids),
    "questions": lambda room, ids: [question for question in room.open_questions if question.id in ids],
}


class NotYourRow(Refused):
    """A row was sent that does not belong to this room."""

    def __init__(self) -> None:
        super().__init__("Een van de regels hoort niet bij dit traject. Er is niets bewaard.")


class NotOfTheRoom(Refused):
    """What belongs to the track itself does not change with its rules."""

    def __init__(self) -> None:
        super().__init__("Dit hoort bij het traject, niet bij de regels. U verandert het op de pagina van het traject.")


def writes_track(room: DeclaredRoom) -> bool:
    """Whether the steps still write the track itself: only until it was judged. Afterwards they change rules only."""
    return room.track.state is TrackState.draft


def _found(cls: type[Any], ids: list[int]) -> list[Any]:
    return list(db.session.query(cls).filter(cls.id.in_(ids))) if ids else []


def _owner(room: DeclaredRoom, rows: Rows) -> Any:
    return room if rows.owner == "room" else room.track


def _clock_time(moment: datetime | None) -> time | None:
    return clock.local(moment).time().replace(tzinfo=None) if moment else None


def _value(thing: Any, name: str) -> Any:
    if isinstance(thing, Moment) and name in _IN_TIME:
        return _IN_TIME[name](thing)
    value = getattr(thing, name)
    if name == DEVIATIONS:
        return {row.principle_id: row.reason for row in value if row.principle_id}
    return sorted(linked.id for linked in value) if name in LINKS else value


_IN_TIME: dict[str, Callable[[Moment], Any]] = {
    "day": lambda moment: clock.local(moment.starts_at).date(),
    "begins": lambda moment: _clock_time(moment.starts_at),
    "ends": lambda moment: _clock_time(moment.ends_at),
}


def moment_values(moment: Moment) -> dict[str, Any]:
    """A moment as people write it: a day and clock times."""
    names = ("title", "day", "begins", "ends", "place", "note")
    return {name: _value(moment, name) for name in names}


def contents(room: DeclaredRoom, step: Step) -> dict[str, Any]:
    """Everything that stands in *step* now."""
    part = PARTS[step]
    values = {name: _value(room, name) for name in part.room}
    values |= {name: _value(room.track, name) for name in part.track}
    if part.rows:
        things = getattr(_owner(room, part.rows), part.rows.attribute)
        values["rows"] = [
            {"id": thing.id, **{name: _value(thing, name) for name in part.rows.fields}} for thing in things
        ]
    return values


def mark_of(room: DeclaredRoom, step: Step) -> str:
    """A short mark of what stands in *step* now: two people saw the same words when their marks are equal."""
    words = json.dumps(contents(room, step), default=str, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(words.encode()).hexdigest()[:20]


def is_empty(values: Values) -> bool:
    """Whether nothing was filled in (a row's own number does not count)."""
    return not any(value for name, value in values.items() if name != "id")


def fill(room: DeclaredRoom, step: Step, values: Values) -> set[str]:
    """Put typed *values* in *step* of *room*; return the marks ("path:12") of the rows that disappear.

    Rows without words are not kept. Raises `NotYourRow` for a row of another room, and `NotOfTheRoom` for a list that
    belongs to a track that runs; other things of such a track are left as they are.
    """
    part = PARTS[step]
    if part.rows and part.rows.owner == "track" and not writes_track(room):
        raise NotOfTheRoom
    for owner, names in ((room, part.room), (room.track, part.track if writes_track(room) else ())):
        for name in names:
            _assign(room, owner, name, values[name])
    return _fill_rows(room, part.rows, values["rows"]) if part.rows else set()


def _assign(room: DeclaredRoom, thing: Any, name: str, value: Any) -> None:
    """Set what differs, and nothing else: an untouched thing stays untouched."""
    if name in LINKS:
        if _value(thing, name) != sorted(value):
            setattr(thing, name, LINKS[name](room, value))
    elif name == DEVIATIONS:
        _deviate(room, {number: reason for number, reason in value.items() if reason.strip()})
    elif getattr(thing, name) != value:
        setattr(thing, name, value)


def _deviate(room: DeclaredRoom, reasons: Mapping[int, str]) -> None:
    """Why *room* does not follow these principles of the house, by their number. No words: it does follow it."""
    present = {row.principle_id: row for row in room.deviations}
    new = {one.id: one for one in house.principles(set(reasons) - set(present) - {None})}
    if not set(reasons) <= {*present, *new}:
        raise NotYourRow
    for number in set(present) - set(reasons):
        room.deviations.remove(present[number])
    for place, (number, reason) in enumerate(reasons.items(), 1):
        if number in new:
            room.deviations.append(Deviation(principle=new[number], reason=reason, position=place))
        elif (present[number].reason, present[number].position) != (reason, place):
            present[number].reason, present[number].position = reason, place


def _fill_rows(room: DeclaredRoom, rows: Rows, typed: Sequence[Values]) -> set[str]:
    owner = _owner(room, rows)
    present = {thing.id: thing for thing in getattr(owner, rows.attribute)}
    numbers = [values["id"] for values in typed if values["id"]]
    if not set(numbers) <= set(present) or len(numbers) != len(set(numbers)):
        raise NotYourRow
    kept: list[Any] = []
    for values in typed:
        if is_empty(values):
            continue
        thing = present.pop(values["id"]) if values["id"] else rows.cls()
        _fill_row(room, rows, thing, values, position=len(kept) + 1)
        kept.append(thing)
    collection = getattr(owner, rows.attribute)
    for gone in present.values():
        collection.remove(gone)
    collection.extend(thing for thing in kept if thing not in collection)
    return {f"{rows.mark}:{number}" for number in present}


def _fill_row(room: DeclaredRoom, rows: Rows, thing: Any, values: Values, *, position: int) -> None:
    values = _with_moments(values) if isinstance(thing, Moment) else {**values, "position": position}
    for name, value in values.items():
        if name != "id":
            _assign(room, thing, name, value)


def _with_moments(values: Values) -> dict[str, Any]:
    """Day and clock times, as people write them, become moments."""
    day, begins, ends = values["day"], values["begins"], values["ends"]
    told = {name: value for name, value in values.items() if name not in ("day", "begins", "ends")}
    told["starts_at"] = datetime.combine(day, begins, tzinfo=clock.ZONE)
    told["ends_at"] = datetime.combine(day, ends, tzinfo=clock.ZONE) if ends else None
    return told
