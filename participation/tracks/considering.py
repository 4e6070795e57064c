"""Before a track: is asking residents honest and useful here? It may end in informing well, or in not asking (C4)."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import Enum, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import Department, User
from participation.db import Base, values_of
from participation.tracks.models import Track
from participation.words import N_


class Choice(enum.Enum):
    """How it ended: ask residents, inform them well, or leave it."""

    ask = "ask"
    inform = "inform"
    leave = "leave"

    @property
    def label(self) -> str:
        return {Choice.ask: N_("vragen"), Choice.inform: N_("alleen vertellen"), Choice.leave: N_("niet doen")}[self]


class Consideration(Base):
    """One short guided choice, with the answers, the reason and a name; findable, also when it ended in "do not ask".

    `answers` maps the key of each question to the answer that was given. `advised` is what followed from the answers,
    `choice` what the colleague chose.
    """

    __tablename__ = "consideration"
    __table_args__ = (Index(None, "choice", "id"), Index(None, "department_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    advised: Mapped[Choice] = mapped_column(
        Enum(Choice, name="advised", native_enum=False, create_constraint=True, length=30, values_callable=values_of)
    )
    choice: Mapped[Choice]
    reason: Mapped[str] = mapped_column(default="")
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime]
    track_id: Mapped[int | None] = mapped_column(ForeignKey("track.id"), unique=True)

    department: Mapped[Department] = relationship()
    made_by: Mapped[User] = relationship()
    track: Mapped[Track | None] = relationship()
