"""Answering residents: write, publish, correct, and follow what was adopted until it is done.

Everything happens in the caller's one transaction, behind a lock on the contribution: of two people who publish at
once one wins, and the other hears who was first. A published outcome is never changed; a correction is a new version.
"""

from datetime import UTC, date, datetime

from sqlalchemy import inspect, select

from participation import clock, history
from participation.accounts.models import User
from participation.contributions.models import Contribution, Point
from participation.db import db
from participation.outcomes import messages, promising, rules
from participation.outcomes.models import ExecutionState, ExecutionStep, Outcome, OutcomeState
from participation.outcomes.rules import Decision, NotReady, Situation
from participation.refusals import Conflict


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
    _hold(point)
    draft = _draft_for(point, base_draft)
    _write(draft, decision, actor, now)
    db.session.flush()
    _record("outcome.drafted", point, actor, now, outcome_id=draft.id)
    return draft


def publish(
    point: Point, decision: Decision, *, base_version: int, actor: User, now: datetime, base_draft: str | None = None
) -> Outcome:
    """Answer one point, for everybody to read: the next version, with a reason, a name and a day.

    *base_version* is the version the writer saw (0: none). Keeps the promises that this answer keeps, makes the ones
    it makes, and tells the resident who left an e-mail address (again, when it is a correction: I24).
    Refuses: `NotReady` with everything that is missing; `AlreadyAnswered` when a newer version is there;
    `DraftChanged` when a colleague saved another draft meanwhile.
    """
    contribution = _hold(point)
    current = current_outcome(point)
    if current is not None and (current.version or 0) > base_version:
        raise AlreadyAnswered(current)
    draft = _draft_for(point, base_draft)
    decision = rules.only_what_belongs(decision)
    found = rules.missing(decision, situation_of(point, today=clock.local(now).date()))
    if found:
        raise NotReady(found)
    outcome = _publish(draft, decision, (current.version or 0) + 1 if current else 1, actor, now)
    _make_current(point, outcome)
    corrects = current is not None
    _record(
        "outcome.corrected" if corrects else "outcome.published", point, actor, now, why=outcome.reason,
        outcome_id=outcome.id, version=outcome.version, outcome_kind=point.outcome_kind,
        received_on=clock.local(contribution.received_at).date().isoformat(),
    )  # fmt: skip
    promising.settle(outcome, before=current, actor=actor, now=now)
    messages.tell_outcome(outcome, corrects=corrects, now=now)
    return outcome


def record_execution(
    point: Point, state: ExecutionState, *, on: date, note: str = "", evidence: str = "", actor: User, now: datetime
) -> ExecutionStep:
    """Write down what became of an adopted point on the day *on* (Netherlands), and tell the resident (I19).

    Refuses (`NotReady`): a point that was not adopted, a day to come, *done* without evidence, *lapsed* without a
    reason, and a step after the end.
    """
    _hold(point)
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


def situation_of(point: Point, *, today: date) -> Situation:
    """Everything that is judged together with a decision about *point*, on the day *today* (Netherlands)."""
    contribution = point.contribution
    return Situation(
        point=point, track=contribution.track, room=contribution.track.room, contact=contribution.track.contact,
        received_on=clock.local(contribution.received_at).date(), today=today,
    )  # fmt: skip


def _hold(point: Point) -> Contribution:
    """Let one writer at a time answer this contribution (on SQLite the whole transaction already does).

    Its own columns are read again behind the lock; its track and its room, which nobody changes meanwhile, are not.
    """
    contribution = point.contribution
    db.session.refresh(contribution, inspect(Contribution).column_attrs.keys(), with_for_update=True)
    return contribution


def _draft_for(point: Point, base_draft: str | None) -> Outcome:
    draft = db.session.scalar(
        select(Outcome)
        .where(Outcome.point_id == point.id, Outcome.state == OutcomeState.draft)
        .execution_options(populate_existing=True)
    )
    if draft is not None and base_draft is not None and mark_of(draft) != base_draft:
        raise DraftChanged(draft)
    return draft or Outcome(point=point, state=OutcomeState.draft)


def _write(outcome: Outcome, decision: Decision, actor: User | None, now: datetime) -> None:
    for name, value in vars(decision).items():
        setattr(outcome, name, value)
    outcome.written_by, outcome.written_at = actor, now
    db.session.add(outcome)


def _publish(outcome: Outcome, decision: Decision, version: int, actor: User, now: datetime) -> Outcome:
    _write(outcome, decision, actor, now)
    outcome.state, outcome.version = OutcomeState.published, version
    outcome.published_by, outcome.published_at = actor, now
    db.session.flush()
    return outcome


def _make_current(point: Point, outcome: Outcome) -> None:
    assert outcome.kind is not None
    point.outcome_id, point.outcome_kind = outcome.id, outcome.kind.value
    db.session.flush()


def _record(kind: str, point: Point, actor: User | None, now: datetime, *, why: str = "", **data: object) -> None:
    history.record(
        kind, now=now, actor=actor, who=None if actor else history.Who.system, track_id=point.track_id,
        contribution_id=point.contribution_id, point_id=point.id, why=why, **data,
    )  # fmt: skip
