"""An outcome is one record: kind, reason, where it lands, by whom, when. A correction is a new version (I24, C10)."""

import enum
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, event, inspect, text
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, declared_attr, mapped_column, relationship

from participation.accounts.models import User
from participation.contributions.bringing_in.models import BringIn
from participation.contributions.models import Point
from participation.db import Base
from participation.outcomes.formal.kinds import FormalKind
from participation.tracks.room import Constraint, Criterion, FixedPoint, LandingPath
from participation.words import N_

if TYPE_CHECKING:
    from participation.outcomes.formal.models import FormalArrival
    from participation.outcomes.second_look.models import SecondLook


class OutcomeKind(enum.Enum):
    adopted = "adopted"
    partly_adopted = "partly_adopted"
    not_adopted = "not_adopted"
    already_done = "already_done"
    outside_room = "outside_room"
    formal_route = "formal_route"
    answered = "answered"
    brought_in = "brought_in"
    decided_later = "decided_later"

    @property
    def is_interim(self) -> bool:
        """Something is still owed: it stays on the watch list."""
        return self in (OutcomeKind.brought_in, OutcomeKind.decided_later)

    @property
    def is_followed(self) -> bool:
        """Something will be made or changed: followed until it is done (I19)."""
        return self in (OutcomeKind.adopted, OutcomeKind.partly_adopted)

    @cached_property
    def label(self) -> str:
        return {
            OutcomeKind.adopted: N_("Overgenomen"),
            OutcomeKind.partly_adopted: N_("Deels overgenomen"),
            OutcomeKind.not_adopted: N_("Niet overgenomen"),
            OutcomeKind.already_done: N_("Al geregeld"),
            OutcomeKind.outside_room: N_("Buiten de ruimte"),
            OutcomeKind.formal_route: N_("Doorgestuurd"),
            OutcomeKind.answered: N_("Beantwoord"),
            OutcomeKind.brought_in: N_("Collega erbij gehaald"),
            OutcomeKind.decided_later: N_("Later besluiten"),
        }[self]

    @cached_property
    def slug(self) -> str:
        """The word in addresses (`?uitkomst=niet-overgenomen`)."""
        return {
            OutcomeKind.adopted: "overgenomen",
            OutcomeKind.partly_adopted: "deels-overgenomen",
            OutcomeKind.not_adopted: "niet-overgenomen",
            OutcomeKind.already_done: "al-geregeld",
            OutcomeKind.outside_room: "buiten-de-ruimte",
            OutcomeKind.formal_route: "doorgestuurd",
            OutcomeKind.answered: "beantwoord",
            OutcomeKind.brought_in: "erbij-gehaald",
            OutcomeKind.decided_later: "later",
        }[self]

    @cached_property
    def icon(self) -> str:
        return {
            OutcomeKind.adopted: "adopted",
            OutcomeKind.partly_adopted: "partly",
            OutcomeKind.not_adopted: "not-adopted",
            OutcomeKind.already_done: "already",
            OutcomeKind.outside_room: "outside",
            OutcomeKind.formal_route: "formal",
            OutcomeKind.answered: "answered",
            OutcomeKind.brought_in: "brought-in",
            OutcomeKind.decided_later: "later",
        }[self]


class ReasonKind(enum.Enum):
    fits_plan = "fits_plan"
    money = "money"
    law = "law"
    technique = "technique"
    time = "time"
    other_interest = "other_interest"
    earlier_decision = "earlier_decision"
    already_planned = "already_planned"
    other_organ = "other_organ"

    @cached_property
    def label(self) -> str:
        return {
            ReasonKind.fits_plan: N_("past in het plan"),
            ReasonKind.money: N_("geld"),
            ReasonKind.law: N_("wet of regel"),
            ReasonKind.technique: N_("techniek"),
            ReasonKind.time: N_("tijd"),
            ReasonKind.other_interest: N_("een ander belang weegt zwaarder"),
            ReasonKind.earlier_decision: N_("eerder besluit"),
            ReasonKind.already_planned: N_("al gepland"),
            ReasonKind.other_organ: N_("een ander bestuur beslist hierover"),
        }[self]


class OutcomeState(enum.Enum):
    draft = "draft"
    published = "published"


class Decided:
    """What was decided about one point, or once about many: the columns of `rules.Decision`, wherever one is kept."""

    kind: Mapped[OutcomeKind | None]
    reason: Mapped[str] = mapped_column(default="")
    reason_kind: Mapped[ReasonKind | None]
    interest: Mapped[str] = mapped_column(default="")
    part_adopted: Mapped[str] = mapped_column(default="")
    part_not: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    path_id: Mapped[int | None] = mapped_column(ForeignKey("landing_path.id"))
    criterion_id: Mapped[int | None] = mapped_column(ForeignKey("criterion.id"))
    fixed_point_id: Mapped[int | None] = mapped_column(ForeignKey("fixed_point.id"))
    constraint_id: Mapped[int | None] = mapped_column(ForeignKey("room_constraint.id"))
    bring_in_id: Mapped[int | None] = mapped_column(ForeignKey("bring_in.id"))
    formal_kind: Mapped[FormalKind | None]
    forwarded_to: Mapped[str] = mapped_column(default="")
    forwarded_on: Mapped[date | None]
    later_on: Mapped[date | None]

    @declared_attr
    def path(self) -> Mapped[LandingPath | None]:
        return relationship()

    @declared_attr
    def criterion(self) -> Mapped[Criterion | None]:
        return relationship()

    @declared_attr
    def fixed_point(self) -> Mapped[FixedPoint | None]:
        return relationship()

    @declared_attr
    def constraint(self) -> Mapped[Constraint | None]:
        return relationship()

    @declared_attr
    def bring_in(self) -> Mapped[BringIn | None]:
        return relationship()


class Outcome(Decided, Base):
    """One answer to one point. Published versions are never changed: 1, 2, 3 … all stay readable.

    `parts` are the pieces of colleagues who were brought in, as they stood when it was published, each with a name.
    """

    __tablename__ = "outcome"
    __table_args__ = (
        UniqueConstraint("point_id", "version"),
        UniqueConstraint("id", "kind", "point_id", name="uq_outcome_current"),
        CheckConstraint("(state = 'published') = (version IS NOT NULL)", name="published_with_version"),
        CheckConstraint("(state = 'published') = (published_at IS NOT NULL)", name="published_with_moment"),
        CheckConstraint("(state = 'published') = (published_by_id IS NOT NULL)", name="published_with_name"),
        CheckConstraint("state = 'draft' OR kind IS NOT NULL", name="published_with_kind"),
        CheckConstraint("state = 'draft' OR length(trim(reason)) > 0", name="published_with_reason"),
        Index(
            "uq_outcome_draft",
            "point_id",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"), index=True)
    state: Mapped[OutcomeState] = mapped_column(default=OutcomeState.draft, active_history=True)
    version: Mapped[int | None]
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    written_at: Mapped[datetime]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    published_at: Mapped[datetime | None]
    parts: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)

    point: Mapped[Point] = relationship(foreign_keys=[point_id])
    written_by: Mapped[User | None] = relationship(foreign_keys=[written_by_id])
    published_by: Mapped[User | None] = relationship(foreign_keys=[published_by_id])
    second_look: Mapped["SecondLook | None"] = relationship(
        back_populates="outcome", foreign_keys="SecondLook.outcome_id", uselist=False, viewonly=True
    )
    arrival: Mapped["FormalArrival | None"] = relationship(back_populates="outcome", uselist=False, viewonly=True)


class PublishedIsForever(Exception):
    """A published answer cannot be changed or removed: publish a new version instead."""


@event.listens_for(Session, "before_flush")
def refuse_change_of_what_was_published(session: Session, _context: Any, _instances: Any) -> None:
    """The last line of defence for I24: no button, script or shell rewrites what a resident has read."""
    for thing in [*session.dirty, *session.deleted]:
        if not isinstance(thing, Outcome) or not _was_published(thing):
            continue
        if thing in session.deleted or session.is_modified(thing, include_collections=False):
            raise PublishedIsForever("A published outcome can no longer change: publish a new version.")


@event.listens_for(Session, "do_orm_execute")
def refuse_rewriting_in_bulk(work: ORMExecuteState) -> None:
    """An UPDATE or DELETE of many rows would pass the check above; there is no such verb."""
    if (work.is_update or work.is_delete) and work.bind_mapper is not None and work.bind_mapper.class_ is Outcome:
        raise PublishedIsForever("Outcomes are written one by one, by outcomes.actions.")


def _was_published(outcome: Outcome) -> bool:
    before = inspect(outcome).attrs.state.history.deleted
    return (before[0] if before else outcome.state) is OutcomeState.published


class ExecutionState(enum.Enum):
    decided = "decided"
    under_way = "under_way"
    done = "done"
    lapsed = "lapsed"

    @cached_property
    def label(self) -> str:
        return {
            ExecutionState.decided: N_("besloten"),
            ExecutionState.under_way: N_("in uitvoering"),
            ExecutionState.done: N_("klaar"),
            ExecutionState.lapsed: N_("gaat niet door"),
        }[self]


class ExecutionStep(Base):
    """What became of something that was adopted. "Done" needs evidence, "lapsed" a reason (I19)."""

    __tablename__ = "execution_step"
    __table_args__ = (
        CheckConstraint("state <> 'done' OR evidence <> ''", name="done_with_evidence"),
        CheckConstraint("state <> 'lapsed' OR note <> ''", name="lapsed_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"), index=True)
    state: Mapped[ExecutionState]
    on: Mapped[date]
    note: Mapped[str] = mapped_column(default="")
    evidence: Mapped[str] = mapped_column(default="")
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]

    recorded_by: Mapped[User] = relationship()
