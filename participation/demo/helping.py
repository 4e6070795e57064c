"""Bringing somebody in, as the content tells it: a colleague, a team or another track, and their part of the answer."""

from datetime import datetime

from sqlalchemy import select

from participation.accounts.models import Department, User
from participation.contributions import actions
from participation.contributions.bringing_in.models import BringIn
from participation.contributions.models import Point
from participation.db import db
from participation.demo.content import Table
from participation.demo.days import Days
from participation.outcomes import actions as outcomes
from participation.outcomes.formal.actions import record_arrival
from participation.tracks.models import Track
from participation.tracks.room import LandingPath


def track_of(slug: str) -> Track:
    """The track with this address, as it stands now."""
    return db.session.scalars(select(Track).where(Track.slug == slug)).one()


def path_of(told: Table) -> LandingPath:
    """A landing path of a track: `{track = "…", path = 1}`."""
    room = track_of(told["track"]).room
    assert room is not None
    path: LandingPath = room.paths[told["path"] - 1]
    return path


def ask(told: Table, point: Point, people: dict[str, User], *, by: User, now: datetime) -> BringIn:
    """Ask who is named: `colleague`, `department` (by name) or `track` (by address)."""
    if "department" in told:
        team = db.session.scalars(select(Department).where(Department.name == told["department"])).one()
        return actions.ask_department(point, team, told["question"], actor=by, now=now)
    if "track" in told:
        return actions.take_along(point, track_of(told["track"]), told["question"], actor=by, now=now)
    return actions.ask_in(point, people[told["colleague"]], told["question"], actor=by, now=now)


def answer(told: Table, bring_in: BringIn, people: dict[str, User], days: Days, *, now: datetime) -> None:
    """Say yes (and perhaps write a `part`) or no; `answered_by` is who took it up for a team or a track."""
    who = people[told["answered_by"] if "answered_by" in told else told["colleague"]]
    if not told["accepts"]:
        actions.decline_bring_in(bring_in, told["answer"], actor=who, now=now)
        return
    path = path_of(told) if "path" in told else None
    actions.accept_bring_in(bring_in, answer=told["answer"], path=path, actor=who, now=now)
    if "part" in told:
        actions.write_part(bring_in, days.told(told["part"]), actor=who, now=now)


def arrive(told: Table, point: Point, days: Days, *, by: User, now: datetime) -> None:
    """What was passed on arrived."""
    outcome = outcomes.current_outcome(point)
    assert outcome is not None
    record_arrival(point, outcome, days.day(told["on"]), told["reference"], actor=by, now=now)
