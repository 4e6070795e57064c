"""Who was asked to confirm a text and has not answered, and what residents read of who did (I8, I10)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Integer, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm.attributes import set_committed_value

from participation.accounts.models import Department, User
from participation.db import db
from participation.tracks.confirming import Confirmation, Party
from participation.tracks.models import Track, TrackState, track_department
from participation.tracks.room import DeclaredRoom, Partner, RoomState

PAGE = 50
PREPARED = (RoomState.draft, RoomState.submitted)
OVER = (TrackState.stopped, TrackState.closed, TrackState.archived)


class Unanswered(NamedTuple):
    """A party that was asked to confirm the text of a track and has not answered about it."""

    slug: str
    title: str
    party: Party
    name: str
    asked_at: datetime
    due_on: date


_STILL_NAMED = exists().where(
    track_department.c.track_id == Track.id, track_department.c.department_id == Confirmation.department_id
)
_HOLDER = DeclaredRoom.__table__.c.mandate_user_id
_ROWS = (
    select(
        Track.slug,
        Track.title,
        Confirmation.party,
        func.coalesce(Department.name, Partner.name, User.name, DeclaredRoom.mandate_holder),
        Confirmation.asked_at,
        Confirmation.due_on,
    )
    .join(DeclaredRoom, DeclaredRoom.id == Confirmation.room_id)
    .join(Track, Track.id == DeclaredRoom.track_id)
    .outerjoin(Department, Department.id == Confirmation.department_id)
    .outerjoin(Partner, Partner.id == Confirmation.partner_id)
    .outerjoin(User, and_(User.id == _HOLDER, Confirmation.party == Party.mandate_holder))
    .where(
        Confirmation.due_on.is_not(None),
        DeclaredRoom.state.in_(PREPARED),
        Track.state.not_in(OVER),
        or_(Confirmation.department_id.is_(None), _STILL_NAMED),
        or_(Confirmation.party != Party.mandate_holder, _HOLDER.is_not(None), DeclaredRoom.mandate_holder != ""),
    )
    .order_by(Confirmation.due_on, Confirmation.id)
    .limit(bindparam("rows", type_=Integer))
)
UNANSWERED = _ROWS
ASKED = _ROWS.where(
    or_(
        Confirmation.department_id == bindparam("department_id", type_=Integer),
        and_(Confirmation.party == Party.mandate_holder, bindparam("user_id", type_=Integer) == _HOLDER),
    )
)


def unanswered_confirmations(limit: int = PAGE) -> list[Unanswered]:
    """Every party in the house that was asked and has not answered, the first to be late on top."""
    return [Unanswered._make(row) for row in db.session.execute(UNANSWERED, {"rows": limit})]


def asked_to_confirm(user: User) -> list[Unanswered]:
    """The texts that *user* is asked to confirm: for the own department, or in person as who holds the mandate."""
    values = {"rows": PAGE, "department_id": user.department_id, "user_id": user.id}
    return [Unanswered._make(row) for row in db.session.execute(ASKED, values)]


def load_voices(rooms: Sequence[DeclaredRoom]) -> None:
    """Read the partners of *rooms*, what everybody said, and who holds the mandate: three statements, however many."""
    ids = [room.id for room in rooms]
    holders = {room.mandate_user_id for room in rooms} - {None}
    said: dict[int, list[Confirmation]] = defaultdict(list)
    partners: dict[int, list[Partner]] = defaultdict(list)
    for one in db.session.scalars(
        select(Confirmation).where(Confirmation.room_id.in_(ids)).order_by(Confirmation.id)
    ).unique():
        said[one.room_id].append(one)
    for partner in db.session.scalars(
        select(Partner).where(Partner.room_id.in_(ids)).order_by(Partner.room_id, Partner.position)
    ):
        partners[partner.room_id].append(partner)
    people = {one.id: one for one in db.session.scalars(select(User).where(User.id.in_(holders)))}
    for room in rooms:
        set_committed_value(room, "partners", partners[room.id])
        set_committed_value(room, "confirmations", said[room.id])
        set_committed_value(room, "mandate_user", people.get(room.mandate_user_id or 0))
