"""Reading what there is to tell: the municipality, and per track its room and what was said about it.

What residents said is never touched: spaces, mistakes and all.
"""

import tomllib
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content"
Table = dict[str, Any]


def municipality() -> Table:
    """Departments, colleagues, areas and programmes."""
    return _read(CONTENT / "municipality.toml")


def house() -> Table:
    """The vision and the terms in versions, and how considerations ended."""
    return _read(CONTENT / "house.toml")


def tracks() -> dict[str, Table]:
    """The tracks by their address, each with its room, its review and its course."""
    found = [_read(path) for path in sorted((CONTENT / "tracks").glob("*.toml"))]
    return {track["slug"]: track for track in found}


def contributions() -> list[Table]:
    """Everything residents said and what became of it; `track` is the address, `desk` the colleague who handles it."""
    said = []
    for path in sorted((CONTENT / "contributions").glob("*.toml")):
        slug = _read(CONTENT / "tracks" / path.name)["slug"]
        file = _read(path)
        said += [{"track": slug, "desk": file["desk"], **one} for one in file["contributions"]]
    return said


def experiences() -> list[Table]:
    """What residents found of taking part; `contribution` is the key of what they had said."""
    files = sorted((CONTENT / "experiences").glob("*.toml"))
    return [one for path in files for one in _read(path)["experiences"]]


def later() -> Table:
    """What happened after the tracks opened: decisions, a colleague who left, moments that moved."""
    return _read(CONTENT / "later.toml")


def moderation() -> Table:
    """Names to watch for, who answered to being hidden, and what readers reported."""
    return _read(CONTENT / "moderation.toml")


def asking() -> Table:
    """Notes among colleagues, questions back to residents, and news of one theme."""
    return _read(CONTENT / "asking.toml")


def photos() -> Table:
    """Photos that residents sent along."""
    return _read(CONTENT / "photos.toml")


def together() -> Table:
    """Residents who said something twice and told us so."""
    return _read(CONTENT / "together.toml")


def own() -> Table:
    """Residents who keep what they said together in Mijn bijdragen."""
    return _read(CONTENT / "own.toml")


def themes() -> Table:
    """Points that a colleague made of somebody's words, and themes in which points were brought together."""
    return _read(CONTENT / "themes.toml")


def dividing() -> Table:
    """Rules that deal out what comes in, and who is away with a deputy."""
    return _read(CONTENT / "dividing.toml")


def finding() -> Table:
    """Which place a contribution is about, and searches that somebody keeps."""
    return _read(CONTENT / "finding.toml")


def following() -> Table:
    """Who follows something by mail."""
    return _read(CONTENT / "following.toml")


def grouped() -> Table:
    """One answer for many: what was sent, and what is still being written."""
    return _read(CONTENT / "grouped.toml")


def formal() -> Table:
    """Who deals with objections, complaints and reports."""
    return _read(CONTENT / "formal.toml")


def on_paper() -> Table:
    """A meeting with its minutes, and letters that were brought to the post."""
    return _read(CONTENT / "on_paper.toml")


def sheets() -> Table:
    """A file of what was said elsewhere, that was brought in."""
    return _read(CONTENT / "sheets.toml")


def promises() -> Table:
    """What everybody in a track was promised: a day that was moved, and messages in between."""
    return _read(CONTENT / "promises.toml")


def texts() -> list[Table]:
    """The library of answer texts."""
    found: list[Table] = _read(CONTENT / "texts.toml")["texts"]
    return found


def _read(path: Path) -> Table:
    return tomllib.loads(path.read_text(encoding="utf-8"))
