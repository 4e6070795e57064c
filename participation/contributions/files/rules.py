"""How many, how large, what a file may be called, and when everybody may see it."""

import unicodedata

from participation.contributions.files.models import ContributionFile
from participation.refusals import Conflict, Refused

MOST = 5
LARGEST = 10_000_000
LONGEST_NAME, LONGEST_ALT = 80, 300


class FileGone(Conflict):
    """The resident took the contribution back, or the file was removed."""


def plain_name(name: str) -> str:
    """The name as it can be shown: no folders, nothing invisible, nothing that turns the direction of writing."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(letter for letter in unicodedata.normalize("NFC", last) if unicodedata.category(letter)[0] != "C")
    shown = " ".join(shown.split()).strip(". ")
    if len(shown) > LONGEST_NAME:
        start, _dot, ending = shown.rpartition(".")
        shown = f"{start[: LONGEST_NAME - 6]}….{ending[:4]}" if start else shown[:LONGEST_NAME]
    return shown or "bestand"


def plain_words(words: str) -> str:
    """One line of words; what no database can keep is left out."""
    kept = "".join(letter for letter in words if letter != "\x00" and not "\ud800" <= letter <= "\udfff")
    return " ".join(kept.split())[:LONGEST_ALT]


def refuse_show(file: ContributionFile, alt: str) -> None:
    """A picture needs words for who cannot see it."""
    refuse_gone(file)
    if file.is_picture and not alt.strip():
        raise Refused("Schrijf op wat er te zien is. Wie de foto niet kan zien, hoort deze woorden.", field="alt")


def refuse_hide(file: ContributionFile, reason: str) -> None:
    """The author reads why."""
    refuse_gone(file)
    if not reason.strip():
        raise Refused("Schrijf op waarom niet iedereen dit mag zien. De bewoner leest deze reden.", field="reason")


def refuse_gone(file: ContributionFile) -> None:
    if file.contribution.withdrawn_at is not None:
        raise FileGone("De bewoner heeft deze bijdrage ingetrokken. Dit bestand is weg.")
