"""What readers reported and what authors answered, for who works on the track; coordinators read every report."""

from typing import Any, NamedTuple

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from participation.accounts.models import User
from participation.contributions.models import Contribution, number_of
from participation.contributions.moderation.models import Objection, Report
from participation.db import db
from participation.tracks.models import Track, track_member

PAGE = 20
FEW = 10


class Listed(NamedTuple):
    """One page of reports; `next` is the mark of the page after it, None on the last."""

    rows: list[Report]
    next: int | None


def _tracks_of(user: User) -> Select[Any]:
    """The tracks of the own department, and those that somebody is named on: asked of each row that waits."""
    member = select(track_member.c.track_id).where(track_member.c.user_id == user.id)
    return select(Track.id).where(
        or_(Track.department_id == user.department_id, Track.author_id == user.id, Track.id.in_(member))
    )


def _reports(user: User, *, everywhere: bool) -> Select[Any]:
    found = select(Report)
    return found if everywhere else found.where(Report.track_id.in_(_tracks_of(user)))


_WITH = (
    joinedload(Report.track), joinedload(Report.settled_by),
    joinedload(Report.contribution).selectinload(Contribution.points),
)  # fmt: skip


def waiting(user: User, *, everywhere: bool, after: int = 0, rows: int = PAGE) -> Listed:
    """The reports that nobody settled, the oldest first, after the mark."""
    wanted = _reports(user, everywhere=everywhere).where(Report.verdict.is_(None), Report.id > after)
    return _listed(wanted.order_by(Report.id), rows)


def settled(user: User, *, everywhere: bool, before: int | None = None, rows: int = PAGE) -> Listed:
    """The reports that were settled, the newest first, before the mark."""
    wanted = _reports(user, everywhere=everywhere).where(Report.verdict.is_not(None))
    if before is not None:
        wanted = wanted.where(Report.id < before)
    return _listed(wanted.order_by(Report.id.desc()), rows)


def _listed(wanted: Select[Any], rows: int) -> Listed:
    found = list(db.session.scalars(wanted.options(*_WITH).limit(rows + 1)))
    return Listed(found[:rows], found[rows - 1].id if len(found) > rows else None)


def report(report_id: int) -> Report | None:
    """One report with what it is about."""
    return db.session.scalar(
        select(Report)
        .where(Report.id == report_id)
        .options(
            joinedload(Report.settled_by), joinedload(Report.contribution).joinedload(Contribution.track),
            joinedload(Report.contribution).selectinload(Contribution.points), joinedload(Report.track),
        )
    )  # fmt: skip


def open_about(contribution_id: int) -> list[Report]:
    """The reports about one contribution that nobody settled yet, the oldest first."""
    return list(
        db.session.scalars(
            select(Report)
            .where(Report.contribution_id == contribution_id, Report.verdict.is_(None))
            .order_by(Report.id)
            .limit(FEW)
        )
    )


class Waits(NamedTuple):
    """What a reader or an author wrote, as one line of the inbox: `report_id` for a report, else an author's answer."""

    report_id: int | None
    number: str
    title: str
    words: str


def waits_for(user: User) -> list[Waits]:
    """Answers of authors that *user* may decide about, and then open reports: the oldest of each. Two statements.

    Each walks the little index of what waits, and never begins with the contributions.
    """
    answers = select(Objection.contribution_id, *_about(Objection), Objection.words).where(
        Objection.verdict.is_(None),
        Objection.track_id.in_(_tracks_of(user)),
        or_(Objection.hidden_by_id.is_(None), Objection.hidden_by_id != user.id),
        _of(Objection, Contribution.withdrawn_at).is_(None),
    )
    reports = select(Report.contribution_id, *_about(Report), Report.words, Report.id).where(
        Report.verdict.is_(None), Report.track_id.in_(_tracks_of(user))
    )
    found = [(None, *row) for row in db.session.execute(answers.order_by(Objection.id).limit(FEW))]
    found += [(row[-1], *row[:-1]) for row in db.session.execute(reports.order_by(Report.id).limit(FEW))]
    return [Waits(report_id, number_of(said, at), title, words) for report_id, said, at, title, words in found]


def _about(row: type[Report | Objection]) -> tuple[Any, Any]:
    """When the contribution came in, and the title of its track."""
    return _of(row, Contribution.received_at), select(Track.title).where(Track.id == row.track_id).scalar_subquery()


def _of(row: type[Report | Objection], column: Any) -> Any:
    return select(column).where(Contribution.id == row.contribution_id).scalar_subquery()
