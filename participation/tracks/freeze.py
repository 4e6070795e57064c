"""A room that was submitted or approved can no longer change, whoever tries: the last line of defence for I23.

No button, script or shell that goes through a session can rewrite what a reviewer read or residents were told. What
may still happen to a frozen version: the verdict, and explanations and confirmations that are added beside it.
"""

from typing import Any

from sqlalchemy import Table, event, inspect
from sqlalchemy.orm import ORMExecuteState, Session

from participation.tracks.room import (
    Constraint,
    Criterion,
    DeclaredRoom,
    Deviation,
    FixedPoint,
    LandingPath,
    OpenQuestion,
    Partner,
    RoomState,
    UnknownPoint,
    path_question,
)


class RoomIsFrozen(Exception):
    """This version was submitted or approved: its text can no longer change."""


ROWS = (FixedPoint, OpenQuestion, UnknownPoint, Constraint, Criterion, LandingPath, Partner, Deviation)
_TABLES = {path_question.name, *(row.__tablename__ for row in (DeclaredRoom, *ROWS))}
_LINKS: dict[type, set[str]] = {
    DeclaredRoom: {
        "fixed_points",
        "open_questions",
        "unknown_points",
        "constraints",
        "criteria",
        "paths",
        "partners",
        "deviations",
        "author",
        "mandate_user",
        "terms",
    },
    Deviation: {"room", "principle"},
    FixedPoint: {"room", "was_unknown"},
    LandingPath: {"room", "questions"},
    OpenQuestion: {"room", "paths", "was_unknown"},
}
_VERDICT = {"state", "submitted_at", "approved_at", "published_at", "lock_version"}
_NEXT = {
    RoomState.draft: set(RoomState),
    RoomState.submitted: {RoomState.submitted, RoomState.approved, RoomState.returned},
    RoomState.approved: {RoomState.approved},
    RoomState.returned: {RoomState.returned},
}


def _before(thing: object, name: str) -> Any:
    """The value of an attribute as it stands in the database."""
    history = inspect(thing, raiseerr=True).attrs[name].history
    return history.deleted[0] if history.deleted else getattr(thing, name)


def _rooms_of(session: Session, thing: object) -> set[DeclaredRoom]:
    """The rooms whose text *thing* is part of: where it hangs, and where it hung before."""
    if isinstance(thing, DeclaredRoom):
        return {thing}
    if not isinstance(thing, ROWS):
        return set()
    before = _before(thing, "room_id")
    hung = session.get(DeclaredRoom, before) if before is not None else None
    return {room for room in (thing.room, hung) if room is not None}


def _changed(thing: Any) -> set[str]:
    """The columns, lists and links of *thing* that differ from the database."""
    state = inspect(thing)
    names = {*state.mapper.columns.keys(), *_LINKS.get(type(thing), {"room"})}
    return {name for name in names if state.attrs[name].history.has_changes()}


def _rewrites(session: Session, thing: object, room: DeclaredRoom) -> bool:
    """Whether *thing* is about to change the text of *room*, which is frozen, or to undo its verdict."""
    if thing in session.new or thing in session.deleted:
        return True
    changed = _changed(thing)
    return bool(changed - _VERDICT if thing is room else changed) or room.state not in _NEXT[_before(room, "state")]


@event.listens_for(Session, "before_flush")
def refuse_change_of_a_frozen_room(session: Session, _context: Any, _instances: Any) -> None:
    """Look at everything that is about to be written, rows and the links between paths and questions alike."""
    for thing in [*session.dirty, *session.deleted, *session.new]:
        for room in _rooms_of(session, thing):
            frozen = room not in session.new and _before(room, "state") is not RoomState.draft
            if frozen and _rewrites(session, thing, room):
                raise RoomIsFrozen("This version of the room can no longer change: write a new version.")


@event.listens_for(Session, "do_orm_execute")
def refuse_writing_past_the_session(execution: ORMExecuteState) -> None:
    """Statements that write many rows at once would pass by the check above, so the text of a room has none."""
    if execution.is_update or execution.is_delete or execution.is_insert:
        table = getattr(execution.statement, "table", None)
        if isinstance(table, Table) and table.name in _TABLES:
            raise RoomIsFrozen("The text of a room changes row by row, so that a frozen version is recognised.")
