"""What readers report, what an author answers to being hidden, and the names that colleagues watch for."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import User
from participation.contributions.models import Contribution
from participation.db import Base
from participation.tracks.models import Track
from participation.words import N_

_WAITS = text("verdict IS NULL")


class ReportReason(enum.Enum):
    """What a reader says is not right."""

    people = "people"
    hurtful = "hurtful"
    other = "other"

    @property
    def label(self) -> str:
        return {
            ReportReason.people: N_("Er staan gegevens van mensen in"),
            ReportReason.hurtful: N_("Het is kwetsend"),
            ReportReason.other: N_("Iets anders"),
        }[self]


class ReportVerdict(enum.Enum):
    """How a report ended."""

    fine = "fine"
    changed = "changed"
    hidden = "hidden"

    @property
    def label(self) -> str:
        return {
            ReportVerdict.fine: "Het kan zo blijven staan",
            ReportVerdict.changed: "Wij pasten de openbare tekst aan",
            ReportVerdict.hidden: "Het staat niet meer op de website",
        }[self]


class Report(Base):
    """A reader says that something in a public text is not right. Only colleagues read it; who reported is not known.

    `seen` is the fingerprint of the public text that the reader read: so that "changed" can only be said when it is.
    """

    __tablename__ = "report"
    __table_args__ = (
        CheckConstraint("(verdict IS NULL) = (settled_at IS NULL)", name="verdict_with_moment"),
        CheckConstraint("(verdict IS NULL) = (settled_by_id IS NULL)", name="verdict_with_name"),
        CheckConstraint("verdict IS NULL OR verdict <> 'fine' OR length(trim(answer)) > 0", name="fine_with_reason"),
        Index(None, "contribution_id", "id"),
        Index("ix_report_waiting", "id", sqlite_where=_WAITS, postgresql_where=_WAITS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"))
    reason: Mapped[ReportReason]
    words: Mapped[str] = mapped_column(default="")
    seen: Mapped[str]
    form_key_hash: Mapped[str] = mapped_column(unique=True)
    reported_at: Mapped[datetime]
    verdict: Mapped[ReportVerdict | None]
    answer: Mapped[str] = mapped_column(default="")
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    settled_at: Mapped[datetime | None]

    contribution: Mapped[Contribution] = relationship()
    track: Mapped[Track] = relationship()
    settled_by: Mapped[User | None] = relationship()


class ObjectionVerdict(enum.Enum):
    """What a second colleague decided."""

    published = "published"
    stays = "stays"


class Objection(Base):
    """The author does not agree that the contribution is hidden: once per hiding, in the author's own words.

    `hidden_at`, `hidden_by` and `hidden_reason` are those of the hiding it is about. Somebody else decides.
    """

    __tablename__ = "objection"
    __table_args__ = (
        UniqueConstraint("contribution_id", "hidden_at"),
        CheckConstraint("(verdict IS NULL) = (decided_at IS NULL)", name="verdict_with_moment"),
        CheckConstraint("(verdict IS NULL) = (decided_by_id IS NULL)", name="verdict_with_name"),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> hidden_by_id", name="decided_by_another"),
        CheckConstraint("verdict IS NULL OR verdict <> 'stays' OR length(trim(answer)) > 0", name="stays_with_reason"),
        Index("ix_objection_waiting", "id", sqlite_where=_WAITS, postgresql_where=_WAITS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"))
    words: Mapped[str]
    objected_at: Mapped[datetime]
    hidden_at: Mapped[datetime]
    hidden_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    hidden_reason: Mapped[str]
    verdict: Mapped[ObjectionVerdict | None]
    answer: Mapped[str] = mapped_column(default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]

    contribution: Mapped[Contribution] = relationship()
    track: Mapped[Track] = relationship()
    hidden_by: Mapped[User | None] = relationship(foreign_keys=[hidden_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])


class NameList(Base):
    """The names that this municipality watches for, one on a line: one row, the version that holds now.

    What was taken off the list is gone: a list of names is itself data of people. The history keeps who changed it,
    when, why, and how many came and went.
    """

    __tablename__ = "name_list"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    names: Mapped[str]
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    changed_by: Mapped[User] = relationship(lazy="joined")
