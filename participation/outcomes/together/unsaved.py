"""What somebody was typing is kept without a button, for that colleague only: a closed laptop costs no words.

It is not the draft, which colleagues share (`outcomes.actions.save_draft`), and no deed: the history has nothing of it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from participation.accounts.models import User
from participation.contributions.models import Point
from participation.db import db
from participation.outcomes.together.models import UnsavedAnswer
from participation.refusals import Conflict, Refused

KEPT = timedelta(days=30)
UNDER_WAY = timedelta(minutes=10)
LONGEST = 20_000


class TypedElsewhere(Conflict):
    """The same colleague has text in another window that is not saved either."""


class TooLong(Refused):
    """A text that could not be saved as an answer either."""


@cache
def _keeping(engine: str) -> Any:
    """Only the window that began may write on."""
    insert: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[engine]
    row = insert(UnsavedAnswer.__table__)
    return row.on_conflict_do_update(
        index_elements=["point_id", "user_id"],
        set_={"fields": row.excluded.fields, "at": row.excluded.at},
        where=UnsavedAnswer.seat == row.excluded.seat,
    ).returning(UnsavedAnswer.point_id)


def keep(point: Point, fields: Mapping[str, str], *, seat: str, actor: User, now: datetime) -> None:
    """Keep what *actor* typed in the window *seat*, as it is; one statement.

    Refuses (`TypedElsewhere`) to overwrite what the same colleague typed in another window, and (`TooLong`) text of
    more than 20,000 characters.
    """
    if any(len(text) > LONGEST for text in fields.values()):
        raise TooLong("Uw tekst is te lang om te bewaren. Er kunnen 20.000 tekens in. Maak hem iets korter.")
    values = {"point_id": point.id, "user_id": actor.id, "seat": seat, "fields": dict(fields), "at": now}
    if db.session.execute(_keeping(db.engine.dialect.name), values).one_or_none() is None:
        raise TypedElsewhere(
            "Van u staat hier nog andere tekst, uit een ander venster. Daarom bewaren wij dit niet vanzelf."
            " Druk op ‘Bewaar als concept’."
        )


def of(point: Point, user: User) -> UnsavedAnswer | None:
    """What *user* was typing about *point* and did not save."""
    return db.session.get(UnsavedAnswer, (point.id, user.id))


def is_under_way(typed: UnsavedAnswer | None, now: datetime) -> bool:
    """Whether it was typed just now: who pressed another button of the same page goes on where they were."""
    return typed is not None and now - typed.at < UNDER_WAY


def forget(point: Point, *, seat: str, actor: User) -> None:
    """What was typed in the window *seat* is saved, published or thrown away: it need not be kept any longer."""
    mine = (UnsavedAnswer.point_id == point.id, UnsavedAnswer.user_id == actor.id, UnsavedAnswer.seat == seat)
    db.session.execute(delete(UnsavedAnswer).where(*mine).execution_options(synchronize_session=False))


def forget_old(now: datetime) -> None:
    """Nobody goes on writing after a month."""
    db.session.execute(delete(UnsavedAnswer).where(UnsavedAnswer.at <= now - KEPT))
