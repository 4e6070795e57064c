"""The declared room: what is fixed and why, what is open, what is not known yet, and where input can land.

A version is written as a draft, frozen when it is submitted for review, and immutable from its approval on: the
session refuses every later change (I1, I23; `tracks.freeze`). A change after opening is a new version.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, declared_attr, foreign, mapped_column, relationship

from participation.accounts.models import User
from participation.db import Base
from participation.house.models import HouseTerms, LevelTerms, Principle
from participation.tracks.models import Track
from participation.tracks.vocabulary import ConstraintKind, FixedSource, Level, PathKind, RoomState

if TYPE_CHECKING:
    from participation.tracks.change import RoomChange
    from participation.tracks.confirming import Confirmation

__all__ = [
    "Constraint", "ConstraintKind", "Criterion", "DeclaredRoom", "Deviation", "Explanation", "FixedPoint",
    "FixedSource", "LandingPath", "Level", "OpenQuestion", "Partner", "PathKind", "RoomRow", "RoomState",
    "UnknownPoint", "path_question",
]  # fmt: skip


class DeclaredRoom(Base):
    """One version of the room of one track. The very same text is read inside and outside (A14).

    `honest` is the author's answer to "can the outcome still differ from what we think now?" (Gunning 1).
    `capacity_hours` are the hours set aside to answer everybody. `consent_*` record that the competent organ agreed
    to decide together (I8). `mandate_covers` is what the mandate holder may promise, until `mandate_until`.

    `approved_at` is the verdict; `published_at` the moment from which it is in force and residents read it. `terms` are
    the terms of the house that held when it was submitted.
    """

    __tablename__ = "declared_room"
    __table_args__ = (
        UniqueConstraint("track_id", "version"),
        CheckConstraint("(state = 'approved') = (approved_at IS NOT NULL)", name="approved_with_moment"),
        CheckConstraint("capacity_hours IS NULL OR capacity_hours >= 0", name="capacity_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[RoomState] = mapped_column(default=RoomState.draft, active_history=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    level: Mapped[Level | None]
    why: Mapped[str] = mapped_column(default="")
    form: Mapped[str] = mapped_column(default="")
    honest: Mapped[bool | None]
    decider: Mapped[str] = mapped_column(default="")
    mandate_holder: Mapped[str] = mapped_column(default="")
    mandate_user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    mandate_covers: Mapped[str] = mapped_column(default="")
    mandate_until: Mapped[date | None]
    consent_organ: Mapped[str] = mapped_column(default="")
    consent_on: Mapped[date | None]
    consent_source: Mapped[str] = mapped_column(default="")
    capacity_hours: Mapped[int | None]
    execution_consulted: Mapped[bool | None]
    execution_note: Mapped[str] = mapped_column(default="")
    no_programme_reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    terms_id: Mapped[int | None] = mapped_column(ForeignKey("house_terms.id"))
    lock_version: Mapped[int] = mapped_column(default=1)

    track: Mapped[Track] = relationship(back_populates="rooms", foreign_keys=[track_id])
    author: Mapped[User] = relationship(foreign_keys=[author_id])
    mandate_user: Mapped[User | None] = relationship(foreign_keys=[mandate_user_id])
    terms: Mapped[HouseTerms | None] = relationship()
    level_terms: Mapped[LevelTerms | None] = relationship(
        primaryjoin=lambda: and_(
            DeclaredRoom.terms_id == foreign(LevelTerms.terms_id), DeclaredRoom.level == LevelTerms.level
        ),
        viewonly=True, uselist=False, lazy="joined",
    )  # fmt: skip
    change: Mapped["RoomChange | None"] = relationship(
        foreign_keys="RoomChange.room_id", back_populates="room", uselist=False
    )
    fixed_points: Mapped[list["FixedPoint"]] = relationship(
        back_populates="room", order_by="FixedPoint.position", cascade="all, delete-orphan"
    )
    open_questions: Mapped[list["OpenQuestion"]] = relationship(
        back_populates="room", order_by="OpenQuestion.position", cascade="all, delete-orphan"
    )
    unknown_points: Mapped[list["UnknownPoint"]] = relationship(
        back_populates="room", order_by="UnknownPoint.position", cascade="all, delete-orphan"
    )
    constraints: Mapped[list["Constraint"]] = relationship(
        back_populates="room", order_by="Constraint.position", cascade="all, delete-orphan"
    )
    criteria: Mapped[list["Criterion"]] = relationship(
        back_populates="room", order_by="Criterion.position", cascade="all, delete-orphan"
    )
    paths: Mapped[list["LandingPath"]] = relationship(
        back_populates="room", order_by="LandingPath.position", cascade="all, delete-orphan"
    )
    partners: Mapped[list["Partner"]] = relationship(
        back_populates="room", order_by="Partner.position", cascade="all, delete-orphan"
    )
    deviations: Mapped[list["Deviation"]] = relationship(
        back_populates="room", order_by="Deviation.position", cascade="all, delete-orphan"
    )
    explanations: Mapped[list["Explanation"]] = relationship(
        back_populates="room", order_by="Explanation.id", cascade="all, delete-orphan"
    )
    confirmations: Mapped[list["Confirmation"]] = relationship(
        back_populates="room", order_by="Confirmation.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": lock_version}


class RoomRow:
    """What every row of a room has: a place in its list. Where it hung is remembered, for `tracks.freeze`.

    `root_id` is the first wording of this row in an earlier version; none when it is the first itself.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("declared_room.id"), active_history=True)
    position: Mapped[int] = mapped_column(default=0)
    root_id: Mapped[int | None]

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Index]:  # noqa: N805
        """A list is read in its order by this index, without sorting."""
        return (Index(None, "room_id", "position"),)

    @property
    def lineage(self) -> int:
        """The number by which this row is the same one in every version, however it is worded."""
        return self.root_id or self.id


class FixedPoint(RoomRow, Base):
    """What cannot change any more, why, and where that stands (I6)."""

    __tablename__ = "fixed_point"

    text: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    source_kind: Mapped[FixedSource | None]
    source: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[str] = mapped_column(default="")
    decided_on: Mapped[date | None]
    was_unknown_id: Mapped[int | None] = mapped_column(ForeignKey("unknown_point.id"))

    room: Mapped[DeclaredRoom] = relationship(back_populates="fixed_points")
    was_unknown: Mapped["UnknownPoint | None"] = relationship()


path_question = Table(
    "path_question",
    Base.metadata,
    Column("path_id", ForeignKey("landing_path.id"), primary_key=True),
    Column("question_id", ForeignKey("open_question.id"), primary_key=True, index=True),
)


class OpenQuestion(RoomRow, Base):
    """What residents can still change, within which limits, with an example."""

    __tablename__ = "open_question"

    question: Mapped[str] = mapped_column(default="")
    can_change: Mapped[str] = mapped_column(default="")
    limits: Mapped[str] = mapped_column(default="")
    example: Mapped[str] = mapped_column(default="")
    was_unknown_id: Mapped[int | None] = mapped_column(ForeignKey("unknown_point.id"))

    room: Mapped[DeclaredRoom] = relationship(back_populates="open_questions")
    was_unknown: Mapped["UnknownPoint | None"] = relationship()
    paths: Mapped[list["LandingPath"]] = relationship(
        secondary=path_question, back_populates="questions", order_by="LandingPath.position"
    )


class UnknownPoint(RoomRow, Base):
    """What we do not know yet, and the day on which we will (I7)."""

    __tablename__ = "unknown_point"

    text: Mapped[str] = mapped_column(default="")
    known_by: Mapped[date | None]
    who: Mapped[str] = mapped_column(default="")

    room: Mapped[DeclaredRoom] = relationship(back_populates="unknown_points")


class Constraint(RoomRow, Base):
    """A limit of law, money, time, technique or policy, and the room that it leaves (A29)."""

    __tablename__ = "room_constraint"

    kind: Mapped[ConstraintKind | None]
    text: Mapped[str] = mapped_column(default="")
    room_left: Mapped[str] = mapped_column(default="")

    room: Mapped[DeclaredRoom] = relationship(back_populates="constraints")


class Criterion(RoomRow, Base):
    """What we look at when people want different things; published before the first contribution (I13)."""

    __tablename__ = "criterion"

    text: Mapped[str] = mapped_column(default="")

    room: Mapped[DeclaredRoom] = relationship(back_populates="criteria")


class LandingPath(RoomRow, Base):
    """A concrete way for input to reach a decision or the work: which organ, which document, when, by whom.

    `latest_input_on` is the last day on which input can still be taken along; `work_from` is when people will see it
    outside, if that is known (`work_is_sure` says how certain).
    """

    __tablename__ = "landing_path"

    kind: Mapped[PathKind | None]
    organ: Mapped[str] = mapped_column(default="")
    document: Mapped[str] = mapped_column(default="")
    decides_on: Mapped[date | None]
    latest_input_on: Mapped[date | None]
    executor: Mapped[str] = mapped_column(default="")
    work_from: Mapped[date | None]
    work_is_sure: Mapped[bool] = mapped_column(default=False)

    room: Mapped[DeclaredRoom] = relationship(back_populates="paths")
    questions: Mapped[list[OpenQuestion]] = relationship(
        secondary=path_question, back_populates="paths", order_by="OpenQuestion.position"
    )


class Partner(RoomRow, Base):
    """An organisation that carries this together with us, and whom we can reach there; it confirms the same text."""

    __tablename__ = "room_partner"

    name: Mapped[str] = mapped_column(default="")
    person: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")

    room: Mapped[DeclaredRoom] = relationship(back_populates="partners")
    confirmation: Mapped["Confirmation | None"] = relationship(
        back_populates="partner", uselist=False, cascade="save-update, merge, delete"
    )


class Deviation(RoomRow, Base):
    """Why this track does not follow one principle of the house vision; residents can read it."""

    __tablename__ = "room_deviation"

    principle_id: Mapped[int | None] = mapped_column(ForeignKey("principle.id"))
    reason: Mapped[str] = mapped_column(default="")

    room: Mapped[DeclaredRoom] = relationship(back_populates="deviations")
    principle: Mapped[Principle | None] = relationship(lazy="joined")


class Explanation(Base):
    """Comply or explain: a named person says in public why a rule was not followed here.

    `rule` is the invariant ("I5"), `row` names what it is about ("path:12", "room:capacity_hours"), or is empty for
    the whole room. When a room is copied, the key is rewritten to the copy of that row.
    """

    __tablename__ = "explanation"
    __table_args__ = (UniqueConstraint("room_id", "rule", "row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("declared_room.id"), index=True)
    rule: Mapped[str]
    row: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]

    room: Mapped[DeclaredRoom] = relationship(back_populates="explanations")
    by: Mapped[User] = relationship(lazy="joined")
