"""Somebody is brought in on a point: who was asked what, until when, what they said, and their part of the answer."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import Department, User
from participation.contributions.models import Point
from participation.db import Base
from participation.tracks.models import Track
from participation.tracks.room import LandingPath

ASKED = "state = 'asked'"


class BringInState(enum.Enum):
    asked = "asked"
    accepted = "accepted"
    declined = "declined"
    withdrawn = "withdrawn"


class BringIn(Base):
    """Somebody is brought in (erbij halen): a colleague, a department, or another track that takes the point along.

    The first contact stays the resident's contact in every case (I20). `colleague` is who was asked in person, or who
    took it up for the `department` or for `to_track`. `path` is where it can land in that track. `part` is their own
    piece of the answer, which nobody else writes; `left_out` says why it does not stand in it, `part_published_at`
    since when residents read it.
    """

    __tablename__ = "bring_in"
    __table_args__ = (
        CheckConstraint("(state = 'asked') = (answered_at IS NULL)", name="answered_with_moment"),
        CheckConstraint("state <> 'declined' OR answer <> ''", name="declined_with_reason"),
        CheckConstraint(
            "colleague_id IS NOT NULL OR department_id IS NOT NULL OR to_track_id IS NOT NULL", name="somebody_is_asked"
        ),
        CheckConstraint("department_id IS NULL OR to_track_id IS NULL", name="department_or_track"),
        CheckConstraint("state <> 'accepted' OR colleague_id IS NOT NULL", name="accepted_by_somebody"),
        Index(None, "colleague_id", "state", "id"),
        Index("ix_bring_in_department", "department_id", "state", "id"),
        Index("ix_bring_in_to_track", "to_track_id", "state", "id"),
        Index("ix_bring_in_waiting", "due_on", "id", sqlite_where=text(ASKED), postgresql_where=text(ASKED)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"), index=True)
    colleague_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    to_track_id: Mapped[int | None] = mapped_column(ForeignKey("track.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime]
    due_on: Mapped[date | None]
    reminded_at: Mapped[datetime | None]
    question: Mapped[str]
    state: Mapped[BringInState] = mapped_column(default=BringInState.asked)
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    path_id: Mapped[int | None] = mapped_column(ForeignKey("landing_path.id"))
    part: Mapped[str] = mapped_column(default="")
    part_at: Mapped[datetime | None]
    left_out: Mapped[str] = mapped_column(default="")
    part_published_at: Mapped[datetime | None]

    point: Mapped[Point] = relationship()
    colleague: Mapped[User | None] = relationship(foreign_keys=[colleague_id])
    department: Mapped[Department | None] = relationship()
    to_track: Mapped[Track | None] = relationship()
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    path: Mapped[LandingPath | None] = relationship()

    @property
    def party(self) -> str:
        """Who was asked, by name: the other track, the department, or the colleague."""
        for asked in (self.to_track, self.department, self.colleague):
            if asked is not None:
                return asked.title if isinstance(asked, Track) else asked.name
        return ""

    @property
    def helper(self) -> str:
        """Who helps in person; as long as nobody took it up, who was asked."""
        return self.colleague.name if self.colleague else self.party
