"""Hints for plain language, as a colleague would give them: long sentences, officialese, very long words.

A hint never blocks: whether a text is understood cannot be measured by a formula.
"""

import re
from dataclasses import dataclass
from functools import cache

import pyphen

LONG_SENTENCE = 15
MANY_SYLLABLES = 6
MOST = 6

PLAIN: dict[str, str] = {
    "aangaande": "over",
    "aldus": "zo",
    "alsmede": "en ook",
    "alvorens": "voordat",
    "ambtshalve": "zelf, zonder dat iemand erom vroeg",
    "behoudens": "behalve",
    "beoogd": "bedoeld",
    "betreffende": "over",
    "bewerkstelligen": "zorgen voor",
    "bovengenoemde": "deze",
    "casu quo": "of",
    "conform": "volgens, of: kan dit weg?",
    "dan wel": "of",
    "derhalve": "daarom",
    "desalniettemin": "toch",
    "dient te": "moet",
    "dienen te": "moeten",
    "echter": "maar",
    "faciliteren": "helpen, mogelijk maken",
    "gelet op": "door, omdat",
    "geschiedt": "gebeurt",
    "gezien het feit dat": "omdat",
    "gremium": "groep",
    "hieromtrent": "hierover",
    "implementeren": "invoeren",
    "in casu": "hier",
    "in het kader van": "voor",
    "indien": "als",
    "inzake": "over",
    "integraal": "samen, in één keer",
    "jegens": "tegen, voor",
    "middels": "met",
    "mits": "als",
    "naar aanleiding van": "door",
    "nader te bepalen": "noem een dag waarop u het weet",
    "nadere": "andere, meer",
    "nochtans": "toch",
    "omtrent": "over",
    "onderhavige": "dit",
    "onder voorbehoud van": "als … ja zegt",
    "ons inziens": "wij vinden",
    "op korte termijn": "noem een dag",
    "zo spoedig mogelijk": "noem een dag",
    "binnenkort": "noem een dag",
    "te zijner tijd": "noem een dag",
    "opteren voor": "kiezen",
    "participeren": "meedoen",
    "planologisch": "wat waar mag komen",
    "pro forma": "voorlopig",
    "prioriteren": "kiezen wat eerst komt",
    "realisatie": "‘we maken het’",
    "realiseren": "maken",
    "reeds": "al",
    "ten aanzien van": "over",
    "ten behoeve van": "voor",
    "ten gevolge van": "door",
    "ter plaatse van": "bij",
    "teneinde": "om",
    "tevens": "ook",
    "thans": "nu",
    "uit hoofde van": "door",
    "verstrekken": "geven",
    "vigerend": "dat nu geldt",
    "vigerende": "dat nu geldt",
    "voornoemde": "deze",
    "voornemens": "van plan",
    "voorzien in": "zorgen voor, of noem de maand",
    "wederom": "weer",
    "zorg dragen voor": "zorgen voor",
    "zulks": "dit",
}
_OFFICIAL = re.compile(r"\b(" + "|".join(sorted(map(re.escape, PLAIN), key=len, reverse=True)) + r")\b", re.IGNORECASE)
_QUARTER = re.compile(r"\bQ([1-4])\b")
_MONTHS = {"1": "januari, februari of maart", "2": "april, mei of juni", "3": "juli, augustus of september",
           "4": "oktober, november of december"}  # fmt: skip
_SENTENCE = re.compile(r"[^.!?\n]+(?:\.(?=\S)[^.!?\n]+)*[.!?]*")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")


@dataclass(frozen=True)
class HardWord:
    """A word that residents stumble over, and what could stand there."""

    found: str
    instead: str


@dataclass(frozen=True)
class LongSentence:
    """A sentence that takes more than one breath."""

    start: str
    words: int


@dataclass(frozen=True)
class Hints:
    """What could be said more plainly; at most six of each, in the order of the text."""

    long_sentences: tuple[LongSentence, ...] = ()
    hard_words: tuple[HardWord, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.long_sentences or self.hard_words)


def hints(text: str) -> Hints:
    """What a plain writer would change in *text*: sentences over fifteen words, officialese, words of six syllables."""
    return Hints(
        long_sentences=tuple(_long_sentences(text)[:MOST]),
        hard_words=tuple((_officialese(text) + _long_words(text))[:MOST]),
    )


def _long_sentences(text: str) -> list[LongSentence]:
    found = []
    for match in _SENTENCE.finditer(text):
        words = len(re.findall(r"\S*\w\S*", match.group()))
        if words > LONG_SENTENCE:
            start = " ".join(match.group().split()[:4])
            found.append(LongSentence(start=start, words=words))
    return found


def _officialese(text: str) -> list[HardWord]:
    places = [
        (match.start(), HardWord(match.group(), PLAIN[match.group().lower()])) for match in _OFFICIAL.finditer(text)
    ]
    places += [(match.start(), HardWord(match.group(), _MONTHS[match.group(1)])) for match in _QUARTER.finditer(text)]
    seen: dict[str, HardWord] = {}
    for _place, word in sorted(places, key=lambda place: place[0]):
        seen.setdefault(word.found.lower(), word)
    return list(seen.values())


def _long_words(text: str) -> list[HardWord]:
    seen: dict[str, HardWord] = {}
    for match in _WORD.finditer(text):
        parts = _syllables(match.group().lower())
        if len(parts) >= MANY_SYLLABLES:
            seen.setdefault(
                match.group().lower(), HardWord(match.group(), "een korter woord, of knip het: " + "-".join(parts))
            )
    return list(seen.values())


def _syllables(word: str) -> list[str]:
    return str(_dictionary().inserted(word)).split("-")


@cache
def _dictionary() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="nl_NL")
