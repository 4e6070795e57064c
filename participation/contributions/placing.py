"""Saying which place a contribution is about, so that colleagues find together what is said about one street."""

from datetime import datetime

from participation import history
from participation.accounts.models import User
from participation.contributions.models import Contribution
from participation.db import db
from participation.places.models import Area
from participation.places.queries import Place


def place_in(contribution: Contribution, area: Area | Place | None, *, actor: User, now: datetime) -> None:
    """Say that it is about *area*, or (None) about no place in particular: then the areas of its track count.

    Only colleagues see it. The same place again changes nothing.
    """
    before, after = contribution.area_id, area.id if area else None
    if before == after:
        return
    contribution.area_id = after
    db.session.flush()
    db.session.expire(contribution, ["area"])
    history.record(
        "contribution.placed", now=now, actor=actor, track_id=contribution.track_id, contribution_id=contribution.id,
        area=area.name if area else "", area_id=after, before_id=before,
    )  # fmt: skip
