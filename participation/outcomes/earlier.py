"""Answers that were published before about the same: first of the same theme, then with the same telling words.

It is an offer to read, no judgement: each comes with the words that match. It looks at a window that does not grow
with the track: the newest points of the theme, and the newest contributions that share a telling word.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from participation.contributions import search
from participation.contributions.models import Contribution, Point, number_of
from participation.contributions.themes.similar import Background, pieces, tokens
from participation.db import db
from participation.outcomes.models import Outcome, OutcomeKind

COMMON, WINDOW, SHOWN = 400, 200, 5
"""Contributions that say how common a word is; those that are looked through; answers that are shown."""
COMPARED = 3_000
SHARED, ENOUGH = 2, 0.25
"""Telling words that two must share, and the part of what this point tells that must come back in the other."""
MOST_WORDS = 6


class Earlier(NamedTuple):
    """One answer that residents read now, to another contribution; `words` are what both said, none for a theme."""

    contribution_id: int
    received_at: datetime
    position: int
    said: str
    kind: OutcomeKind
    reason: str
    published_at: datetime
    words: tuple[str, ...]
    same_theme: bool

    @property
    def number(self) -> str:
        return number_of(self.contribution_id, self.received_at)


@cache
def _answered() -> Any:
    return (
        select(
            Contribution.id, Contribution.received_at, Point.position, Point.text, Outcome.kind, Outcome.reason,
            Outcome.published_at,
        )
        .select_from(Point)
        .join(Contribution, Contribution.id == Point.contribution_id)
        .join(Outcome, Outcome.id == Point.outcome_id)
        .where(Contribution.withdrawn_at.is_(None), Point.contribution_id != bindparam("me"))
    )  # fmt: skip


@cache
def _in_theme() -> Any:
    newest = (
        select(Point.id).where(Point.theme_id == bindparam("theme")).order_by(Point.id.desc()).limit(WINDOW).subquery()
    )
    return _answered().where(Point.id.in_(select(newest.c.id))).order_by(Point.id.desc()).limit(SHOWN)


@cache
def _among() -> Any:
    return _answered().where(Point.contribution_id.in_(bindparam("ids", expanding=True))).order_by(Point.id.desc())


def earlier(point: Point) -> list[Earlier]:
    """At most five published answers in the track of *point* about the same, the nearest first; four statements."""
    found = _of_theme(point)
    seen = {(one.contribution_id, one.position) for one in found}
    alike = [one for one in _alike(point) if (one.contribution_id, one.position) not in seen]
    return [*found, *alike][:SHOWN]


def _of_theme(point: Point) -> list[Earlier]:
    if point.theme_id is None:
        return []
    rows = db.session.execute(_in_theme(), {"theme": point.theme_id, "me": point.contribution_id})
    return [Earlier._make([*row, (), True]) for row in rows]


def _alike(point: Point) -> list[Earlier]:
    """What shares the words that tell most about *point*: those that few others in the track use."""
    background = Background(search.newest_stems(point.track_id, COMMON))
    told = background.weighed(Counter(tokens(point.text[:COMPARED])))
    numbers = search.with_any(point.track_id, background.telling(told), rows=WINDOW)
    if not numbers:
        return []
    found = [
        Earlier._make([*row, (), False])
        for row in db.session.execute(_among(), {"ids": numbers, "me": point.contribution_id})
    ]
    weighed = [(_part_shared(one.said, told), one) for one in found]
    best = sorted((row for row in weighed if row[0][0] >= ENOUGH), key=lambda row: -row[0][0])[:SHOWN]
    return [one._replace(words=_said_by_both(point.text, shared)) for (_part, shared), one in best]


def _part_shared(said: str, told: Any) -> tuple[float, frozenset[str]]:
    """How much of what is *told* comes back in what was *said* there, and in which stems."""
    shared = frozenset(tokens(said[:COMPARED]) & told.keys())
    if len(shared) < SHARED:
        return 0.0, shared
    return sum(told[each] for each in shared) / sum(told.values()), shared


def _said_by_both(text: str, shared: frozenset[str]) -> tuple[str, ...]:
    """The words themselves, as they stand in *text*, each once."""
    said: Sequence[str] = [piece.text.lower() for piece in pieces(text, shared) if piece.matches]
    return tuple(dict.fromkeys(said))[:MOST_WORDS]
