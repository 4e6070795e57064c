"""Taking in one file that somebody sent: looked at in a process of its own, drawn anew, and written down.

Nothing here touches the database: it is slow work, and it is done before a transaction begins.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from participation.contributions.files.models import FileKind
from participation.contributions.files.opener import SECONDS
from participation.contributions.files.rules import LARGEST, plain_name
from participation.contributions.files.store import Store
from participation.refusals import Refused
from participation.words import N_

PROGRAM = Path(__file__).with_name("opener.py")

WHY = {
    "empty": N_("Dit bestand is leeg. Kies het opnieuw."),
    "large": N_("Dit bestand is groter dan 10 MB. Kies een kleinere foto, of verklein hem."),
    "heic": N_("Foto’s van het type HEIC kunnen wij niet lezen. Bewaar de foto als JPEG, en kies die."),
    "unknown": N_("Dit is geen foto en geen PDF. Kies een foto (JPEG, PNG of WebP) of een PDF."),
    "broken": N_("Dit bestand is beschadigd of niet compleet. Kies het opnieuw, of kies een ander."),
    "pixels": N_("Deze foto heeft te veel beeldpunten. Maak hem kleiner en kies hem dan opnieuw."),
    "tiny": N_("Op deze foto is niets te zien: hij is te klein."),
    "locked": N_("Op deze PDF zit een wachtwoord of een slot. Bewaar hem zonder slot, en kies die."),
    "active": N_("In deze PDF zit een programma of een ander bestand. Dat is niet veilig. Bewaar hem zonder."),
    "hard": N_("Dit bestand is te ingewikkeld voor ons. Maak er een foto van, en kies die."),
}  # fmt: skip


class FileRefused(Refused):
    """This file is not taken in; the sentence says why, `name` which one."""

    def __init__(self, why: str, name: str) -> None:
        super().__init__(WHY.get(why, WHY["hard"]), field="files")
        self.name = name


@dataclass(frozen=True)
class Taken:
    """A file that is written down and belongs to nothing yet; `alt` is what its sender says can be seen."""

    kind: FileKind
    sha: str
    name: str
    size: int
    width: int = 0
    height: int = 0
    alt: str = ""


def take(content: bytes, name: str, store: Store, alt: str = "") -> Taken:
    """Check it, draw it anew and write it down.

    Refuses (`FileRefused`) what is too large, broken or no picture and no plain PDF; (`store.StoreFull`) when no place
    is left.
    """
    shown = plain_name(name)
    if len(content) > LARGEST:
        raise FileRefused("large", shown)
    about, file, small = _opened(content)
    if "refused" in about:
        raise FileRefused(str(about["refused"]), shown)
    sha = store.keep(file, small)
    return Taken(
        kind=FileKind(about["kind"]), sha=sha, name=shown, size=len(file) + len(small), width=about["width"],
        height=about["height"], alt=alt,
    )  # fmt: skip


def _opened(content: bytes) -> tuple[dict[str, Any], bytes, bytes]:
    """What the program says of it. One that was stopped (memory, time) says nothing, and that is a no."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(PROGRAM)], input=content, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            timeout=SECONDS + 5, env={"LANG": "C.UTF-8"}, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"refused": "hard"}, b"", b""
    line, _newline, rest = done.stdout.partition(b"\n")
    if done.returncode != 0 or not line:
        return {"refused": "hard"}, b"", b""
    about: dict[str, Any] = json.loads(line)
    return about, rest[: about["large"]], rest[about["large"] :]
