"""One round of the worker along who follows something by mail, each step in a transaction of its own."""

import logging
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial

from participation.db import db, writing
from participation.outcomes.following_by_mail import telling

log = logging.getLogger(__name__)


def go_round(now: datetime, *, key: str, stop: Callable[[], bool], seconds: float) -> bool:
    """What left counts as told, who wants to hear at once is woken, and each gets one mail; say whether all is done."""
    until = time.monotonic() + seconds
    _all_of(telling.has_arrived, partial(telling.settle_some, now), stop)
    _all_of(partial(telling.has_news, now), partial(telling.wake_some, now), stop)
    while subscriptions := telling.due(now):
        db.session.rollback()
        for subscription_id in subscriptions:
            if stop() or time.monotonic() > until:
                return False
            _tell(subscription_id, key, now)
    db.session.rollback()
    return True


def _all_of(has_any: Callable[[], bool], do_some: Callable[[], bool], stop: Callable[[], bool]) -> None:
    """Batch after batch; a look first, so that an idle worker takes no lock."""
    db.session.rollback()
    more = has_any()
    db.session.rollback()
    while more and not stop():
        with writing():
            more = do_some()


def _tell(subscription_id: int, key: str, now: datetime) -> None:
    try:
        with writing():
            telling.tell(subscription_id, key=key, now=now)
    except Exception:  # A fault with one must not keep the others waiting; it is in the log with its trace.
        log.exception("Subscription %s could not be told.", subscription_id)
        with writing():
            telling.postpone(subscription_id, now)
