"""Programmes and the questions that several departments share."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.db import Base


class Programme(Base):
    """A set of activities under one goal, with the story of why."""

    __tablename__ = "programme"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(unique=True)
    story: Mapped[str] = mapped_column(default="")

    questions: Mapped[list["SharedQuestion"]] = relationship(
        back_populates="programme", order_by="SharedQuestion.question"
    )


class SharedQuestion(Base):
    """A question that no department can answer alone (vraagstuk)."""

    __tablename__ = "shared_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    question: Mapped[str] = mapped_column(unique=True)

    programme: Mapped[Programme] = relationship(back_populates="questions")
