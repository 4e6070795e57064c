"""Whether the worker still works: it says so itself every few seconds, and health reads it, on every machine."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base, db


class Heartbeat(Base):
    """The last sign of life of one kind of process."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


def beat(name: str, now: datetime) -> None:
    """Note that *name* is alive, in the caller's transaction."""
    db.session.merge(Heartbeat(name=name, at=now))
    db.session.flush()


def last_beat(name: str) -> datetime | None:
    """When *name* last showed a sign of life."""
    found = db.session.get(Heartbeat, name)
    return found.at if found else None
