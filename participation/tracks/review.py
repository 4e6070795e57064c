"""The second person: is the declared room honest? Fifteen questions, a verdict with a reason, and a name."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import User
from participation.db import Base
from participation.tracks.room import DeclaredRoom

QUESTIONS = (
    "Waarom vragen we bewoners hierbij? Of is goed informeren genoeg?",
    "Wat staat al vast? Waarom, en wie heeft dat besloten, en wanneer?",
    "Wat kan nog écht veranderen? Noem per vraag een voorbeeld.",
    "Kan het antwoord nog anders uitvallen dan wij nu denken? Eerlijk: ja of nee.",
    "Past het niveau bij die ruimte? Beloven we niet te veel?",
    "Wie besluit? Weet en wil die persoon of dat bestuur dit ook?",
    "Waar komt de inbreng terecht: in welk besluit of document, en wanneer?",
    "Is er na de sluiting genoeg tijd om de inbreng nog mee te nemen?",
    "Hebben we geld, tijd en mensen om iedereen te antwoorden?",
    "Hebben de uitvoerders meegekeken? Kan het ook?",
    "Wat doen collega’s in deze buurt? Klopt het met ons verhaal?",
    "Weten bewoners vooraf hoe we kiezen? (Wat weegt mee?)",
    "Wie merkt er iets van? Wie horen we meestal niet, en hoe bereiken we die?",
    "Kan iedereen meedoen: zonder internet, zonder account, met een beperking?",
    "Wanneer horen bewoners van ons, ook als het later wordt of stopt?",
)


class Mark(enum.Enum):
    fine = "fine"
    question = "question"
    not_fine = "not_fine"

    @property
    def label(self) -> str:
        return {Mark.fine: "In orde", Mark.question: "Ik heb een vraag", Mark.not_fine: "Niet in orde"}[self]


class Verdict(enum.Enum):
    """What the reviewer decided; `overridden` is the director who opens although nobody approved (I9)."""

    approved = "approved"
    returned = "returned"
    inform_only = "inform_only"
    overridden = "overridden"

    @property
    def label(self) -> str:
        return {
            Verdict.approved: "Akkoord",
            Verdict.returned: "Terug met vragen",
            Verdict.inform_only: "Liever niet openen",
            Verdict.overridden: "De directeur besloot om toch te openen",
        }[self]


class Review(Base):
    """One request for review of one version of the room. No verdict yet: it waits; `due_on` says how long at most."""

    __tablename__ = "review"
    __table_args__ = (
        CheckConstraint("(verdict IS NULL) = (decided_at IS NULL)", name="verdict_with_moment"),
        CheckConstraint("(verdict IS NULL) = (reviewer_id IS NULL)", name="verdict_with_name"),
        Index(
            "ix_review_waiting",
            "due_on",
            "id",
            sqlite_where=text("verdict IS NULL"),
            postgresql_where=text("verdict IS NULL"),
        ),
        Index(
            "uq_review_waiting_room",
            "room_id",
            unique=True,
            sqlite_where=text("verdict IS NULL"),
            postgresql_where=text("verdict IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("declared_room.id"), index=True)
    requested_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    requested_at: Mapped[datetime]
    due_on: Mapped[date]
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    verdict: Mapped[Verdict | None]
    reason: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None]

    room: Mapped[DeclaredRoom] = relationship()
    requested_by: Mapped[User] = relationship(foreign_keys=[requested_by_id])
    reviewer: Mapped[User | None] = relationship(foreign_keys=[reviewer_id])
    answers: Mapped[list["ReviewAnswer"]] = relationship(
        back_populates="review", order_by="ReviewAnswer.number", cascade="all, delete-orphan"
    )


class ReviewAnswer(Base):
    """The reviewer's answer to one of the fifteen questions."""

    __tablename__ = "review_answer"
    __table_args__ = (UniqueConstraint("review_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    number: Mapped[int]
    mark: Mapped[Mark]
    note: Mapped[str] = mapped_column(default="")

    review: Mapped[Review] = relationship(back_populates="answers")

    @property
    def question(self) -> str:
        return QUESTIONS[self.number - 1]
