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
    """What was promised: to one resident about a contribution, or to everybody in a track (`is_to_all`)."""

    answer = "answer"
    track_answer = "track_answer"
    later_decision = "later_decision"
    brought_in = "brought_in"
    second_look = "second_look"
    decision = "decision"
    unknown_point = "unknown_point"
    news = "news"

    @property
    def is_to_all(self) -> bool:
        """Made to everybody who reads the track page, not to one resident."""
        return self in TO_ALL

    @property
    def label(self) -> str:
        return {
            PromiseKind.answer: N_("Antwoord op een bijdrage"),
            PromiseKind.track_answer: N_("Antwoord aan iedereen die reageerde"),
            PromiseKind.later_decision: N_("Een besluit dat later komt"),
            PromiseKind.brought_in: N_("Bericht nadat een collega erbij kwam"),
            PromiseKind.second_look: N_("Nog eens kijken naar een antwoord"),
            PromiseKind.decision: N_("Een besluit van het bestuur"),
            PromiseKind.unknown_point: N_("Iets dat wij nog niet wisten"),
            PromiseKind.news: N_("Nieuws tussendoor"),
        }[self]


# Written out, not bound: only then does SQLite use the partial index.
TO_EVERYBODY = text("kind IN ('track_answer', 'decision', 'unknown_point', 'news')")
TO_ALL = frozenset({PromiseKind.track_answer, PromiseKind.decision, PromiseKind.unknown_point, PromiseKind.news})


class PromiseState(enum.Enum):
    open = "open"
    kept = "kept"
    missed = "missed"
    kept_late = "kept_late"


class Promise(Base):
    """Something that residents were told, with the last day on which it is still kept.

    `about` names the row or thing it is about by its lineage ("unknown:12", "path:3", "look:7"), `text` says it in the
    words residents read when it was promised. `reminded` is who was told that it is about to break: 0 nobody, 1 the
    owner, 2 the coordinator, 3 the director; a new day begins again. `lapsed` says why it will not happen any more (the
    track was stopped, the room changed); what was missed by then stays missed. `with_team` is true as long as the
    department keeps it and nobody in person: then it has no owner, and yet it is not with nobody.
    """

    __tablename__ = "promise"
    __table_args__ = (
        CheckConstraint("owner_id IS NULL OR NOT with_team", name="with_somebody_or_with_the_team"),
        CheckConstraint(
            "(kind IN ('track_answer', 'decision', 'unknown_point', 'news')) = (contribution_id IS NULL)",
            name="track_or_contribution",
        ),
        Index(
            "ix_promise_to_remind",
            "reminded",
            "due",
            "id",
            sqlite_where=text("kept_at IS NULL"),
            postgresql_where=text("kept_at IS NULL"),
        ),
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
            "owner_id",
            "department_id",
            "due",
            "id",
            sqlite_where=text("kept_at IS NULL AND owner_id IS NULL AND NOT with_team"),
            postgresql_where=text("kept_at IS NULL AND owner_id IS NULL AND NOT with_team"),
        ),
        Index(
            "ix_promise_open_team",
            "department_id",
            "due",
            "id",
            sqlite_where=text("kept_at IS NULL AND with_team"),
            postgresql_where=text("kept_at IS NULL AND with_team"),
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
            "ix_promise_open_said",
            "track_id",
            "due",
            "contribution_id",
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
            "ix_promise_to_all",
            "track_id",
            "due",
            "id",
            sqlite_where=TO_EVERYBODY,
            postgresql_where=TO_EVERYBODY,
        ),
        Index(
            "ix_promise_to_all_open",
            "kind",
            "due",
            "id",
            sqlite_where=text("contribution_id IS NULL AND kept_at IS NULL"),
            postgresql_where=text("contribution_id IS NULL AND kept_at IS NULL"),
        ),
        Index(
            "ix_promise_to_all_kept",
            "kept_at",
            "id",
            sqlite_where=text("contribution_id IS NULL AND kept_at IS NOT NULL"),
            postgresql_where=text("contribution_id IS NULL AND kept_at IS NOT NULL"),
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
    with_team: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    due: Mapped[date]
    kept_at: Mapped[datetime | None]
    about: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    reminded: Mapped[int] = mapped_column(default=0)
    lapsed: Mapped[str] = mapped_column(default="")

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
