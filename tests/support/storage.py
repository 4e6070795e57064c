"""An empty house for every test, on the engine at hand: a copied file on SQLite, tables without rows on PostgreSQL."""

import shutil
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text

from participation.db import db
from participation.models import metadata
from participation.web.freshness import kept_pages, kept_sheets


def build(app: Flask) -> None:
    """Make the schema with the migrations, once."""
    with app.app_context():
        upgrade()
        db.session.remove()
        db.engine.dispose()
    if app.config["SETTINGS"].url.startswith("sqlite"):
        shutil.copy(_file(app), _file(app).with_name("empty.sqlite3"))


def empty(app: Flask) -> None:
    """Bring back the state right after the migrations (inside an application context)."""
    db.session.remove()
    kept_sheets(app).clear()
    kept_pages(app).clear()  # The numbers of events start again, and with them the versions of pages.
    if db.engine.dialect.name == "postgresql":
        _empty_postgres()
        return
    db.engine.dispose()
    for leftover in ("-wal", "-shm"):
        Path(f"{_file(app)}{leftover}").unlink(missing_ok=True)
    shutil.copy(_file(app).with_name("empty.sqlite3"), _file(app))


_USED = text(" UNION ALL ".join(
    f"SELECT '{table.name}' WHERE EXISTS (SELECT 1 FROM \"{table.name}\")" for table in metadata.sorted_tables
))  # fmt: skip
_FROM_ONE = text(
    "SELECT setval(format('%I', sequencename)::regclass, start_value, false) FROM pg_sequences "
    "WHERE schemaname = 'public' AND last_value IS NOT NULL"
)


def _empty_postgres() -> None:
    """Only what the test before filled: truncating every table takes ten times as long, for each makes new files."""
    with db.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # Whatever points to whatever goes.
        for name in connection.scalars(_USED).all():
            connection.execute(text(f'DELETE FROM "{name}"'))
        connection.execute(_FROM_ONE)


def _file(app: Flask) -> Path:
    found: Path = app.config["SETTINGS"].data_dir / "doorwerking.sqlite3"
    return found
