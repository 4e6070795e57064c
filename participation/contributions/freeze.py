"""What a resident wrote stays what it is, whoever tries to change it: the last line of defence for I16.

No button, script or shell that goes through a session can rewrite the words, the day on which they came in, or who
wrote them down. Something new is said beside them, as an addition.
"""

from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import ORMExecuteState, Session

from participation.contributions.models import Addition, Contribution
from participation.contributions.moderation.models import Objection, Report


class OriginalIsImmutable(Exception):
    """The words of a resident can never be changed: add to them, or write a public version."""


_COLUMNS = {
    Contribution.__tablename__: {"original_text", "received_at", "channel", "track_id", "room_id", "entered_by_id"},
    Addition.__tablename__: {"text", "at", "contribution_id"},
    Objection.__tablename__: {"words", "objected_at", "contribution_id", "hidden_reason", "hidden_at", "hidden_by_id"},
    Report.__tablename__: {"words", "reason", "reported_at", "contribution_id", "seen"},
}
_NEVER = {
    Contribution: _COLUMNS[Contribution.__tablename__] | {"track", "room", "entered_by"},
    Addition: _COLUMNS[Addition.__tablename__] | {"contribution"},
    Objection: _COLUMNS[Objection.__tablename__] | {"contribution", "hidden_by"},
    Report: _COLUMNS[Report.__tablename__] | {"contribution"},
}


@event.listens_for(Session, "before_flush")
def refuse_change_of_the_original(session: Session, _context: Any, _instances: Any) -> None:
    for thing in session.dirty:
        state = inspect(thing)
        for name in _NEVER.get(type(thing), ()):
            if state.attrs[name].history.has_changes():
                raise OriginalIsImmutable(f"{name} of a {type(thing).__name__.lower()} cannot change.")


@event.listens_for(Session, "do_orm_execute")
def refuse_bulk_change_of_the_original(state: ORMExecuteState) -> None:
    """An UPDATE for many rows at once passes no object, so it is judged by the columns that it sets."""
    if not state.is_update:
        return
    statement: Any = state.statement
    set_columns = {getattr(column, "key", column) for column in (statement._values or {})}
    if set_columns & _COLUMNS.get(getattr(statement.table, "name", ""), set()):
        raise OriginalIsImmutable("The words of residents cannot be changed, not even all at once.")
