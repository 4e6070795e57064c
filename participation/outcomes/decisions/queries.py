"""Decisions of organs, for the page of a track, the answer to a contribution, and whoever has to see what is late."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import Select, bindparam, exists, func, select
from sqlalchemy.orm import contains_eager, joinedload

from participation import clock
from participation.accounts.models import User
from participation.db import db
from participation.outcomes.decisions import rules as decision_rules
from participation.outcomes.decisions.models import OrganDecision
from participation.outcomes.models import Outcome
from participation.tracks.models import Track, TrackState
from participation.tracks.room import DeclaredRoom, LandingPath

RUNS = (TrackState.open, TrackState.answering, TrackState.closed)
"""Where residents still wait for decisions. A stopped track owes answers, its landing paths are not walked."""


@dataclass(frozen=True)
class Decided:
    """How one landing path ended: the decision that counts, and what stood there before it was corrected."""

    current: OrganDecision
    earlier: tuple[OrganDecision, ...] = ()


@cache
def _of_track() -> Select[OrganDecision]:
    return (
        select(OrganDecision)
        .where(OrganDecision.track_id == bindparam("track_id"))
        .order_by(OrganDecision.id.desc())
        .options(joinedload(OrganDecision.recorded_by), joinedload(OrganDecision.path))
    )


def of_track(track_id: int) -> dict[int, Decided]:
    """Every landing path of a track of which a decision was recorded, by its lineage; one statement."""
    rows: dict[int, list[OrganDecision]] = defaultdict(list)
    for decision in db.session.scalars(_of_track(), {"track_id": track_id}):
        rows[decision.path_root].append(decision)
    return {root: Decided(found[0], tuple(found[1:])) for root, found in rows.items()}


def current(track_id: int) -> dict[int, OrganDecision]:
    """The decisions of a track that count, by the lineage of their path."""
    return {root: decided.current for root, decided in of_track(track_id).items()}


def about(outcome: Outcome, today: date) -> dict[int, OrganDecision]:
    """What the organs decided, for one answer that lands on a path whose day has come; asks nothing before that."""
    path = outcome.path
    has_come = path is not None and path.decides_on is not None and path.decides_on <= today
    return current(path.room.track_id) if path is not None and has_come else {}


def days_of(tracks: Iterable[Track], today: date) -> dict[int, dict[int, date]]:
    """Of each track (by number) the days on which its paths were decided, by lineage; for short lines on cards.

    Asks nothing as long as no day of a decision has passed.
    """
    ids = [track.id for track in tracks if track.room is not None and _has_passed(track.room, today)]
    found: dict[int, dict[int, date]] = defaultdict(dict)
    if ids:
        for track_id, root, on in db.session.execute(
            select(OrganDecision.track_id, OrganDecision.path_root, OrganDecision.decided_on)
            .where(OrganDecision.track_id.in_(ids))
            .order_by(OrganDecision.id)
        ):
            found[track_id][root] = on
    return found


def _has_passed(room: DeclaredRoom, today: date) -> bool:
    return any(path.decides_on is not None and path.decides_on <= today for path in room.paths)


def told_on(track: Track) -> date | None:
    """The day from which residents could read the rules of *track*; none when they never could."""
    first = db.session.scalar(select(func.min(DeclaredRoom.published_at)).where(DeclaredRoom.track_id == track.id))
    return clock.local(first).date() if first else None


def undecided_paths(track: Track) -> list[LandingPath]:
    """The landing paths of the room in force of which nobody recorded how they ended: closing waits for them (I30)."""
    assert track.room is not None
    return decision_rules.undecided(track.room.paths, current(track.id))


def why_not_close(track: Track, *, must_motivate: bool) -> decision_rules.NotDecidedYet | None:
    """What is against closing *track* as far as decisions go (I30)."""
    assert track.room is not None
    return decision_rules.why_not_close_without_deviation_reason(
        track.room, current(track.id), must_motivate=must_motivate
    )


@dataclass(frozen=True)
class LateDecision:
    """A decision that residents were told a day for, that has passed, and that nobody recorded."""

    title: str
    slug: str
    organ: str
    document: str
    decides_on: date
    contact: str | None


def late_decisions(limit: int = 50) -> list[LateDecision]:
    """What residents should know by now and do not, the oldest day first."""
    known = exists().where(
        OrganDecision.track_id == Track.id,
        OrganDecision.path_root == func.coalesce(LandingPath.root_id, LandingPath.id),
    )
    rows = db.session.scalars(
        select(LandingPath)
        .join(LandingPath.room)
        .join(Track, Track.room_id == DeclaredRoom.id)
        .outerjoin(User, User.id == Track.contact_id)
        .where(Track.state.in_(RUNS), LandingPath.decides_on < clock.today(), ~known)
        .order_by(LandingPath.decides_on, LandingPath.id)
        .limit(limit)
        .options(
            contains_eager(LandingPath.room).joinedload(DeclaredRoom.track).joinedload(Track.contact),
        )
    )
    return [_late(path) for path in rows]


def _late(path: LandingPath) -> LateDecision:
    track = path.room.track
    assert path.decides_on is not None
    return LateDecision(
        track.title,
        track.slug,
        path.organ,
        path.document,
        path.decides_on,
        track.contact.name if track.contact else None,
    )
