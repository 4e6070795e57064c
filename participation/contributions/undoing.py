"""Taking back what a colleague decided about the website: the public version waits to be checked again."""

from datetime import datetime

from participation import history
from participation.accounts.models import User
from participation.contributions import search
from participation.contributions.models import Contribution, PublicState
from participation.contributions.moderation import objecting
from participation.contributions.same_version import refuse_changed
from participation.db import db
from participation.refusals import Conflict, Refused


def undo_check(contribution: Contribution, reason: str, *, actor: User, now: datetime, base: str | None = None) -> None:
    """Undo letting everybody read it, or hiding it: nobody reads it until a colleague decides again.

    The public text stays as it was written, to be mended. Refuses (`Conflict`) what nobody checked yet, (`Refused`)
    to do it without a reason, because that would be a way to hide something without one, and
    (`moderation.rules.StillWaits`) while the author objects to hiding it: that is for a second colleague to decide.
    Refuses (`PublicChanged`) to do it over what a colleague did since *base*.
    """
    refuse_changed(contribution, base)
    if contribution.public_state is PublicState.unchecked:
        raise Conflict("Dit is al terug bij ‘nog niet nagekeken’. Misschien was een collega u voor.")
    objecting.refuse_while_waiting(contribution)
    if not reason.strip():
        raise Refused("Schrijf op waarom dit opnieuw nagekeken moet worden. Uw collega’s lezen dit.", field="reason")
    before = contribution.public_state
    contribution.public_state, contribution.hidden_reason = PublicState.unchecked, None
    contribution.checked_by, contribution.checked_at = None, None
    for point in contribution.points:
        point.is_public = False
    search.index(contribution)
    history.record(
        "contribution.check_undone", now=now, actor=actor, why=reason.strip(), track_id=contribution.track_id,
        contribution_id=contribution.id, before=before.value,
    )  # fmt: skip
    db.session.flush()
