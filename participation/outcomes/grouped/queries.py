"""What the desk reads of grouped answers: a list, one answer with its letters by keyset, and how far it is."""

import enum
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, distinct, exists, false, func, literal, select
from sqlalchemy.orm import joinedload, selectinload

from participation import clock
from participation.contributions.models import Contribution, Point, PublicState, number_of
from participation.db import db
from participation.outcomes.grouped.models import GroupedAnswer, GroupedLetter
from participation.outcomes.models import Outcome, OutcomeState
from participation.tracks.models import Track
from participation.tracks.room import DeclaredRoom

PAGE = 50
WORDS = 200
LAST = 2_147_483_647
_ROOM = (
    selectinload(DeclaredRoom.paths), selectinload(DeclaredRoom.criteria), selectinload(DeclaredRoom.fixed_points),
    selectinload(DeclaredRoom.constraints),
)  # fmt: skip
WAITING = and_(
    GroupedLetter.outcome_id.is_(None), GroupedLetter.skipped_why == "", GroupedLetter.left_out_why == ""
)  # fmt: skip


class Shown(enum.Enum):
    """Which letters of a grouped answer are listed."""

    all = "alle"
    troubled = "niet-klaar"
    left_out = "eruit"
    skipped = "overgeslagen"
    published = "verstuurd"


class Trouble(enum.Enum):
    """Why a letter would not leave if it were sent now; the rules judge it again at that moment."""

    withdrawn = "withdrawn"
    answered = "answered"
    drafted = "drafted"
    unchecked = "unchecked"
    too_late = "too_late"


class Listed(NamedTuple):
    """One letter in the list."""

    id: int
    contribution_id: int
    received_at: datetime
    position: int
    title: str
    words: str
    language: str
    own: str
    left_out_why: str
    skipped_why: str
    outcome_id: int | None
    trouble: str | None

    @property
    def number(self) -> str:
        return number_of(self.contribution_id, self.received_at)


class Tally(NamedTuple):
    """How far it is, in letters; and in people as far as contributions are people."""

    letters: int
    waiting: int
    published: int
    skipped: int
    left_out: int
    contributions: int
    answered: int


class Row(NamedTuple):
    """One grouped answer in the list of all."""

    answer: GroupedAnswer
    letters: int


def grouped_answer(grouped_id: int) -> GroupedAnswer | None:
    """One grouped answer with its track, the room in force and who wrote it."""
    return db.session.scalar(
        select(GroupedAnswer)
        .where(GroupedAnswer.id == grouped_id)
        .options(
            joinedload(GroupedAnswer.track).joinedload(Track.room).options(*_ROOM),
            joinedload(GroupedAnswer.track).joinedload(Track.contact), joinedload(GroupedAnswer.made_by),
            joinedload(GroupedAnswer.written_by), joinedload(GroupedAnswer.released_by),
        )
    )  # fmt: skip


def of_tracks(track_ids: Sequence[int], *, before: int = LAST, rows: int = PAGE) -> list[Row]:
    """The grouped answers of these tracks, the newest first; one more than *rows*."""
    letters = (
        select(func.count())
        .where(GroupedLetter.grouped_id == GroupedAnswer.id, GroupedLetter.left_out_why == "")
        .correlate(GroupedAnswer)
        .scalar_subquery()
    )
    found = (
        select(GroupedAnswer, letters)
        .where(GroupedAnswer.track_id.in_(track_ids), GroupedAnswer.id < before)
        .options(joinedload(GroupedAnswer.track), joinedload(GroupedAnswer.written_by))
        .order_by(GroupedAnswer.id.desc())
        .limit(rows + 1)
    )
    return [Row._make(row) for row in db.session.execute(found)] if track_ids else []


def letter(grouped_id: int, letter_id: int) -> GroupedLetter | None:
    """One letter with all that its preview shows."""
    room = joinedload(Contribution.track).joinedload(Track.room).options(*_ROOM)
    return db.session.scalar(
        select(GroupedLetter)
        .where(GroupedLetter.grouped_id == grouped_id, GroupedLetter.id == letter_id)
        .options(
            joinedload(GroupedLetter.grouped), joinedload(GroupedLetter.left_out_by),
            joinedload(GroupedLetter.point).joinedload(Point.contribution).options(
                room, joinedload(Contribution.room), joinedload(Contribution.question),
                joinedload(Contribution.track).joinedload(Track.contact), selectinload(Contribution.points),
            ),
        )
    )  # fmt: skip


def trouble(latest_input_on: date | None) -> ColumnElement[Any]:
    """The first reason why a letter would not leave now; *latest_input_on* is that of the chosen landing path."""
    draft = exists().where(Outcome.point_id == Point.id, Outcome.state == OutcomeState.draft).correlate(Point)
    answer: Any = Outcome.__table__.alias("present_answer")
    newer = exists().where(
        answer.c.id == Point.outcome_id, answer.c.version > GroupedLetter.base_version
    ).correlate(Point, GroupedLetter)  # fmt: skip
    late: ColumnElement[bool] = false()
    if latest_input_on is not None:
        late = Contribution.received_at >= clock.end_of(latest_input_on)
    return case(
        (Contribution.withdrawn_at.is_not(None), literal(Trouble.withdrawn.value)),
        (newer, literal(Trouble.answered.value)),
        (draft, literal(Trouble.drafted.value)),
        (Contribution.public_state == PublicState.unchecked, literal(Trouble.unchecked.value)),
        (late, literal(Trouble.too_late.value)),
    )


def _latest(answer: GroupedAnswer) -> date | None:
    follows = answer.kind is not None and answer.kind.is_followed
    return answer.path.latest_input_on if follows and answer.path is not None else None


def _joined(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(GroupedLetter)
        .join(Point, Point.id == GroupedLetter.point_id)
        .join(Contribution, Contribution.id == GroupedLetter.contribution_id)
    )


def _which(answer: GroupedAnswer, shown: Shown) -> ColumnElement[bool]:
    which: dict[Shown, ColumnElement[bool]] = {
        Shown.all: GroupedLetter.id > 0,
        Shown.troubled: and_(WAITING, trouble(_latest(answer)).is_not(None)),
        Shown.left_out: GroupedLetter.left_out_why != "",
        Shown.skipped: GroupedLetter.skipped_why != "",
        Shown.published: GroupedLetter.outcome_id.is_not(None),
    }
    return which[shown]


def letters(answer: GroupedAnswer, shown: Shown = Shown.all, *, after: int = 0, rows: int = PAGE) -> list[Listed]:
    """The letters behind the mark *after*, in the order in which they leave; one more than *rows*."""
    found = (
        _joined(
            GroupedLetter.id, GroupedLetter.contribution_id, Contribution.received_at, Point.position, Point.title,
            func.substr(Point.text, 1, WORDS + 1), Contribution.language, GroupedLetter.own,
            GroupedLetter.left_out_why, GroupedLetter.skipped_why, GroupedLetter.outcome_id,
            case((WAITING, trouble(_latest(answer)))),
        )
        .where(GroupedLetter.grouped_id == answer.id, GroupedLetter.id > after, _which(answer, shown))
        .order_by(GroupedLetter.id)
        .limit(rows + 1)
    )  # fmt: skip
    return [Listed._make(row) for row in db.session.execute(found)]


def tally(grouped_id: int) -> Tally:
    """How many letters there are, wait, left, were skipped and were taken out; of at most a few thousand rows."""
    counted = func.count
    found = db.session.execute(
        select(
            counted(),
            counted(case((WAITING, 1))),
            counted(GroupedLetter.outcome_id),
            counted(case((GroupedLetter.skipped_why != "", 1))),
            counted(case((GroupedLetter.left_out_why != "", 1))),
            counted(distinct(case((GroupedLetter.left_out_why == "", GroupedLetter.contribution_id)))),
            counted(distinct(case((GroupedLetter.outcome_id.is_not(None), GroupedLetter.contribution_id)))),
        ).where(GroupedLetter.grouped_id == grouped_id)
    ).one()
    return Tally._make(found)


def troubled(answer: GroupedAnswer) -> int:
    """How many letters would not leave now."""
    found = _joined(func.count()).where(GroupedLetter.grouped_id == answer.id, _which(answer, Shown.troubled))
    return int(db.session.scalar(found) or 0)


def first_ready(answer: GroupedAnswer) -> GroupedLetter | None:
    """A letter to judge the whole by: one that nothing stands in the way of, without a sentence of its own if any."""
    found = (
        _joined(GroupedLetter.id)
        .where(GroupedLetter.grouped_id == answer.id, WAITING, trouble(_latest(answer)).is_(None))
        .order_by(GroupedLetter.own != "", GroupedLetter.id)
        .limit(1)
    )
    number = db.session.scalar(found)
    return letter(answer.id, number) if number is not None else None


def neighbours(answer_id: int, letter_id: int) -> tuple[int | None, int | None]:
    """The letters before and behind this one."""
    mine = select(GroupedLetter.id).where(GroupedLetter.grouped_id == answer_id)
    before = mine.where(GroupedLetter.id < letter_id).order_by(GroupedLetter.id.desc()).limit(1)
    behind = mine.where(GroupedLetter.id > letter_id).order_by(GroupedLetter.id).limit(1)
    found = db.session.execute(select(before.scalar_subquery(), behind.scalar_subquery())).one()
    return found[0], found[1]


class Waits(NamedTuple):
    """The grouped answer in which a point waits for its letter."""

    point_id: int
    letter_id: int
    answer: GroupedAnswer
    letters: int


@cache
def _of_contribution() -> Select[Any]:
    others: Any = GroupedLetter.__table__.alias("others")
    letters = (
        select(func.count())
        .where(others.c.grouped_id == GroupedLetter.grouped_id, others.c.left_out_why == "")
        .correlate(GroupedLetter)
        .scalar_subquery()
    )
    return (
        select(GroupedLetter.point_id, GroupedLetter.id, GroupedAnswer, letters)
        .join(GroupedAnswer, GroupedAnswer.id == GroupedLetter.grouped_id)
        .where(WAITING)
    )


def points_with(ids: Sequence[int], track_id: int) -> list[Point]:
    """The points with these numbers (bounded by who asks) that are of this track."""
    found = select(Point).where(Point.id.in_(ids), Point.track_id == track_id).order_by(Point.id)
    return list(db.session.scalars(found.options(joinedload(Point.contribution)))) if ids else []


def waiting_for(point_ids: Sequence[int]) -> list[Waits]:
    """In which grouped answers these points wait; one statement."""
    found = _of_contribution().where(GroupedLetter.point_id.in_(point_ids))
    return [Waits._make(row) for row in db.session.execute(found)]
