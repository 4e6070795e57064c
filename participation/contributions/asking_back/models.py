"""One question back to the resident, with why we ask, the day before which an answer helps, and the answer."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import User
from participation.contributions.models import Addition, Contribution
from participation.db import Base

OPEN = "answered_at IS NULL AND ended_at IS NULL"
SILENT = "answered_at IS NULL AND ended_at IS NULL AND seen_at IS NULL"
ANSWERED = "answered_at IS NOT NULL AND seen_at IS NULL"


class AskedBack(Base):
    """What we asked a resident. The answer is an `Addition`; the promised day stays what it was.

    `wish_on` is the day before which an answer helps us; after it we go on with what there is. `seen_at` is when a
    colleague said that they read the answer (or that none came), `told_at` when the mail about that was made.
    """

    __tablename__ = "asked_back"
    __table_args__ = (
        CheckConstraint("(answered_at IS NULL) = (addition_id IS NULL)", name="answered_with_words"),
        CheckConstraint("answered_at IS NULL OR ended_at IS NULL", name="answered_or_ended"),
        Index("ix_asked_back_one_open", "contribution_id", unique=True, sqlite_where=text(OPEN),
              postgresql_where=text(OPEN)),
        Index("ix_asked_back_silent", "wish_on", "id", sqlite_where=text(SILENT), postgresql_where=text(SILENT)),
        Index("ix_asked_back_answered", "id", sqlite_where=text(ANSWERED), postgresql_where=text(ANSWERED)),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), index=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"))
    question: Mapped[str]
    why: Mapped[str]
    wish_on: Mapped[date]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime]
    addition_id: Mapped[int | None] = mapped_column(ForeignKey("addition.id"), unique=True)
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]

    contribution: Mapped[Contribution] = relationship()
    asked_by: Mapped[User] = relationship()
    answer: Mapped[Addition | None] = relationship()
