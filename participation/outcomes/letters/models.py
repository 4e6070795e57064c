"""A letter that waits, and the run in which it was printed."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import User
from participation.contributions.models import Contribution
from participation.db import Base
from participation.tracks.models import Track

_WAITS = "run_id IS NULL AND not_sent_at IS NULL"


class LetterRun(Base):
    """A pile of letters of one track that was printed together. On the post only when a colleague says so."""

    __tablename__ = "letter_run"
    __table_args__ = (
        CheckConstraint("(posted_at IS NULL) = (posted_by_id IS NULL)", name="posted_by_somebody"),
        Index(None, "track_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime]
    posted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    posted_at: Mapped[datetime | None]

    track: Mapped[Track] = relationship()
    made_by: Mapped[User] = relationship(foreign_keys=[made_by_id])
    posted_by: Mapped[User | None] = relationship(foreign_keys=[posted_by_id])


class Letter(Base):
    """One thing that we tell on paper, in the words of the mail that others got. The address is not in it.

    It waits, lies in a run, or was not sent, with the reason. `text` is empty when the contribution was erased.
    """

    __tablename__ = "letter"
    __table_args__ = (
        CheckConstraint("(not_sent_at IS NULL) = (not_sent_reason IS NULL)", name="not_sent_with_reason"),
        Index(None, "contribution_id"),
        Index(None, "run_id", "id"),
        Index("ix_letter_waiting", "track_id", "id", sqlite_where=text(_WAITS), postgresql_where=text(_WAITS)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"))
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    name: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    language: Mapped[str]
    made_at: Mapped[datetime]
    run_id: Mapped[int | None] = mapped_column(ForeignKey("letter_run.id"))
    not_sent_at: Mapped[datetime | None]
    not_sent_reason: Mapped[str | None]
    not_sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    track: Mapped[Track] = relationship()
    contribution: Mapped[Contribution] = relationship()
    run: Mapped[LetterRun | None] = relationship()
