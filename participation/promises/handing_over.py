"""What one colleague had to keep in a track, another keeps: no day changes."""

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
        .where(Promise.track_id == track_id, Promise.kept_at.is_(None), Promise.owner_id == before_id)
        .values(owner_id=owner.id)
        .returning(Promise.id)
    ).all()
    if given:
        history.record(
            "promise.all_given", actor=actor, now=now, track_id=track_id, before_id=before_id, owner_id=owner.id,
            promises=len(given),
        )  # fmt: skip
