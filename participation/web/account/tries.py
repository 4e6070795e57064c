"""Wherever a password is asked for: failures are counted for the account and for where they come from."""

from participation import clock
from participation.accounts import throttle
from participation.web import errors
from participation.web.security import settings, source
from participation.web.transaction import keep


def refuse_who_failed_too_often(email: str) -> None:
    """Answer 429, with when to try again, to whoever failed too often at this account or from this place."""
    now = clock.now()
    waits = (throttle.blocked_until(purpose, where, now) for purpose, where in _sources(email))
    if until := max((moment for moment in waits if moment), default=None):
        errors.too_often(until, now)


def note_failure(email: str) -> None:
    """Remember that a password did not fit, also when the answer is a refusal. Call it before anything is changed."""
    for purpose, where in _sources(email):
        throttle.note_failure(purpose, where, clock.now())
    keep()


def _sources(email: str) -> list[tuple[str, throttle.Source]]:
    return [
        (throttle.SIGN_IN, source()),
        (throttle.ACCOUNT, throttle.account(email, key=settings().secret_key)),
    ]
