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
from participation.accounts import absence
from participation.accounts.models import Absence, Role, User
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
    department_id: int
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

    The owner hears it `terms.remind_days` working days before the last day, and when the owner is not there that day,
    the deputy, or else the team; what waits for a team, the whole team hears. The coordinators hear it two working days
    before (and at once when nobody has it), the directors when it broke.
    """
    today = clock.local(now).date()
    taken = _take_the_steps(today, terms)
    if not taken:
        return []
    people = {user.id: user for user in db.session.scalars(select(User))}
    at_work = [user for user in people.values() if user.active]
    told = _by_person(taken, at_work, absence.not_there(today))
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
    has_people = Promise.department_id.in_(select(User.department_id).where(User.active))
    team = Promise.with_team & has_people
    nobody = or_(Promise.owner_id.is_(None) & ~team, ~at_work)
    return [
        *_take(OWNER, soon, or_(at_work, team)),
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
        .returning(Promise.id, Promise.owner_id, Promise.track_id, Promise.department_id, Promise.due),
        execution_options={"synchronize_session": False},
    )
    return [_Taken(*row, step) for row in rows]


def _by_person(
    taken: Iterable[_Taken], people: Sequence[User], away: Mapping[int, Absence]
) -> dict[int, dict[int, _Taken]]:
    """Who is told what. Somebody with two parts in it (an owner who coordinates) reads each promise once."""
    at_work = {user.id for user in people}
    coordinators = [user.id for user in people if user.role is Role.coordinator]
    directors = [user.id for user in people if user.role is Role.director]
    whom = {COORDINATOR: coordinators or directors, DIRECTOR: directors or coordinators}
    told: dict[int, dict[int, _Taken]] = defaultdict(dict)
    for row in taken:
        keepers = _keepers(row, people, at_work, away) if row.step == OWNER else []
        for user_id in keepers or whom[max(row.step, COORDINATOR)]:
            told[user_id][row.id] = row
    return told


def _keepers(row: _Taken, people: Sequence[User], at_work: set[int], away: Mapping[int, Absence]) -> list[int]:
    """Who can still keep it today: the owner, who stands in for the owner, or the team; nobody when all are away."""
    if row.owner_id is not None:
        absent = away.get(row.owner_id)
        there = row.owner_id if absent is None else absent.deputy_id
        if there in at_work:
            return [there]
    return [one.id for one in people if one.department_id == row.department_id and one.id not in away]


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
    if row.step == OWNER and not owner:
        team = next(one.department.name for one in people.values() if one.department_id == row.department_id)
        owner = f"afdeling {team}"
    return Owing(due=row.due, is_late=row.due < today, words=said, path=path, owner=owner)


def _first(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= WORDS else line[:WORDS].rsplit(" ", 1)[0] + " …"
