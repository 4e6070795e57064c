"""What taking part was like: asked of everybody who has an answer, also of who got a no (C6).

Figures are never shown without the sentences beside them, and not at all for fewer than five people (I34).
"""

import enum
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import User
from participation.contributions.models import Contribution, PublicState
from participation.db import Base
from participation.tracks.models import Track
from participation.words import N_


class Understood(enum.Enum):
    """Does the resident understand why we decided this?"""

    yes = "yes"
    partly = "partly"
    no = "no"

    @property
    def label(self) -> str:
        return {Understood.yes: N_("Ja"), Understood.partly: N_("Voor een deel"), Understood.no: N_("Nee")}[self]


class Again(enum.Enum):
    """Would the resident take part again?"""

    yes = "yes"
    perhaps = "perhaps"
    no = "no"

    @property
    def label(self) -> str:
        return {Again.yes: N_("Ja"), Again.perhaps: N_("Misschien"), Again.no: N_("Nee")}[self]


class Experience(Base):
    """What one resident answered after the outcome. `influence` is 1 (none) to 5 (a lot), as the expectation was.

    `sentence` is the resident's own; everybody reads it only after a colleague checked it (I16), and when it stays
    away from the website the resident reads why.
    """

    __tablename__ = "experience"
    __table_args__ = (
        CheckConstraint("influence IS NULL OR influence BETWEEN 1 AND 5", name="influence_scale"),
        CheckConstraint("(sentence_state = 'unchecked') = (checked_at IS NULL)", name="checked_with_moment"),
        CheckConstraint("(sentence_state = 'hidden') = (hidden_reason IS NOT NULL)", name="hidden_with_reason"),
        Index(None, "track_id", "id"),
        Index(
            "ix_experience_sentence",
            "track_id",
            "sentence_state",
            "id",
            sqlite_where=text("sentence <> ''"),
            postgresql_where=text("sentence <> ''"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), unique=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"))
    influence: Mapped[int | None]
    understood: Mapped[Understood | None]
    again: Mapped[Again | None]
    sentence: Mapped[str] = mapped_column(default="")
    sentence_state: Mapped[PublicState] = mapped_column(default=PublicState.unchecked)
    hidden_reason: Mapped[str | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    checked_at: Mapped[datetime | None]
    given_at: Mapped[datetime]

    contribution: Mapped[Contribution] = relationship()
    track: Mapped[Track] = relationship()
    checked_by: Mapped[User | None] = relationship()


class Tally(Base):
    """How often one answer was given in one track, as it may be drawn. Only the worker writes it (`experience.tally`).

    `subject` is "expected", "influence", "understood" or "again"; `value` the answer on it. A subject that fewer than
    five people answered has no rows at all.
    """

    __tablename__ = "tally"

    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"), primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=0)


class TallyMark(Base):
    """In which version of its history (`history.version_of`) a track was counted last."""

    __tablename__ = "tally_mark"

    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"), primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)
