"""A note at a contribution, and who was named in it. Never shown to residents, and never a right to look in."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import User
from participation.contributions.models import Point
from participation.db import Base

UNREAD = "read_at IS NULL"
TO_MAIL = "read_at IS NULL AND told_at IS NULL"


class Note(Base):
    """What a colleague wrote down for colleagues, about the whole contribution or about one point of it.

    Taken back in time, the words are gone (`taken_back_at`) and the row stays; after that a note can only be struck
    with a reason, and stays readable (`struck_at`).
    """

    __tablename__ = "note"
    __table_args__ = (
        CheckConstraint("(struck_at IS NULL) = (struck_reason = '')", name="struck_with_reason"),
        CheckConstraint("(taken_back_at IS NULL) = (text <> '')", name="taken_back_is_empty"),
        CheckConstraint("taken_back_at IS NULL OR struck_at IS NULL", name="one_end"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), index=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"))
    point_id: Mapped[int | None] = mapped_column(ForeignKey("point.id"))
    text: Mapped[str]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    written_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]
    struck_at: Mapped[datetime | None]
    struck_reason: Mapped[str] = mapped_column(default="")

    point: Mapped[Point | None] = relationship()
    written_by: Mapped[User] = relationship()
    mentions: Mapped[list["Mention"]] = relationship(back_populates="note", order_by="Mention.id")

    @property
    def stands(self) -> bool:
        """Whether it was neither taken back nor struck."""
        return self.taken_back_at is None and self.struck_at is None


class Mention(Base):
    """A colleague was named in a note: it waits in their inbox until they say that they read it, or answer.

    `told_at` is when the mail about it was made; who read it before gets none.
    """

    __tablename__ = "note_mention"
    __table_args__ = (
        UniqueConstraint("note_id", "user_id"),
        Index("ix_note_mention_waiting", "user_id", "id", sqlite_where=text(UNREAD), postgresql_where=text(UNREAD)),
        Index("ix_note_mention_to_mail", "user_id", "id", sqlite_where=text(TO_MAIL), postgresql_where=text(TO_MAIL)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    told_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]

    note: Mapped[Note] = relationship(back_populates="mentions")
    user: Mapped[User] = relationship()
