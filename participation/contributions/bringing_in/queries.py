"""What colleagues ask of somebody: in person, through the team, or through a track that they work on."""

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, String, bindparam, exists, func, or_, select, type_coerce, union_all

from participation.accounts.models import Department, User
from participation.contributions.bringing_in.models import BringIn, BringInState
from participation.contributions.bringing_in.rules import INTERIM
from participation.contributions.models import Contribution, Point
from participation.db import db
from participation.tracks.models import Track, track_member

PAGE = 50
WORDS = 200


class Asked(NamedTuple):
    """A colleague asks for help; `team` or `to_track` say through what. `has_part`: said yes, and wrote something."""

    id: int
    asked_at: datetime
    asker: str
    question: str
    title: str
    due: date | None
    state: str
    team: str | None
    to_track: str | None
    has_part: bool

    @property
    def is_answered(self) -> bool:
        return self.state == BringInState.accepted.value


_ME, _TEAM = bindparam("user_id", type_=Integer), bindparam("department_id", type_=Integer)
_TAKEN_BACK = (
    exists().where(Contribution.id == Point.contribution_id, Contribution.withdrawn_at.is_not(None)).correlate(Point)
)
_to = Track.__table__.alias("to_track")
_WAITS = BringIn.state == BringInState.asked
_MY_TRACKS = select(Track.id).where(
    or_(
        Track.author_id == _ME, Track.contact_id == _ME, Track.department_id == _TEAM,
        Track.id.in_(select(track_member.c.track_id).where(track_member.c.user_id == _ME)),
    )
)  # fmt: skip
_UNDER_WAY = (
    (BringIn.state == BringInState.accepted)
    & BringIn.part_published_at.is_(None)
    & or_(Point.outcome_id.is_(None), Point.outcome_kind.in_(INTERIM))
)


def _rows(where: Any) -> Select[Any]:
    """The same columns through each of the three indexes."""
    return (
        select(
            BringIn.id, BringIn.asked_at, User.name, func.substr(BringIn.question, 1, WORDS), Track.title,
            BringIn.due_on, type_coerce(BringIn.state, String), Department.name, _to.c.title.label("to_title"),
            (BringIn.part != "").label("has_part"),
        )
        .join(User, User.id == BringIn.asked_by_id)
        .join(Point, Point.id == BringIn.point_id)
        .join(Track, Track.id == Point.track_id)
        .outerjoin(Department, Department.id == BringIn.department_id)
        .outerjoin(_to, _to.c.id == BringIn.to_track_id)
        .where(where, ~_TAKEN_BACK)
        .limit(bindparam("rows", PAGE, type_=Integer))
    )  # fmt: skip


STATEMENTS = (
    _rows((BringIn.colleague_id == _ME) & or_(_WAITS, _UNDER_WAY)),
    _rows((BringIn.department_id == _TEAM) & _WAITS & (BringIn.asked_by_id != _ME)),
    _rows(BringIn.to_track_id.in_(_MY_TRACKS) & _WAITS & (BringIn.asked_by_id != _ME)),
)
ASKED = union_all(*(select(rows.subquery()) for rows in STATEMENTS))


def asked_of(user: User) -> list[Asked]:
    """What waits for *user*: asked and not answered, or a yes without a final answer yet; the first to break first."""
    values = {"user_id": user.id, "department_id": user.department_id}
    found = [Asked._make(row) for row in db.session.execute(ASKED, values)]
    unique = {one.id: one for one in found}.values()
    return sorted(unique, key=lambda one: (one.is_answered, one.due or date.max, one.id))[:PAGE]
