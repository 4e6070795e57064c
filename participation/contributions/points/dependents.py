"""Whether something that people wrote hangs on a point: an answer, a question to a colleague, a note, the log.

Asked of the tables themselves, so that a room that is built later, above this one, is heard without being known here.
"""

from sqlalchemy import Table, exists, or_, select, text
from sqlalchemy.sql.elements import ColumnElement

from participation.contributions.models import Point
from participation.contributions.points.models import Passage
from participation.contributions.points.rules import HasWork
from participation.contributions.search_index import PublicWords
from participation.db import Base, db

_OURS = {Passage.__tablename__, PublicWords.__tablename__}


def refuse_work(point: Point) -> None:
    """Refuses (`HasWork`) a point on which anything hangs. One statement."""
    hangs = [_hangs(table, point.id) for table in Base.metadata.sorted_tables if table.name not in _OURS]
    if db.session.scalar(select(text("1")).where(or_(*[one for one in hangs if one is not None]))):
        raise HasWork(
            "Er hangt al werk aan dit punt: een concept, een antwoord of een vraag aan een collega. "
            "Voeg het andere punt hierbij, dan blijft dit werk bestaan."
        )


def _hangs(table: Table, point_id: int) -> ColumnElement[bool] | None:
    columns = [key.parent for key in table.foreign_keys if key.column is Point.__table__.c.id]
    return or_(*[exists().where(column == point_id) for column in columns]) if columns else None
