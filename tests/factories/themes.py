"""Themes as colleagues make them."""

from participation import clock
from participation.accounts.models import User
from participation.contributions.models import Point
from participation.contributions.themes.models import Theme
from participation.db import db
from participation.tracks.models import Track


def make_theme(track: Track, title: str = "Bomen", *points: Point, summary: str = "", by: User | None = None) -> Theme:
    """A theme with these points in it; public when it has a summary."""
    theme = Theme(track=track, title=title, summary=summary, made_by=by or track.author, made_at=clock.now())
    db.session.add(theme)
    db.session.flush()
    for point in points:
        point.theme_id = theme.id
    db.session.commit()
    return theme
