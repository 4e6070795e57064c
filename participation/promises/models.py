"""One ledger of everything residents were told to expect on a day.

A promise is kept by what happened, never by a tick; missed is computed from the clock and stays visible (I25, I26).
The open promises of the ledger, in the order in which they will break, are the inbox of the desk.
"""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation import clock
from participation.db import Base
from participation.words import N_


class PromiseKind(enum.Enum):
    """What was promised: an answer to one contribution, an answer to all of a track, or a later decision on a point."""

    answer = "answer"
    track_answer = "track_answer"
    later_decision = "later_decision"
    brought_in = "brought_in"

    @property
    def label(self) -> str:
        return {
            PromiseKind.answer: N_("Antwoord op een bijdrage"),
            PromiseKind.track_answer: N_("Antwoord aan iedereen die reageerde"),
            PromiseKind.later_decision: N_("Een besluit dat later komt"),
            PromiseKind.brought_in: N_("Bericht nadat een collega erbij kwam"),
        }[self]


class PromiseState(enum.Enum):
    open = "open"
    kept = "kept"
    missed = "missed"
    kept_late = "kept_late"


class Promise(Base):
    """Something that residents were told, with the last day on which it is still kept."""

    __tablename__ = "promise"
    __table_args__ = (
        CheckConstraint("(kind = 'track_answer') = (contribution_id IS NULL)", name="track_or_contribution"),
        Index(
            "ix_promise_open_owner",
            "owner_id",
            "due",
            "id",
            sqlite_where=text("kept_at IS NULL"),
            postgresql_where=text("kept_at IS NULL"),
        ),
        Index(
            "ix_promise_open_department",
            "department_id",
            "due",
            "id",
            sqlite_where=text("kept_at IS NULL"),
            postgresql_where=text("kept_at IS NULL"),
        ),
        Index(
            "ix_promise_open_nobody",
            "department_id",
            "due",
            "id",
            sqlite_where=text("kept_at IS NULL AND owner_id IS NULL"),
            postgresql_where=text("kept_at IS NULL AND owner_id IS NULL"),
        ),
        Index(
            "ix_promise_open_track",
            "track_id",
            "due",
            "id",
            sqlite_where=text("kept_at IS NULL"),
            postgresql_where=text("kept_at IS NULL"),
        ),
        Index(
            "ix_promise_open",
            "due",
            "id",
            sqlite_where=text("kept_at IS NULL"),
            postgresql_where=text("kept_at IS NULL"),
        ),
        Index(
            "ix_promise_kept",
            "kept_at",
            "id",
            sqlite_where=text("kept_at IS NOT NULL"),
            postgresql_where=text("kept_at IS NOT NULL"),
        ),
        Index(
            "ix_promise_kept_track",
            "track_id",
            "kept_at",
            "id",
            sqlite_where=text("kept_at IS NOT NULL"),
            postgresql_where=text("kept_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[PromiseKind]
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"), index=True)
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"), index=True)
    point_id: Mapped[int | None] = mapped_column(ForeignKey("point.id"), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime]
    due: Mapped[date]
    kept_at: Mapped[datetime | None]

    moves: Mapped[list["PromiseMove"]] = relationship(order_by="PromiseMove.id", back_populates="promise")

    def state(self, today: date) -> PromiseState:
        """Kept, missed or still open, as computed from the days alone."""
        if self.kept_at is None:
            return PromiseState.missed if today > self.due else PromiseState.open
        return PromiseState.kept_late if clock.local(self.kept_at).date() > self.due else PromiseState.kept


class PromiseMove(Base):
    """A promise that was moved before it broke, with the reason residents read (I25)."""

    __tablename__ = "promise_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    promise_id: Mapped[int] = mapped_column(ForeignKey("promise.id"), index=True)
    due_before: Mapped[date]
    due_after: Mapped[date]
    reason: Mapped[str]
    moved_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]

    promise: Mapped[Promise] = relationship(back_populates="moves")
