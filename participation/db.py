"""The database: one base class, one session, and the promise that a writer never reads something stale.

A request that may write holds the write lock from its first statement (SQLite: a fair queue in front of
BEGIN IMMEDIATE), so that check-and-act is one step. A request that only reads can never write: it fails loudly.
"""

import enum
import fcntl
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Literal

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Dialect, Enum, MetaData, Text, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import DeclarativeBase, ORMExecuteState, Session, registry
from sqlalchemy.types import TypeDecorator

Mode = Literal["free", "reading", "writing"]
_mode: ContextVar[Mode] = ContextVar("database_mode", default="free")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC on both engines."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone cannot be stored.")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _values(members: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in members]


NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
TYPES: dict[Any, Any] = {
    datetime: UtcDateTime,
    str: Text,
    enum.Enum: Enum(enum.Enum, native_enum=False, create_constraint=True, length=30, values_callable=_values),
    dict[str, Any]: JSON,
}


class Base(DeclarativeBase):
    """Base of every mapped class."""

    registry = registry(metadata=MetaData(naming_convention=NAMES), type_annotation_map=TYPES)


db = SQLAlchemy(model_class=Base)


class WroteWhileReading(RuntimeError):
    """A request that may only read tried to change something."""


@contextmanager
def mode(wanted: Mode) -> Iterator[None]:
    """Run the block as a reader or as a writer; ends any transaction that was begun in another mode."""
    token = _mode.set(wanted)
    try:
        yield
    finally:
        _mode.reset(token)


@contextmanager
def writing() -> Iterator[Session]:
    """One transaction for a command or the worker: committed at the end of the block, rolled back on an error."""
    db.session.rollback()
    with mode("writing"):
        try:
            yield db.session()
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise


class FairLock:
    """First come, first served, inside this process and (by a lock file) between the processes on this machine."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._guard = threading.Lock()
        self._queue: deque[threading.Lock] = deque()
        self._file: IO[bytes] | None = None
        self._owner: int | None = None

    def acquire(self) -> None:
        """Wait for our turn. Refuses (`RuntimeError`) who has it already: that would be waiting for oneself."""
        if self._owner == threading.get_ident():
            raise RuntimeError("This thread is writing already: one transaction at a time.")
        ticket = threading.Lock()
        ticket.acquire()
        with self._guard:
            self._queue.append(ticket)
            if self._queue[0] is ticket:
                ticket.release()
        ticket.acquire()
        try:
            handle = self._path.open("ab")
            fcntl.flock(handle, fcntl.LOCK_EX)
        except BaseException:
            self._next()  # Else everybody behind us would wait for ever.
            raise
        self._file, self._owner = handle, threading.get_ident()

    def release(self) -> None:
        handle, self._file, self._owner = self._file, None, None
        if handle is not None:
            handle.close()
        self._next()

    def _next(self) -> None:
        with self._guard:
            self._queue.popleft()
            if self._queue:
                self._queue[0].release()


def prepare(engine: Engine) -> None:
    """Give *engine* the settings that durability and the rules depend on (SQLite only; PostgreSQL has them)."""
    if engine.dialect.name != "sqlite":
        return
    lock = FairLock(Path(f"{engine.url.database}.lock"))

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("busy_timeout=10000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if _mode.get() == "writing":
            lock.acquire()
            connection.info["write_lock"] = lock
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql("BEGIN")

    @event.listens_for(engine, "checkin")
    def release(_connection: Any, record: Any) -> None:
        held: FairLock | None = record.info.pop("write_lock", None)
        if held is not None:
            held.release()


@event.listens_for(Session, "before_flush")
def refuse_writing_while_reading(session: Session, _context: Any, _instances: Any) -> None:
    if _mode.get() == "reading" and (session.new or session.dirty or session.deleted):
        raise WroteWhileReading("A page that is only read may not change anything.")


@event.listens_for(Session, "do_orm_execute")
def refuse_changing_while_reading(state: ORMExecuteState) -> None:
    if _mode.get() == "reading" and (state.is_insert or state.is_update or state.is_delete):
        raise WroteWhileReading("A page that is only read may not change anything.")
