"""Reading questions back: those of one contribution, and the answers (or the silence) that wait for a colleague."""

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, not_, or_, select
from sqlalchemy.orm import joinedload, lazyload, load_only

from participation.accounts.models import Absence, User
from participation.contributions.asking_back import rules
from participation.contributions.asking_back.models import AskedBack
from participation.contributions.models import Addition, Contribution, Point, number_of
from participation.db import db
from participation.tracks.models import Track

FEW = 10
FIRST_WORDS = 200
AT_ONCE = 500


def asked_at(contribution_id: int) -> list[AskedBack]:
    """Every question to the resident of one contribution, the oldest first."""
    by = joinedload(AskedBack.asked_by).options(load_only(User.name), lazyload(User.department))
    return list(
        db.session.scalars(
            select(AskedBack)
            .where(AskedBack.contribution_id == contribution_id)
            .options(by, joinedload(AskedBack.answer))
            .order_by(AskedBack.id)
        )
    )


class Heard(NamedTuple):
    """An answer of a resident, or none in time (`words` is empty, `wish_on` has passed), as one line."""

    user_id: int | None
    number: str
    title: str
    words: str
    wish_on: date
    is_answered: bool


def hears() -> ColumnElement[int | None]:
    """Who is told: who handles the contribution, else who asked, else the contact of the track."""
    asker = select(User.id).where(User.id == AskedBack.asked_by_id, User.active).scalar_subquery()
    return func.coalesce(Contribution.handler_id, asker, Track.contact_id)


def _is_for(user: User, today: date) -> ColumnElement[bool]:
    """For *user*, or for somebody who is not there today and for whom *user* stands in."""
    stands_in = select(Absence.user_id).where(
        Absence.deputy_id == user.id, Absence.first <= today, Absence.last >= today
    )
    return or_(hears() == user.id, hears().in_(stands_in))


def _said_nothing(today: date) -> ColumnElement[bool]:
    return and_(
        AskedBack.answered_at.is_(None), AskedBack.ended_at.is_(None), AskedBack.seen_at.is_(None),
        AskedBack.wish_on < today,
    )  # fmt: skip


def _answered() -> ColumnElement[bool]:
    return and_(AskedBack.answered_at.is_not(None), AskedBack.seen_at.is_(None))


def _still_waits() -> ColumnElement[bool]:
    """Who has an answer of ours, or took the contribution back, waits for nothing."""
    waits = (
        select(Point.id)
        .where(
            Point.contribution_id == AskedBack.contribution_id,
            or_(Point.outcome_id.is_(None), Point.outcome_kind.in_(rules.INTERIM)),
        )
        .correlate(AskedBack)
        .exists()
    )
    return and_(Contribution.withdrawn_at.is_(None), waits)


def _lines(which: ColumnElement[bool], *order: Any) -> Any:
    words = case((AskedBack.answered_at.is_(None), ""), else_=func.substr(Addition.text, 1, FIRST_WORDS))
    return (
        select(
            AskedBack.id, Contribution.id.label("contribution_id"), Contribution.received_at, Track.title,
            words.label("words"), AskedBack.wish_on, AskedBack.answered_at, hears().label("user_id"),
        )
        .join(Contribution, Contribution.id == AskedBack.contribution_id)
        .join(Track, Track.id == AskedBack.track_id)
        .outerjoin(Addition, Addition.id == AskedBack.addition_id)
        .where(which, _still_waits())
        .order_by(*order, AskedBack.id)
    )  # fmt: skip


def waiting_for(user: User, today: date) -> list[Heard]:
    """Answers that *user* did not read yet, and questions whose day passed without one; the oldest of each.

    Who stands in for somebody sees theirs as well. First the numbers, from the little index of what waits (the oldest
    of all, so many at once), then the lines of those: left to itself SQLite begins with the contributions.
    """
    halves = [
        select(AskedBack.id).where(which).order_by(*order, AskedBack.id).limit(AT_ONCE).subquery()
        for which, *order in ((_answered(),), (_said_nothing(today), AskedBack.wish_on))
    ]
    numbers = db.session.scalars(select(halves[0].c.id).union_all(select(halves[1].c.id))).all()
    if not numbers:
        return []
    mine = _lines(AskedBack.id.in_(numbers), AskedBack.wish_on).where(_is_for(user, today)).limit(2 * FEW)
    return [_heard(row) for row in db.session.execute(mine)]


def _to_tell(before: datetime, today: date) -> tuple[Any, Any]:
    """What was not mailed yet: an answer from before that moment, and a day that passed."""
    answered = and_(_answered(), AskedBack.told_at.is_(None), AskedBack.answered_at < before)
    silent = and_(_said_nothing(today), AskedBack.told_at.is_(None))
    return _lines(answered), _lines(silent, AskedBack.wish_on)


def to_tell(user_id: int, before: datetime, today: date) -> list[tuple[int, Heard]]:
    """What the morning mail of one colleague says about it, with the number of each question."""
    walks = _to_tell(before, today)
    return [(row.id, _heard(row)) for walk in walks for row in db.session.execute(walk.where(hears() == user_id))]


def who_is_told(before: datetime, today: date) -> set[int]:
    """The colleagues to whom something of this has to be mailed."""
    found = (walk.with_only_columns(hears()) for walk in _to_tell(before, today))
    return {user_id for walk in found for (user_id,) in db.session.execute(walk) if user_id is not None}


def over(today: date) -> list[int]:
    """The questions that nobody has to read about any more: the resident has our answer, or took it back."""
    found = (
        select(AskedBack.id)
        .join(Contribution, Contribution.id == AskedBack.contribution_id)
        .where(which, not_(_still_waits()))
        for which in (_answered(), _said_nothing(today))
    )
    return [number for walk in found for number in db.session.scalars(walk.limit(AT_ONCE))]


def _heard(row: Any) -> Heard:
    return Heard(
        row.user_id, number_of(row.contribution_id, row.received_at), row.title, row.words, row.wish_on,
        row.answered_at is not None,
    )  # fmt: skip
