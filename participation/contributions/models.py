"""The contribution: the original words (immutable), the public version (after a check), and its points.

"Waiting for an answer" is not a flag: a point waits as long as no published outcome hangs on it (domain rule Q43).
"""

import enum
from datetime import datetime
from functools import cached_property

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation import clock
from participation.accounts.models import Department, User
from participation.db import Base
from participation.places.models import Area
from participation.tracks.models import Moment, Track
from participation.tracks.room import DeclaredRoom, OpenQuestion
from participation.words import N_


class Channel(enum.Enum):
    web = "web"
    paper = "paper"
    kitchen_table = "kitchen_table"
    meeting = "meeting"
    phone = "phone"
    email = "email"
    letter = "letter"
    street = "street"

    @cached_property
    def label(self) -> str:
        return {
            Channel.web: N_("website"),
            Channel.paper: N_("op papier"),
            Channel.kitchen_table: N_("aan tafel"),
            Channel.meeting: N_("op een bijeenkomst"),
            Channel.phone: N_("aan de telefoon"),
            Channel.email: N_("per e-mail"),
            Channel.letter: N_("per brief"),
            Channel.street: N_("op straat"),
        }[self]


class Speaker(enum.Enum):
    """Who said it, as far as it matters for reading it. It is never more than this: no name and no label (I15)."""

    resident = "resident"
    group = "group"
    professional = "professional"

    @cached_property
    def label(self) -> str:
        return {
            Speaker.resident: N_("een bewoner"),
            Speaker.group: N_("een groep"),
            Speaker.professional: N_("iemand die er werkt"),
        }[self]


class ContributionKind(enum.Enum):
    idea = "idea"
    worry = "worry"
    question = "question"
    experience = "experience"
    offer = "offer"
    own_question = "own_question"

    @cached_property
    def label(self) -> str:
        return {
            ContributionKind.idea: N_("een idee"),
            ContributionKind.worry: N_("een zorg"),
            ContributionKind.question: N_("een vraag"),
            ContributionKind.experience: N_("iets dat ik merk of meemaakte"),
            ContributionKind.offer: N_("ik wil meehelpen"),
            ContributionKind.own_question: N_("iets anders waar de gemeente naar moet kijken"),
        }[self]


INFLUENCE = (N_("geen"), N_("weinig"), N_("een beetje"), N_("veel"), N_("heel veel"))
"""The scale on which residents say how much influence they expect, and afterwards how much they had: 1 to 5."""


class PublicState(enum.Enum):
    """Whether everybody can read it. Nothing is public before a colleague checked it (I16)."""

    unchecked = "unchecked"
    public = "public"
    hidden = "hidden"


def number_of(contribution_id: int, received_at: datetime) -> str:
    """The year in which it came in, and its own number."""
    return f"{clock.local(received_at).year}-{contribution_id:05d}"


THEMED = "theme_id IS NOT NULL"


def _partial(name: str, *columns: str, where: str) -> Index:
    """Only of the rows that the desk narrows its list to (`outcomes/finding/walks.py`): others cost nothing."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


def _for_the_desk(name: str, *columns: str, where: str) -> Index:
    """Where the desk's list of one track begins."""
    return _partial(name, "track_id", *columns, where=where)


class Contribution(Base):
    """What one resident said once.

    `code_hash` is the keyed hash of the receipt code; the code itself is never stored. `form_key_hash` makes one
    form, sent many times, one contribution. `email` is there only when the resident ticked it, for this purpose.
    `entered_by` is the colleague who wrote down somebody else's words; they stay the resident's own.
    `handler` is the colleague who answers, `department` the team that does as long as nobody in person took it up;
    `area` is the place that it is about, when that was said. `taker_note` is what who wrote it down adds for
    colleagues: it is not of the resident, and never public. `moment_id` is the meeting at which it was said. `by_post`
    says that somebody without e-mail gets our answer as a letter (`contributions/by_post`). `has_files` says that
    photos or documents came along, so that only then anybody looks for them.
    """

    __tablename__ = "contribution"
    __table_args__ = (
        CheckConstraint("expectation IS NULL OR expectation BETWEEN 1 AND 5", name="expectation_scale"),
        CheckConstraint("(public_state = 'hidden') = (hidden_reason IS NOT NULL)", name="hidden_with_reason"),
        CheckConstraint("(public_state = 'unchecked') = (checked_at IS NULL)", name="checked_with_moment"),
        Index(None, "track_id", "id"),
        _for_the_desk("ix_contribution_to_tell", "email", "id", where="email IS NOT NULL"),
        _for_the_desk("ix_contribution_standing", "public_state", "id", where="withdrawn_at IS NULL"),
        _for_the_desk("ix_contribution_withdrawn", "id", where="withdrawn_at IS NOT NULL"),
        _for_the_desk("ix_contribution_channel", "channel", "id", where="channel <> 'web'"),
        _for_the_desk("ix_contribution_department", "department_id", "id", where="department_id IS NOT NULL"),
        _for_the_desk("ix_contribution_kind", "kind", "id", where="kind IS NOT NULL"),
        _partial("ix_contribution_question", "question_id", "id", where="question_id IS NOT NULL"),
        _partial("ix_contribution_area", "area_id", "id", where="area_id IS NOT NULL"),
        _partial("ix_contribution_moment", "moment_id", "id", where="moment_id IS NOT NULL"),
        Index("ix_contribution_handler", "handler_id", "track_id", "id"),
        Index(
            "ix_contribution_to_divide",
            "id",
            sqlite_where=text("department_id IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=text("department_id IS NULL AND withdrawn_at IS NULL"),
        ),
        Index(
            "ix_contribution_expected",
            "track_id",
            "expectation",
            "withdrawn_at",
            sqlite_where=text("expectation IS NOT NULL AND withdrawn_at IS NULL"),
            postgresql_where=text("expectation IS NOT NULL AND withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"))
    room_id: Mapped[int] = mapped_column(ForeignKey("declared_room.id"))
    question_id: Mapped[int | None] = mapped_column(ForeignKey("open_question.id"))
    kind: Mapped[ContributionKind | None]
    channel: Mapped[Channel] = mapped_column(default=Channel.web)
    original_text: Mapped[str]
    language: Mapped[str] = mapped_column(default="nl")
    expectation: Mapped[int | None]
    email: Mapped[str | None]
    received_at: Mapped[datetime]
    code_hash: Mapped[str] = mapped_column(unique=True)
    form_key_hash: Mapped[str | None] = mapped_column(unique=True)
    import_key: Mapped[str | None] = mapped_column(unique=True)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    source_note: Mapped[str] = mapped_column(default="")
    speaker: Mapped[Speaker | None]
    taker_note: Mapped[str] = mapped_column(default="", deferred=True)
    moment_id: Mapped[int | None] = mapped_column(ForeignKey("moment.id"))
    by_post: Mapped[bool] = mapped_column(default=False)
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    public_state: Mapped[PublicState] = mapped_column(default=PublicState.unchecked)
    hidden_reason: Mapped[str | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    checked_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    has_files: Mapped[bool] = mapped_column(default=False)

    track: Mapped[Track] = relationship()
    room: Mapped[DeclaredRoom] = relationship()
    question: Mapped[OpenQuestion | None] = relationship()
    entered_by: Mapped[User | None] = relationship(foreign_keys=[entered_by_id])
    handler: Mapped[User | None] = relationship(foreign_keys=[handler_id])
    department: Mapped[Department | None] = relationship()
    area: Mapped[Area | None] = relationship()
    moment: Mapped[Moment | None] = relationship()
    checked_by: Mapped[User | None] = relationship(foreign_keys=[checked_by_id])
    points: Mapped[list["Point"]] = relationship(back_populates="contribution", order_by="Point.position")
    additions: Mapped[list["Addition"]] = relationship(back_populates="contribution", order_by="Addition.id")

    @property
    def number(self) -> str:
        """The name of this contribution on the phone. It opens nothing."""
        return number_of(self.id, self.received_at)

    @property
    def is_public(self) -> bool:
        return self.public_state is PublicState.public and self.withdrawn_at is None


class Point(Base):
    """One thing that was said and that gets one answer. A contribution has one point unless a colleague split it.

    `track_id` and `is_public` repeat what the contribution says, so that the public list is one walk over an index.
    `outcome_id` and `outcome_kind` can only name a published outcome of this point: the database checks the pair.
    `has_help` says that somebody was ever brought in, so that only then who answers asks for what they wrote.
    """

    __tablename__ = "point"
    __table_args__ = (
        UniqueConstraint("contribution_id", "position"),
        CheckConstraint("(outcome_id IS NULL) = (outcome_kind IS NULL)", name="outcome_with_kind"),
        ForeignKeyConstraint(
            ["outcome_id", "outcome_kind", "id"],
            ["outcome.id", "outcome.kind", "outcome.point_id"],
            name="fk_point_current_outcome",
            use_alter=True,
        ),
        Index("ix_point_public", "track_id", "id", sqlite_where=text("is_public"), postgresql_where=text("is_public")),
        Index(
            "ix_point_public_kind",
            "track_id",
            "outcome_kind",
            "id",
            sqlite_where=text("is_public"),
            postgresql_where=text("is_public"),
        ),
        _partial("ix_point_theme_said", "theme_id", "contribution_id", where=THEMED),
        Index("ix_point_theme", "theme_id", "id", sqlite_where=text(THEMED), postgresql_where=text(THEMED)),
        Index(
            "ix_point_theme_public",
            "theme_id",
            "id",
            sqlite_where=text("is_public AND theme_id IS NOT NULL"),
            postgresql_where=text("is_public AND theme_id IS NOT NULL"),
        ),
        _for_the_desk("ix_point_waiting", "contribution_id", where="outcome_id IS NULL"),
        _for_the_desk("ix_point_answered", "contribution_id", where="outcome_id IS NOT NULL"),
        _for_the_desk("ix_point_followed", "contribution_id", where="outcome_kind IN ('adopted', 'partly_adopted')"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"))
    position: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    public_text: Mapped[str | None]
    is_public: Mapped[bool] = mapped_column(default=False)
    outcome_id: Mapped[int | None]
    outcome_kind: Mapped[str | None]
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    has_help: Mapped[bool] = mapped_column(default=False)

    contribution: Mapped[Contribution] = relationship(back_populates="points")


class Addition(Base):
    """Something the resident added later with the code. The original stays as it was (I16)."""

    __tablename__ = "addition"

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), index=True)
    text: Mapped[str]
    at: Mapped[datetime]

    contribution: Mapped[Contribution] = relationship(back_populates="additions")
