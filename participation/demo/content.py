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


def _read(path: Path) -> Table:
    return tomllib.loads(path.read_text(encoding="utf-8"))
