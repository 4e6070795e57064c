"""Answering residents: write, publish, correct, and follow what was adopted until it is done.

Everything happens in the caller's one transaction, behind a lock on the contribution: of two people who publish at
once one wins, and the other hears who was first. A published outcome is never changed; a correction is a new version.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, Update, bindparam, select, update
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from participation import clock, history
from participation.accounts.models import User
from participation.contributions.bringing_in.models import BringIn
from participation.contributions.holding import hold
from participation.contributions.models import Point
from participation.db import db, write_row
from participation.outcomes import helping, messages, promising, rules
from participation.outcomes.changes import marking as reissuing
from participation.outcomes.formal import actions as formal
from participation.outcomes.models import ExecutionState, ExecutionStep, Outcome, OutcomeState
from participation.outcomes.rules import Decision, NotReady, Situation
from participation.outcomes.second_look import actions as looking_again
from participation.outcomes.texts import actions as texts
from participation.outcomes.texts import queries as library
from participation.refusals import Conflict

ROWS = ("path", "criterion", "fixed_point", "constraint", "bring_in")
"""What a decision names as a row of its own."""


class AlreadyAnswered(Conflict):
    """Somebody published an answer to this point since the form was opened; `outcome` is that answer."""

    def __init__(self, outcome: Outcome) -> None:
        who = outcome.published_by.name if outcome.published_by else "Een collega"
        super().__init__(
            f"{who} heeft dit punt intussen beantwoord. Uw tekst staat er nog. Lees eerst het antwoord dat er nu is."
        )
        self.outcome = outcome


class DraftChanged(Conflict):
    """Somebody saved another draft of this point since the form was opened; `draft` is that draft."""

    def __init__(self, draft: Outcome) -> None:
        who = draft.written_by.name if draft.written_by else "Een collega"
        super().__init__(
            f"{who} heeft intussen een ander concept bewaard. Uw tekst staat er nog. Lees eerst dat concept."
        )
        self.draft = draft


def mark_of(draft: Outcome | None) -> str:
    """What a form carries to notice that a draft changed in the meantime; empty when there is none."""
    return f"{draft.id}/{draft.written_at.astimezone(UTC).isoformat()}" if draft else ""


def save_draft(
    point: Point, decision: Decision, *, actor: User | None, now: datetime, base_draft: str | None = None
) -> Outcome:
    """Keep what was written so far; nobody outside sees it. Anything may still be missing.

    Without an *actor* it came from an import. Refuses (`DraftChanged`) when *base_draft*, the mark of the draft that
    the writer had before them, is no longer the newest; without a mark the last writer wins.
    """
    hold(point.contribution)
    draft = _same_draft(_answers_to(point).draft, base_draft) or Outcome(point=point, state=OutcomeState.draft)
    _write(draft, decision, actor, now)
    db.session.flush()
    _record("outcome.drafted", point, actor, now, outcome_id=draft.id)
    return draft


def publish(
    point: Point, decision: Decision, *, base_version: int, actor: User, now: datetime, base_draft: str | None = None,
    base_parts: str | None = None,
) -> Outcome:  # fmt: skip
    """Answer one point, for everybody to read: the next version, with a reason, a name and a day.

    *base_version* is the version the writer saw (0: none). Keeps the promises that this answer keeps, makes the ones
    it makes, and tells the resident who left an e-mail address (again, when it is a correction: I24). An answer that a
    change of the room asked for is given with it. Blocks of the library that it begins with count as used. The parts
    of colleagues who were brought in go along as they wrote them (`helping`), each with a name.
    Refuses: `NotReady` with everything that is missing; `AlreadyAnswered` when a newer version is there;
    `DraftChanged` when a colleague saved another draft meanwhile, `helping.PartsChanged` another part; `SameHand`
    while the resident waits for a second look by somebody else.
    """
    hold(point.contribution)
    current, draft = _answers_to(point)
    if current is not None and (current.version or 0) > base_version:
        raise AlreadyAnswered(current)
    _same_draft(draft, base_draft)
    if current is not None:
        looking_again.refuse_first_hand(current, actor)
    helped = helping.of(point)
    helping.refuse_changed(helped, base_parts)
    decision = rules.only_what_belongs(decision)
    begun_from = _judged(point, decision, helped, now)
    parts = helping.parts_for(decision.kind, helped)
    version = (current.version or 0) + 1 if current else 1
    whole = helping.through(decision, helped)
    outcome = _publish(point, draft, whole, parts=parts, version=version, actor=actor, now=now)
    helping.settle(parts, helped, now=now)
    _make_current(point, outcome)
    _settle(outcome, current, actor, now)
    if begun_from:
        texts.note_use(begun_from, now=now)
    return outcome


def _settle(outcome: Outcome, before: Outcome | None, actor: User, now: datetime) -> None:
    """What follows from an answer that is there: the history, the promises, what waited for it, and who is told."""
    point = outcome.point
    _record(
        "outcome.published" if before is None else "outcome.corrected", point, actor, now, why=outcome.reason,
        outcome_id=outcome.id, version=outcome.version, outcome_kind=point.outcome_kind,
        received_on=clock.local(point.contribution.received_at).date().isoformat(),
    )  # fmt: skip
    promising.settle(outcome, before=before, actor=actor, now=now)
    if before is not None:
        looking_again.settle(before, outcome, actor=actor, now=now)
        reissuing.settle(point.id, now=now)
    messages.tell_outcome(outcome, corrects=before is not None, now=now)
    if outcome.formal_kind is not None:
        formal.pass_on(outcome, before=before, now=now)


def _judged(point: Point, decision: Decision, helped: Sequence[BringIn], now: datetime) -> frozenset[int]:
    """Refuse (`NotReady`) what may not go out yet; which blocks of the library the reason begins with."""
    standard = library.standard_in(decision.reason)
    situation = situation_of(point, today=clock.local(now).date(), standard=standard.pieces, helped=helped)
    found = rules.missing(decision, situation)
    if found:
        raise NotReady(found)
    return standard.texts


def record_execution(
    point: Point, state: ExecutionState, *, on: date, note: str = "", evidence: str = "", actor: User, now: datetime
) -> ExecutionStep:
    """Write down what became of an adopted point on the day *on* (Netherlands), and tell the resident (I19).

    Refuses (`NotReady`): a point that was not adopted, a day to come, *done* without evidence, *lapsed* without a
    reason, and a step after the end.
    """
    hold(point.contribution)
    current = current_outcome(point)
    last = last_step(point, current)
    found = rules.execution_missing(
        state, on=on, note=note, evidence=evidence, kind=current.kind if current else None,
        last=last.state if last else None, today=clock.local(now).date(),
    )  # fmt: skip
    if found:
        raise NotReady(found)
    step = ExecutionStep(
        point_id=point.id, state=state, on=on, note=note.strip(), evidence=evidence.strip(), recorded_by=actor, at=now
    )
    db.session.add(step)
    db.session.flush()
    _record("execution.recorded", point, actor, now, why=step.note, step_id=step.id, state=state.value,
            on=on.isoformat())  # fmt: skip
    messages.tell_execution(point, step, now=now)
    return step


def current_outcome(point: Point) -> Outcome | None:
    """The newest published answer to *point*, as the database has it now."""
    return db.session.scalar(
        select(Outcome)
        .where(Outcome.point_id == point.id, Outcome.state == OutcomeState.published)
        .order_by(Outcome.version.desc())
        .limit(1)
    )


def last_step(point: Point, current: Outcome | None) -> ExecutionStep | None:
    """The newest step in the work since *current* was published: a new decision starts anew."""
    if current is None or current.published_at is None:
        return None
    return db.session.scalar(
        select(ExecutionStep)
        .where(ExecutionStep.point_id == point.id, ExecutionStep.at >= current.published_at)
        .order_by(ExecutionStep.id.desc())
        .limit(1)
    )


def situation_of(
    point: Point, *, today: date, standard: frozenset[str] = frozenset(), helped: Sequence[BringIn] = ()
) -> Situation:
    """Everything that is judged together with a decision about *point*, on the day *today* (Netherlands)."""
    contribution = point.contribution
    return Situation(
        point=point, track=contribution.track, room=contribution.track.room, contact=contribution.track.contact,
        received_on=clock.local(contribution.received_at).date(), today=today, standard=standard,
        elsewhere=frozenset(helping.elsewhere(helped)),
    )  # fmt: skip


class _Answers(NamedTuple):
    """The newest published answer to a point, and the draft, as the database has them now."""

    current: Outcome | None
    draft: Outcome | None


@cache
def _answers() -> Select[Outcome]:
    return (
        select(Outcome)
        .where(Outcome.point_id == bindparam("point"))
        .order_by(Outcome.version.desc())
        .execution_options(populate_existing=True)
    )


def _answers_to(point: Point) -> _Answers:
    found = db.session.scalars(_answers(), {"point": point.id}).all()
    published = (outcome for outcome in found if outcome.state is OutcomeState.published)
    drafts = (outcome for outcome in found if outcome.state is OutcomeState.draft)
    return _Answers(next(published, None), next(drafts, None))


def _same_draft(draft: Outcome | None, base_draft: str | None) -> Outcome | None:
    if draft is not None and base_draft is not None and mark_of(draft) != base_draft:
        raise DraftChanged(draft)
    return draft


def _write(outcome: Outcome, decision: Decision, actor: User | None, now: datetime) -> None:
    for name, value in vars(decision).items():
        setattr(outcome, name, value)
    outcome.written_by, outcome.written_at = actor, now
    db.session.add(outcome)


def _publish(
    point: Point, draft: Outcome | None, decision: Decision, *, parts: helping.Parts, version: int, actor: User,
    now: datetime,
) -> Outcome:  # fmt: skip
    """The draft becomes the answer; without a draft the answer is written at once."""
    if draft is None:
        values = {
            "point_id": point.id, "state": OutcomeState.published, "version": version, "written_by_id": actor.id,
            "written_at": now, "published_by_id": actor.id, "published_at": now, "parts": parts,
            **_columns(decision),
        }  # fmt: skip
        return _as_stored({"id": write_row(Outcome, **values), **values})
    _write(draft, decision, actor, now)
    draft.state, draft.version, draft.parts = OutcomeState.published, version, parts
    draft.published_by, draft.published_at = actor, now
    db.session.flush()
    return draft


def _as_stored(row: dict[str, Any]) -> Outcome:
    """The answer as the session would have read it from *row*, without reading what was written a moment ago."""
    outcome = Outcome()
    vars(outcome).update(row)  # As loading does: these are no changes that still have to be written.
    make_transient_to_detached(outcome)
    db.session.add(outcome)
    return outcome


def _columns(decision: Decision) -> dict[str, Any]:
    """*decision* as it is stored: a row that it names by the number of that row."""
    return {
        name if name not in ROWS else f"{name}_id": value if name not in ROWS or value is None else value.id
        for name, value in vars(decision).items()
    }


def _make_current(point: Point, outcome: Outcome) -> None:
    assert outcome.kind is not None
    named = {"outcome_id": outcome.id, "outcome_kind": outcome.kind.value}
    db.session.execute(_naming_current(), {"point": point.id, **named})
    for name, value in named.items():
        set_committed_value(point, name, value)


@cache
def _naming_current() -> Update:
    point: Any = Point.__table__
    values: dict[str, Any] = {name: bindparam(name) for name in ("outcome_id", "outcome_kind")}
    return update(point).where(point.c.id == bindparam("point")).values(values)


def _record(kind: str, point: Point, actor: User | None, now: datetime, *, why: str = "", **data: object) -> None:
    history.record(
        kind, now=now, actor=actor, who=None if actor else history.Who.system, track_id=point.track_id,
        contribution_id=point.contribution_id, point_id=point.id, why=why, **data,
    )  # fmt: skip
