"""Seals, noted outside the database: one line per seal, so that a log that lost its end, or is another log, is found.

Whoever can rewrite the whole database can forge every seal in it, but not the lines that were copied elsewhere.
"""

from datetime import datetime
from pathlib import Path

from participation.config import Settings


def file_of(settings: Settings) -> Path:
    """Where this machine notes the seals its worker made."""
    return settings.data_dir / "seals.log"


def note(path: Path, number: int, hash: str, at: datetime) -> None:
    """Add one seal to the file."""
    with path.open("a") as file:
        file.write(f"{number} {hash} {at.isoformat()}\n")


def read(path: Path) -> dict[int, str]:
    """The hashes that were noted, by the number of the seal; nothing when nothing was noted."""
    if not path.exists():
        return {}
    lines = (line.split() for line in path.read_text().splitlines())
    return {int(number): hash for number, hash, *_moment in lines}
