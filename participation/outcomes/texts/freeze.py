"""A version of an answer text never changes: what was standard text once is known as standard text for ever.

A change is a new version (`texts.actions`). No button, script or shell that goes through a session can do otherwise.
"""

from typing import Any

from sqlalchemy import Table, event
from sqlalchemy.orm import ORMExecuteState, Session

from participation.outcomes.texts.models import AnswerTextPiece, AnswerTextVersion

STAYS = (AnswerTextVersion, AnswerTextPiece)
_TABLES = {kind.__tablename__ for kind in STAYS}


class TextStands(Exception):
    """A version that was written stays as it is."""


@event.listens_for(Session, "before_flush")
def refuse_change_of_a_version(session: Session, _context: Any, _instances: Any) -> None:
    """New versions are fine."""
    changed = any(isinstance(one, STAYS) and session.is_modified(one) for one in session.dirty)
    if changed or any(isinstance(one, STAYS) for one in session.deleted):
        raise TextStands("A version of an answer text can no longer change: write a new one.")


@event.listens_for(Session, "do_orm_execute")
def refuse_rewriting_past_the_session(execution: ORMExecuteState) -> None:
    """Statements that write many rows at once would pass by the check above."""
    if execution.is_update or execution.is_delete:
        table = getattr(execution.statement, "table", None)
        if isinstance(table, Table) and table.name in _TABLES:
            raise TextStands("A version of an answer text can no longer change: write a new one.")
