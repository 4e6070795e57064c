"""What the room check says: one finding is one thing that is not as it should be, in words that name the very row."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from babel.dates import format_date

from participation.tracks.room import DeclaredRoom, Explanation

LONGEST_QUOTE = 70


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One finding of the room check.

    `rule` is the invariant ("I5"). `row` is the key of what it is about: "path:12" for a row of the room,
    "track:contact" or "room:capacity_hours" for a field, "department:3", or empty for the whole room. `title` goes on
    after "Blokkeert:" or "Vraagt uitleg:", `text` says what is the matter and `mend` what would help. `blocks` cannot
    be passed; any other finding opens only with an `explanation` by a named person, which residents can read. `waits`
    says that the text may be fine: somebody who is asked has not answered about it.
    """

    rule: str
    title: str
    text: str
    mend: str
    blocks: bool
    row: str = ""
    waits: bool = False
    explanation: Explanation | None = None


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that nobody can pass."""
    return [finding for finding in findings if finding.blocks]


def in_the_text(findings: Iterable[Finding]) -> list[Finding]:
    """What blocks and takes another text; what only waits for an answer can be asked together with the review."""
    return [finding for finding in blocking(findings) if not finding.waits]


def unexplained(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that still ask for somebody's public explanation."""
    return [finding for finding in findings if not finding.blocks and finding.explanation is None]


def with_explanations(findings: Iterable[Finding], room: DeclaredRoom) -> list[Finding]:
    """Put what was explained beside what it is about. What blocks cannot be explained away."""
    given = {(explanation.rule, explanation.row): explanation for explanation in room.explanations}
    return [
        finding if finding.blocks else replace(finding, explanation=given.get((finding.rule, finding.row)))
        for finding in findings
    ]


@dataclass(frozen=True)
class Named:
    """A row of the room with the name by which people find it: "Vraag 2 ‘Hoe ziet uw wijk eruit?’"."""

    it: Any
    kind: str
    number: int
    word: str
    text: str

    @property
    def key(self) -> str:
        """The stable key of this row; a row that was never saved goes by its place."""
        return f"{self.kind}:{self.it.id if self.it.id is not None else f'new{self.number}'}"

    @property
    def short(self) -> str:
        """vraag 2"""
        return f"{self.word} {self.number}"

    @property
    def name(self) -> str:
        """vraag 2 ‘Hoe ziet uw wijk eruit?’"""
        return f"{self.short} {quote(self.text)}" if filled(self.text) else self.short

    @property
    def start(self) -> str:
        """The name at the start of a sentence."""
        return self.name[0].upper() + self.name[1:]


WORDS = {"fixed": "vast punt", "question": "vraag", "unknown": "onbekend punt", "path": "landingspad"}


def named(kind: str, rows: Sequence[Any], attribute: str) -> Iterator[Named]:
    """The rows of one list with the number that people see: their place, counted from one."""
    for number, row in enumerate(rows, start=1):
        yield Named(row, kind, number, WORDS[kind], getattr(row, attribute) or "")


def filled(text: str | None) -> bool:
    """Whether somebody typed anything but white space."""
    return bool(text and text.strip())


def quote(text: str, *, whole: bool = False) -> str:
    """*text* on one line between Dutch quotation marks, cut at a word when it is long, unless it is quoted *whole*."""
    line = " ".join(text.split())
    if not whole and len(line) > LONGEST_QUOTE:
        line = line[:LONGEST_QUOTE].rsplit(" ", 1)[0].rstrip(" ,;.") + " …"
    return f"‘{line}’"


def in_words(day: date) -> str:
    """5 maart 2027"""
    return str(format_date(day, "d MMMM y", locale="nl"))


def listed(words: Sequence[str]) -> str:
    """het orgaan, het document en de datum"""
    return " en ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
