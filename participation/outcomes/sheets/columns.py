"""The columns of the working list: what goes out to be read, what comes back as an answer, and the words that count."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from participation.contributions.days import NotADay, read_day
from participation.contributions.importing import BadRow
from participation.contributions.rules import LONGEST
from participation.outcomes.importing import kind_of
from participation.outcomes.models import OutcomeKind, ReasonKind
from participation.outcomes.rules import Decision
from participation.tracks.room import LandingPath

NUMBER, POINT, MARK = "nummer", "punt", "kenmerk"
READ = (
    NUMBER, POINT, "ontvangen", "traject", "vraag", "kanaal", "woorden van de bewoner", "openbare versie", "thema",
    "wie antwoordt", "antwoord beloofd op", "uitkomst nu",
)  # fmt: skip
ANSWERS: dict[str, str] = {
    "uitkomst": "kind",
    "reden": "reason",
    "landingspad": "path",
    "soort reden": "reason_kind",
    "wat zwaarder weegt": "interest",
    "wat wij overnemen": "part_adopted",
    "wat wij niet overnemen": "part_not",
    "waar te zien": "place",
    "doorgestuurd naar": "forwarded_to",
    "doorgestuurd op": "forwarded_on",
    "meer nieuws op": "later_on",
}
"""The columns to answer in, and what each becomes of a decision."""
HEADINGS = (*READ, *ANSWERS, MARK)
NEEDED = (NUMBER, POINT, MARK)
HELP: dict[str, str] = {
    "uitkomst": "Kies een van de woorden hieronder. Leeg laten mag: dan kiest u later.",
    "reden": "Waarom, in gewone woorden voor déze bewoner. Zonder reden kan een antwoord niet naar buiten.",
    "landingspad": "Bij (deels) overgenomen: waar het terechtkomt. Het nummer van het pad, of de naam.",
    "soort reden": "Bij niet overgenomen: een van de soorten hieronder.",
    "wat zwaarder weegt": "Bij niet overgenomen: het belang dat zwaarder weegt.",
    "wat wij overnemen": "Bij deels overgenomen.",
    "wat wij niet overnemen": "Bij deels overgenomen.",
    "waar te zien": "Bij al geregeld: waar de bewoner het kan zien of lezen.",
    "doorgestuurd naar": "Bij doorgestuurd: wie het nu behandelt.",
    "doorgestuurd op": "Bij doorgestuurd: de dag, zoals 24-11-2026.",
    "meer nieuws op": "Bij later besluiten: de dag waarop de bewoner meer hoort, zoals 24-11-2026.",
}


def read_answers(cells: Mapping[str, str], paths: list[LandingPath], before: Decision) -> Decision:
    """What *cells* answer, on top of *before*: an empty cell changes nothing.

    Raises `BadRow` for a word that is not in the list, a day that cannot be read, or a text that is too long.
    """
    given: dict[str, Any] = {}
    for heading, name in ANSWERS.items():
        text = cells.get(heading, "").replace("\r\n", "\n")
        if text.strip():
            given[name] = _read(heading, name, text, paths)
    return replace(before, **given)


def _read(heading: str, name: str, text: str, paths: list[LandingPath]) -> Any:
    if len(text) > LONGEST:
        raise BadRow(f"In ‘{heading}’ staan {len(text)} tekens. Er kunnen er {LONGEST} in.")
    if any(letter == "\x00" or "\ud800" <= letter <= "\udfff" for letter in text):
        raise BadRow(f"In ‘{heading}’ staat een teken dat wij niet kunnen bewaren.")
    word = text.strip()
    if name == "kind":
        return _kind(word)
    if name == "reason_kind":
        return _reason_kind(word)
    if name == "path":
        return _path(word, paths)
    return _day(heading, word) if name.endswith("_on") else text


def _kind(word: str) -> OutcomeKind:
    found = kind_of(word)
    if found is None:
        raise BadRow(f"‘{word[:40]}’ is geen uitkomst. Kies er een uit het tabblad Uitleg.")
    return found


def _reason_kind(word: str) -> ReasonKind:
    found = next((one for one in ReasonKind if word.casefold() in (one.value, one.label.casefold())), None)
    if found is None:
        raise BadRow(f"‘{word[:40]}’ is geen soort reden. Kies er een uit het tabblad Uitleg.")
    return found


def _path(word: str, paths: list[LandingPath]) -> LandingPath:
    for number, path in enumerate(paths, 1):
        if word.casefold() in (str(number), path.document.casefold(), name_of_path(number, path).casefold()):
            return path
    raise BadRow(
        f"Landingspad ‘{word[:40]}’ hoort niet bij de ruimte die nu geldt. Kies er een uit het tabblad Uitleg."
    )


def name_of_path(number: int, path: LandingPath) -> str:
    """How a landing path is named in the explanation."""
    return f"{number}. {path.document}"


def _day(heading: str, word: str) -> date:
    try:
        return read_day(word)
    except NotADay as fault:
        raise BadRow(f"In ‘{heading}’: {fault}") from fault


def in_words(value: Any) -> str:
    """A value of a decision, to read."""
    if value is None:
        return ""
    if isinstance(value, OutcomeKind | ReasonKind):
        return value.label
    if isinstance(value, LandingPath):
        return value.document
    return value.isoformat() if isinstance(value, date) else str(value)
