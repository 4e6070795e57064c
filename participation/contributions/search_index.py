"""What the search index is made of: two indexes, because there are two promises.

Colleagues find a contribution by every word that the resident wrote. Everybody else finds a point by the words of its
public version only, so what was taken out of it, or is not public, is not even in the index that they search.
The index itself belongs to the engine (FTS5, or a column of lexemes with GIN) and is made by the migration; the engine
keeps it in step with these tables, so that everything here is an ordinary row in the caller's transaction.
"""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base


class ContributionWords(Base):
    """The stems of everything that was said in a contribution, and of its track: for colleagues."""

    __tablename__ = "contribution_words"

    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True, autoincrement=False)
    stems: Mapped[str]


class PublicWords(Base):
    """The stems of the public version of a point, and of its track. A point that is not public has no row."""

    __tablename__ = "public_words"

    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"), primary_key=True, autoincrement=False)
    stems: Mapped[str]
