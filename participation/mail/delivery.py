"""Emptying the outbox: take a few, send them outside any transaction, write down what happened to each.

A lease of five minutes keeps two workers apart and gives back what a crashed one had taken. Trouble with the server
is not the fault of a mail: then everything waits, and no mail loses one of its chances.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from functools import partial

from sqlalchemy import select, text, update

from participation.db import db, mode, writing
from participation.mail.message import message_of
from participation.mail.models import MailState, OutboundMail
from participation.mail.outbox import settings
from participation.mail.transport import Lost, Rejected, Send, Transport, Unreachable

LEASE = timedelta(minutes=5)
BATCH = 20
SECONDS_PER_BATCH = 60
PAUSE = timedelta(minutes=1)
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
LATER = timedelta(hours=2)
GIVE_UP = timedelta(hours=48)
KEPT = timedelta(days=30)

# Written out, not bound: only then does SQLite use the partial index.
WAITING = text("state IN ('queued', 'leased')")
GIVEN_UP = text("state = 'failed'")

log = logging.getLogger(__name__)

# By the name of a mail: asked right before sending, because a mail may be overtaken (withdrawn, hidden, no consent).
may_send: dict[str, Callable[[OutboundMail], bool]] = {}


@dataclass
class Report:
    """What one round did. *unreachable* says why nothing could be sent at all; try again after `PAUSE`."""

    sent: int = 0
    dropped: int = 0
    postponed: int = 0
    failed: int = 0
    unreachable: str = ""

    @property
    def handled(self) -> int:
        return self.sent + self.dropped + self.postponed + self.failed


def deliver(now: datetime, transport: Transport, *, stop: Callable[[], bool] = lambda: False) -> Report:
    """Send the mails that are due, at most a batch; stops between two mails when *stop* says so."""
    lease = now + LEASE
    mails = _take(now, lease)
    this = _Round(now, lease, mails, stop, Report())
    if not mails:
        return this.report
    try:
        with transport.connection() as send:
            this.send_all(send)
    except Unreachable as trouble:
        this.report.unreachable = str(trouble)
        _release(this.mails, lease, now + PAUSE, f"De mailserver is niet bereikbaar: {trouble}")
    except Lost:
        _release(this.mails, lease, now)
    else:
        _release(this.mails, lease, now)
    return this.report


def _take(now: datetime, lease: datetime) -> list[int]:
    """Lease the mails that are due, first in first out. A look first, so that an idle worker never locks anything."""
    due = select(OutboundMail.id).where(WAITING, OutboundMail.next_try_at <= now)
    db.session.rollback()
    if db.session.scalar(due.limit(1)) is None:
        db.session.rollback()
        return []
    batch = due.order_by(OutboundMail.next_try_at, OutboundMail.id).limit(BATCH)
    mine = batch.with_for_update(skip_locked=True).cte("due")
    with writing() as session:
        taken = session.scalars(
            update(OutboundMail)
            .where(OutboundMail.id.in_(select(mine.c.id)))
            .values(state=MailState.leased, next_try_at=lease)
            .returning(OutboundMail.id),
            execution_options={"synchronize_session": False},
        )
        return sorted(taken)


@dataclass
class _Round:
    """One batch under one lease. *mails* shrinks as they are dealt with; what is left at the end is given back."""

    now: datetime
    lease: datetime
    mails: list[int]
    stop: Callable[[], bool]
    report: Report

    def send_all(self, send: Send) -> None:
        ends = time.monotonic() + SECONDS_PER_BATCH
        while self.mails and not self.stop() and time.monotonic() < ends:
            try:
                self._send_one(self.mails[0], send)
            except Lost:
                del self.mails[0]
                raise
            del self.mails[0]

    def _send_one(self, mail_id: int, send: Send) -> None:
        message = None
        try:
            message = self._prepared(mail_id)
            if message is not None:
                send(message)
        except Unreachable:
            raise
        except Rejected as refusal:
            self._mark(mail_id, partial(self._refused, reason=str(refusal), for_good=refusal.for_good))
        except Lost as loss:
            self._mark(mail_id, partial(self._refused, reason=f"De verbinding viel weg: {loss}"))
            raise
        except Exception as fault:
            log.exception("Mail %s could not be prepared", mail_id)
            self._mark(mail_id, partial(self._refused, reason=f"Fout bij ons: {type(fault).__name__}"))
        else:
            self._mark(mail_id, partial(self._done, sent=message is not None))

    def _prepared(self, mail_id: int) -> EmailMessage | None:
        """The message, or None when it may not be sent any more. No transaction is left open."""
        db.session.rollback()
        try:
            with mode("reading"):
                mail = db.session.get(OutboundMail, mail_id)
                if mail is None or not self._is_ours(mail):
                    return None
                check = may_send.get(mail.name)
                return message_of(mail, settings()) if check is None or check(mail) else None
        finally:
            db.session.rollback()

    def _is_ours(self, mail: OutboundMail) -> bool:
        """Unless the lease ran out and another worker has it now."""
        return mail.state is MailState.leased and mail.next_try_at == self.lease

    def _mark(self, mail_id: int, change: Callable[[OutboundMail], None]) -> None:
        """Write down what happened."""
        with writing() as session:
            mail = session.get(OutboundMail, mail_id, with_for_update=True)
            if mail is not None and self._is_ours(mail):
                change(mail)

    def _done(self, mail: OutboundMail, *, sent: bool) -> None:
        mail.attempts += 1
        mail.state = MailState.sent if sent else MailState.dropped
        mail.sent_at = self.now if sent else None
        mail.last_error = ""
        mail.wipe()
        self.report.sent += sent
        self.report.dropped += not sent

    def _refused(self, mail: OutboundMail, *, reason: str, for_good: bool = False) -> None:
        """Later again: after 1, 5, 15 and 60 minutes, then every two hours; after two days, or for good, it failed."""
        mail.attempts += 1
        mail.last_error = reason.replace(mail.to, mail.short_address)
        wait = WAITS[mail.attempts - 1] if mail.attempts <= len(WAITS) else LATER
        if for_good or self.now + wait > mail.queued_at + GIVE_UP:
            mail.state, mail.next_try_at = MailState.failed, self.now
            self.report.failed += 1
            log.warning("Mail %s was given up after %s tries", mail.id, mail.attempts)
        else:
            mail.state, mail.next_try_at = MailState.queued, self.now + wait
            self.report.postponed += 1


def _release(mails: list[int], lease: datetime, when: datetime, error: str = "") -> None:
    """Put back what was taken and not tried."""
    if not mails:
        return
    with writing() as session:
        session.execute(
            update(OutboundMail)
            .where(OutboundMail.id.in_(mails), OutboundMail.state == MailState.leased)
            .where(OutboundMail.next_try_at == lease)
            .values(state=MailState.queued, next_try_at=when, **({"last_error": error} if error else {})),
            execution_options={"synchronize_session": False},
        )


def forget_given_up(now: datetime) -> int:
    """Thirty days after a mail was given up nobody will send it any more: address and text go. Returns how many."""
    old = db.session.scalars(select(OutboundMail).where(GIVEN_UP, OutboundMail.next_try_at < now - KEPT)).all()
    for mail in old:
        mail.state = MailState.dropped
        mail.wipe()
    db.session.flush()
    return len(old)
