"""Who deals with formal messages in this house, and that a message that was passed on arrived there."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import User
from participation.db import Base
from participation.outcomes.formal.kinds import FormalKind
from participation.outcomes.models import Outcome


class FormalDesk(Base):
    """Who deals with one kind of formal message, and where it is sent: one row for each kind, kept by coordinators."""

    __tablename__ = "formal_desk"

    kind: Mapped[FormalKind] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    kept_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    kept_at: Mapped[datetime | None]

    kept_by: Mapped[User | None] = relationship()


class FormalArrival(Base):
    """What was passed on arrived: on which day, and under which number there. One for each answer that passed it on."""

    __tablename__ = "formal_arrival"
    __table_args__ = (CheckConstraint("length(trim(reference)) > 0", name="with_a_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    outcome_id: Mapped[int] = mapped_column(ForeignKey("outcome.id"), unique=True)
    arrived_on: Mapped[date]
    reference: Mapped[str]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]

    outcome: Mapped[Outcome] = relationship(back_populates="arrival")
    recorded_by: Mapped[User] = relationship()
