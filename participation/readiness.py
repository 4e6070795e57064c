"""Can this place take a contribution now, keep it, and write back? In words short enough for a machine."""

import shutil
import sqlite3
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from participation import heartbeat, schema
from participation.config import Settings
from participation.db import db
from participation.mail.queries import oldest_untried

WORKER = "worker"
FREE_BYTES = 500_000_000
OLDEST_MAIL = timedelta(minutes=15)
SILENCE = timedelta(minutes=3)


def problems(settings: Settings, now: datetime) -> list[str]:
    """Why not: `database`, `read_only`, `migration`, `disk`, `mail`, `worker`. Empty when all is well."""
    found = [] if shutil.disk_usage(settings.data_dir).free >= FREE_BYTES else ["disk"]
    try:
        return found + _of_the_database(now)
    except (SQLAlchemyError, sqlite3.Error):
        db.session.rollback()
        return [*found, "database"]


def _of_the_database(now: datetime) -> list[str]:
    if not schema.is_current():
        return ["migration"]
    oldest, last = oldest_untried(now), heartbeat.last_beat(WORKER)
    checks = {
        "read_only": not _can_write(db.engine),
        "mail": oldest is not None and now - oldest > OLDEST_MAIL,
        "worker": last is None or now - last > SILENCE,
    }
    return [reason for reason, is_so in checks.items() if is_so]


def _can_write(engine: Engine) -> bool:
    """Ask for the right to write and give it back at once. A database that is busy writing can evidently be written."""
    if engine.dialect.name == "postgresql":
        return bool(db.session.scalar(text("SHOW transaction_read_only")) == "off")
    connection = sqlite3.connect(f"file:{engine.url.database}?mode=rw", uri=True, timeout=0, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError as refusal:
        return "locked" in str(refusal)
    finally:
        connection.close()
    return True
