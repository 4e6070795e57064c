"""Nobody tries codes or passwords without end, and nobody else notices that somebody does.

Only failures count, and what anybody may do without end (a report about a text, a mail that somebody asks us for, a new
code that a colleague gives): that counts each time. They are
counted per source (a keyed hash of the address and the day, so that no address is kept) and, for passwords, per
account. When failures pour in from everywhere, the limit per source becomes small for all; a good code from a source
that did not fail still goes straight through: the brake never blocks those who are right.
"""

import hashlib
import hmac
import ipaddress
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, func, select

from participation import clock
from participation.accounts.models import Attempt
from participation.db import db

WINDOW = timedelta(minutes=15)
KEPT = timedelta(hours=1)
SIGN_IN, ACCOUNT, RECEIPT, REPORT = "sign_in", "account", "receipt", "report"
FOLLOW = "follow"
ASKED_MAIL, MAILED, NEW_CODE = "asked_mail", "mailed", "new_code"
LIMITS = {SIGN_IN: 10, ACCOUNT: 20, RECEIPT: 10, REPORT: 5, ASKED_MAIL: 5, MAILED: 3, NEW_CODE: 5, FOLLOW: 8}
MANY_FAILURES = 500
LIMIT_WHEN_MANY = 3


class Source(NamedTuple):
    """Where a try comes from. `before` is the mark of yesterday, which still counts shortly after midnight."""

    mark: str
    before: str


def source(address: str, *, key: str, now: datetime) -> Source:
    """The marks of the network *address* (of an IPv6 network: its /64); *key* is the secret of this municipality."""
    today = clock.local(now).date()
    return Source(*(_mark(key, f"{_network(address)}|{day}") for day in (today, today - timedelta(days=1))))


def account(email: str, *, key: str) -> Source:
    """The mark of an account, whether it exists or not."""
    mark = _mark(key, f"account|{email.strip().lower()}")
    return Source(mark, mark)


def _network(address: str) -> str:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv6Address):
        return str(ip.ipv4_mapped or ipaddress.ip_network(f"{ip}/64", strict=False).network_address)
    return str(ip)


def _mark(key: str, text: str) -> str:
    return hmac.new(key.encode(), f"source|{text}".encode(), hashlib.sha256).hexdigest()[:32]


def note_failure(purpose: str, source: Source, now: datetime) -> None:
    """Remember one failure. A view that then answers with 4xx calls `transaction.keep()`, or nothing is remembered."""
    db.session.add(Attempt(purpose=purpose, source=source.mark, at=now))
    db.session.flush()


def blocked_until(purpose: str, source: Source, now: datetime) -> datetime | None:
    """The moment from which *source* may try again, or None when it may try now."""
    since = now - WINDOW
    limit = LIMIT_WHEN_MANY if _failures_everywhere(purpose, since) >= MANY_FAILURES else LIMITS[purpose]
    moments = db.session.scalars(
        select(Attempt.at)
        .where(Attempt.purpose == purpose, Attempt.source.in_(set(source)), Attempt.at > since)
        .order_by(Attempt.at.desc())
        .limit(limit)
    ).all()
    return moments[-1] + WINDOW if len(moments) >= limit else None


def is_blocked(purpose: str, source: Source, now: datetime) -> bool:
    """Whether *source* failed too often in the last quarter of an hour."""
    return blocked_until(purpose, source, now) is not None


def _failures_everywhere(purpose: str, since: datetime) -> int:
    recent = select(Attempt.id).where(Attempt.purpose == purpose, Attempt.at > since).limit(MANY_FAILURES).subquery()
    return db.session.scalar(select(func.count()).select_from(recent)) or 0


def forget_old(now: datetime) -> int:
    """Remove what no longer counts, and return how many failures that were."""
    return len(db.session.scalars(delete(Attempt).where(Attempt.at <= now - KEPT).returning(Attempt.id)).all())
