"""What looks like a formal message, who deals with it, and when its arrival may be written down. Pure.

A hint is a hint: it names the word that stands there, and applies nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from participation.outcomes.formal.kinds import FormalKind
from participation.refusals import Refused

_BROKEN = r"(?:kapot|stuk|defect|doe(?:t|n) het niet|brand(?:t|en) niet|uit ?gevallen|omgevallen|verstopt)"
_THINGS = (
    r"(?:lantaarn(?:paal|palen|s)?|straatlamp(?:en)?|straatverlichting|lamp(?:en)?|put(?:ten)?|riool|stoeptegels?"
    r"|verkeerslicht(?:en)?)"
)
_WORDS = {
    FormalKind.objection: re.compile(r"\b(bezwaar(?:schrift)?|maak(?:t|en)? (?:hierbij )?bezwaar)\b", re.IGNORECASE),
    FormalKind.view: re.compile(r"\b(zienswijzen?)\b", re.IGNORECASE),
    FormalKind.complaint: re.compile(r"\b(klacht(?:en)?|beklag|een klacht indienen)\b", re.IGNORECASE),
    FormalKind.report: re.compile(
        rf"\b({_THINGS}\b[^.!?\n]{{0,60}}\b{_BROKEN}|(?:kapotte|defecte|omgevallen|verstopte) {_THINGS})\b",
        re.IGNORECASE,
    ),
}


@dataclass(frozen=True)
class Hint:
    """This may be a formal message, because *words* stand in it."""

    kind: FormalKind
    words: str


@dataclass(frozen=True)
class Receiver:
    """Who deals with one kind of message, and where it goes: by mail, or on paper."""

    kind: FormalKind
    name: str
    email: str = ""
    address: str = ""


USUAL = {
    FormalKind.objection: "de commissie bezwaarschriften",
    FormalKind.view: "het team dat de procedure voert",
    FormalKind.complaint: "de klachtencoördinator",
    FormalKind.report: "het meldpunt openbare ruimte",
}
"""Who it is as long as the house named nobody."""


class CannotArrive(Refused):
    """Only what was passed on can arrive, on a day between the passing on and today, under a number."""


def hints(text: str) -> list[Hint]:
    """The kinds of formal message that *text* could be, each with the words that made us think so."""
    found = ((kind, words.search(text)) for kind, words in _WORDS.items())
    return [Hint(kind, " ".join(match[0].split())) for kind, match in found if match is not None]


def receiver_of(kind: FormalKind, to: str, receivers: Mapping[FormalKind, Receiver]) -> Receiver | None:
    """Who of the list is meant by *to*; none when a colleague wrote down somebody else."""
    one = receivers[kind]
    return one if one.name.strip().casefold() == to.strip().casefold() else None


def refuse_arrival(
    on: date | None, reference: str, *, forwarded_on: date | None, today: date
) -> None:  # fmt: skip
    """Refuses (`CannotArrive`) a day that cannot be, and an arrival without a number."""
    if forwarded_on is None:
        raise CannotArrive("Dit antwoord stuurt niets door. Er kan dus niets zijn aangekomen.", field="on")
    if on is None:
        raise CannotArrive("Vul in op welke dag het daar aankwam.", field="on")
    if on > today:
        raise CannotArrive("Deze dag moet nog komen. Vul in wanneer het aankwam.", field="on")
    if on < forwarded_on:
        raise CannotArrive("Deze dag ligt vóór het doorsturen. Kijk de dag nog eens na.", field="on")
    if not reference.strip():
        raise CannotArrive("Vul het nummer in. De bewoner kan ermee bellen.", field="reference")


def refuse_receiver(name: str, email: str) -> None:
    """Refuses (`Refused`) somebody without a name, and an address that is none."""
    if not name.strip():
        raise Refused("Schrijf op wie dit behandelt. De bewoner leest deze naam.", field="name")
    if email.strip() and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email.strip()):
        raise Refused("Dit is geen e-mailadres. Laat het leeg als u brieven print.", field="email")
