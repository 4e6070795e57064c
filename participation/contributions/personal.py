"""A friendly question when a text seems to hold somebody's data. Never a block: the resident decides (I15, I16).

Pure: `find` names what it sees and where, `apply` does what was chosen for each kind. A fragment that only looks like
data (a case number, a year) must not draw a question, or people stop reading them.
"""

import enum
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from stdnum import iban
from stdnum.nl import bsn

from participation.words import N_

Say = Callable[[str], str]


class PersonalKind(enum.Enum):
    iban = "iban"
    email = "email"
    phone = "phone"
    bsn = "bsn"
    address = "address"

    @property
    def question(self) -> str:
        return {
            PersonalKind.iban: N_("Staat er een rekeningnummer in uw tekst?"),
            PersonalKind.email: N_("Staat er een e-mailadres in uw tekst?"),
            PersonalKind.phone: N_("Staat er een telefoonnummer in uw tekst?"),
            PersonalKind.bsn: N_("Staat er een burgerservicenummer in uw tekst?"),
            PersonalKind.address: N_("Staat er een adres in uw tekst?"),
        }[self]

    @property
    def denial(self) -> str:
        return {
            PersonalKind.iban: N_("Dit is geen rekeningnummer"),
            PersonalKind.email: N_("Dit is geen e-mailadres"),
            PersonalKind.phone: N_("Dit is geen telefoonnummer"),
            PersonalKind.bsn: N_("Dit is geen burgerservicenummer"),
            PersonalKind.address: N_("Dit is geen adres"),
        }[self]

    @property
    def replacement(self) -> str:
        """What stands in the text afterwards; it is said in the language of the text."""
        return {
            PersonalKind.iban: N_("[rekeningnummer]"),
            PersonalKind.email: N_("[e-mailadres]"),
            PersonalKind.phone: N_("[telefoonnummer]"),
            PersonalKind.bsn: N_("[burgerservicenummer]"),
            PersonalKind.address: N_("[adres]"),
        }[self]


class Choice(enum.Enum):
    """What the resident wants with it. Taking it away is what happens when nothing else is chosen."""

    remove = "weg"
    none_such = "geen"
    keep = "laat"


@dataclass(frozen=True)
class Finding:
    """A piece of text, from *start* up to *end*, that looks like data of a person."""

    kind: PersonalKind
    fragment: str
    start: int
    end: int


_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.ASCII)
_IBAN_START = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?=[ .]?[A-Za-z0-9])")
_IBAN_REST = re.compile(r"[ .]?[A-Za-z0-9]")
_PHONE = re.compile(
    r"(?<![\w+-])(?:(?:\+|00)31[ .-]?(?:\(0\))?[ .-]?[1-9](?:[ .-]?\d){8}|\(?0[1-9](?:[ .()-]{0,3}\d){8})(?!\d)"
)
_DATE = re.compile(r"\d{1,2}[ .-]\d{1,2}[ .-](?:19|20)\d\d")
_BSN = re.compile(r"(?<![\w€-])(?<!€ )\d(?:[ .]?\d){8}(?![\w-])")
_POSTCODE = r"(?P<digits>[1-9]\d{3}) ?(?P<letters>[A-Z]{2})(?![A-Za-z0-9])"
_NUMBER_BEHIND = re.compile(
    rf"(?<![\w-]){_POSTCODE}(?:,? ?(?:nr\.? ?|huisnummer )?)\d{{1,5}}(?:[ -]?[A-Za-z])?(?![\w-])"
)
_NUMBER_BEFORE = re.compile(rf"(?<![\w-])(?:[A-Z][\w'’-]{{1,40}} )?\d{{1,5}}(?:[ -]?[A-Za-z])?,?\s{{1,2}}{_POSTCODE}")
_WORDS = frozenset(
    ("AL", "DE", "DO", "EN", "ER", "HE", "IK", "IN", "IS", "JE", "NU", "OF", "OM", "OP", "TE", "UW", "WE", "ZE", "ZO")
)
_NEVER_ISSUED = frozenset(("SA", "SD", "SS"))


def find(text: str) -> list[Finding]:
    """Everything in *text* that looks like data of a person, in order, without overlap."""
    found: list[Finding] = []
    for kind, spans in (
        (PersonalKind.iban, _ibans(text)),
        (PersonalKind.email, (match.span() for match in _EMAIL.finditer(text))),
        (PersonalKind.address, _addresses(text)),
        (PersonalKind.phone, _phones(text)),
        (PersonalKind.bsn, _bsns(text)),
    ):
        for start, end in spans:
            if all(end <= other.start or other.end <= start for other in found):
                found.append(Finding(kind, text[start:end], start, end))
    return sorted(found, key=lambda finding: finding.start)


def kinds_in(findings: Iterable[Finding]) -> list[PersonalKind]:
    """The kinds that were found, each once, in the order in which they stand in the text."""
    return list(dict.fromkeys(finding.kind for finding in findings))


def apply(text: str, choices: Mapping[PersonalKind, Choice], say: Say = str) -> str:
    """*text* as the resident chose: what should go is replaced by its name, all the rest stays byte for byte.

    *say* translates the name into the language of the text (Dutch when it is left out).
    """
    for finding in reversed(find(text)):
        if choices.get(finding.kind) is Choice.remove:
            text = text[: finding.start] + say(finding.kind.replacement) + text[finding.end :]
    return text


def sentence_after(text: str, finding: Finding, say: Say = str) -> str:
    """The words around *finding* as they become when it is taken away: at most a line, for the question."""
    before = re.split(r"[.!?\n]\s+|\n", text[max(0, finding.start - 60) : finding.start])[-1]
    after = re.split(r"(?<=[.!?])\s|\n", text[finding.end : finding.end + 40])[0]
    return f"{before}{say(finding.kind.replacement)}{after}".strip()


def _ibans(text: str) -> Iterable[tuple[int, int]]:
    for match in _IBAN_START.finditer(text):
        end = match.end()
        for _ in range(30):
            step = _IBAN_REST.match(text, end)
            if step is None:
                break
            end = step.end()
            if not text[end : end + 1].isalnum() and iban.is_valid(text[match.start() : end].replace(".", "")):
                yield match.start(), end
                break


def _phones(text: str) -> Iterable[tuple[int, int]]:
    return (match.span() for match in _PHONE.finditer(text) if not _DATE.match(match.group()))


def _bsns(text: str) -> Iterable[tuple[int, int]]:
    return (match.span() for match in _BSN.finditer(text) if bsn.is_valid(re.sub(r"\D", "", match.group())))


def _addresses(text: str) -> Iterable[tuple[int, int]]:
    for pattern in (_NUMBER_BEFORE, _NUMBER_BEHIND):
        for match in pattern.finditer(text):
            if not _is_a_year_and_a_word(match["digits"], match["letters"]) and match["letters"] not in _NEVER_ISSUED:
                yield match.span()


def _is_a_year_and_a_word(digits: str, letters: str) -> bool:
    """In "IN 2026 OP 3 PLEKKEN" nobody lives anywhere."""
    return letters in _WORDS and 1900 <= int(digits) <= 2099
