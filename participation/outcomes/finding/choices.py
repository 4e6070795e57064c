"""What a list can be narrowed to, for the form above it: colleagues and teams, the questions and themes of a track."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import CompoundSelect, and_, func, literal, null, or_, select, union_all

from participation.accounts.models import Department, User
from participation.contributions.themes.models import Theme
from participation.db import db
from participation.outcomes.finding.walks import TRACKS
from participation.tracks.models import Track, track_member
from participation.tracks.room import DeclaredRoom, OpenQuestion


class Named(NamedTuple):
    """Something to choose, with its name."""

    id: int
    name: str


class About(NamedTuple):
    """A question (by its lineage) or a theme of one track."""

    id: int
    track_id: int
    name: str


class Staff(NamedTuple):
    """Who answers: colleagues who work on my tracks, and every team of the house."""

    colleagues: list[Named]
    teams: list[Named]


class Subjects(NamedTuple):
    """What contributions of some tracks are about."""

    questions: list[About]
    themes: list[About]


_WORKS_ON_THEM = or_(
    User.department_id.in_(select(Track.department_id).where(Track.id.in_(TRACKS))),
    User.id.in_(select(Track.author_id).where(Track.id.in_(TRACKS))),
    User.id.in_(select(track_member.c.user_id).where(track_member.c.track_id.in_(TRACKS))),
)
STAFF = select(Department.id, Department.name, User.id, User.name).outerjoin(
    User, and_(User.department_id == Department.id, User.active, _WORKS_ON_THEM)
)
SUBJECTS: CompoundSelect[Any] = union_all(
    select(
        literal("question").label("what"),
        func.coalesce(OpenQuestion.root_id, OpenQuestion.id).label("id"),
        DeclaredRoom.track_id,
        OpenQuestion.question.label("name"),
        DeclaredRoom.version.label("version"),
        OpenQuestion.position.label("position"),
    )
    .join(DeclaredRoom, DeclaredRoom.id == OpenQuestion.room_id)
    .where(DeclaredRoom.track_id.in_(TRACKS), DeclaredRoom.published_at.is_not(None)),
    select(literal("theme"), Theme.id, Theme.track_id, Theme.title, literal(1), null()).where(
        Theme.track_id.in_(TRACKS)
    ),
)


def staff(track_ids: Sequence[int]) -> Staff:
    """Who can be named as the colleague or the team that answers in these tracks, by name."""
    rows = db.session.execute(STAFF, {"track_ids": track_ids}).all()
    teams = {row[0]: row[1] for row in rows}
    colleagues = {row[2]: row[3] for row in rows if row[2] is not None}
    return Staff(_by_name(colleagues.items()), _by_name(teams.items()))


def _by_name(rows: Iterable[tuple[int, str]]) -> list[Named]:
    return sorted((Named(*row) for row in rows), key=lambda row: (row.name.casefold(), row.id))


def subjects(track_ids: Sequence[int]) -> Subjects:
    """The questions of these tracks in the order of the room, each as it was worded last; and their themes by title."""
    questions: dict[int, tuple[int, int, About]] = {}
    themes: list[About] = []
    for what, number, track_id, name, version, position in db.session.execute(SUBJECTS, {"track_ids": track_ids}):
        about = About(number, track_id, name)
        if what == "theme":
            themes.append(about)
        elif number not in questions or version > questions[number][0]:
            questions[number] = (version, position, about)
    in_order = sorted(questions.values(), key=lambda row: (row[2].track_id, row[1], row[2].id))
    return Subjects(
        [about for _version, _position, about in in_order],
        sorted(themes, key=lambda about: (about.name.casefold(), about.id)),
    )
