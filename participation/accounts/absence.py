"""Who is not there, and who stands in. The days are set by `outcomes.handover.away`, which knows the work."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select

from participation import history
from participation.accounts.models import Absence, User
from participation.db import db
from participation.history import Actor, Who


def of(user: User) -> Absence | None:
    """The absence that *user* filled in, over or not."""
    return db.session.scalar(select(Absence).where(Absence.user_id == user.id))


def among(user_ids: Iterable[int], day: date) -> dict[int, Absence]:
    """Who of these colleagues is not there on *day*, by their number, with who stands in."""
    wanted = sorted(set(user_ids))
    if not wanted:
        return {}
    rows = db.session.scalars(
        select(Absence).where(Absence.user_id.in_(wanted), Absence.first <= day, Absence.last >= day)
    )
    return {row.user_id: row for row in rows}


def not_there(day: date) -> dict[int, Absence]:
    """Everybody who is not there on *day*, by their number: a few rows, however many contributions there are."""
    return {
        row.user_id: row for row in db.session.scalars(select(Absence).where(Absence.first <= day, Absence.last >= day))
    }


def stands_in_for(user: User, day: date) -> list[User]:
    """The colleagues for whom *user* stands in on *day*, by name."""
    return list(
        db.session.scalars(
            select(User)
            .join(Absence, Absence.user_id == User.id)
            .where(Absence.deputy_id == user.id, Absence.first <= day, Absence.last >= day)
            .order_by(User.name, User.id)
        )
    )


def write(user: User, first: date, last: date, deputy: User | None, *, now: datetime) -> Absence:
    """Write down that *user* is not there from *first* up to and including *last*, in the place of what was there."""
    found = of(user) or Absence(user=user)
    found.first, found.last, found.deputy, found.made_at = first, last, deputy, now
    db.session.add(found)
    db.session.flush()
    history.record(
        "absence.planned", actor=user, now=now, first=first.isoformat(), last=last.isoformat(),
        deputy_id=deputy.id if deputy else None,
    )  # fmt: skip
    return found


def call_off(user: User, *, actor: Actor | None = None, now: datetime) -> bool:
    """*user* is there after all, or again; returns whether anything was filled in."""
    found = of(user)
    if found is None:
        return False
    db.session.delete(found)
    db.session.flush()
    history.record("absence.ended", actor=actor or user, now=now, user_id=user.id)
    return True


def deputy_left(user: User, *, actor: Actor | None, now: datetime) -> list[str]:
    """*user* leaves and stands in for nobody any more: the team does. Returns the names of whom it was for."""
    names = []
    for absence in db.session.scalars(select(Absence).where(Absence.deputy_id == user.id)):
        absence.deputy = None
        names.append(absence.user.name)
        history.record(
            "absence.deputy_left", actor=actor, who=None if actor else Who.system, now=now, user_id=absence.user_id,
            deputy_id=user.id,
        )  # fmt: skip
    db.session.flush()
    return names
