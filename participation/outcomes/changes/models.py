"""Answers that a change of the room touches are given again, as a new version (I24)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.contributions.models import Point
from participation.db import Base
from participation.outcomes.models import Outcome
from participation.tracks.change import RoomChange


class Reissue(Base):
    """One published answer that rests on something that changed. Settled by the next version of that answer.

    `row` names what it rested on ("fixed:12", "question:3"), as the row was called in the version before the change.
    """

    __tablename__ = "reissue"
    __table_args__ = (
        UniqueConstraint("change_id", "point_id"),
        Index(
            "ix_reissue_waiting",
            "track_id",
            "id",
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
        Index(
            "ix_reissue_waiting_point",
            "point_id",
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("room_change.id"))
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"))
    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"))
    outcome_id: Mapped[int] = mapped_column(ForeignKey("outcome.id"))
    row: Mapped[str] = mapped_column(default="")
    marked_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]

    change: Mapped[RoomChange] = relationship()
    point: Mapped[Point] = relationship()
    outcome: Mapped[Outcome] = relationship()
