"""The rules by which a track deals out what comes in, in order: the first one that fits counts."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import Department, User
from participation.contributions.models import Channel, ContributionKind
from participation.contributions.themes.models import Theme
from participation.db import Base
from participation.places.models import Area
from participation.tracks.models import Track


class DealingRule(Base):
    """‘Question 2 goes to the department of parks’: what it asks of a contribution, all of it, and who then answers.

    `question` is the lineage of a question, so that the rule holds in every version of the room. A rule for a theme
    counts from the moment that a point stands in it.
    """

    __tablename__ = "dealing_rule"
    __table_args__ = (
        CheckConstraint(
            "question IS NOT NULL OR area_id IS NOT NULL OR channel IS NOT NULL OR kind IS NOT NULL"
            " OR theme_id IS NOT NULL",
            name="asks_something",
        ),
        CheckConstraint("(department_id IS NULL) <> (user_id IS NULL)", name="to_a_team_or_a_person"),
        Index(None, "track_id", "position", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"))
    position: Mapped[int]
    question: Mapped[int | None]
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    channel: Mapped[Channel | None]
    kind: Mapped[ContributionKind | None]
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"), index=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime]

    track: Mapped[Track] = relationship()
    area: Mapped[Area | None] = relationship()
    theme: Mapped[Theme | None] = relationship()
    department: Mapped[Department | None] = relationship()
    user: Mapped[User | None] = relationship(foreign_keys=[user_id])
    made_by: Mapped[User] = relationship(foreign_keys=[made_by_id])
