"""A block of text to begin an answer with, in versions that never change; and the sentences it is known by."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from participation.accounts.models import Department, User
from participation.db import Base
from participation.outcomes.models import OutcomeKind


class AnswerText(Base):
    """One block: whose it is, whether it is still offered, when an answer last began with it.

    `version` is the number of the version in force. The department keeps it, so nothing is left with nobody when
    `owner` leaves.
    """

    __tablename__ = "answer_text"
    __table_args__ = (
        CheckConstraint("(archived_at IS NULL) = (archived_by_id IS NULL)", name="archived_with_name"),
        CheckConstraint("archived_at IS NULL OR length(trim(archived_reason)) > 0", name="archived_with_reason"),
        Index(
            "ix_answer_text_offered",
            "id",
            sqlite_where=text("archived_at IS NULL"),
            postgresql_where=text("archived_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    last_used_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]
    archived_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    archived_reason: Mapped[str] = mapped_column(default="")

    department: Mapped[Department] = relationship()
    owner: Mapped[User] = relationship(foreign_keys=[owner_id])
    archived_by: Mapped[User | None] = relationship(foreign_keys=[archived_by_id])
    current: Mapped["AnswerTextVersion"] = relationship(
        primaryjoin=lambda: (
            (AnswerText.id == foreign(AnswerTextVersion.text_id)) & (AnswerText.version == AnswerTextVersion.number)
        ),
        uselist=False,
        viewonly=True,
    )


class AnswerTextVersion(Base):
    """What a block said from one moment on. `kind_names`: the outcomes it is for; none at all: it fits every one."""

    __tablename__ = "answer_text_version"
    __table_args__ = (UniqueConstraint("text_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("answer_text.id"))
    number: Mapped[int]
    title: Mapped[str]
    text: Mapped[str]
    kind_names: Mapped[list[str]] = mapped_column(JSON)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime]

    made_by: Mapped[User] = relationship()

    @property
    def kinds(self) -> tuple[OutcomeKind, ...]:
        """The outcomes it is for, in the order in which outcomes are always named."""
        return tuple(kind for kind in OutcomeKind if kind.value in self.kind_names)

    def fits(self, kind: OutcomeKind | None) -> bool:
        """Whether it can be a start of an answer of *kind*; before a kind is chosen everything can."""
        return kind is None or not self.kind_names or kind.value in self.kind_names


class AnswerTextPiece(Base):
    """One sentence of any version of a block, or the whole of it, as a fingerprint (`wording.pieces`).

    So one statement tells which sentences of a reason are standard text, however long the library is.
    """

    __tablename__ = "answer_text_piece"
    __table_args__ = (Index("ix_answer_text_piece_known", "fingerprint", "text_id"),)

    text_id: Mapped[int] = mapped_column(ForeignKey("answer_text.id"), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(primary_key=True)
