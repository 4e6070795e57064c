"""The only clock of the house: stored in UTC, spoken in Europe/Amsterdam.

A promise made to a resident is a *day*: it runs to the last second of that day in the Netherlands, whatever the
server's own time zone is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")
_frozen: ContextVar[datetime | None] = ContextVar("frozen_now", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """The present day in the Netherlands."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """*moment* as the Dutch wall clock shows it."""
    return moment.astimezone(ZONE)


def start_of(day: date) -> datetime:
    """The first moment of *day* in the Netherlands, in UTC."""
    return datetime.combine(day, time.min, tzinfo=ZONE).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The first moment after *day* in the Netherlands, in UTC: an end date includes its whole last day."""
    return start_of(day + timedelta(days=1))


def working_days_after(day: date, count: int) -> date:
    """The day that lies *count* working days (Monday to Friday) after *day*."""
    while count > 0:
        day += timedelta(days=1)
        if day.weekday() < 5:
            count -= 1
    return day


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Hold the clock at *moment* inside the block (tests, and loading a demo with a past)."""
    token = _frozen.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
