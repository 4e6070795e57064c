"""Whether the database has the shape that this version of the program expects."""

import re
from ast import literal_eval
from functools import cache
from pathlib import Path

from sqlalchemy import inspect, text

from participation.db import db

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
_NAMED = re.compile(r"^(revision|down_revision)\b[^=\n]*= *(.+)$", re.MULTILINE)


@cache
def latest() -> frozenset[str]:
    """The last migrations that came with the program: those that no other one builds on.

    Read from the files themselves: a server would keep ten MiB of Alembic in memory to know this one word.
    """
    found: set[str] = set()
    built_on: set[str | None] = set()
    for file in (MIGRATIONS / "versions").glob("*.py"):
        named = {name: literal_eval(value) for name, value in _NAMED.findall(file.read_text())}
        before = named["down_revision"]
        found.add(named["revision"])
        built_on.update(before if isinstance(before, tuple) else (before,))
    return frozenset(found - built_on)


def applied() -> frozenset[str]:
    """The last migrations that the database has had; none for an empty one."""
    if not inspect(db.engine).has_table("alembic_version"):
        return frozenset()
    return frozenset(db.session.scalars(text("SELECT version_num FROM alembic_version")))


def is_current() -> bool:
    return applied() == latest()
