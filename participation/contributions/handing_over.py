"""What one colleague was handling in a track goes to another; words, answers and history stay (I20, I33)."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from participation import clock, history
from participation.accounts.models import User
from participation.contributions.bringing_in.actions import USUAL_DAYS
from participation.contributions.bringing_in.models import BringIn, BringInState
from participation.contributions.models import Contribution, Point
from participation.db import db

LEFT = "{name} doet dit werk niet meer. De vraag komt bij u terug."
PASSED_ON = "{name} zei hier ja op en doet dit werk niet meer. Neemt u het over? Dit was de vraag: {question}"


def hand_over_handled(track_id: int, before: User, to: User, *, actor: User, now: datetime) -> None:
    """Let *to* handle everything in the track that *before* handles, in a fixed number of statements.

    Each contribution gets its own event. What a resident took back stays as it was.
    """
    mine = (
        Contribution.track_id == track_id,
        Contribution.handler_id == before.id,
        Contribution.withdrawn_at.is_(None),
    )
    about = select(Contribution.track_id, Contribution.id).where(*mine).subquery()
    history.record_each(
        "contribution.assigned", about, actor=actor, now=now, handler_id=to.id, before_id=before.id
    )  # fmt: skip
    db.session.execute(update(Contribution).where(*mine).values(handler_id=to.id))


def hand_over_bring_ins(track_id: int, before: User, to: User, *, actor: User, now: datetime) -> None:
    """Ask *to* what colleagues asked *before*: a yes cannot be handed over, so *to* is asked anew (I20).

    What *to* asked in the first place comes back to *to*.
    """
    for asked in db.session.scalars(waiting_for(before).where(Point.track_id == track_id)).unique():
        _pass_on(asked, before, to, actor=actor, now=now)


def waiting_for(user: User) -> Any:
    """The questions of colleagues that *user* still has to do something with: asked, or a yes without an answer yet."""
    return (
        select(BringIn)
        .join(Point, Point.id == BringIn.point_id)
        .join(Contribution, Contribution.id == Point.contribution_id)
        .where(BringIn.colleague_id == user.id, still_waits())
        .order_by(BringIn.id)
    )


def still_waits() -> Any:
    """Asked and not answered; or accepted, with no answer to the resident yet, and nobody else asked after it."""
    later = BringIn.__table__.alias("later")
    asked_after = (
        select(later.c.id)
        .where(later.c.point_id == BringIn.point_id, later.c.id > BringIn.id)
        .correlate(BringIn)
        .exists()
    )
    accepted = (
        (BringIn.state == BringInState.accepted)
        & (Point.outcome_id.is_(None) | (Point.outcome_kind == "brought_in"))
        & ~asked_after
    )
    return Contribution.withdrawn_at.is_(None) & ((BringIn.state == BringInState.asked) | accepted)


def _pass_on(asked: BringIn, before: User, to: User, *, actor: User, now: datetime) -> None:
    """Give the question back to who asked it, or ask *to*; the name of who asked stays under it.

    What somebody took up for a team or a track is asked of that team or track anew.
    """
    for_others = asked.department_id is not None or asked.to_track_id is not None
    goes_back, question = to.id == asked.asked_by_id and not for_others, asked.question
    if asked.state is BringInState.accepted and not goes_back:
        question = PASSED_ON.format(name=before.name, question=question)
    else:
        asked.state, asked.answer, asked.answered_at = BringInState.declined, LEFT.format(name=before.name), now
        _record("bring_in.declined", asked, actor, now, why=asked.answer)
    if not goes_back:
        again = BringIn(
            point=asked.point, colleague=None if for_others else to, department=asked.department,
            to_track=asked.to_track, asked_by=asked.asked_by, asked_at=now, question=question,
            due_on=clock.working_days_after(clock.local(now).date(), USUAL_DAYS),
        )  # fmt: skip
        db.session.add(again)
        db.session.flush()
        _record("bring_in.asked", again, actor, now)


def _record(kind: str, bring_in: BringIn, actor: User, now: datetime, *, why: str = "") -> None:
    point = bring_in.point
    history.record(
        kind, actor=actor, now=now, why=why, track_id=point.track_id, contribution_id=point.contribution_id,
        point_id=point.id, colleague_id=bring_in.colleague_id, bring_in_id=bring_in.id, party=bring_in.party,
    )  # fmt: skip
