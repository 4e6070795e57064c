"""A draft that is no longer the draft of its point, with its text."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import User
from participation.contributions.models import Point
from participation.db import Base
from participation.outcomes.models import Decided


class PutAwayDraft(Decided, Base):
    """A draft as it was when a colleague threw it away: nobody outside ever saw it, and it can be taken up again.

    It is no outcome: a point has one draft at most, and that place is free again.
    """

    __tablename__ = "put_away_draft"
    __table_args__ = (Index(None, "point_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"))
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    written_at: Mapped[datetime]
    put_away_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    put_away_at: Mapped[datetime]

    point: Mapped[Point] = relationship()
    written_by: Mapped[User | None] = relationship(foreign_keys=[written_by_id])
    put_away_by: Mapped[User] = relationship(foreign_keys=[put_away_by_id])
