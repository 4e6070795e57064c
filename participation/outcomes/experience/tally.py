"""Counting what people expected and what it was like, so that no page has to: one track at a time, by the worker.

A track is counted anew when something happened in it since (`history.version_of`), from the rows as they are. So a
changed answer counts once, a contribution that was taken back no longer counts, and it does not matter how long the
worker was away or in which order others committed: what it missed is in the rows.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select

from participation import history
from participation.contributions.models import Contribution
from participation.db import db, writing
from participation.outcomes.experience import rules
from participation.outcomes.experience.models import Experience, Tally, TallyMark
from participation.outcomes.experience.queries import tallies
from participation.tracks.models import Track

SUBJECTS = (rules.EXPECTED, rules.INFLUENCED, rules.UNDERSTOOD, rules.AGAIN)
_CHANGED = (
    select(Track.id, history.version_of(Track.id), TallyMark.version)
    .outerjoin(TallyMark, TallyMark.track_id == Track.id)
    .order_by(Track.id)
)


def to_count() -> list[int]:
    """The tracks in which something happened since they were counted."""
    return [track_id for track_id, version, counted in db.session.execute(_CHANGED) if version != (counted or 0)]


def count_changed(now: datetime, *, stop: Callable[[], bool] = lambda: False) -> int:
    """Count every track in which something happened, each in a transaction of its own; return how many."""
    db.session.rollback()
    waiting = to_count()
    db.session.rollback()
    done = 0
    for track_id in waiting:
        if stop():
            break
        with writing():
            count(track_id, now)
        done += 1
    return done


def count(track_id: int, now: datetime) -> None:
    """Count one track in the caller's transaction. When what may be shown changes, that is one event of the track.

    The version is read before the rows: whatever comes in between makes the track wait to be counted again.
    """
    # Two workers take turns; whoever contributes to this track meanwhile does not wait.
    db.session.execute(select(Track.id).where(Track.id == track_id).with_for_update(key_share=True))
    version = db.session.scalar(select(history.version_of(track_id)))
    shown, counted = tallies(track_id), _counted(track_id)
    changed = []
    for subject in SUBJECTS:
        before = shown.get(subject, {})
        after = rules.may_be_shown(before, counted[subject])
        if after != before:
            changed.append(subject)
            _write(track_id, subject, after)
    _note(track_id, version or 0)
    if changed:
        history.record("experience.counted", who=history.Who.system, now=now, track_id=track_id, subjects=changed)
    db.session.flush()


def _counted(track_id: int) -> dict[str, Counter[str]]:
    """The answers as they stand now, of everybody who did not take the contribution back."""
    found: dict[str, Counter[str]] = {subject: Counter() for subject in SUBJECTS}
    for expectation, number in db.session.execute(
        select(Contribution.expectation, func.count())
        .where(
            Contribution.track_id == track_id,
            Contribution.expectation.is_not(None),
            Contribution.withdrawn_at.is_(None),
        )
        .group_by(Contribution.expectation)
    ):
        found[rules.EXPECTED][str(expectation)] = number
    answers = (Experience.influence, Experience.understood, Experience.again)
    rows = db.session.execute(
        select(*answers, func.count())
        .join(Experience.contribution)
        .where(Experience.track_id == track_id, Contribution.withdrawn_at.is_(None))
        .group_by(*answers)
    )
    for *values, number in rows:
        for subject, value in zip(SUBJECTS[1:], values, strict=True):
            if value is not None:
                found[subject][_word(value)] += number
    return found


def _word(value: Any) -> str:
    return str(getattr(value, "value", value))


def _write(track_id: int, subject: str, counts: rules.Counts) -> None:
    db.session.execute(delete(Tally).where(Tally.track_id == track_id, Tally.subject == subject))
    db.session.add_all(
        Tally(track_id=track_id, subject=subject, value=value, number=number) for value, number in counts.items()
    )
    db.session.flush()


def _note(track_id: int, version: int) -> None:
    mark = db.session.get(TallyMark, track_id, populate_existing=True) or TallyMark(track_id=track_id)
    mark.version = version
    db.session.add(mark)
