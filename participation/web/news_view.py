"""The news of a track as a page shows it: the newest few in sentences, and the way to the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from participation.contributions.models import Contribution
from participation.outcomes.news import words as news
from participation.promises.models import Promise, PromiseKind
from participation.tracks.notices import Notice, NoticeKind
from participation.web.answer_view import spoken
from participation.web.language import gettext as _

TOLD_THERE = (NoticeKind.room_changed, NoticeKind.stopped, NoticeKind.decision)


@dataclass(frozen=True)
class NewsLine:
    """One piece of news; `by` is the colleague who wrote it, empty when nobody wrote anything."""

    title: str
    at: datetime
    sentences: list[str]
    by: str


@dataclass(frozen=True)
class News:
    """The newest few, and the address of all of it when there is more."""

    lines: list[NewsLine]
    more: str | None


def of_track(track_id: int, slug: str) -> News:
    """The last news of a track for its own page, which tells of changes of the room, decisions and stopping itself."""
    found, _more = news.newest(news.of_track(track_id, rows=news.NEWEST, without=TOLD_THERE), news.NEWEST)
    return News(lines_of(found), _all(slug) if found else None)


def of_contribution(contribution: Contribution, promise: Promise | None = None, *, all_of_it: bool = False) -> News:
    """The news since *contribution* came in, for who sent it.

    What the page says already is left out: that the track was stopped, and the new day of the answer (*promise*).
    """
    read = news.of_contribution(contribution)
    found, more = news.newest([one for one in read if not _is_said(one, promise)], news.NEWEST)
    return News(lines_of(found), _all(contribution.track.slug) if more or all_of_it else None)


def _all(slug: str) -> str:
    return url_for("public.news", slug=slug)


def _is_said(notice: Notice, promise: Promise | None) -> bool:
    if notice.kind is NoticeKind.stopped:
        return True
    moved = notice.kind is NoticeKind.promise_moved and notice.data.get("what") == PromiseKind.track_answer.value
    return moved and promise is not None and promise.due.isoformat() == notice.data["after"]


def lines_of(found: Sequence[Notice]) -> list[NewsLine]:
    """News in the language of the reader."""
    return [
        NewsLine(
            _(one.kind.label), one.published_at, spoken(news.told(one)),
            one.published_by.name if one.text and one.published_by else "",
        )
        for one in found
    ]  # fmt: skip
