"""The tree of areas in which tracks happen."""

import enum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.db import Base
from participation.words import N_


class AreaKind(enum.Enum):
    municipality = "municipality"
    district = "district"
    neighbourhood = "neighbourhood"
    street = "street"

    @property
    def label(self) -> str:
        return {
            AreaKind.municipality: N_("hele gemeente"),
            AreaKind.district: N_("wijk"),
            AreaKind.neighbourhood: N_("buurt"),
            AreaKind.street: N_("straat"),
        }[self]


class Area(Base):
    """A place with a stable code (the national BU/WK/GM code where there is one)."""

    __tablename__ = "area"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[AreaKind]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)

    parent: Mapped["Area | None"] = relationship(remote_side=[id], back_populates="children")
    children: Mapped[list["Area"]] = relationship(back_populates="parent", order_by="Area.name")
