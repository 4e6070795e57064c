"""Points that are about the same, suggested to a colleague with the words that match; nothing happens by itself.

The search index gives the candidates (the newest with at least one telling word), a ranking over stems orders them
(TF-IDF: a word that few people use tells more), and near-copies are named as such. Both look at a window that does not
grow with the track, and both are the same on SQLite and PostgreSQL: the stems are ours.
"""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from participation.contributions import search
from participation.contributions.stems import stem, token, words
from participation.contributions.themes import queries
from participation.contributions.themes.models import Theme
from participation.contributions.themes.queries import Candidate

BACKGROUND, CANDIDATES, PROFILE = 1_000, 300, 100
"""The newest contributions that say how common a word is; those that are compared; points that stand for a theme."""
TELLING, SUGGESTED = 10, 12
"""Words that are looked for; points that are shown."""
COMPARED = 3_000
"""Characters of a point that are compared."""
ALIKE, NEARLY_THE_SAME = 0.12, 88
"""From where two texts are alike enough to suggest (0 to 1), or are the same but for a few words (0 to 100)."""
FEWEST_SHARED = 2
_WRITTEN = re.compile(r"[^\W_]+(?:['’‘`´][^\W_]+)*")

Weights = Mapping[str, float]


class Similar(NamedTuple):
    """A point that may be about the same, and the stems that it shares."""

    point: Candidate
    shared: frozenset[str]
    is_near_copy: bool


class Piece(NamedTuple):
    """A piece of a text; whether it is a word that matches."""

    text: str
    matches: bool


def to_point(point_id: int, track_id: int, text: str) -> list[Similar]:
    """Other points of the track that may be about the same as this one, the most alike first. Three statements."""
    background = Background(search.newest_stems(track_id, BACKGROUND))
    profile = background.weighed(Counter(tokens(text[:COMPARED])))
    found = [one for one in _candidates(track_id, profile, background) if one.id != point_id]
    return _ranked(found, profile, background, [text[:COMPARED]])


def to_theme(theme: Theme) -> list[Similar]:
    """Points in no theme yet that may be about the same as what stands in *theme*. Four statements."""
    inside = [point.text[:COMPARED] for point in queries.points_of(theme, rows=PROFILE)]
    texts = [*inside, f"{theme.title}\n{theme.summary}"]
    background = Background(search.newest_stems(theme.track_id, BACKGROUND))
    profile = background.weighed(Counter(one for text in texts for one in tokens(text)))
    found = [one for one in _candidates(theme.track_id, profile, background) if one.theme_id is None]
    return _ranked(found, profile, background, inside)


def pieces(text: str, shared: Collection[str]) -> list[Piece]:
    """*text* cut into what matches and what lies between; no character is lost."""
    found: list[Piece] = []
    place = 0
    for match in _WRITTEN.finditer(text):
        if any(one in shared for one in tokens(match.group())):
            found += [Piece(text[place : match.start()], matches=False), Piece(match.group(), matches=True)]
            place = match.end()
    return [piece for piece in (*found, Piece(text[place:], matches=False)) if piece.text]


def tokens(text: str) -> set[str]:
    """The different stems of *text*, as the index writes them."""
    return {token(stem(word)) for word in set(words(text))}


SAYS_NOTHING = tokens(
    "de het een en of maar want dus dat die dit deze daar er hier hij zij ze wij we ik u je jij jullie hun hen mij "
    "uw ons onze zijn haar is was waren ben bent wordt worden werd heb hebt heeft hebben had kan kunnen kunt zou "
    "mijn zouden zal zullen moet moeten mag mogen wil willen gaat gaan komt komen doen doet in op aan van voor met "
    "te ten "
    "ter bij tot om over uit naar door tegen tussen onder boven als dan toen nu nog al ook wel niet geen "
    "meer veel heel erg "
    "zo wat wie waar waarom hoe welke iets iemand alle alles maken maakt ander andere zelf toch weer graag zoals"
)
"""Stems that stand in every text: they say nothing about what it is about, however small a track is."""


class Background:
    """How common each stem is in the newest contributions of a track."""

    def __init__(self, documents: Iterable[str]) -> None:
        self._with: Counter[str] = Counter()
        self._many = 0
        for stems in documents:
            self._with.update(set(stems.split()))
            self._many += 1

    def weight(self, one: str) -> float:
        """High for a stem that few people use, nothing for one that everybody does."""
        if one in SAYS_NOTHING:
            return 0.0
        return max(0.0, math.log((self._many + 1) / (self._with[one] + 0.5)))

    def weighed(self, counted: Mapping[str, int]) -> Weights:
        """Each stem with its weight, more when it comes back more often; without those that say nothing."""
        found = {one: self.weight(one) * (1 + math.log(times)) for one, times in counted.items()}
        return {one: weight for one, weight in found.items() if weight > 0}

    def telling(self, profile: Weights) -> list[str]:
        """The stems to look for: those that tell most, of those that anybody else used as well."""
        used = [one for one in profile if self._with[one] > 1]
        return sorted(used, key=lambda one: (-profile[one], one))[:TELLING]


def _candidates(track_id: int, profile: Weights, background: Background) -> list[Candidate]:
    numbers = search.with_any(track_id, background.telling(profile), rows=CANDIDATES)
    return queries.candidates(numbers, COMPARED)


def _ranked(
    found: Sequence[Candidate], profile: Weights, background: Background, texts: Sequence[str]
) -> list[Similar]:
    scored = [(*_alike(one, profile, background), one) for one in found]
    best = sorted(
        (row for row in scored if row[0] >= ALIKE and len(row[1]) >= FEWEST_SHARED),
        key=lambda row: (-row[0], -row[2].id),
    )[:SUGGESTED]
    return [Similar(one, shared, _is_near_copy(one.text, texts)) for _score, shared, one in best]


def _alike(one: Candidate, profile: Weights, background: Background) -> tuple[float, frozenset[str]]:
    """How alike a candidate is (the cosine of both lists of weights), and which telling stems it shares."""
    own = background.weighed(dict.fromkeys(tokens(one.text), 1))
    shared = frozenset(own.keys() & profile.keys())
    length = math.hypot(*own.values()) * math.hypot(*profile.values())
    return (sum(own[each] * profile[each] for each in shared) / length if length else 0.0), shared


def _is_near_copy(text: str, texts: Sequence[str]) -> bool:
    from rapidfuzz import fuzz, process  # Only here: most processes never compare two texts.

    best = process.extractOne(text, texts, scorer=fuzz.token_sort_ratio, score_cutoff=NEARLY_THE_SAME)
    return best is not None
