"""What an answer does to what was promised: it keeps the old word, and an interim answer gives a new one (I21, I25)."""

from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, exists, select

from participation import clock
from participation.accounts.models import User
from participation.contributions.models import Contribution, Point
from participation.db import db
from participation.outcomes.models import Outcome, OutcomeKind
from participation.promises import actions as promises
from participation.promises.models import Promise, PromiseKind
from participation.tracks.models import Track, TrackState

NEWS = {OutcomeKind.decided_later: PromiseKind.later_decision, OutcomeKind.brought_in: PromiseKind.brought_in}
TAKES_NO_MORE = (TrackState.answering, TrackState.stopped, TrackState.closed, TrackState.archived)


def settle(outcome: Outcome, *, before: Outcome | None, actor: User, now: datetime) -> None:
    """Keep and make the promises that go with *outcome*, which replaced *before* as the answer to its point."""
    point = outcome.point
    contribution = point.contribution
    promised = promises.open_promises(point.contribution_id)
    owed = _owed_about(point, promised)
    if not _same_promise_later(outcome, owed, actor, now):
        for promise in owed:
            promises.keep(promise, now=now, actor=actor)
        _promise_news(outcome, actor, now)
    if not _still_waits(contribution):
        _keep_answer(contribution, promised, actor, now)


def _owed_about(point: Point, promised: list[Promise]) -> list[Promise]:
    """News about this very point that is still to come; a second look has an answer of its own."""
    return [
        promise for promise in promised if promise.point_id == point.id and promise.kind is not PromiseKind.second_look
    ]


def _same_promise_later(outcome: Outcome, owed: list[Promise], actor: User, now: datetime) -> bool:
    """An interim answer of the same kind moves the promise, as long as its day has not come."""
    kind = NEWS.get(outcome.kind) if outcome.kind else None
    today = clock.local(now).date()
    same = [promise for promise in owed if promise.kind is kind and promise.due > today]
    if len(same) != 1 or len(owed) != 1 or outcome.later_on is None:
        return False
    if same[0].due != outcome.later_on:
        promises.change_day(same[0], outcome.later_on, reason=outcome.reason, actor=actor, now=now)
    return True


def _promise_news(outcome: Outcome, actor: User, now: datetime) -> None:
    kind = NEWS.get(outcome.kind) if outcome.kind else None
    if kind is None or outcome.later_on is None:
        return
    contribution = outcome.point.contribution
    promises.make(
        kind, due=outcome.later_on, track_id=contribution.track_id, department_id=contribution.track.department_id,
        owner_id=contribution.handler_id or actor.id, now=now, contribution_id=contribution.id,
        point_id=outcome.point_id, actor=actor,
    )  # fmt: skip


def _still_waits(contribution: Contribution) -> bool:
    return bool(db.session.scalar(_waiting(), {"contribution": contribution.id}))


@cache
def _waiting() -> Select[bool]:
    point = Point.__table__.c
    return select(exists().where(point.contribution_id == bindparam("contribution"), point.outcome_id.is_(None)))


def _keep_answer(contribution: Contribution, promised: list[Promise], actor: User, now: datetime) -> None:
    """Every point has its answer: the resident was answered, and perhaps everybody in the track was."""
    for promise in promised:
        if promise.kind is PromiseKind.answer:
            promises.keep(promise, now=now, actor=actor)
    keep_track_answer(contribution.track, actor=actor, now=now)


def keep_track_answer(track: Track, *, actor: User | None, now: datetime) -> bool:
    """Keep "everybody who reacts gets an answer" when the track takes no more and nobody waits; say whether it did."""
    if track.state not in TAKES_NO_MORE:
        return False
    db.session.flush()
    if promises.first_open(track.id, PromiseKind.answer) is not None:
        return False
    owed = promises.first_open(track.id, PromiseKind.track_answer)
    if owed is not None:
        promises.keep(owed, now=now, actor=actor)
    return owed is not None


def keep_track_answers(now: datetime) -> list[str]:
    """The same for every track that is waiting for answers, by the clock: the last answer may have come before the
    track closed, or nobody reacted at all, or the last one took it back. Returns the addresses of what was kept."""
    waiting = select(Track).where(Track.state.in_(TAKES_NO_MORE[:2])).order_by(Track.id)
    return [track.slug for track in db.session.scalars(waiting) if keep_track_answer(track, actor=None, now=now)]
