"""A version of the vision or of the terms never changes: what held when a track was declared can always be read again.

A change is a new version (`house.actions`). No button, script or shell that goes through a session can do otherwise.
"""

from typing import Any

from sqlalchemy import Table, event
from sqlalchemy.orm import ORMExecuteState, Session

from participation.house.models import HouseTerms, HouseVision, LevelTerms, Principle

VERSIONS = (HouseVision, Principle, HouseTerms, LevelTerms)
_TABLES = {kind.__tablename__ for kind in VERSIONS}


class VersionStands(Exception):
    """A version that was written stays as it is."""


@event.listens_for(Session, "before_flush")
def refuse_change_of_a_version(session: Session, _context: Any, _instances: Any) -> None:
    """New rows are fine, as long as they belong to a version that is new itself."""
    changed = [one for one in session.dirty if isinstance(one, VERSIONS) and session.is_modified(one)]
    added = [one for one in session.new if isinstance(one, VERSIONS) and _whole(one) not in session.new]
    if changed or added or any(isinstance(one, VERSIONS) for one in session.deleted):
        raise VersionStands("This version can no longer change: write a new one.")


def _whole(one: HouseVision | Principle | HouseTerms | LevelTerms) -> HouseVision | HouseTerms:
    """The version that *one* is, or is a part of."""
    if isinstance(one, Principle):
        return one.vision
    return one.terms if isinstance(one, LevelTerms) else one


@event.listens_for(Session, "do_orm_execute")
def refuse_rewriting_past_the_session(execution: ORMExecuteState) -> None:
    """Statements that write many rows at once would pass by the check above."""
    if execution.is_update or execution.is_delete:
        table = getattr(execution.statement, "table", None)
        if isinstance(table, Table) and table.name in _TABLES:
            raise VersionStands("This version can no longer change: write a new one.")
