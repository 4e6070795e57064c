"""What stands in a JSON file, row by row: what lies deeper gets its way there in its name. No application needed."""

import json
from collections.abc import Iterator
from typing import Any

KNOWN_LISTS = ("data", "results", "records", "items", "resources", "ideas", "proposals")


class NotReadable(Exception):
    """This file cannot be read; the message is a Dutch sentence that says what to do."""


def unfolded(text: str) -> Iterator[dict[str, str]]:
    """Every item of the list in *text*, flat. Refuses (`NotReadable`) what is no list of things."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise NotReadable("Dit JSON-bestand is niet heel. Download het opnieuw bij de bron.") from None
    for item in _items(found):
        row: dict[str, str] = {}
        _flatten(item, "", row, 0)
        yield row


def _items(found: Any) -> list[dict[str, Any]]:
    if isinstance(found, dict):
        lists = [found[name] for name in (*KNOWN_LISTS, *found) if isinstance(found.get(name), list)]
        found = lists[0] if lists else [found]
    items = [item for item in found if isinstance(item, dict)]
    if not items:
        raise NotReadable("In dit JSON-bestand staat geen lijst met bijdragen. Vraag de bron om CSV of XLSX.")
    return items


def _flatten(value: Any, name: str, row: dict[str, str], depth: int) -> None:
    """What lies deeper gets its way there in its name: `title/nl`."""
    if isinstance(value, dict) and depth < 4:
        for key, inner in value.items():
            _flatten(inner, f"{name}/{key}" if name else str(key), row, depth + 1)
        return
    row[name] = _plain(value)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(filter(None, (_plain(_name_of(one)) for one in value)))
    if isinstance(value, dict):
        return _plain(_name_of(value))
    return ("ja" if value else "nee") if isinstance(value, bool) else str(value)


def _name_of(value: Any) -> Any:
    if isinstance(value, list):
        return ""
    if not isinstance(value, dict):
        return value
    return next((value[key] for key in ("name", "title", "label", "nl") if isinstance(value.get(key), (str, int))), "")
