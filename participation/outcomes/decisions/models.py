"""What the organ at the end of a landing path decided, and why it decided otherwise than what was advised (I30)."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, event
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column, relationship

from participation.accounts.models import User
from participation.db import Base
from participation.tracks.models import Track
from participation.tracks.room import LandingPath
from participation.words import N_


class Follows(enum.Enum):
    """How the decision relates to what residents advised or made together with us."""

    wholly = "wholly"
    partly = "partly"
    not_at_all = "not_at_all"

    @property
    def label(self) -> str:
        return {
            Follows.wholly: N_("Zoals bewoners adviseerden"),
            Follows.partly: N_("Voor een deel anders"),
            Follows.not_at_all: N_("Anders dan bewoners adviseerden"),
        }[self]


class OrganDecision(Base):
    """One decision of one organ, at the end of a landing path. `path_root` is the lineage of that path.

    Otherwise than advised or made together: `deviation_reason` is public. At level co-decide `binding_result` is what
    was decided together, `rule` how it was decided and `share` who of whom agreed, in words (A63).
    """

    __tablename__ = "organ_decision"
    __table_args__ = (
        CheckConstraint("follows = 'wholly' OR length(trim(deviation_reason)) > 0", name="deviation_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"), index=True)
    path_id: Mapped[int] = mapped_column(ForeignKey("landing_path.id"), index=True)
    path_root: Mapped[int]
    organ: Mapped[str]
    decided_on: Mapped[date]
    text: Mapped[str]
    url: Mapped[str] = mapped_column(default="")
    follows: Mapped[Follows]
    deviation_reason: Mapped[str] = mapped_column(default="")
    binding_result: Mapped[str] = mapped_column(default="")
    rule: Mapped[str] = mapped_column(default="")
    share: Mapped[str] = mapped_column(default="")
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]

    track: Mapped[Track] = relationship()
    path: Mapped[LandingPath] = relationship()
    recorded_by: Mapped[User] = relationship()


class RecordedIsForever(Exception):
    """A decision that was recorded cannot be changed or removed: record it once more, as a correction."""


@event.listens_for(Session, "before_flush")
def refuse_change_of_what_was_recorded(session: Session, _context: Any, _instances: Any) -> None:
    """What residents read about a decision stays readable, also when it turned out to be wrong."""
    for thing in [*session.dirty, *session.deleted]:
        if isinstance(thing, OrganDecision) and (thing in session.deleted or session.is_modified(thing)):
            raise RecordedIsForever("A recorded decision can no longer change: record a correction.")


@event.listens_for(Session, "do_orm_execute")
def refuse_rewriting_decisions_in_bulk(work: ORMExecuteState) -> None:
    """An UPDATE or DELETE of many rows would pass the check above; there is no such verb."""
    if (work.is_update or work.is_delete) and work.bind_mapper is not None and work.bind_mapper.class_ is OrganDecision:
        raise RecordedIsForever("Decisions are recorded one by one, by outcomes.decisions.actions.")
