"""How often each moment of a track changed, and which were called off: read from the news, for calendars."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from participation.db import db
from participation.tracks.notices import Notice, NoticeKind

MOST = 500


@dataclass(frozen=True)
class Changes:
    """What happened to one moment. Only one that was called off has `starts_at`, its name and the reason."""

    moment_id: int = 0
    times: int = 0
    last_at: datetime | None = None
    starts_at: datetime | None = None
    title: str = ""
    why: str = ""


NEVER = Changes()


def of_moments(track_id: int) -> dict[int, Changes]:
    """By the number of the moment; a moment that never changed is not there."""
    found: dict[int, Changes] = {}
    about_moments = (Notice.track_id == track_id, Notice.kind == NoticeKind.moments_changed)
    for notice in db.session.scalars(select(Notice).where(*about_moments).order_by(Notice.id).limit(MOST)):
        if "moment_id" not in notice.data:
            continue
        number = int(notice.data["moment_id"])
        before = found.get(number, Changes(number))
        now = replace(before, times=before.times + 1, last_at=notice.published_at)
        if "starts_at" in notice.data:
            starts_at = datetime.fromisoformat(notice.data["starts_at"])
            now = replace(now, starts_at=starts_at, title=str(notice.data["title"]), why=notice.text)
        found[number] = now
    return found
