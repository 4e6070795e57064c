"""What is about to break is said in time: first to who keeps it, then to the coordinators, then to the directors.

`Promise.reminded` is the memory: a promise takes each step once, in the transaction in which its mails are made. So a
worker that stood still for days tells everything that it missed, and nothing twice. One mail per person per round.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, or_, select, update

from participation import clock, mail
from participation.accounts.models import Role, User
from participation.config import Municipality
from participation.contributions.models import Contribution, number_of
from participation.db import db
from participation.promises.models import Promise, PromiseKind
from participation.refusals import Refused
from participation.tracks.models import Track

MAIL = "promises_to_keep"
COORDINATOR_DAYS = 2
FEW = 3
WORDS = 120
OWNER, COORDINATOR, DIRECTOR = 1, 2, 3
log = logging.getLogger(__name__)


class _Taken(NamedTuple):
    """A promise that takes the next step now."""

    id: int
    owner_id: int | None
    track_id: int
    due: date
    step: int


@dataclass(frozen=True)
class Owing:
    """One promise in the mail: the day, what it is about, and where to keep it."""

    due: date
    is_late: bool
    words: str
    path: str
    owner: str


@dataclass(frozen=True)
class InTrack:
    """A track with the first of its promises; `has_more` when there are others."""

    title: str
    slug: str
    promises: Sequence[Owing]
    has_more: bool


def remind(now: datetime, terms: Municipality) -> list[str]:
    """Take every step whose day has come, and queue one mail for each person; returns their names.

    The owner hears it `terms.remind_days` working days before the last day, the coordinators two working days before
    (and in the place of an owner who is not there), the directors when it broke.
    """
    today = clock.local(now).date()
    taken = _take_the_steps(today, terms)
    if not taken:
        return []
    people = {user.id: user for user in db.session.scalars(select(User))}
    told = _by_person(taken, [user for user in people.values() if user.active])
    for user_id, rows in sorted(told.items()):
        is_late = any(row.due < today for row in rows.values())
        context = {"tracks": _in_tracks(rows.values(), today, people), "is_late": is_late}
        try:
            mail.queue(MAIL, to=people[user_id].email, language="nl", now=now, context=context)
        except Refused:  # An address that is none keeps nobody else from hearing it; the promise stays in every list.
            log.warning("Reminder: the address of colleague %s is no address", user_id)
    return [people[user_id].name for user_id in sorted(told)]


def _take_the_steps(today: date, terms: Municipality) -> list[_Taken]:
    """Each step in turn, so that a promise that waited too long takes more than one in this round."""
    soon = clock.working_days_after(today, terms.remind_days)
    at_work = Promise.owner_id.in_(select(User.id).where(User.active))
    nobody = or_(Promise.owner_id.is_(None), ~at_work)
    return [
        *_take(OWNER, soon, at_work),
        *_take(COORDINATOR, soon, Promise.reminded == 0, nobody),
        *_take(COORDINATOR, clock.working_days_after(today, COORDINATOR_DAYS), Promise.reminded == OWNER),
        *_take(DIRECTOR, today - timedelta(days=1), Promise.reminded == COORDINATOR),
    ]


def _take(step: int, until: date, *which: ColumnElement[bool]) -> list[_Taken]:
    wanted: tuple[ColumnElement[bool], ...] = (Promise.reminded == 0, *which) if step == OWNER else which
    rows = db.session.execute(
        update(Promise)
        .where(Promise.kept_at.is_(None), Promise.due <= until, *wanted)
        .values(reminded=step)
        .returning(Promise.id, Promise.owner_id, Promise.track_id, Promise.due),
        execution_options={"synchronize_session": False},
    )
    return [_Taken(*row, step) for row in rows]


def _by_person(taken: Iterable[_Taken], people: Sequence[User]) -> dict[int, dict[int, _Taken]]:
    """Who is told what. Somebody with two parts in it (an owner who coordinates) reads each promise once."""
    coordinators = [user.id for user in people if user.role is Role.coordinator]
    directors = [user.id for user in people if user.role is Role.director]
    whom = {COORDINATOR: coordinators or directors, DIRECTOR: directors or coordinators}
    told: dict[int, dict[int, _Taken]] = defaultdict(dict)
    for row in taken:
        for user_id in [row.owner_id] if row.step == OWNER and row.owner_id else whom[row.step]:
            told[user_id][row.id] = row
    return told


def _in_tracks(rows: Iterable[_Taken], today: date, people: Mapping[int, User]) -> list[InTrack]:
    """The first few of each track, the track with the first to break in front."""
    by_track: dict[int, list[_Taken]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.due, row.id)):
        by_track[row.track_id].append(row)
    tracks = {track.id: track for track in db.session.scalars(select(Track).where(Track.id.in_(by_track)))}
    words = _words([row.id for few in by_track.values() for row in few[:FEW]])
    return [
        InTrack(
            title=tracks[track_id].title, slug=tracks[track_id].slug, has_more=len(found) > FEW,
            promises=[_owing(row, words[row.id], tracks[track_id], today, people) for row in found[:FEW]],
        )
        for track_id, found in by_track.items()
    ]  # fmt: skip


def _words(ids: Sequence[int]) -> dict[int, Any]:
    """What each promise is about: the resident's first words, or our own to everybody."""
    return {
        row.id: row
        for row in db.session.execute(
            select(
                Promise.id,
                Promise.kind,
                Promise.text,
                Contribution.id.label("contribution_id"),
                Contribution.received_at,
                func.substr(Contribution.original_text, 1, WORDS + 1).label("said"),
            )
            .outerjoin(Contribution, Contribution.id == Promise.contribution_id)
            .where(Promise.id.in_(ids))
        )
    }


def _owing(row: _Taken, words: Any, track: Track, today: date, people: Mapping[int, User]) -> Owing:
    path, said = f"/werk/trajecten/{track.slug}", words.text or PromiseKind(words.kind).label
    if words.contribution_id is not None:
        path, said = f"/werk/bijdragen/{number_of(words.contribution_id, words.received_at)}", _first(words.said)
    owner = people[row.owner_id].name if row.owner_id else ""
    return Owing(due=row.due, is_late=row.due < today, words=said, path=path, owner=owner)


def _first(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= WORDS else line[:WORDS].rsplit(" ", 1)[0] + " …"
