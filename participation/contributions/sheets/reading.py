"""Reading a file in a process of its own, with an end to its memory, its time and what comes out of it."""

import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from participation.contributions.importing import UnreadableFile
from participation.contributions.sheets.reader import SECONDS

PROGRAM = Path(__file__).with_name("program.py")
LARGEST = 20_000_000
"""How large a file may be, in bytes."""
TOO_HARD = (
    "Dit bestand is te groot of te ingewikkeld voor ons. Verdeel de rijen over meer bestanden, of bewaar het als CSV."
)


@dataclass(frozen=True)
class ReadFile:
    """A file that was read: the names of its columns, how many rows, what to say of it, and its rows in parts.

    Each part is the text of a JSON list of rows: the number, a fault or nothing, and the cells.
    """

    header: list[str]
    rows: int
    said: list[str]
    fingerprint: str
    parts: Iterator[str]


@contextmanager
def opened(content: bytes) -> Iterator[ReadFile]:
    """What stands in *content*, while the block runs. Refuses (`UnreadableFile`) what cannot be read, and says why."""
    if len(content) > LARGEST:
        raise UnreadableFile(f"Dit bestand is groter dan {LARGEST // 1_000_000} MB. Verdeel de rijen.", field="file")
    with tempfile.TemporaryFile("w+", encoding="ascii") as out:
        try:
            done = subprocess.run(
                [sys.executable, "-I", str(PROGRAM)], input=content, stdout=out, stderr=subprocess.DEVNULL,
                timeout=SECONDS + 10, env={"LANG": "C.UTF-8"}, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise UnreadableFile(TOO_HARD, field="file") from None
        about: dict[str, Any] = _last_line(out) if done.returncode == 0 else {"refused": TOO_HARD}
        if "refused" in about:
            raise UnreadableFile(str(about["refused"]), field="file")
        out.seek(0)
        parts = (line for line in out if line.startswith("["))
        yield ReadFile(about["header"], about["rows"], about["said"], hashlib.sha256(content).hexdigest(), parts)


def _last_line(out: IO[str]) -> dict[str, Any]:
    out.seek(0)
    last = "{}"
    for line in out:
        last = line
    found = json.loads(last)
    return found if isinstance(found, dict) and found else {"refused": TOO_HARD}
