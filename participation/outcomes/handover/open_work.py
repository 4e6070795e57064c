"""What a colleague still has: what would be left with nobody if the account were closed now (I33).

Each kind of work is one walk over an index that begins with the person, so it costs what this one person has.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, bindparam, exists, or_, select

from participation.accounts.models import Role, User
from participation.contributions.bringing_in.models import BringIn
from participation.contributions.dividing.models import DealingRule
from participation.contributions.handing_over import still_waits
from participation.contributions.models import Contribution, Point
from participation.db import db
from participation.outcomes.models import ExecutionState, ExecutionStep, Outcome, OutcomeKind
from participation.promises.models import Promise
from participation.tracks.actions.handing_over import WRITTEN
from participation.tracks.models import Track, TrackState, track_member
from participation.tracks.queries import PUBLIC

MOST = 200
"""How many tracks of one person are shown and handed over at once."""
INTERIM = [kind.value for kind in OutcomeKind if kind.is_interim]
FOLLOWED = [kind.value for kind in OutcomeKind if kind.is_followed]
WORDS = {
    "contact": "is het contact van bewoners",
    "promises": "heeft beloften die nog niet zijn nagekomen",
    "handled": "behandelt bijdragen die nog wachten of waar werk uit volgt",
    "asked": "is erbij gehaald door een collega",
    "draft": "schrijft de tekst die nog niet klaar is",
    "rule": "krijgt bijdragen door een verdeelregel",
}


@dataclass
class Work:
    """What one person still has in one track; `kinds` are keys of `WORDS`."""

    track_id: int
    slug: str
    title: str
    state: TrackState
    kinds: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """What it is, as the end of a sentence that begins with the name."""
        told = [WORDS[kind] for kind in self.kinds]
        return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} en {told[-1]}"


def waiting_contribution() -> Any:
    """A contribution in which something is still owed: no answer, one that is not final, or work that is not done."""
    answered_at = select(Outcome.published_at).where(Outcome.id == Point.outcome_id).correlate(Point).scalar_subquery()
    finished = exists().where(
        ExecutionStep.point_id == Point.id,
        ExecutionStep.state.in_((ExecutionState.done, ExecutionState.lapsed)),
        ExecutionStep.at >= answered_at,
    )
    waits = or_(
        Point.outcome_id.is_(None), Point.outcome_kind.in_(INTERIM), Point.outcome_kind.in_(FOLLOWED) & ~finished
    )
    return Contribution.withdrawn_at.is_(None) & exists().where(Point.contribution_id == Contribution.id, waits)


def _statements() -> dict[str, Select[Any]]:
    me: Any = bindparam("me")
    return {
        "contact": select(Track.id).where(Track.contact_id == me, Track.state.in_(PUBLIC)),
        "promises": select(Promise.track_id).where(Promise.owner_id == me, Promise.kept_at.is_(None)).distinct(),
        "handled": select(Contribution.track_id)
        .where(Contribution.handler_id == me, waiting_contribution())
        .distinct(),
        "asked": select(Point.track_id)
        .select_from(BringIn)
        .join(Point, Point.id == BringIn.point_id)
        .join(Contribution, Contribution.id == Point.contribution_id)
        .where(BringIn.colleague_id == me, still_waits())
        .distinct(),
        "draft": select(Track.id).where(Track.author_id == me, Track.state.in_(WRITTEN)),
        "rule": select(DealingRule.track_id).where(DealingRule.user_id == me).distinct(),
    }


def of(user: User) -> list[Work]:
    """Everything *user* still has, track by track, the oldest track first; empty when nothing would be left behind."""
    kinds: dict[int, list[str]] = defaultdict(list)
    for kind, statement in _statements().items():
        for track_id in db.session.scalars(statement, {"me": user.id}):
            kinds[track_id].append(kind)
    if not kinds:
        return []
    rows = db.session.execute(
        select(Track.id, Track.slug, Track.title, Track.state)
        .where(Track.id.in_(list(kinds)))
        .order_by(Track.id)
        .limit(MOST)
    )
    return [Work(*row, kinds=kinds[row.id]) for row in rows]


def works_on(user: User) -> list[str]:
    """The titles of running tracks in which *user* is named as a colleague: that alone holds nobody back."""
    return list(
        db.session.scalars(
            select(Track.title)
            .join(track_member, track_member.c.track_id == Track.id)
            .where(track_member.c.user_id == user.id, Track.state.not_in((TrackState.closed, TrackState.archived)))
            .order_by(Track.id)
            .limit(MOST)
        )
    )


@dataclass(frozen=True)
class Colleague:
    """One person with an account, and whether anything would be left behind."""

    user: User
    has_work: bool


def colleagues(after: User | None = None, *, rows: int = 50) -> list[Colleague]:
    """Everybody with an account by name, those who left last; no counts and no order but the alphabet (I34)."""
    contact = exists().where(Track.contact_id == User.id, Track.state.in_(PUBLIC))
    owes = exists().where(Promise.owner_id == User.id, Promise.kept_at.is_(None))
    draft = exists().where(Track.author_id == User.id, Track.state.in_(WRITTEN))
    asked = exists(waits_on_user())
    rule = exists().where(DealingRule.user_id == User.id)
    query = select(User, contact | owes | draft | asked | rule).order_by(User.name, User.id).limit(rows)
    if after is not None:
        query = query.where((User.name > after.name) | ((User.name == after.name) & (User.id > after.id)))
    return [Colleague(user, bool(has_work)) for user, has_work in db.session.execute(query)]


def waits_on_user() -> Any:
    """Questions of colleagues that wait for the user of the statement around it."""
    return (
        select(BringIn.id)
        .join(Point, Point.id == BringIn.point_id)
        .join(Contribution, Contribution.id == Point.contribution_id)
        .where(BringIn.colleague_id == User.id, still_waits())
        .correlate(User)
    )


def is_the_last_coordinator(user: User) -> bool:
    """Whether nobody else could judge rooms or see what is late."""
    coordinates = (Role.coordinator, Role.director)
    others = select(User.id).where(User.active, User.role.in_(coordinates), User.id != user.id).limit(1)
    return user.role in coordinates and db.session.scalar(others) is None
