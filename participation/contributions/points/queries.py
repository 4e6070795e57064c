"""Reading which words belong to which point: one bounded statement for a contribution."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import select

from participation.contributions.models import Contribution, Point
from participation.contributions.points import rules
from participation.contributions.points.models import Passage
from participation.contributions.points.rules import ORIGINAL, Span
from participation.db import db


class Piece(NamedTuple):
    """One passage of one point, with the number by which it is taken out again."""

    id: int
    point_id: int
    span: Span


@dataclass(frozen=True)
class Cut:
    """How one contribution is cut into points: nothing is stored twice, all else follows from the passages."""

    texts: Mapping[int, str]
    pieces: tuple[Piece, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nobody cut it: then its one point is all that was said."""
        return not self.pieces

    def of(self, point: Point) -> list[Piece]:
        """The passages of *point*, in the order of the text."""
        return [piece for piece in self.pieces if piece.point_id == point.id]

    @cached_property
    def uncovered(self) -> list[Span]:
        """What no point covers yet. Nothing, as long as the contribution is one whole."""
        if self.is_whole:
            return []
        return rules.uncovered(dict(self.texts), [piece.span for piece in self.pieces])

    def words(self, span: Span) -> str:
        return self.texts[span.source][span.begins : span.ends]


def texts_of(contribution: Contribution) -> dict[int, str]:
    """Everything that the resident wrote, by where it stands: the original first, then each addition."""
    return {ORIGINAL: contribution.original_text, **{each.id: each.text for each in contribution.additions}}


def cut_of(contribution: Contribution) -> Cut:
    """How *contribution* is cut. One statement."""
    wanted = (
        select(Passage.id, Passage.point_id, Passage.addition_id, Passage.begins, Passage.ends)
        .where(Passage.point_id.in_([point.id for point in contribution.points]))
        .order_by(Passage.id)
    )
    pieces = [Piece(row[0], row[1], Span(row[2] or ORIGINAL, row[3], row[4])) for row in db.session.execute(wanted)]
    return Cut(texts_of(contribution), tuple(sorted(pieces, key=lambda piece: piece.span)))
