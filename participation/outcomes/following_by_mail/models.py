"""Who wants to hear of what by mail, and how far we told it."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.contributions.models import Contribution
from participation.db import Base
from participation.places.models import Area
from participation.tracks.models import Track
from participation.words import N_


class Rhythm(enum.Enum):
    """How often somebody hears from us."""

    weekly = "weekly"
    at_once = "at_once"

    @property
    def label(self) -> str:
        return {
            Rhythm.weekly: N_("Eén keer per week, op maandag, als er nieuws is"),
            Rhythm.at_once: N_("Meteen als er nieuws is"),
        }[self]


class MailSubscription(Base):
    """One address that follows one thing. Without `confirmed_at` it gets no news, and it is gone after seven days.

    `address` is `email` as it is compared. Both links are made of `seed` and the key of this municipality; here stand
    their hashes only, as of a receipt code. `told_until` is the last event of the history that was told. A mail that is
    on its way is `mail_id`: it tells the events up to `until`, in the words of `fingerprint`. `next_at` is when the
    worker looks (again); without it the subscription sleeps until something happens.
    """

    __tablename__ = "mail_subscription"
    __table_args__ = (
        UniqueConstraint("address", "about"),
        CheckConstraint(
            "(track_id IS NOT NULL AND area_id IS NULL AND contribution_id IS NULL)"
            " OR (track_id IS NULL AND area_id IS NOT NULL AND contribution_id IS NULL)"
            " OR (track_id IS NULL AND area_id IS NULL AND contribution_id IS NOT NULL)",
            name="about_one_thing",
        ),
        CheckConstraint("question_root IS NULL OR track_id IS NOT NULL", name="question_of_a_track"),
        Index("ix_mail_subscription_due", "next_at", "id", sqlite_where=text("next_at IS NOT NULL"),
              postgresql_where=text("next_at IS NOT NULL")),
        Index("ix_mail_subscription_under_way", "mail_id", sqlite_where=text("mail_id IS NOT NULL"),
              postgresql_where=text("mail_id IS NOT NULL")),
        Index("ix_mail_subscription_unconfirmed", "asked_at", sqlite_where=text("confirmed_at IS NULL"),
              postgresql_where=text("confirmed_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    address: Mapped[str]
    about: Mapped[str]
    language: Mapped[str] = mapped_column(default="nl")
    rhythm: Mapped[Rhythm] = mapped_column(default=Rhythm.weekly)
    track_id: Mapped[int | None] = mapped_column(ForeignKey("track.id"), index=True)
    question_root: Mapped[int | None]
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"), index=True)
    seed: Mapped[str]
    confirm_hash: Mapped[str] = mapped_column(unique=True)
    end_hash: Mapped[str] = mapped_column(unique=True)
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    told_until: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None]
    mail_id: Mapped[int | None]
    until: Mapped[int] = mapped_column(default=0)
    fingerprint: Mapped[str] = mapped_column(default="")
    failures: Mapped[int] = mapped_column(default=0)

    track: Mapped[Track | None] = relationship()
    area: Mapped[Area | None] = relationship()
    contribution: Mapped[Contribution | None] = relationship()

    @property
    def short_address(self) -> str:
        """Enough to recognise one's own address, too little for anybody else."""
        name, _at, host = self.email.rpartition("@")
        return f"{name[:1]}…@{host}"


class FollowMark(Base):
    """Up to which event of the history followers who want to hear at once were woken: one row."""

    __tablename__ = "follow_mark"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event_id: Mapped[int]
