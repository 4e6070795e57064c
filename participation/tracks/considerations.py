"""Ending a consideration, and finding it back: whoever did not ask residents says why, with a name and in public."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from participation import history
from participation.accounts.models import User
from participation.db import db
from participation.refusals import Refused
from participation.tracks import declaring
from participation.tracks.actions import draft_of
from participation.tracks.considering import Choice, Consideration
from participation.tracks.models import Track
from participation.tracks.rules import Problem
from participation.tracks.rules import considering as rules
from participation.tracks.rules.considering import Reply
from participation.tracks.vocabulary import Level

PAGE = 20
TOLD = (Choice.inform, Choice.leave)
"""The endings that residents can read: those in which they were not asked."""


class NotConsidered(Refused):
    """Something is not answered, or this ending is not honest; `problems` names each field."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems[0].sentence, field=problems[0].field)
        self.problems = tuple(problems)


def end_consideration(
    title: str,
    replies: Mapping[str, Reply | None],
    choice: Choice | None,
    reason: str,
    *,
    with_track: bool = False,
    actor: User,
    now: datetime,
) -> Consideration:
    """Record how it ended, with the reason. Asking goes on in a draft of a track that has its title and its why.

    Informing can go on in a draft as well (*with_track*), at the level "inform". Refused (`NotConsidered`): a question
    without answer, no choice, no reason, and asking while the outcome is fixed, whatever the reason (Gunning 1).
    """
    title, reason = title.strip(), reason.strip()
    if found := rules.problems(title, replies, choice, reason):
        raise NotConsidered(found)
    answered = {key: reply for key in rules.KEYS if (reply := replies[key]) is not None}
    assert choice is not None
    made = Consideration(
        title=title, answers={key: reply.value for key, reply in answered.items()}, choice=choice, reason=reason,
        advised=rules.advise(answered).choice, department=actor.department, made_by=actor, made_at=now,
    )  # fmt: skip
    if choice is Choice.ask or (choice is Choice.inform and with_track):
        made.track = _start(title, reason, Level.inform if choice is Choice.inform else None, actor, now)
    db.session.add(made)
    db.session.flush()
    history.record(
        "consideration.ended", actor=actor, now=now, track_id=made.track_id, why=reason, consideration_id=made.id,
        advised=made.advised.value, choice=choice.value,
    )  # fmt: skip
    db.session.flush()
    return made


def _start(title: str, why: str, level: Level | None, actor: User, now: datetime) -> Track:
    track = declaring.create_track(title=title, summary="", actor=actor, now=now)
    room = draft_of(track)
    assert room is not None
    room.why, room.level = why, level
    db.session.flush()
    return track


class Listed(NamedTuple):
    """One page of considerations, the newest first; `older` is the mark of the next page, None on the last."""

    rows: list[Consideration]
    older: int | None


_FEW = (Track.slug, Track.state, Track.title, Track.author_id, Track.department_id)


def _list() -> Select[Consideration]:
    return (
        select(Consideration)
        .options(
            joinedload(Consideration.department),
            joinedload(Consideration.made_by),
            joinedload(Consideration.track).load_only(*_FEW),
        )
        .order_by(Consideration.id.desc())
    )


def listed(*, choice: Choice | None = None, words: str = "", before: int | None = None) -> Listed:
    """How considerations ended, for colleagues: of one ending when *choice* is given, with *words* in the title."""
    track = joinedload(Consideration.track).load_only(*_FEW)
    statement = _list().options(track.selectinload(Track.members), track.selectinload(Track.departments))
    if choice is not None:
        statement = statement.where(Consideration.choice == choice)
    for word in words.lower().split():
        statement = statement.where(func.lower(Consideration.title).contains(word, autoescape=True))
    return _page(statement, before)


def not_asked(before: int | None = None) -> Listed:
    """What residents were not asked about, and why: told to them, or left."""
    return _page(_list().where(Consideration.choice.in_(TOLD)), before)


def _page(statement: Select[Consideration], before: int | None) -> Listed:
    if before is not None:
        statement = statement.where(Consideration.id < before)
    rows = list(db.session.scalars(statement.limit(PAGE + 1)))
    return Listed(rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None)
