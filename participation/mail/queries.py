"""What staff see of the outbox, and what health asks."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from participation.db import db
from participation.mail.delivery import GIVEN_UP, WAITING
from participation.mail.models import OutboundMail

SHOWN = 50


@dataclass(frozen=True)
class Outbox:
    """The state of the post: what waits (the oldest first) and what was given up (the newest first)."""

    count: int
    waiting: list[OutboundMail]
    failed: list[OutboundMail]


def outbox() -> Outbox:
    """What waits and what failed; at most fifty of each are named."""
    waits = select(OutboundMail).where(WAITING).order_by(OutboundMail.queued_at, OutboundMail.id).limit(SHOWN)
    failed = select(OutboundMail).where(GIVEN_UP).order_by(OutboundMail.id.desc()).limit(SHOWN)
    count = db.session.scalar(select(func.count()).select_from(OutboundMail).where(WAITING)) or 0
    return Outbox(count=count, waiting=list(db.session.scalars(waits)), failed=list(db.session.scalars(failed)))


def mail_by_id(mail_id: int) -> OutboundMail | None:
    return db.session.get(OutboundMail, mail_id)


def oldest_untried(now: datetime) -> datetime | None:
    """Since when the oldest mail that should be gone waits. One that a server asked us to try later is no backlog."""
    return db.session.scalar(
        select(OutboundMail.queued_at)
        .where(WAITING, OutboundMail.attempts == 0, OutboundMail.queued_at <= now)
        .order_by(OutboundMail.queued_at, OutboundMail.id)
        .limit(1)
    )
