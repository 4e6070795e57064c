"""Data of people in a text: what looks like it, where, and the text without it. A person decides (I16).

Pure. To what residents are asked themselves (`personal.find`) come the names that this municipality watches for: whole
words, whatever their accents and capitals.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from participation.contributions import personal
from participation.contributions.personal import PersonalKind
from participation.words import N_

NAME = "name"
ALL = "alles"
LABELS = {
    NAME: "naam",
    PersonalKind.iban.value: "rekeningnummer",
    PersonalKind.email.value: "e-mailadres",
    PersonalKind.phone.value: "telefoonnummer",
    PersonalKind.bsn.value: "burgerservicenummer",
    PersonalKind.address.value: "adres",
}
REPLACEMENTS = {NAME: N_("[naam]"), **{kind.value: kind.replacement for kind in PersonalKind}}
_WORD = re.compile(r"\w+")
_BETWEEN = re.compile(r"[\s.'’-]{1,3}")
_MARK = 16

Say = Callable[[str], str]
Names = dict[str, tuple[tuple[str, ...], ...]]
"""Every name as its words, by its first word, the longest first."""


class Passage(NamedTuple):
    """A piece of a text, from *start* up to *end*, that looks like data of a person."""

    kind: str
    fragment: str
    start: int
    end: int

    @property
    def label(self) -> str:
        return LABELS[self.kind]

    @property
    def mark(self) -> str:
        """Names the words without holding them: what a button sends."""
        return hashlib.sha256(f"{self.kind}|{self.fragment}".encode()).hexdigest()[:_MARK]


class Folded(NamedTuple):
    """A text without accents and capitals, and for each of its characters the place in the text itself."""

    text: str
    places: list[int]


def names_of(lines: Iterable[str]) -> Names:
    """The names to look for, ready to be looked up."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for line in lines:
        words = tuple(_WORD.findall(fold(line).text))
        if words:
            found.setdefault(words[0], set()).add(words)
    return {first: tuple(sorted(several, key=len, reverse=True)) for first, several in found.items()}


def fold(text: str) -> Folded:
    """*text* without accents and capitals."""
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        plain = [one for one in unicodedata.normalize("NFKD", character) if not unicodedata.combining(one)]
        for one in "".join(plain).casefold():
            characters.append(one)
            places.append(place)
    return Folded("".join(characters), [*places, len(text)])


def passages(text: str, names: Names) -> list[Passage]:
    """Everything in *text* that looks like data of a person, in order, without overlap."""
    found = [Passage(one.kind.value, one.fragment, one.start, one.end) for one in personal.find(text)]
    for start, end in _names_in(text, names):
        if all(end <= other.start or other.end <= start for other in found):
            found.append(Passage(NAME, text[start:end], start, end))
    return sorted(found, key=lambda passage: passage.start)


def different(found: Iterable[Passage]) -> list[Passage]:
    """The same words once, at their first place."""
    return list({passage.mark: passage for passage in reversed(list(found))}.values())[::-1]


def blank(text: str, mark: str, names: Names, say: Say = str) -> str:
    """*text* with the words that *mark* names (`ALL`: all of them) replaced by what they were; the rest stays as it is.

    *say* translates what they were into the language of the contribution.
    """
    for passage in reversed(passages(text, names)):
        if mark in (ALL, passage.mark):
            text = text[: passage.start] + say(REPLACEMENTS[passage.kind]) + text[passage.end :]
    return text


def kinds_blanked(before: str, after: str, names: Names) -> list[str]:
    """Of which kinds there was something in *before* that is not in *after* any more: the kinds, never the words."""
    left = {passage.mark for passage in passages(after, names)}
    gone = {passage.kind for passage in passages(before, names) if passage.mark not in left}
    return [kind for kind in LABELS if kind in gone]


def _names_in(text: str, names: Names) -> Iterable[tuple[int, int]]:
    if not names:
        return
    folded = fold(text)
    tokens = list(_WORD.finditer(folded.text))
    past = 0
    for index, token in enumerate(tokens):
        if token.start() < past:
            continue
        last = _last_word(folded.text, tokens, index, names.get(token.group(), ()))
        if last is not None:
            past = last.end()
            yield folded.places[token.start()], folded.places[past - 1] + _width(text, folded.places[past - 1])


def _last_word(
    text: str, tokens: Sequence[re.Match[str]], index: int, candidates: Iterable[tuple[str, ...]]
) -> re.Match[str] | None:
    """The last word of the longest of *candidates* that stands here, if one does."""
    for words in candidates:
        here = tokens[index : index + len(words)]
        if tuple(token.group() for token in here) == words and all(
            _BETWEEN.fullmatch(text, one.end(), other.start()) for one, other in pairwise(here)
        ):
            return here[-1]
    return None


def _width(text: str, place: int) -> int:
    """One character, with the loose accents that stand on it."""
    end = place + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end - place
