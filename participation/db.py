"""The database: one base class, one session, and the promise that a writer never reads something stale.

A request that may write holds the write lock from its first statement (SQLite: a fair queue in front of
BEGIN IMMEDIATE), so that check-and-act is one step. A request that only reads can never write: it fails loudly.
"""

import enum
import fcntl
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import IO, Any, Literal

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Dialect, Enum, Insert, MetaData, Text, event, insert
from sqlalchemy.engine import Connection, CursorResult, Engine
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

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """One call for each moment that is read; a list of fifty has as many."""
        read = self.impl_instance.result_processor(dialect, coltype)

        def aware(value: Any) -> datetime | None:
            moment: datetime | None = read(value) if read else value
            if moment is None:
                return None
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)

        return aware


def values_of(members: type[enum.Enum]) -> list[str]:
    """What stands in the database for each member of an enumeration."""
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
    enum.Enum: Enum(enum.Enum, native_enum=False, create_constraint=True, length=30, values_callable=values_of),
    dict[str, Any]: JSON,
}


class Base(DeclarativeBase):
    """Base of every mapped class."""

    registry = registry(metadata=MetaData(naming_convention=NAMES), type_annotation_map=TYPES)


db = SQLAlchemy(model_class=Base)


def writes_alone() -> bool:
    """Whether nobody else can have changed anything since this transaction began, so that nothing need be locked.

    So it is on SQLite for who writes. On PostgreSQL only what is locked stays as it was read.
    """
    return _mode.get() == "writing" and db.engine.dialect.name == "sqlite"


def write_row(model: type[Base], **values: Any) -> int:
    """Write one row of *model* now, and return its number.

    For rows that are written and not looked at again in the same transaction, such as an event: as a mapped object they
    cost some five times as much. What the columns default to and what the session refuses holds for them as well.
    """
    key = run(_insert_into(model), values).inserted_primary_key
    assert key is not None
    return int(key[0])


@cache
def _insert_into(model: type[Base]) -> Insert:
    return insert(model.__table__)  # type: ignore[arg-type]


class WroteWhileReading(RuntimeError):
    """A request that may only read tried to change something."""


def run(
    statement: Any, values: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
) -> CursorResult[*tuple[Any, ...]]:
    """Run a *statement* of tables, not of mapped classes, in the transaction of the session.

    The session does the same and looks first whether a mapped class is in it, which costs a third of a small statement.
    Who may only read is refused here as well (`WroteWhileReading`).
    """
    if _mode.get() == "reading" and statement.is_dml:
        raise WroteWhileReading("A page that is only read may not change anything.")
    return db.session.connection().execute(statement, values)


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
    read_from: Any = state.statement.element if state.is_from_statement else state.statement  # type: ignore[attr-defined]
    if _mode.get() == "reading" and read_from.is_dml:
        raise WroteWhileReading("A page that is only read may not change anything.")
