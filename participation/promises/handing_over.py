"""What one colleague had to keep, another keeps, or a team: no day changes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update

from participation import history
from participation.accounts.models import User
from participation.db import db
from participation.promises.models import Promise


def give_all(track_id: int, before_id: int | None, owner: User, *, actor: User, now: datetime) -> None:
    """Give *owner* every open promise of the track that *before_id* keeps (none: that nobody keeps), in one statement.

    One event in the history of the track; what was kept or missed before stays with the name it had.
    """
    given = db.session.execute(
        update(Promise)
        .where(
            Promise.track_id == track_id,
            Promise.kept_at.is_(None),
            Promise.owner_id == before_id,
            Promise.with_team.is_(False),
        )
        .values(owner_id=owner.id)
        .returning(Promise.id)
    ).all()
    if given:
        history.record(
            "promise.all_given", actor=actor, now=now, track_id=track_id, before_id=before_id, owner_id=owner.id,
            promises=len(given),
        )  # fmt: skip


def divide(contribution_ids: Sequence[int], *, owner_id: int | None, department_id: int | None = None) -> None:
    """Let somebody keep what is still owed about these contributions, in one statement; without *owner_id* the team.

    The caller writes one event for each contribution. Without *department_id* the department stays as it was.
    """
    values: dict[str, int | bool | None] = {"owner_id": owner_id, "with_team": owner_id is None}
    if department_id is not None:
        values["department_id"] = department_id
    db.session.execute(
        update(Promise)
        .where(Promise.contribution_id.in_(contribution_ids), Promise.kept_at.is_(None))
        .values(values)
        .execution_options(synchronize_session="fetch")
    )
