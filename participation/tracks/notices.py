"""News for everybody who took part in a track: said once, read on every contribution's page, mailed where ticked.

A notice is published in the transaction of what it tells about. Pages read the notices of their track; the mails are
made afterwards by the worker, batch after batch (`told_until`), so that nothing is sent twice and nobody is skipped.
"""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation import history
from participation.accounts.models import User
from participation.db import Base, db
from participation.tracks.models import Track
from participation.words import N_


class NoticeKind(enum.Enum):
    """What the news is about. None of them is an answer: an outcome is still owed."""

    room_changed = "room_changed"
    promise_moved = "promise_moved"
    interim_news = "interim_news"
    stopped = "stopped"
    closed_early = "closed_early"
    contact_changed = "contact_changed"
    moments_changed = "moments_changed"
    decision = "decision"

    @property
    def label(self) -> str:
        return {
            NoticeKind.room_changed: N_("De regels van dit traject zijn veranderd"),
            NoticeKind.promise_moved: N_("Een belofte krijgt een andere dag"),
            NoticeKind.interim_news: N_("Tussenbericht"),
            NoticeKind.stopped: N_("Dit traject is gestopt"),
            NoticeKind.closed_early: N_("Reageren kan niet meer"),
            NoticeKind.contact_changed: N_("U hebt een andere contactpersoon"),
            NoticeKind.moments_changed: N_("De momenten zijn veranderd"),
            NoticeKind.decision: N_("Er is een besluit"),
        }[self]


class Notice(Base):
    """One piece of news. `text` is what a colleague wrote; `data` holds days and ids for the sentences around it.

    `question_root` narrows it to who reacted to one open question (its lineage: `RoomRow.lineage`), `theme_id` to whose
    points stand in one theme. `told_until` is the last contribution whose mail was made (for a theme: the last point);
    `told_at` says that everybody was reached.
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index(None, "track_id", "id"),
        Index(
            "ix_notice_to_tell", "id", sqlite_where=text("told_at IS NULL"), postgresql_where=text("told_at IS NULL")
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"))
    kind: Mapped[NoticeKind]
    text: Mapped[str] = mapped_column(default="")
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    question_root: Mapped[int | None]
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    published_at: Mapped[datetime]
    told_until: Mapped[int] = mapped_column(default=0)
    told_at: Mapped[datetime | None]

    track: Mapped[Track] = relationship()
    published_by: Mapped[User | None] = relationship(lazy="joined")


def tell_everybody(
    track: Track, kind: NoticeKind, text: str = "", *, actor: User | None, now: datetime,
    question_root: int | None = None, theme_id: int | None = None, **data: Any,
) -> Notice:  # fmt: skip
    """Publish news for everybody who took part in *track*, in the transaction of what it is about.

    It stands on the page of every contribution that came in before *now*; the worker mails who ticked that. It is
    one event (`notice.published`) in the history.
    """
    notice = Notice(
        track_id=track.id, kind=kind, text=text.strip(), data=data, question_root=question_root,
        theme_id=theme_id, published_by_id=actor.id if actor else None, published_at=now, told_until=0,
    )  # fmt: skip
    db.session.add(notice)
    db.session.flush()
    history.record(
        "notice.published", actor=actor, who=None if actor else history.Who.system, now=now, track_id=track.id,
        why=notice.text, notice_id=notice.id, notice_kind=kind.value,
    )  # fmt: skip
    return notice
