"""What happens without anybody asking: mail leaves, tracks open and close on their day, the log is sealed.

One loop, one thing at a time. A job that fails is told in one line of the log and tried again; it never stops the
others. Any number of workers may run: leases, locks and idempotent jobs keep them apart.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from threading import Event

from participation import anchors, clock, heartbeat, history, mail
from participation.accounts import throttle
from participation.accounts.actions import forget_old_sign_ins
from participation.config import Settings
from participation.db import db, writing
from participation.house import queries as house
from participation.mail.delivery import PAUSE
from participation.outcomes.experience.gap import tell_gaps
from participation.outcomes.experience.tally import count_changed
from participation.outcomes.news import telling
from participation.outcomes.promising import keep_track_answers
from participation.outcomes.reminding import remind
from participation.outcomes.together import looking, unsaved
from participation.readiness import WORKER
from participation.tracks import actions as tracks

POLL = 2.0
AFTER_FAILURE = 10.0
FIRST_HOUR, LAST_HOUR = 7, 19
"""Between these hours in the Netherlands colleagues are reminded of what is about to break."""
log = logging.getLogger(__name__)

Work = Callable[[datetime, Event], timedelta | None]


@dataclass
class Job:
    """Something to do every so often. Its work may return how long to wait this time, instead of *every*."""

    name: str
    every: timedelta
    work: Work
    due: float = 0.0

    def run(self, stop: Event) -> bool:
        """Do it now; say in one line why it failed, and return whether it went well."""
        try:
            wait = self.work(clock.now(), stop)
        except Exception as fault:
            first_line = str(fault).partition("\n")[0]
            log.error("Job %s failed: %s: %s", self.name, type(fault).__name__, first_line)
            self.due = time.monotonic() + max(AFTER_FAILURE, self.every.total_seconds())
            return False
        finally:
            db.session.remove()
        self.due = time.monotonic() + (self.every if wait is None else wait).total_seconds()
        return True


def jobs(settings: Settings) -> list[Job]:
    """Everything a worker does, in the order in which it is done."""
    return [
        Job("heartbeat", timedelta(seconds=10), _beat),
        Job("news", timedelta(seconds=10), _tell),
        Job("remind", timedelta(minutes=30), partial(_remind, settings)),
        Job("mail", timedelta(seconds=POLL), partial(_deliver, settings)),
        Job("calendar", timedelta(seconds=30), partial(_run_calendar, settings)),
        Job("tally", timedelta(minutes=1), _count_experiences),
        Job("seal", timedelta(seconds=10), partial(_seal, settings)),
        Job("purge", timedelta(minutes=10), _purge),
    ]


def run(work: list[Job], stop: Event) -> None:
    """Do every job when it is due, until *stop* is set."""
    log.info("The worker has begun")
    while not stop.is_set():
        for job in work:
            if job.due <= time.monotonic() and not stop.is_set():
                job.run(stop)
        stop.wait(POLL)
    log.info("The worker has stopped")


def run_once(work: list[Job]) -> bool:
    """Do every job one time; return whether all went well."""
    stop = Event()
    return all([job.run(stop) for job in work])


def _beat(now: datetime, _stop: Event) -> None:
    with writing():
        heartbeat.beat(WORKER, now)


def _tell(now: datetime, stop: Event) -> None:
    """News for everybody who took part, batch after batch, each in a transaction of its own."""
    db.session.rollback()
    notices = telling.waiting(now)
    db.session.rollback()
    for notice_id in notices:
        more = True
        while more and not stop.is_set():
            with writing():
                more = telling.tell_some(notice_id, now)


def _remind(settings: Settings, now: datetime, _stop: Event) -> None:
    """In the hours in which people work; what the night brings waits for the morning."""
    if not FIRST_HOUR <= clock.local(now).hour < LAST_HOUR:
        return
    with writing():
        told = remind(now, house.terms(settings.municipality))
        told += tracks.remind_confirmations(now)
    for name in told:
        log.info("Reminded: %s", name)


def _deliver(settings: Settings, now: datetime, stop: Event) -> timedelta | None:
    """Until the outbox is empty. When the server is away, leave it alone for a minute."""
    transport = mail.transport_for(settings)
    while not stop.is_set():
        report = mail.deliver(now, transport, stop=stop.is_set)
        if report.unreachable:
            log.warning("Mail waits: %s", report.unreachable)
            return PAUSE
        if not report.handled:
            break
        log.info("Mail: %s sent, %s postponed, %s failed", report.sent, report.postponed, report.failed)
    return None


def _run_calendar(settings: Settings, now: datetime, _stop: Event) -> None:
    with writing():
        done = tracks.run_calendar(now, settings.municipality)
        done += [f"{slug}: everybody has an answer." for slug in keep_track_answers(now)]
    for line in done:
        log.info("Calendar: %s", line)


def _count_experiences(now: datetime, stop: Event) -> None:
    """What people expected and what it was like; and whether somewhere they expect more than we promised."""
    count_changed(now, stop=stop.is_set)
    for slug in tell_gaps(now):
        log.info("Expectations: %s: people expect more than was declared; the colleagues were told.", slug)


def _seal(settings: Settings, now: datetime, stop: Event) -> None:
    """Batch after batch; the hash of each seal is noted outside the database, in a file and in the log."""
    while not stop.is_set() and _unsealed():
        with writing():
            if not history.seal(now):
                return
            made = history.head()
            assert made is not None
            number, hash, at = made.id, made.hash, made.at
        anchors.note(anchors.file_of(settings), number, hash, at)
        log.info("Seal %s %s", number, hash)


def _unsealed() -> bool:
    """A look first: an idle worker takes no lock."""
    db.session.rollback()
    waits = history.has_unsealed()
    db.session.rollback()
    return waits


def _purge(now: datetime, _stop: Event) -> None:
    with writing():
        throttle.forget_old(now)
        forget_old_sign_ins(now)
        mail.forget_given_up(now)
        looking.forget_gone(now)
        unsaved.forget_old(now)
