"""Nobody has to remember who did not answer: the worker reminds, tells who asked, and brings back what cannot be."""

import logging
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, or_, select

from participation import clock, history
from participation.contributions.bringing_in import messages
from participation.contributions.bringing_in.actions import give_back
from participation.contributions.bringing_in.models import BringIn, BringInState
from participation.contributions.bringing_in.rules import INTERIM, RUNS
from participation.contributions.holding import hold
from participation.contributions.models import Contribution, Point
from participation.db import db
from participation.tracks.models import Track, TrackState

log = logging.getLogger(__name__)
AT_ONCE = 50
A_WEEK = 7
STOPPED = "Het traject ‘{title}’ is gestopt. Dit is waarom: {reason}"
OVER = "Het traject ‘{title}’ is afgesloten. Het kan niets meer meenemen."


def remind_bring_ins(now: datetime) -> list[str]:
    """Remind who was asked and let the day pass: once after that day, and then once a week; say what was done.

    Who asked hears each time that there is no answer: it stays with the first contact. A worker that was down for days
    catches up with one reminder. One question that fails is told in its own line and does not stop the others.
    """
    today, done = clock.local(now).date(), []
    for bring_in in db.session.scalars(_overdue(today)).unique().all():
        try:
            with db.session.begin_nested():
                _remind(bring_in, now)
            done.append(f"bring-in {bring_in.id}: {bring_in.party} was reminded.")
        except Exception:  # A fault in one question must not keep the others waiting; it is in the log with its trace.
            log.exception("Could not remind about bring-in %s.", bring_in.id)
            done.append(f"bring-in {bring_in.id}: not reminded, because of a fault. See the log.")
    return done


def _overdue(today: date) -> Select[BringIn]:
    before = clock.start_of(today - timedelta(days=A_WEEK - 1))
    return (
        select(BringIn)
        .join(Point, Point.id == BringIn.point_id)
        .join(Contribution, Contribution.id == Point.contribution_id)
        .where(
            BringIn.state == BringInState.asked, BringIn.due_on < today, Contribution.withdrawn_at.is_(None),
            or_(BringIn.reminded_at.is_(None), BringIn.reminded_at < before),
        )
        .order_by(BringIn.due_on, BringIn.id)
        .limit(AT_ONCE)
    )  # fmt: skip


def _remind(bring_in: BringIn, now: datetime) -> None:
    hold(bring_in.point.contribution)
    bring_in.reminded_at = now
    point = bring_in.point
    history.record(
        "bring_in.reminded", who=history.Who.system, now=now, track_id=point.track_id, point_id=point.id,
        contribution_id=point.contribution_id, bring_in_id=bring_in.id, party=bring_in.party,
    )  # fmt: skip
    messages.ask(bring_in, now=now, again=True)
    messages.tell_asker(bring_in, messages.LATE, now=now)
    db.session.flush()


def bring_back(now: datetime) -> list[str]:
    """What a track was asked to take along, or took along, comes back when that track no longer runs (I20, I22).

    Only while nothing final was said: an answer that residents read stays what it was.
    """
    done = []
    for bring_in in db.session.scalars(_in_tracks_that_ended()).unique().all():
        assert bring_in.to_track is not None
        give_back(bring_in, _why(bring_in.to_track), now=now)
        done.append(f"bring-in {bring_in.id}: came back from {bring_in.to_track.slug}.")
    return done


def _why(track: Track) -> str:
    if track.state is TrackState.stopped:
        return STOPPED.format(title=track.title, reason=track.stop_reason)
    return OVER.format(title=track.title)


def _in_tracks_that_ended() -> Select[BringIn]:
    ended: Any = select(Track.id).where(Track.state.not_in(RUNS))
    nothing_final = or_(Point.outcome_id.is_(None), Point.outcome_kind.in_(INTERIM))
    return (
        select(BringIn)
        .join(Point, Point.id == BringIn.point_id)
        .join(Contribution, Contribution.id == Point.contribution_id)
        .where(
            BringIn.to_track_id.in_(ended), BringIn.state.in_((BringInState.asked, BringInState.accepted)),
            Contribution.withdrawn_at.is_(None), nothing_final,
        )
        .order_by(BringIn.id)
        .limit(AT_ONCE)
    )  # fmt: skip
