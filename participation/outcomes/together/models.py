"""What a colleague does at a contribution right now: looking, and writing what is not saved yet. Neither is history."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base


class Presence(Base):
    """A colleague has the page of a contribution open. Whoever gave no sign for a minute is gone (`looking.GONE`).

    Whether somebody writes is not kept here: it is seen from what was typed (`UnsavedAnswer.at`).
    """

    __tablename__ = "presence"

    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True, autoincrement=False)
    since: Mapped[datetime]
    at: Mapped[datetime] = mapped_column(index=True)


class UnsavedAnswer(Base):
    """What one colleague was typing as an answer to one point, and did not save: only that colleague ever sees it.

    `fields` is the form as the browser sent it, with the marks of what the writer had in front of them, so that going
    on later is refused just as well when a colleague was first. `seat` names the window it was typed in: another
    window of the same colleague never overwrites it.
    """

    __tablename__ = "unsaved_answer"

    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"), primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True, autoincrement=False)
    seat: Mapped[str]
    fields: Mapped[dict[str, Any]]
    at: Mapped[datetime] = mapped_column(index=True)
