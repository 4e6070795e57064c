"""Reading themes: those of a track (bounded), the points of one (keyset), and what everybody may read of them."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, literal, select, text
from sqlalchemy.orm import joinedload

from participation.contributions.models import Contribution, Point, PublicState, number_of
from participation.contributions.themes.models import Theme
from participation.contributions.themes.rules import MOST_THEMES
from participation.db import db, run
from participation.tracks.models import Track

PAGE = 50
COUNTED = 100
"""A number on a page is counted up to here: beyond it the exact number says nothing more, and would cost more."""

_point, _said = Point.__table__.c, Contribution.__table__.c


class ThemedPoint(NamedTuple):
    """One point in a theme, with the contribution it is of: for colleagues."""

    id: int
    contribution_id: int
    position: int
    title: str
    text: str
    outcome_kind: str | None
    received_at: datetime
    withdrawn_at: datetime | None

    @property
    def number(self) -> str:
        """The number of the contribution."""
        return number_of(self.contribution_id, self.received_at)

    @property
    def waits(self) -> bool:
        return self.outcome_kind is None and self.withdrawn_at is None


class ListedTheme(NamedTuple):
    """A theme in a list; `points` stops at one more than `COUNTED`."""

    id: int
    title: str
    summary: str
    points: int


@cache
def _columns() -> Select[Any]:
    return (
        select(
            _point.id, _point.contribution_id, _point.position, _point.title, _point.text, _point.outcome_kind,
            _said.received_at, _said.withdrawn_at,
        )
        .select_from(Point.__table__)
        .join(Contribution.__table__, _said.id == _point.contribution_id)
    )  # fmt: skip


@cache
def _points() -> Select[Any]:
    return (
        _columns()
        .where(
            _point.theme_id == bindparam("theme_id"), _point.id > bindparam("after"), _said.withdrawn_at.is_(None)
        )
        .order_by(_point.theme_id, _point.id)
        .limit(bindparam("rows"))
    )  # fmt: skip


def points_of(theme: Theme, after: int = 0, rows: int = PAGE) -> list[ThemedPoint]:
    """The next points of *theme* after the number *after*, in the order in which they came; not what was withdrawn."""
    found = run(_points(), {"theme_id": theme.id, "after": after, "rows": rows})
    return [ThemedPoint(*row) for row in found]


def points_with(ids: list[int]) -> list[ThemedPoint]:
    """The points with these numbers (bounded by who asks), without what was withdrawn."""
    if not ids:
        return []
    found = run(_columns().where(_point.id.in_(ids), _said.withdrawn_at.is_(None)).order_by(_point.id))
    return [ThemedPoint(*row) for row in found]


class Candidate(NamedTuple):
    """A point that may be about the same as another: what is compared, and in which theme it stands."""

    id: int
    contribution_id: int
    position: int
    text: str
    theme_id: int | None
    outcome_kind: str | None
    received_at: datetime

    @property
    def number(self) -> str:
        return number_of(self.contribution_id, self.received_at)


def candidates(contribution_ids: Sequence[int], longest: int) -> list[Candidate]:
    """The points of these contributions (bounded by who asks), each cut after *longest* characters."""
    if not contribution_ids:
        return []
    found = (
        select(
            _point.id, _point.contribution_id, _point.position, func.substr(_point.text, 1, longest), _point.theme_id,
            _point.outcome_kind, _said.received_at,
        )
        .select_from(Point.__table__)
        .join(Contribution.__table__, _said.id == _point.contribution_id)
        .where(_point.contribution_id.in_(contribution_ids), _said.withdrawn_at.is_(None))
        .order_by(_point.id)
    )  # fmt: skip
    return [Candidate(*row) for row in run(found)]


def _counted(*conditions: Any) -> Any:
    """How many points of a theme there are, looking at no more than `COUNTED` and one."""
    some = (
        select(literal(1).label("one"))
        .select_from(Point.__table__)
        .where(_point.theme_id == Theme.__table__.c.id, *conditions)
        .limit(COUNTED + 1)
        .correlate(Theme.__table__)
        .subquery()
    )
    return select(func.count()).select_from(some).scalar_subquery()


@cache
def _themes() -> Select[Any]:
    theme = Theme.__table__.c
    return (
        select(theme.id, theme.title, theme.summary, _counted())
        .where(theme.track_id == bindparam("track_id"), theme.removed_at.is_(None))
        .order_by(theme.title, theme.id)
        .limit(MOST_THEMES)
    )


def themes_of(track: Track) -> list[ListedTheme]:
    """The themes of *track* in the order of their titles: never more than `MOST_THEMES`, never ranked by number."""
    return [ListedTheme(*row) for row in run(_themes(), {"track_id": track.id})]


class NamedTheme(NamedTuple):
    """A theme to choose from."""

    id: int
    title: str


@cache
def _named() -> Select[Any]:
    theme = Theme.__table__.c
    return (
        select(theme.id, theme.title)
        .where(theme.track_id == bindparam("track_id"), theme.removed_at.is_(None))
        .order_by(theme.title, theme.id)
        .limit(MOST_THEMES)
    )


def theme_names(track_id: int) -> list[NamedTheme]:
    """The themes of a track to choose from, in the order of their titles; nothing is counted."""
    return [NamedTheme(*row) for row in run(_named(), {"track_id": track_id})]


def theme_at_desk(theme_id: int) -> Theme | None:
    """The theme with its track; None when it is not there (any more)."""
    found = select(Theme).where(Theme.id == theme_id, Theme.removed_at.is_(None))
    return db.session.scalar(found.options(joinedload(Theme.track), joinedload(Theme.changed_by)))


class PublicThemePoint(NamedTuple):
    """One point in a theme as everybody may read it."""

    id: int
    contribution_id: int
    received_at: datetime
    language: str
    words: str
    outcome_kind: str | None

    @property
    def number(self) -> str:
        return number_of(self.contribution_id, self.received_at)


_PUBLIC = (_point.is_public, _said.public_state == PublicState.public, _said.withdrawn_at.is_(None))


@cache
def _public_points() -> Select[Any]:
    return (
        select(
            _point.id, _point.contribution_id, _said.received_at, _said.language, _point.public_text,
            _point.outcome_kind,
        )
        .select_from(Point.__table__)
        .join(Contribution.__table__, _said.id == _point.contribution_id)
        .where(text("point.is_public"), *_PUBLIC[1:], _point.theme_id == bindparam("theme_id"),
               _point.id > bindparam("after"))
        .order_by(_point.theme_id, _point.id)
        .limit(bindparam("rows"))
    )  # fmt: skip


def public_points_of(theme_id: int, after: int = 0, rows: int = PAGE) -> list[PublicThemePoint]:
    """What everybody may read of a theme, in the order in which it came: only words that were checked (I16)."""
    found = run(_public_points(), {"theme_id": theme_id, "after": after, "rows": rows})
    return [PublicThemePoint(*row) for row in found]


class PublicTheme(NamedTuple):
    """A theme with its summary; `points` counts what is public in it, up to one more than `COUNTED`."""

    id: int
    title: str
    summary: str
    points: int


@cache
def _public_themes() -> Select[Any]:
    theme = Theme.__table__.c
    return (
        select(theme.id, theme.title, theme.summary, _counted(text("point.is_public")))
        .where(theme.track_id == bindparam("track_id"), theme.removed_at.is_(None), theme.summary != "")
        .order_by(theme.title, theme.id)
        .limit(MOST_THEMES)
    )


def public_themes_of(track_id: int) -> list[PublicTheme]:
    """The themes of a track that have a summary, in the order of their titles."""
    return [PublicTheme(*row) for row in run(_public_themes(), {"track_id": track_id})]


def public_theme(track_id: int, theme_id: int) -> PublicTheme | None:
    """One of those; None when it is of another track, was removed, or has no summary."""
    found = run(_public_themes().where(Theme.__table__.c.id == theme_id), {"track_id": track_id}).one_or_none()
    return PublicTheme(*found) if found else None
