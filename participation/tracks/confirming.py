"""One text inside and outside: everybody who is named in a room confirms the very text residents read, or objects."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import Department, User
from participation.db import Base
from participation.tracks.room import DeclaredRoom, Partner


class Party(enum.Enum):
    """Who is asked: a department that is named, who holds the mandate, or a partner outside the town hall."""

    department = "department"
    mandate_holder = "mandate_holder"
    partner = "partner"


class ConfirmationAnswer(enum.Enum):
    confirmed = "confirmed"
    objected = "objected"

    @property
    def label(self) -> str:
        return {
            ConfirmationAnswer.confirmed: "Ja, deze tekst klopt",
            ConfirmationAnswer.objected: "Nee, er klopt iets niet",
        }[self]


class Confirmation(Base):
    """One party and one version of the room: asked, and perhaps answered (I8, I10).

    `fingerprint` is that of the text that was answered about (`rules.fingerprint`): when the text changes, the answer
    lapses and stays readable as one about an earlier text. An objection has a reason. `by` is the colleague who
    answered, or who wrote down what somebody without an account said: then `spoken_by`, `said_on` and `said_how` tell
    who said it, when and how. `due_on` is there as long as we wait for an answer; `reminded_at` is the last reminder.
    """

    __tablename__ = "confirmation"
    __table_args__ = (
        UniqueConstraint("room_id", "department_id"),
        UniqueConstraint("room_id", "partner_id"),
        CheckConstraint("(party = 'department') = (department_id IS NOT NULL)", name="department_is_named"),
        CheckConstraint("(party = 'partner') = (partner_id IS NOT NULL)", name="partner_is_named"),
        CheckConstraint("(answer IS NULL) = (at IS NULL)", name="answer_with_moment"),
        CheckConstraint("(answer IS NULL) = (by_id IS NULL)", name="answer_with_name"),
        CheckConstraint("(answer IS NULL) = (fingerprint IS NULL)", name="answer_about_a_text"),
        CheckConstraint("answer IS NULL OR answer <> 'objected' OR reason <> ''", name="objection_with_reason"),
        Index(
            "ix_confirmation_waiting",
            "due_on",
            "id",
            sqlite_where=text("due_on IS NOT NULL"),
            postgresql_where=text("due_on IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("declared_room.id"), index=True)
    party: Mapped[Party] = mapped_column(default=Party.department)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("room_partner.id"))
    asked_at: Mapped[datetime | None]
    due_on: Mapped[date | None]
    reminded_at: Mapped[datetime | None]
    answer: Mapped[ConfirmationAnswer | None]
    reason: Mapped[str] = mapped_column(default="")
    fingerprint: Mapped[str | None]
    spoken_by: Mapped[str] = mapped_column(default="")
    said_on: Mapped[date | None]
    said_how: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime | None]

    room: Mapped[DeclaredRoom] = relationship(back_populates="confirmations")
    department: Mapped[Department | None] = relationship(lazy="joined")
    partner: Mapped[Partner | None] = relationship(lazy="joined", back_populates="confirmation")
    by: Mapped[User | None] = relationship(lazy="joined")
