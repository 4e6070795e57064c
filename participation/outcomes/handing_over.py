"""A promise is given to somebody else: the resident's contact stays, the work moves (I33)."""

from datetime import datetime

from participation.accounts.models import User
from participation.contributions import actions as contributions
from participation.contributions.models import Contribution
from participation.db import db
from participation.outcomes import desk_queries, ledger
from participation.promises import actions as promises
from participation.promises.models import Promise
from participation.refusals import Refused


def hand_over(promise: Promise, user_number: str, *, actor: User, now: datetime) -> User:
    """Let the colleague with this number keep *promise*, and with it everything owed to the same resident.

    Refuses (`Refused`, field `user`) who may not answer in this track.
    """
    allowed = desk_queries.handlers(ledger.track_of(promise))
    taker = next((one for one in allowed if str(one.id) == user_number), None)
    if taker is None:
        raise Refused("Kies een collega die aan dit traject werkt.", field="user")
    if promise.contribution_id is not None:
        contributions.assign(db.session.get_one(Contribution, promise.contribution_id), taker, actor=actor, now=now)
    promises.give_to(promise, taker, actor=actor, now=now)
    return taker
