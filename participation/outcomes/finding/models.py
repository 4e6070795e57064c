"""A search that somebody keeps."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import Department, User
from participation.db import Base


class SavedSearch(Base):
    """Filters with a name, of one colleague or (with a department) of a team.

    `asked` is what stands in the address of the list, name by name. Who opens it reads it for oneself: ‘mine’ is then
    mine, and nobody sees contributions of tracks that are not theirs.
    """

    __tablename__ = "saved_search"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    name: Mapped[str]
    asked: Mapped[dict[str, str]] = mapped_column(JSON)
    made_at: Mapped[datetime]

    owner: Mapped[User] = relationship()
    department: Mapped[Department | None] = relationship()

    @property
    def is_shared(self) -> bool:
        return self.department_id is not None
