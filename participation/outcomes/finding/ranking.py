"""The best of a few hundred hits first: where the words are said more often, and with less beside them.

Ranked here and not by an engine, so that both give the same order, and only within hits that were found already.
"""

from collections.abc import Sequence

from sqlalchemy import func, select

from participation.contributions.models import Contribution
from participation.contributions.search import Query
from participation.contributions.stems import stem, token, words
from participation.db import db
from participation.outcomes.finding.walks import IDS

READ = 2_000
"""Characters of each contribution that are read for it."""
FULL = 80
"""Words of a contribution of common length: in a longer one a word weighs less."""
TEXTS = select(Contribution.id, func.substr(Contribution.original_text, 1, READ)).where(Contribution.id.in_(IDS))


def best_first(ids: Sequence[int], query: Query) -> list[int]:
    """These numbers with the best first; what is equally good keeps its order."""
    if not ids:
        return []
    weights = {number: weight(text, query) for number, text in db.session.execute(TEXTS, {"ids": list(ids)})}
    return sorted(ids, key=lambda number: -weights.get(number, 0))


def weight(text: str, query: Query) -> int:
    """How much *text* is about these words. Whole numbers, so that two machines never differ in the last digit.

    The first time that a word is said counts most; only the beginning of a word counts half.
    """
    said = words(text)
    found = dict.fromkeys(query.stems, 0)
    begun = 0
    for word in said:
        mark = token(stem(word))
        if mark in found:
            found[mark] += 1
        elif query.start and token(word).startswith(query.start):
            begun += 1
    long = FULL + len(said)
    return sum(2_000_000 * often // (often * FULL + long) for often in found.values()) + 1_000_000 * begun // (
        begun * FULL + long
    )
