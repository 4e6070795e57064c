"""Needing more time: a promise is moved before its day, and the resident hears it at once (I25)."""

from datetime import date, datetime

from participation.accounts.models import User
from participation.contributions.models import Contribution
from participation.db import db
from participation.outcomes import messages
from participation.promises import actions as promises
from participation.promises.models import Promise


def move_and_tell(promise: Promise, new_due: date, *, reason: str, actor: User, now: datetime) -> None:
    """Move the promise about one contribution and queue the message to whoever left an e-mail address.

    Refuses (`CannotMove`): on or after the promised day, an earlier day, no reason.
    """
    contribution = db.session.get_one(Contribution, promise.contribution_id)
    move = promises.move(promise, new_due, reason=reason, actor=actor, now=now)
    messages.tell_moved(contribution, move, now=now)
