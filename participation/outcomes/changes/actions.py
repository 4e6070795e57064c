"""A changed room comes in force, and everything that rested on the old one follows: promises, answers, people (I23).

This stands above the tracks because an answer knows the room, and the room knows no answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from participation import clock, history
from participation.accounts.models import User
from participation.config import Municipality
from participation.contributions.models import Contribution
from participation.db import db
from participation.outcomes.changes import marking as reissuing
from participation.tracks.actions.changing import must_be_publishable
from participation.tracks.actions.holding import hold
from participation.tracks.change import RoomChange
from participation.tracks.differences import Difference
from participation.tracks.notices import NoticeKind, tell_everybody
from participation.tracks.promising import follow_the_room
from participation.tracks.room import RoomState
from participation.tracks.terms import keep_the_terms


def publish_change(change: RoomChange, *, actor: User, now: datetime, terms: Municipality) -> RoomChange:
    """Put the new version in force: from now on residents read it, and the one before stays readable.

    The days it names move along with its reason (I25), answers that rest on what changed are marked to be given again
    and never rewritten (I24), and everybody who took part is told (I23). One event: `room.changed`.
    Refused: what `tracks.actions.changing.must_be_publishable` names.
    """
    track, room = change.room.track, change.room
    hold(track)
    hold(change)
    hold(room)
    found = must_be_publishable(change, today=clock.local(now).date(), terms=terms)
    if room.state is RoomState.draft:
        keep_the_terms(room)
        room.state, room.submitted_at, room.approved_at = RoomState.approved, now, now
    room.published_at, track.room = now, room
    change.published_by, change.published_at = actor, now
    db.session.flush()
    moved = follow_the_room(change, actor, now)
    marked = reissuing.mark(change, found, now=now)
    assert change.direction is not None
    tell_everybody(track, NoticeKind.room_changed, change.reason, actor=actor, now=now, change_id=change.id,
                   direction=change.direction.value, moved=moved)  # fmt: skip
    history.record("room.changed", actor=actor, now=now, track_id=track.id, why=change.reason, change_id=change.id,
                   version=room.version, direction=change.direction.value, decided_by=change.decided_by,
                   marked=marked)  # fmt: skip
    db.session.flush()
    return change


@dataclass(frozen=True)
class WhoIsTold:
    """The kinds of people whom a change reaches, to be said in words: how many there are is of no use here."""

    took_part: bool
    answered_again: bool


def who_is_told(change: RoomChange, found: Sequence[Difference]) -> WhoIsTold:
    """Whom this change would reach if it came in force now."""
    somebody = select(Contribution.id).where(
        Contribution.track_id == change.track_id, Contribution.withdrawn_at.is_(None)
    )
    return WhoIsTold(
        took_part=db.session.scalar(somebody.limit(1)) is not None,
        answered_again=reissuing.may_touch(change, found),
    )
