"""Whether the database has the shape that this version of the program expects."""

from functools import cache
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from participation.db import db

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


@cache
def latest() -> frozenset[str]:
    """The last migrations that came with the program."""
    return frozenset(ScriptDirectory(str(MIGRATIONS)).get_heads())


def applied() -> frozenset[str]:
    """The last migrations that the database has had; none for an empty one."""
    if not inspect(db.engine).has_table("alembic_version"):
        return frozenset()
    return frozenset(db.session.scalars(text("SELECT version_num FROM alembic_version")))


def is_current() -> bool:
    return applied() == latest()
