"""Answers that nobody has to be ashamed of, to be spoiled by a test in one place."""

from datetime import date
from typing import Any

from participation import clock
from participation.accounts.models import User
from participation.contributions.bringing_in.models import BringIn, BringInState
from participation.contributions.models import Contribution, Point
from participation.db import db
from participation.outcomes.formal.kinds import FormalKind
from participation.outcomes.models import ExecutionState, ExecutionStep, Outcome, OutcomeKind, OutcomeState, ReasonKind
from participation.promises.models import Promise, PromiseKind
from participation.tracks.room import DeclaredRoom

REASON = "Wij hebben uw idee met de ontwerper besproken. De plek past bij de looproute van de school."


def make_bring_in(point: Point, colleague: User, *, accepted: bool = True) -> BringIn:
    """A colleague who was asked about *point* and said yes (or was only asked)."""
    bring_in = BringIn(
        point=point, colleague=colleague, asked_by=point.contribution.track.author, asked_at=clock.now(),
        question="Weet jij wie het licht op de dijk beheert?",
        state=BringInState.accepted if accepted else BringInState.asked,
        answer="Dat doen wij. Ik zoek het uit." if accepted else "", answered_at=clock.now() if accepted else None,
    )  # fmt: skip
    point.has_help = True
    db.session.add(bring_in)
    db.session.flush()
    return bring_in


def decision_values(kind: OutcomeKind, point: Point, *, colleague: User | None = None) -> dict[str, Any]:
    """Everything an honest outcome of *kind* holds, with the rows of the room in force."""
    room = point.contribution.track.room
    assert isinstance(room, DeclaredRoom)
    needed: dict[OutcomeKind, Any] = {
        OutcomeKind.adopted: lambda: {"path": room.paths[0]},
        OutcomeKind.partly_adopted: lambda: {
            "path": room.paths[0], "part_adopted": "De bank komt er.", "part_not": "De prullenbak komt er niet.",
        },
        OutcomeKind.not_adopted: lambda: {"reason_kind": ReasonKind.other_interest, "criterion": room.criteria[0]},
        OutcomeKind.already_done: lambda: {"place": "het werkplan van team Straten, bladzijde 4"},
        OutcomeKind.outside_room: lambda: {"fixed_point": room.fixed_points[0]},
        OutcomeKind.formal_route: lambda: {
            "formal_kind": FormalKind.complaint, "forwarded_to": "de klachtencoördinator", "forwarded_on": clock.today(),
        },
        OutcomeKind.answered: dict,
        OutcomeKind.brought_in: lambda: {
            "bring_in": make_bring_in(point, colleague or point.contribution.track.author),
            "later_on": date(2027, 1, 15),
        },
        OutcomeKind.decided_later: lambda: {"later_on": date(2027, 3, 9)},
    }  # fmt: skip
    return {"reason": REASON, **needed[kind]()}


def make_outcome(
    point: Point, kind: OutcomeKind = OutcomeKind.adopted, *, by: User | None = None, published: bool = True,
    **values: Any,
) -> Outcome:  # fmt: skip
    """An outcome of *kind*: published as the next version and current on the point, or a draft."""
    author = by or point.contribution.track.author
    before = db.session.query(Outcome).filter_by(point_id=point.id, state=OutcomeState.published).count()
    outcome = Outcome(
        **{
            "point": point, "kind": kind, "written_by": author, "written_at": clock.now(),
            **decision_values(kind, point), **values,
        }
    )  # fmt: skip
    if published:
        outcome.state, outcome.version = OutcomeState.published, before + 1
        outcome.published_by, outcome.published_at = author, clock.now()
    db.session.add(outcome)
    db.session.flush()
    if published:
        point.outcome_id, point.outcome_kind = outcome.id, kind.value
    db.session.commit()
    return outcome


def make_promise(contribution: Contribution, **values: Any) -> Promise:
    """The promise that a contribution is answered, on the day its track promised."""
    track = contribution.track
    promise = Promise(
        **{
            "kind": PromiseKind.answer, "track_id": track.id, "contribution_id": contribution.id,
            "department_id": track.department_id, "owner_id": contribution.handler_id, "made_at": clock.now(),
            "due": track.promised_on, **values,
        }
    )  # fmt: skip
    db.session.add(promise)
    db.session.commit()
    return promise


def make_step(point: Point, state: ExecutionState = ExecutionState.under_way, **values: Any) -> ExecutionStep:
    """What became of an adopted point."""
    step = ExecutionStep(
        **{
            "point_id": point.id, "state": state, "on": clock.today(), "note": "De aannemer is begonnen.",
            "evidence": "Foto van 24 november" if state is ExecutionState.done else "",
            "recorded_by": point.contribution.track.author, "at": clock.now(), **values,
        }
    )  # fmt: skip
    db.session.add(step)
    db.session.commit()
    return step
