"""A passage: which words of the resident a point is about. The words themselves never change (I16)."""

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.contributions.models import Addition, Point
from participation.db import Base


class Passage(Base):
    """A piece of what was said that belongs to one point: from *begins* up to *ends*, in characters (code points).

    It lies in the original text, or in the addition that is named. Passages of one contribution never overlap; a point
    without passages is the whole of what was said.
    """

    __tablename__ = "passage"
    __table_args__ = (
        CheckConstraint("begins >= 0 AND begins < ends", name="has_words"),
        UniqueConstraint("point_id", "addition_id", "begins"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"))
    addition_id: Mapped[int | None] = mapped_column(ForeignKey("addition.id"))
    begins: Mapped[int]
    ends: Mapped[int]

    point: Mapped[Point] = relationship()
    addition: Mapped[Addition | None] = relationship()
