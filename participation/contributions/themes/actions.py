"""Gathering points into themes, by hand. Nothing is put in a theme by itself; every move stands in the history."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from participation import history
from participation.accounts.models import User
from participation.contributions.models import Point
from participation.contributions.themes import rules
from participation.contributions.themes.models import Theme
from participation.db import db, writes_alone
from participation.tracks.models import Track


def make_theme(track: Track, title: str, *, actor: User, now: datetime) -> Theme:
    """Begin a theme. Refuses a theme without a title, a second one with the same title, and (`TooManyThemes`) too many.

    It is not public before it has a summary.
    """
    taken = _titles(track.id)
    rules.refuse_another(len(taken))
    theme = Theme(track=track, title=rules.title_of(title, taken), summary="", made_by=actor, made_at=now)
    db.session.add(theme)
    db.session.flush()
    _record("theme.made", theme, actor, now)
    return theme


def change_theme(
    theme: Theme, title: str, summary: str, *, actor: User, now: datetime, base: str | None = None
) -> None:
    """Write what the theme is called and what is said in it; without a summary nobody outside reads the theme.

    Refuses what is no title, a text that is too long, and (`ThemeChanged`) to save over a colleague since *base*.
    """
    _hold(theme)
    if base is not None and base != mark_of(theme):
        raise rules.ThemeChanged(_who_was_first(theme))
    title = rules.title_of(title, _titles(theme.track_id, besides=theme.id))
    summary = rules.summary_of(summary)
    if (title, summary) == (theme.title, theme.summary):
        return
    was_public = theme.is_public
    renamed, rewritten = title != theme.title, summary != theme.summary
    theme.title, theme.summary, theme.changed_by, theme.changed_at = title, summary, actor, now
    db.session.flush()
    _record("theme.changed", theme, actor, now, renamed=renamed, rewritten=rewritten, was_public=was_public,
            is_public=theme.is_public)  # fmt: skip


def put_in(theme: Theme, points: Sequence[int], *, actor: User, now: datetime) -> int:
    """Put these points in *theme*, out of the theme they were in; how many moved. What stood in it already stays.

    Refuses more than `rules.MOST_AT_ONCE` at once, a theme that is gone, and (`WrongTrack`) points of another track.
    """
    rules.refuse_selection(points)
    _hold(theme)
    rules.refuse_gone(theme)
    found = _points(points)
    rules.refuse_other_tracks(theme, [track_id for _id, track_id, _theme in found])
    moved = [number for number, _track, before in found if before != theme.id]
    return _move(moved, theme, theme, actor=actor, now=now)


def take_out(theme: Theme, points: Sequence[int], *, actor: User, now: datetime) -> int:
    """Take these points out of *theme*: they stand in no theme any more. How many there were; the others stay."""
    rules.refuse_selection(points)
    _hold(theme)
    moved = [number for number, _track, before in _points(points) if before == theme.id]
    return _move(moved, None, theme, actor=actor, now=now)


def remove_theme(theme: Theme, *, actor: User, now: datetime) -> None:
    """End the theme: its points go free, and keep their words and answers. The history of each says so."""
    _hold(theme)
    if theme.removed_at is not None:
        return
    theme.removed_at = now
    db.session.flush()
    _tell_each("point.unthemed", Point.theme_id == theme.id, theme, actor=actor, now=now, removed=True)
    db.session.execute(
        update(Point).where(Point.theme_id == theme.id).values(theme_id=None),
        execution_options={"synchronize_session": "fetch"},
    )
    _record("theme.removed", theme, actor, now)


def mark_of(theme: Theme) -> str:
    """What a form carries to notice that a colleague changed the theme in the meantime."""
    return hashlib.sha256(json.dumps([theme.title, theme.summary]).encode()).hexdigest()[:16]


def _titles(track_id: int, besides: int = 0) -> set[str]:
    here = select(Theme.title).where(Theme.track_id == track_id, Theme.removed_at.is_(None), Theme.id != besides)
    return {title.casefold() for title in db.session.scalars(here)}


def _points(numbers: Sequence[int]) -> list[tuple[int, int, int | None]]:
    """Number, track and theme of these points, kept for this transaction alone."""
    wanted = select(Point.id, Point.track_id, Point.theme_id).where(Point.id.in_(set(numbers))).order_by(Point.id)
    return [(row[0], row[1], row[2]) for row in db.session.execute(wanted.with_for_update())]


def _move(numbers: list[int], to: Theme | None, theme: Theme, *, actor: User, now: datetime) -> int:
    if numbers:
        db.session.execute(
            update(Point).where(Point.id.in_(numbers)).values(theme_id=to.id if to else None),
            execution_options={"synchronize_session": "fetch"},
        )
        kind = "point.themed" if to else "point.unthemed"
        _tell_each(kind, Point.id.in_(numbers), theme, actor=actor, now=now)
    return len(numbers)


def _tell_each(kind: str, which: Any, theme: Theme, *, actor: User, now: datetime, **data: Any) -> None:
    """One event for each contribution with such a point, in one statement."""
    about = (
        select(Point.track_id.label("track_id"), Point.contribution_id.label("id"))
        .where(which)
        .group_by(Point.track_id, Point.contribution_id)
        .subquery()
    )
    history.record_each(kind, about, actor=actor, now=now, theme_id=theme.id, theme=theme.title, **data)


def _hold(theme: Theme) -> None:
    """One writer at a time for one theme, who reads it as it stands now."""
    if not writes_alone():
        db.session.refresh(theme, ["title", "summary", "removed_at", "changed_at"], with_for_update={"of": Theme})


def _who_was_first(theme: Theme) -> str:
    who = theme.changed_by.name if theme.changed_by else "Een collega"
    return f"{who} veranderde dit thema terwijl u schreef. Uw tekst staat er nog. Lees eerst wat er nu staat."


def _record(kind: str, theme: Theme, actor: User, now: datetime, **data: Any) -> None:
    history.record(kind, now=now, actor=actor, track_id=theme.track_id, theme_id=theme.id, theme=theme.title, **data)
