"""A grouped answer: what is decided about many points, and one letter for each of them."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import User
from participation.contributions.models import Contribution, Point
from participation.contributions.themes.models import Theme
from participation.db import Base
from participation.outcomes.models import Decided, Outcome
from participation.tracks.models import Track

WAITS = "outcome_id IS NULL AND skipped_why = '' AND left_out_why = ''"
UNDER_WAY = "leaves_at IS NOT NULL AND stopped_why = '' AND ended_at IS NULL"


class Standing(enum.Enum):
    """How far a grouped answer is: computed from its moments, never set."""

    draft = "draft"
    released = "released"
    sending = "sending"
    stopped = "stopped"
    sent = "sent"


class GroupedAnswer(Decided, Base):
    """One decision about many points of one track. Nobody outside sees it: residents get letters (`GroupedLetter`).

    `leaves_at` is the moment until which nothing leaves and all of it can be called back; `begun_at` is when the first
    letter left. `stopped_why` says why the rest did not go. `is_bundle`: colleagues put near-identical points together
    (merging, I27). `corrects` is the grouped answer of which this is a new version for everybody.
    """

    __tablename__ = "grouped_answer"
    __table_args__ = (
        CheckConstraint("(leaves_at IS NULL) = (released_by_id IS NULL)", name="released_with_name"),
        CheckConstraint("begun_at IS NULL OR leaves_at IS NOT NULL", name="begun_after_release"),
        Index(None, "track_id", "id"),
        Index(
            "ix_grouped_answer_under_way",
            "leaves_at",
            sqlite_where=text(UNDER_WAY),
            postgresql_where=text(UNDER_WAY),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"))
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id", ondelete="SET NULL"), index=True)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("grouped_answer.id"))
    is_bundle: Mapped[bool] = mapped_column(default=False)
    title: Mapped[str]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    written_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    written_at: Mapped[datetime]
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    leaves_at: Mapped[datetime | None]
    begun_at: Mapped[datetime | None]
    stopped_why: Mapped[str] = mapped_column(default="")
    ended_at: Mapped[datetime | None]

    track: Mapped[Track] = relationship()
    theme: Mapped[Theme | None] = relationship()
    made_by: Mapped[User] = relationship(foreign_keys=[made_by_id])
    written_by: Mapped[User] = relationship(foreign_keys=[written_by_id])
    released_by: Mapped[User | None] = relationship(foreign_keys=[released_by_id])

    @property
    def standing(self) -> Standing:
        if self.ended_at is not None:
            return Standing.sent
        if self.stopped_why:
            return Standing.stopped
        if self.leaves_at is None:
            return Standing.draft
        return Standing.released if self.begun_at is None else Standing.sending


class GroupedLetter(Base):
    """The letter about one point: the common answer, with an own sentence before or behind the common reason.

    `base_version` is the version of the answer that was there when the point was put in (0: none): who answers in the
    meantime is never overwritten. A letter waits until it is published (`outcome`), skipped, or taken out: each with
    its reason. A point waits in one grouped answer at most.
    """

    __tablename__ = "grouped_letter"
    __table_args__ = (
        UniqueConstraint("grouped_id", "point_id"),
        CheckConstraint("outcome_id IS NULL OR (skipped_why = '' AND left_out_why = '')", name="one_end"),
        Index(
            "uq_grouped_letter_waits",
            "point_id",
            unique=True,
            sqlite_where=text(WAITS),
            postgresql_where=text(WAITS),
        ),
        Index(
            "ix_grouped_letter_next",
            "grouped_id",
            "id",
            sqlite_where=text(WAITS),
            postgresql_where=text(WAITS),
        ),
        Index(None, "grouped_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    grouped_id: Mapped[int] = mapped_column(ForeignKey("grouped_answer.id"))
    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"), index=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    base_version: Mapped[int] = mapped_column(default=0)
    own: Mapped[str] = mapped_column(default="")
    own_first: Mapped[bool] = mapped_column(default=True)
    left_out_why: Mapped[str] = mapped_column(default="")
    left_out_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    skipped_why: Mapped[str] = mapped_column(default="")
    outcome_id: Mapped[int | None] = mapped_column(ForeignKey("outcome.id"), unique=True)
    done_at: Mapped[datetime | None]

    grouped: Mapped[GroupedAnswer] = relationship()
    point: Mapped[Point] = relationship()
    contribution: Mapped[Contribution] = relationship()
    left_out_by: Mapped[User | None] = relationship(foreign_keys=[left_out_by_id])
    outcome: Mapped[Outcome | None] = relationship()

    @property
    def track(self) -> Track:
        return self.grouped.track

    @property
    def waits(self) -> bool:
        """Whether it still has to go."""
        return self.outcome_id is None and not self.skipped_why and not self.left_out_why
