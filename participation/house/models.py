"""The vision and the terms of the municipality, in versions: what held when a track opened can always be read again."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import User
from participation.db import Base
from participation.house.levels import Level, LevelWords


class HouseVision(Base):
    """One version of what the municipality stands for when it involves people (A17). The last one is in force."""

    __tablename__ = "house_vision"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(unique=True)
    intro: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime]

    made_by: Mapped[User] = relationship(lazy="joined")
    principles: Mapped[list["Principle"]] = relationship(
        back_populates="vision", order_by="Principle.position", cascade="all, delete-orphan"
    )


class Principle(Base):
    """One short principle; a track that deviates from it says why (`tracks.room.Deviation`)."""

    __tablename__ = "principle"
    __table_args__ = (UniqueConstraint("vision_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    vision_id: Mapped[int] = mapped_column(ForeignKey("house_vision.id"))
    position: Mapped[int]
    title: Mapped[str]
    text: Mapped[str] = mapped_column(default="")

    vision: Mapped[HouseVision] = relationship(back_populates="principles")


class HouseTerms(Base):
    """One version of the terms of the local ordinance. Weeks are calendar weeks, days are working days.

    `processing_days` are calendar days between closing and the last day for input (I5). The last version is in force;
    a room keeps the one that held when it was submitted (`DeclaredRoom.terms_id`).
    """

    __tablename__ = "house_terms"
    __table_args__ = (CheckConstraint("feedback_weeks > 0 AND review_days > 0", name="terms_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(unique=True)
    ordinance: Mapped[str] = mapped_column(default="")
    ordinance_url: Mapped[str] = mapped_column(default="")
    feedback_weeks: Mapped[int]
    review_days: Mapped[int]
    report_weeks: Mapped[int]
    processing_days: Mapped[int]
    confirm_days: Mapped[int]
    remind_days: Mapped[int]
    bring_in_days: Mapped[int]
    second_look_weeks: Mapped[int]
    second_look_answer_weeks: Mapped[int]
    reason: Mapped[str] = mapped_column(default="")
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime]

    made_by: Mapped[User] = relationship(lazy="joined")
    levels: Mapped[list["LevelTerms"]] = relationship(
        back_populates="terms", order_by="LevelTerms.id", cascade="all, delete-orphan"
    )


class LevelTerms(Base):
    """What one level says to residents in this municipality, and the duties that come with it.

    `must_motivate_deviation`: whoever decides otherwise says why in public (I30). `binding`: what was decided together
    is done. `promise_en` is what an English reader reads; empty: our own translation of the usual words, if any.
    """

    __tablename__ = "level_terms"
    __table_args__ = (UniqueConstraint("terms_id", "level"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    terms_id: Mapped[int] = mapped_column(ForeignKey("house_terms.id"))
    level: Mapped[Level]
    short_promise: Mapped[str]
    promise: Mapped[str]
    promise_en: Mapped[str] = mapped_column(default="")
    must_motivate_deviation: Mapped[bool]
    binding: Mapped[bool]

    terms: Mapped[HouseTerms] = relationship(back_populates="levels")

    @property
    def words(self) -> LevelWords:
        """The same without the database."""
        return LevelWords(
            level=self.level, short_promise=self.short_promise, promise=self.promise, promise_en=self.promise_en,
            must_motivate_deviation=self.must_motivate_deviation, binding=self.binding,
        )  # fmt: skip
