"""A sheet that somebody sent: what stands in it, how it is read, and how far it has been brought in.

The file itself is not kept. Its rows are, in parts, in the database, where only colleagues of the track (or who sent
it) can read them, until `forget_old` takes them out.
"""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import User
from participation.db import Base
from participation.tracks.models import Track


class SheetUse(enum.Enum):
    """What its rows become: contributions of a track, or drafts of answers."""

    contributions = "contributions"
    answers = "answers"


class SheetState(enum.Enum):
    read = "read"
    tried = "tried"
    running = "running"
    stopped = "stopped"
    done = "done"

    @property
    def label(self) -> str:
        return {
            SheetState.read: "Kies wat er in elke kolom staat",
            SheetState.tried: "Nagekeken, nog niet ingelezen",
            SheetState.running: "Wordt ingelezen",
            SheetState.stopped: "Gestopt",
            SheetState.done: "Klaar",
        }[self]


BUSY = "state = 'running'"


class Sheet(Base):
    """One file. `columns` says which column holds what, `counts` what becomes (later: became) of its rows.

    `parts_done` and what those parts brought in are saved in one transaction, so that whoever stops in the middle goes
    on where it was. `fingerprint` knows the same file again.
    """

    __tablename__ = "sheet"
    __table_args__ = (
        CheckConstraint("(\"use\" = 'contributions') = (track_id IS NOT NULL)", name="contributions_of_a_track"),
        CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name="done_with_moment"),
        Index("ix_sheet_running", "id", sqlite_where=text(BUSY), postgresql_where=text(BUSY)),
        Index(None, "track_id", "id"),
        Index(None, "sent_by_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    use: Mapped[SheetUse]
    state: Mapped[SheetState] = mapped_column(default=SheetState.read)
    track_id: Mapped[int | None] = mapped_column(ForeignKey("track.id"))
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    sent_at: Mapped[datetime]
    name: Mapped[str]
    fingerprint: Mapped[str]
    header: Mapped[list[str]] = mapped_column(JSON)
    said: Mapped[list[str]] = mapped_column(JSON)
    rows: Mapped[int]
    parts_done: Mapped[int] = mapped_column(default=0)
    columns: Mapped[dict[str, Any]] = mapped_column(default=dict)
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    done_at: Mapped[datetime | None]
    emptied_at: Mapped[datetime | None]

    track: Mapped[Track | None] = relationship()
    sent_by: Mapped[User] = relationship()


class SheetPart(Base):
    """Some rows of a sheet, that are brought in together or not at all.

    `content` is a JSON list of rows: number, fault, cells. `keys` holds the key of each row, and `told` what becomes
    (later: became) of it: number, result, contribution, reason.
    """

    __tablename__ = "sheet_part"
    __table_args__ = (UniqueConstraint("sheet_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"))
    position: Mapped[int]
    content: Mapped[str]
    keys: Mapped[list[Any]] = mapped_column(JSON, default=list)
    told: Mapped[list[Any]] = mapped_column(JSON, default=list)
    refused: Mapped[int] = mapped_column(default=0)
