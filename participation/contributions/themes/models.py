"""A theme: points that are about the same thing, with what they say in the words of a colleague."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import User
from participation.db import Base
from participation.tracks.models import Track


class Theme(Base):
    """What several points of one track are about. A point stands in one theme at most (`Point.theme_id`).

    `summary` is what is said in it, in the words of a colleague; everybody can read every contribution it rests on.
    A theme without a summary is not public. One that was removed holds no points any more, and is kept for the log.
    """

    __tablename__ = "theme"

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"), index=True)
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    changed_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]

    track: Mapped[Track] = relationship()
    made_by: Mapped[User] = relationship(foreign_keys=[made_by_id])
    changed_by: Mapped[User | None] = relationship(foreign_keys=[changed_by_id])

    @property
    def is_public(self) -> bool:
        return bool(self.summary.strip()) and self.removed_at is None
