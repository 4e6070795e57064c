"""Files on the disk that nothing names: of a form that never came back, of what was withdrawn or erased."""

import logging
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

from sqlalchemy import select

from participation.contributions.files.models import ContributionFile
from participation.contributions.files.store import SMALL, Store, store_of
from participation.db import db

AGE = timedelta(days=1, hours=2)
"""Longer than a form can bring a file along (`web/files_field.py`)."""
AT_ONCE = 500
log = logging.getLogger(__name__)


def sweep_up(data_dir: Path, now: datetime, _stop: Event) -> None:
    """What the worker does every hour."""
    gone = sweep(store_of(data_dir, 0), now)
    if gone:
        log.info("Files: %s removed that belong to nothing", gone)


def sweep(store: Store, now: datetime) -> int:
    """Remove what is older than a day and belongs to no contribution; return how many files went. Writes no row."""
    old, gone = (now - AGE).timestamp(), 0
    for paths in _some_at_once(path for path in store.paths() if _age(path) < old):
        names = {path: path.name.removesuffix(SMALL) for path in paths}
        named = set(
            db.session.scalars(select(ContributionFile.sha).where(ContributionFile.sha.in_(set(names.values()))))
        )
        db.session.rollback()
        gone += sum(_remove(path, old) for path, sha in names.items() if sha not in named)
    for half_written in store.root.glob(".*"):
        if _age(half_written) < old:
            half_written.unlink(missing_ok=True)
    return gone


def _some_at_once(paths: Iterator[Path]) -> Iterator[list[Path]]:
    some: list[Path] = []
    for path in paths:
        some.append(path)
        if len(some) == AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def _age(path: Path) -> float:
    """When it was written; what is gone meanwhile is as new as can be."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


def _remove(path: Path, old: float) -> bool:
    """Put it aside and look once more: who sends the same file at this moment has written it anew, and keeps it."""
    aside = path.parent.parent / f".{secrets.token_hex(8)}"
    try:
        path.rename(aside)
    except FileNotFoundError:
        return False
    if _age(aside) >= old:
        aside.replace(path)
        return False
    aside.unlink(missing_ok=True)
    return True
