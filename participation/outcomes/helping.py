"""What who was brought in means for the answer: their part in it, and where it lands in a track that took it along."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from participation.contributions.bringing_in.models import BringIn, BringInState
from participation.contributions.bringing_in.rules import RUNS, parts_of
from participation.contributions.models import Point
from participation.db import db
from participation.outcomes.models import OutcomeKind
from participation.outcomes.rules import Decision
from participation.refusals import Conflict
from participation.tracks.room import LandingPath

Parts = list[dict[str, str | int]]


class PartsChanged(Conflict):
    """A colleague changed a part of the answer since the form was opened: nobody publishes what they did not read."""

    def __init__(self) -> None:
        super().__init__(
            "Een collega veranderde intussen een eigen deel van dit antwoord. Lees het eerst. Publiceer het daarna."
        )


def of(point: Point) -> Sequence[BringIn]:
    """Everybody who was brought in on *point*; asks nothing when nobody ever was."""
    if not point.has_help:
        return ()
    asked = select(BringIn).where(BringIn.point_id == point.id).order_by(BringIn.id)
    return db.session.scalars(asked.options(joinedload(BringIn.colleague), joinedload(BringIn.to_track))).all()


def parts_for(kind: OutcomeKind | None, helped: Sequence[BringIn]) -> Parts:
    """The parts that stand in an answer of *kind*: all that were written and not left out, in a final answer only."""
    return parts_of(helped) if helped and kind is not None and not kind.is_interim else []


def mark_of(helped: Sequence[BringIn]) -> str:
    """What a form carries to notice that a part changed in the meantime; empty when there is none."""
    parts = parts_of(helped) if helped else []
    return sha256(repr([(part["bring_in"], part["text"]) for part in parts]).encode()).hexdigest()[:16] if parts else ""


def refuse_changed(helped: Sequence[BringIn], base: str | None) -> None:
    """Refuses (`PartsChanged`) when the parts are not the ones of *base*; without it, who writes did not see them."""
    if base is not None and base != mark_of(helped):
        raise PartsChanged


def landing(bring_in: BringIn) -> LandingPath | None:
    """Where the point can land in the track that took it along, in the room that is in force there now."""
    track, path = bring_in.to_track, bring_in.path
    takes = bring_in.state is BringInState.accepted and track is not None and track.state in RUNS
    if not takes or track is None or track.room is None or path is None:
        return None
    return next((one for one in track.room.paths if one.lineage == path.lineage), None)


def elsewhere(helped: Sequence[BringIn]) -> dict[int, BringIn]:
    """The landing paths of other tracks that an answer may name, by their number, with who took the point along."""
    if not helped:
        return {}
    found = [(landing(asked), asked) for asked in helped if asked.to_track_id is not None]
    return {path.id: asked for path, asked in found if path is not None}


def through(decision: Decision, helped: Sequence[BringIn]) -> Decision:
    """*decision* with the track through which it lands there, so that residents read which one it is."""
    asked = elsewhere(helped).get(decision.path.id) if decision.path is not None and helped else None
    return decision if asked is None else replace(decision, bring_in=asked)


def settle(parts: Parts, helped: Sequence[BringIn], *, now: datetime) -> None:
    """The parts are published: who wrote them can no longer change them."""
    if not parts:
        return
    numbers = {part["bring_in"] for part in parts}
    for asked in helped:
        if asked.id in numbers and asked.part_published_at is None:
            asked.part_published_at = now
