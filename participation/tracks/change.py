"""The room changes after opening: one step from one version to the next, in the open (I23, I24)."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import User
from participation.db import Base
from participation.tracks.room import DeclaredRoom
from participation.words import N_


class Direction(enum.Enum):
    """Whether residents can change less, more, or something else than before."""

    narrower = "narrower"
    wider = "wider"
    other = "other"

    @property
    def label(self) -> str:
        return {
            Direction.narrower: N_("er is minder ruimte"),
            Direction.wider: N_("er is meer ruimte"),
            Direction.other: N_("de regels veranderden"),
        }[self]


class RoomChange(Base):
    """Why one version of the room follows another after opening. `room` is the new version, `before` the old one.

    A change is in force from the moment it is published; until then residents read the old version. `direction` is
    what a person confirmed; a narrower room has a public reason and the organ that decided it.
    """

    __tablename__ = "room_change"
    __table_args__ = (
        CheckConstraint("published_at IS NULL OR (direction IS NOT NULL AND reason <> '')", name="told_with_reason"),
        CheckConstraint(
            "published_at IS NULL OR direction <> 'narrower' OR decided_by <> ''", name="narrower_with_organ"
        ),
        Index(
            "ix_room_change_waiting",
            "track_id",
            "id",
            sqlite_where=text("published_at IS NULL"),
            postgresql_where=text("published_at IS NULL"),
        ),
        Index("ix_room_change_published", "published_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"), index=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("declared_room.id"), unique=True)
    before_id: Mapped[int] = mapped_column(ForeignKey("declared_room.id"))
    direction: Mapped[Direction | None]
    reason: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[str] = mapped_column(default="")
    decided_on: Mapped[date | None]
    started_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    started_at: Mapped[datetime]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    published_at: Mapped[datetime | None]

    room: Mapped[DeclaredRoom] = relationship(foreign_keys=[room_id], back_populates="change")
    before: Mapped[DeclaredRoom] = relationship(foreign_keys=[before_id])
    started_by: Mapped[User] = relationship(foreign_keys=[started_by_id])
    published_by: Mapped[User | None] = relationship(foreign_keys=[published_by_id])
