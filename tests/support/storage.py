"""An empty house for every test, on the engine at hand: a copied file on SQLite, truncated tables on PostgreSQL."""

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
        names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
        with db.engine.begin() as connection:
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
        return
    db.engine.dispose()
    for leftover in ("-wal", "-shm"):
        Path(f"{_file(app)}{leftover}").unlink(missing_ok=True)
    shutil.copy(_file(app).with_name("empty.sqlite3"), _file(app))


def _file(app: Flask) -> Path:
    found: Path = app.config["SETTINGS"].data_dir / "doorwerking.sqlite3"
    return found
