"""Closing an account. Only `outcomes.handover.leaving` does, which knows whether something is left behind (I33)."""

from datetime import datetime

from participation import history
from participation.accounts.actions import end_sign_ins
from participation.accounts.models import User
from participation.db import db
from participation.history import Actor, Who


def close_account(user: User, *, actor: Actor | None, now: datetime) -> None:
    """Close the account: it is out at its next request. The name stays under what was signed with it."""
    user.active = False
    end_sign_ins(user, now=now)
    history.record("account.closed", actor=actor, who=None if actor else Who.system, now=now, user_id=user.id)
    db.session.flush()
