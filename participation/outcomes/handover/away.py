"""Out of office: from when until when, and who stands in. No day moves because somebody is away (I25)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import exists, or_, select

from participation import clock
from participation.accounts import absence
from participation.accounts.models import Absence, User
from participation.contributions.dividing.actions import works_on
from participation.db import db
from participation.outcomes.handover import open_work
from participation.promises.models import Promise
from participation.refusals import Refused
from participation.tracks.actions.holding import hold
from participation.tracks.models import Track

LONGEST = timedelta(days=366)


class CannotStandIn(Refused):
    """The days or the deputy do not fit; the sentence says why and at which field."""


def plan(user: User, first: date, last: date, deputy: User | None, *, now: datetime) -> Absence:
    """*user* is not there from *first* up to and including *last*; *deputy* stands in, or else the team.

    Refuses (`CannotStandIn`) days that are over or in the wrong order, more than a year, oneself as deputy, who left,
    who is not there in those days either, and who may not answer in a track in which *user* still has work.
    """
    hold(user)
    _check_days(first, last, clock.local(now).date())
    if deputy is not None:
        _check_deputy(user, deputy, first, last)
    return absence.write(user, first, last, deputy, now=now)


def _check_days(first: date, last: date, today: date) -> None:
    if last < first:
        raise CannotStandIn("De laatste dag ligt vóór de eerste. Kijk de dagen nog eens na.", field="last")
    if last < today:
        raise CannotStandIn("Deze dagen zijn al voorbij.", field="last")
    if last - first > LONGEST:
        raise CannotStandIn("Dit is langer dan een jaar. Draag het werk dan over: vraag de regie.", field="last")


def _check_deputy(user: User, deputy: User, first: date, last: date) -> None:
    if deputy.id == user.id or not deputy.active:
        raise CannotStandIn("Kies een andere collega, die hier nu werkt.", field="deputy")
    there = absence.of(deputy)
    if there is not None and there.first <= last and there.last >= first:
        raise CannotStandIn(f"{deputy.name} is er in die dagen zelf ook niet. Kies iemand anders.", field="deputy")
    closed = next((track for track in _tracks_with_work(user) if not works_on(track, deputy)), None)
    if closed is not None:
        raise CannotStandIn(
            f"{deputy.name} werkt niet aan ‘{closed.title}’, en daar hebt u nog werk. Kies iemand anders, of laat"
            f" {deputy.name} eerst toe op dat traject.",
            field="deputy",
        )


def _tracks_with_work(user: User) -> Sequence[Track]:
    ids = [work.track_id for work in open_work.of(user)]
    return db.session.scalars(select(Track).where(Track.id.in_(ids)).order_by(Track.id)).all() if ids else []


def deputies(user: User) -> list[User]:
    """Who may stand in for *user*: colleagues who may answer wherever *user* still has work, by name."""
    tracks = _tracks_with_work(user)
    others = db.session.scalars(select(User).where(User.active, User.id != user.id).order_by(User.name, User.id)).all()
    return [one for one in others if all(works_on(track, one) for track in tracks)]


def breaks_meanwhile(user: User, first: date, last: date) -> Promise | None:
    """The first promise of *user* that breaks in those days: it has to be kept by somebody."""
    return db.session.scalar(
        select(Promise)
        .where(Promise.owner_id == user.id, Promise.kept_at.is_(None), Promise.due >= first, Promise.due <= last)
        .order_by(Promise.due, Promise.id)
        .limit(1)
    )


@dataclass(frozen=True)
class Uncovered:
    """Somebody is (or will be) away without a deputy while something they promised breaks."""

    user_id: int
    name: str
    first: date
    last: date


def uncovered(today: date, limit: int = 20) -> list[Uncovered]:
    """Absences of now and later without a deputy who works here, while promises break in that time: by first day."""
    gone = select(User.id).where(~User.active)
    breaks = exists().where(
        Promise.owner_id == Absence.user_id, Promise.kept_at.is_(None), Promise.due >= Absence.first,
        Promise.due <= Absence.last,
    )  # fmt: skip
    rows = db.session.execute(
        select(User.id, User.name, Absence.first, Absence.last)
        .join(Absence, Absence.user_id == User.id)
        .where(Absence.last >= today, or_(Absence.deputy_id.is_(None), Absence.deputy_id.in_(gone)), breaks)
        .order_by(Absence.first, User.name)
        .limit(limit)
    )
    return [Uncovered(*row) for row in rows]
