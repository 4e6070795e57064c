"""Second look: once per outcome the resident says "dit klopt niet, want …"; somebody else answers (C19)."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import User
from participation.contributions.models import Point
from participation.db import Base
from participation.outcomes.models import Outcome
from participation.words import N_


class LookVerdict(enum.Enum):
    """What the second person found."""

    stands = "stands"
    corrected = "corrected"

    @property
    def label(self) -> str:
        return {
            LookVerdict.stands: N_("Het antwoord blijft zoals het was"),
            LookVerdict.corrected: N_("Het antwoord is verbeterd"),
        }[self]


class SecondLook(Base):
    """A resident asked to look again at one outcome. Answered by somebody who did not publish that outcome.

    `words` are the resident's own and stay as they were said. `new_outcome_id` is the correction, when there is one.
    """

    __tablename__ = "second_look"
    __table_args__ = (
        CheckConstraint("(verdict IS NULL) = (answered_at IS NULL)", name="verdict_with_moment"),
        CheckConstraint("(verdict IS NULL) = (answered_by_id IS NULL)", name="verdict_with_name"),
        CheckConstraint("verdict IS NULL OR length(trim(reason)) > 0", name="verdict_with_reason"),
        Index(
            "ix_second_look_waiting",
            "due_on",
            "id",
            sqlite_where=text("verdict IS NULL"),
            postgresql_where=text("verdict IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    outcome_id: Mapped[int] = mapped_column(ForeignKey("outcome.id"), unique=True)
    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"), index=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), index=True)
    words: Mapped[str]
    asked_at: Mapped[datetime]
    due_on: Mapped[date]
    verdict: Mapped[LookVerdict | None]
    reason: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    answered_at: Mapped[datetime | None]
    new_outcome_id: Mapped[int | None] = mapped_column(ForeignKey("outcome.id"))

    outcome: Mapped[Outcome] = relationship(foreign_keys=[outcome_id], back_populates="second_look")
    new_outcome: Mapped[Outcome | None] = relationship(foreign_keys=[new_outcome_id])
    point: Mapped[Point] = relationship()
    answered_by: Mapped[User | None] = relationship()
