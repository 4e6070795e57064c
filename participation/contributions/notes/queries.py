"""Reading notes: those of one contribution, who may read along there, and who was named and did not read it yet."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, func, or_, select
from sqlalchemy.orm import joinedload, lazyload, load_only, selectinload

from participation.accounts.models import Role, User
from participation.contributions.models import Contribution, Point, number_of
from participation.contributions.notes.models import Mention, Note
from participation.db import db
from participation.tracks.models import Track, track_department, track_member

NEWEST = 50
FEW = 10
FIRST_WORDS = 200


def reads_along() -> ColumnElement[bool]:
    """Whether `User` may see everything of `Track` at the desk: what `Permission.see_track` says, for a statement."""
    member = select(track_member.c.user_id).where(
        track_member.c.track_id == Track.id, track_member.c.user_id == User.id
    )
    named = select(track_department.c.department_id).where(
        track_department.c.track_id == Track.id, track_department.c.department_id == User.department_id
    )
    return or_(
        User.role.in_((Role.coordinator, Role.director)), User.id == Track.author_id,
        User.department_id == Track.department_id, member.exists(), named.exists(),
    )  # fmt: skip


def readers(track_id: int) -> list[User]:
    """The colleagues who may see this track and so can be named in a note, by name."""
    return list(
        db.session.scalars(
            select(User)
            .join(Track, Track.id == track_id)
            .where(User.active, reads_along())
            .order_by(User.name, User.id)
        )
    )


def notes_at(contribution_id: int) -> tuple[list[Note], bool]:
    """The newest notes at one contribution, the oldest of them first, and whether there are older ones."""
    by = joinedload(Note.written_by).options(load_only(User.name), lazyload(User.department))
    named = selectinload(Note.mentions).joinedload(Mention.user)
    found = db.session.scalars(
        select(Note)
        .where(Note.contribution_id == contribution_id)
        .options(by, named.options(load_only(User.name), lazyload(User.department)))
        .order_by(Note.id.desc())
        .limit(NEWEST + 1)
    ).all()
    return list(reversed(found[:NEWEST])), len(found) > NEWEST


def note_of(contribution: Contribution, note_id: int) -> Note | None:
    """One note at this contribution."""
    return db.session.scalar(select(Note).where(Note.id == note_id, Note.contribution_id == contribution.id))


class Named(NamedTuple):
    """A note that names somebody who did not read it yet, as one line of the inbox or of a mail."""

    user_id: int
    number: str
    position: int | None
    title: str
    writer: str
    words: str


def waiting_for(user: User) -> list[Named]:
    """The notes in which *user* is named and that wait to be read, the oldest first.

    Who may not see the track any more sees nothing of it: being named gives nobody a right.
    """
    waits = _named().where(Mention.user_id == user.id, Mention.read_at.is_(None))
    return [line_of(row) for row in db.session.execute(waits.order_by(Mention.id).limit(FEW))]


def _named() -> Any:
    writer = select(User.name).where(User.id == Note.written_by_id).correlate(Note).scalar_subquery()
    return (
        select(
            Mention.user_id, Contribution.id, Contribution.received_at, Point.position, Track.title,
            func.coalesce(writer, "").label("writer"), func.substr(Note.text, 1, FIRST_WORDS).label("words"),
        )
        .join(Note, Note.id == Mention.note_id)
        .join(Contribution, Contribution.id == Note.contribution_id)
        .outerjoin(Point, Point.id == Note.point_id)
        .join(Track, Track.id == Note.track_id)
        .join(User, User.id == Mention.user_id)
        .where(reads_along())
    )  # fmt: skip


def named_in(mention_ids: list[int]) -> list[Named]:
    """These mentions as lines, for who may see the track and still works here; the oldest first."""
    found = _named().where(Mention.id.in_(mention_ids), User.active).order_by(Mention.id)
    return [line_of(row) for row in db.session.execute(found)]


def line_of(row: Row[Any]) -> Named:
    return Named(row.user_id, number_of(row.id, row.received_at), row.position, row.title, row.writer, row.words)
