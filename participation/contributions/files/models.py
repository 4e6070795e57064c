"""A photo or document that came with a contribution."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import User
from participation.contributions.models import Contribution
from participation.db import Base
from participation.tracks.models import Track


class FileKind(enum.Enum):
    picture = "picture"
    pdf = "pdf"


class FileState(enum.Enum):
    """Whether everybody may see it; nothing before a colleague looked at this very file (I16)."""

    unchecked = "unchecked"
    public = "public"
    hidden = "hidden"


class ContributionFile(Base):
    """One file of a contribution. `sha` is where its bytes stand, `public_id` the only name it has in an address.

    `alt` is what the resident says can be seen, `public_alt` what stands on the website. The bytes of a picture are
    ours: drawn anew, without place, camera or anything else that came along.
    """

    __tablename__ = "contribution_file"
    __table_args__ = (
        UniqueConstraint("contribution_id", "position"),
        CheckConstraint("(state = 'hidden') = (hidden_reason IS NOT NULL)", name="hidden_with_reason"),
        CheckConstraint("(state = 'unchecked') = (checked_at IS NULL)", name="checked_with_moment"),
        CheckConstraint(
            "state <> 'public' OR kind <> 'picture' OR length(trim(public_alt)) > 0", name="shown_with_words"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    position: Mapped[int]
    public_id: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[FileKind]
    sha: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    size: Mapped[int]
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    alt: Mapped[str] = mapped_column(default="")
    public_alt: Mapped[str] = mapped_column(default="")
    state: Mapped[FileState] = mapped_column(default=FileState.unchecked)
    hidden_reason: Mapped[str | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    checked_at: Mapped[datetime | None]
    received_at: Mapped[datetime]

    contribution: Mapped[Contribution] = relationship()
    checked_by: Mapped[User | None] = relationship()

    @property
    def track(self) -> Track:
        return self.contribution.track

    @property
    def is_picture(self) -> bool:
        return self.kind is FileKind.picture

    @property
    def is_public(self) -> bool:
        """Its contribution stands on the website, and a colleague let everybody see this file as well."""
        said = self.contribution
        return self.state is FileState.public and said.is_public and said.track.state.is_public
