"""The track: why residents are asked, where, by whom, until when, and in which state it is."""

import enum
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import Department, User
from participation.db import Base
from participation.places.models import Area
from participation.programmes.models import SharedQuestion
from participation.words import N_

if TYPE_CHECKING:
    from participation.tracks.room import DeclaredRoom


class TrackState(enum.Enum):
    """Where a track stands. Moves are guarded by `tracks.rules` and made by `tracks.actions` only."""

    draft = "draft"
    in_review = "in_review"
    ready = "ready"
    open = "open"
    answering = "answering"
    closed = "closed"
    archived = "archived"
    stopped = "stopped"

    @property
    def label(self) -> str:
        return {
            TrackState.draft: N_("in voorbereiding"),
            TrackState.in_review: N_("wordt getoetst"),
            TrackState.ready: N_("gaat nog open"),
            TrackState.open: N_("open"),
            TrackState.answering: N_("wij geven antwoord"),
            TrackState.closed: N_("afgesloten"),
            TrackState.archived: N_("bewaard"),
            TrackState.stopped: N_("gestopt"),
        }[self]

    @property
    def is_public(self) -> bool:
        """Residents can see a track from the day its room was approved."""
        return self not in (TrackState.draft, TrackState.in_review)


class PolicyStage(enum.Enum):
    """The part of the work that residents are involved in (Gemeentewet 150)."""

    preparation = "preparation"
    execution = "execution"
    evaluation = "evaluation"

    @property
    def label(self) -> str:
        return {
            PolicyStage.preparation: N_("voorbereiding"),
            PolicyStage.execution: N_("uitvoering"),
            PolicyStage.evaluation: N_("evaluatie"),
        }[self]


track_area = Table(
    "track_area",
    Base.metadata,
    Column("track_id", ForeignKey("track.id"), primary_key=True),
    Column("area_id", ForeignKey("area.id"), primary_key=True, index=True),
)
track_department = Table(
    "track_department",
    Base.metadata,
    Column("track_id", ForeignKey("track.id"), primary_key=True),
    Column("department_id", ForeignKey("department.id"), primary_key=True, index=True),
)
track_member = Table(
    "track_member",
    Base.metadata,
    Column("track_id", ForeignKey("track.id"), primary_key=True),
    Column("user_id", ForeignKey("user.id"), primary_key=True, index=True),
)


class Track(Base):
    """One occasion on which the municipality asks residents for input.

    `room` is the version in force: the one that was approved last. `contact` is the named colleague whom residents
    can call, in every phase (I33). Dates are days in the Netherlands; `closes_on` includes its whole last day.
    """

    __tablename__ = "track"
    __table_args__ = (
        CheckConstraint("(state = 'stopped') = (stop_reason IS NOT NULL)", name="stopped_with_reason"),
        CheckConstraint("closes_on IS NULL OR opens_on IS NULL OR closes_on >= opens_on", name="closes_after_opening"),
        Index(None, "state", "closes_on", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    stage: Mapped[PolicyStage] = mapped_column(default=PolicyStage.preparation)
    state: Mapped[TrackState] = mapped_column(default=TrackState.draft)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    contact_email: Mapped[str] = mapped_column(default="")
    shared_question_id: Mapped[int | None] = mapped_column(ForeignKey("shared_question.id"), index=True)
    room_id: Mapped[int | None] = mapped_column(
        ForeignKey("declared_room.id", use_alter=True, name="fk_track_room_id_declared_room")
    )
    opens_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    promised_on: Mapped[date | None]
    created_at: Mapped[datetime]
    plan_published_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    stop_reason: Mapped[str | None]
    gap_told_at: Mapped[datetime | None]
    lock_version: Mapped[int] = mapped_column(default=1)

    author: Mapped[User] = relationship(foreign_keys=[author_id])
    department: Mapped[Department] = relationship(foreign_keys=[department_id])
    contact: Mapped[User | None] = relationship(foreign_keys=[contact_id])
    shared_question: Mapped[SharedQuestion | None] = relationship()
    areas: Mapped[list[Area]] = relationship(secondary=track_area, order_by=Area.name)
    departments: Mapped[list[Department]] = relationship(secondary=track_department, order_by=Department.name)
    members: Mapped[list[User]] = relationship(secondary=track_member, order_by=User.name)
    moments: Mapped[list["Moment"]] = relationship(
        back_populates="track", order_by="Moment.starts_at", cascade="all, delete-orphan",
        primaryjoin=(
            "and_(Track.id == Moment.track_id,"
            " or_(Moment.announced, Moment.minutes_published_at.is_not(None)))"
        ),
    )  # fmt: skip
    room: Mapped["DeclaredRoom | None"] = relationship(foreign_keys=[room_id], post_update=True)
    rooms: Mapped[list["DeclaredRoom"]] = relationship(
        back_populates="track", foreign_keys="DeclaredRoom.track_id", order_by="DeclaredRoom.version"
    )

    __mapper_args__ = {"version_id_col": lock_version}


class Moment(Base):
    """An occasion to come and talk: where, when, and who can get in; and afterwards what was said there.

    A meeting that was not planned in the open (a kitchen table) is not `announced`: `Track.moments` leaves it out until
    its `minutes` are published by a colleague (I16). `present` are roles of the municipality, never names of residents.
    """

    __tablename__ = "moment"
    __table_args__ = (
        CheckConstraint("(minutes_published_at IS NULL) = (minutes_published_by_id IS NULL)", name="published_by_whom"),
        CheckConstraint("minutes_published_at IS NULL OR minutes <> ''", name="published_with_minutes"),
        Index(None, "track_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"))
    title: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    announced: Mapped[bool] = mapped_column(default=True)
    present: Mapped[str] = mapped_column(default="")
    minutes: Mapped[str] = mapped_column(default="", deferred=True)
    minutes_published_at: Mapped[datetime | None]
    minutes_published_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    track: Mapped[Track] = relationship(back_populates="moments")
