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
from participation.accounts.models import User
from participation.config import Settings
from participation.contributions import morning
from participation.contributions.actions import Terms
from participation.contributions.bringing_in.reminding import bring_back, remind_bring_ins
from participation.contributions.dividing import dealing
from participation.contributions.files.sweeping import sweep_up
from participation.contributions.own import signing_in
from participation.contributions.sheets import queries as sheets
from participation.contributions.sheets.actions import forget_old as forget_old_sheets
from participation.db import db, writing
from participation.house import queries as house
from participation.mail.delivery import PAUSE
from participation.outcomes.experience.gap import tell_gaps
from participation.outcomes.experience.tally import count_changed
from participation.outcomes.following_by_mail import walking as following
from participation.outcomes.following_by_mail.actions import forget_unconfirmed
from participation.outcomes.grouped import sending
from participation.outcomes.news import telling
from participation.outcomes.promising import keep_track_answers
from participation.outcomes.reminding import remind
from participation.outcomes.sheets.running import run_some
from participation.outcomes.together import looking, unsaved
from participation.permissions import Permission, can
from participation.readiness import WORKER
from participation.tracks import actions as tracks
from participation.tracks.models import Track

POLL = 2.0
AFTER_FAILURE = 10.0
IN_ONE_ROUND = 5.0
SLICE = 15.0
"""For how many seconds sheets are brought in before the other jobs get their turn."""
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
        Job("following", timedelta(seconds=10), partial(_tell_followers, settings)),
        Job("sheets", timedelta(seconds=POLL), partial(_bring_in_sheets, settings)),
        Job("grouped", timedelta(seconds=5), _send_grouped),
        Job("divide", timedelta(seconds=10), _divide),
        Job("remind", timedelta(minutes=30), partial(_remind, settings)),
        Job("morning", timedelta(minutes=30), _tell_in_the_morning),
        Job("mail", timedelta(seconds=POLL), partial(_deliver, settings)),
        Job("calendar", timedelta(seconds=30), partial(_run_calendar, settings)),
        Job("tally", timedelta(minutes=1), _count_experiences),
        Job("seal", timedelta(seconds=10), partial(_seal, settings)),
        Job("purge", timedelta(minutes=10), _purge),
        Job("sweep", timedelta(hours=1), partial(sweep_up, settings.data_dir)),
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


def _tell_followers(settings: Settings, now: datetime, stop: Event) -> timedelta | None:
    """Who follows something by mail; after five seconds other work comes first, and the rest in the next round."""
    done = following.go_round(now, key=settings.receipt_key, stop=stop.is_set, seconds=IN_ONE_ROUND)
    return None if done else timedelta()


def _bring_in_sheets(settings: Settings, now: datetime, stop: Event) -> timedelta | None:
    """Sheets that a colleague let in, part after part; after a while everything else gets its turn first."""
    db.session.rollback()
    waiting = sheets.running()
    db.session.rollback()
    ends = time.monotonic() + SLICE
    for sheet_id in waiting:
        more = True
        while more and not stop.is_set() and time.monotonic() < ends:
            with writing():
                weeks = house.terms(settings.municipality).feedback_weeks
                more = run_some(sheet_id, Terms(receipt_key=settings.receipt_key, feedback_weeks=weeks), now)
    return timedelta(0) if waiting else None


def _send_grouped(now: datetime, stop: Event) -> timedelta | None:
    """Grouped answers whose moment has come: letter by letter, so that residents who write something never wait.

    After five seconds other work comes first, and the rest in the next round.
    """
    db.session.rollback()
    answers = sending.ready(now)
    db.session.rollback()
    until = time.monotonic() + IN_ONE_ROUND
    for grouped_id in answers:
        more = True
        while more and not stop.is_set() and time.monotonic() < until:
            with writing():
                more = sending.send_next(grouped_id, may=_may_answer, now=clock.now())
            db.session.expunge_all()
        if more:
            return timedelta()
    return None


def _may_answer(user: User, track: Track) -> bool:
    return can(user, Permission.handle_contribution, track)


def _divide(now: datetime, stop: Event) -> None:
    """What came in goes to a team or a person, batch after batch, each in a transaction of its own."""
    for is_waiting, deal in ((dealing.waits, dealing.deal_some), (dealing.waits_by_theme, dealing.deal_by_theme)):
        db.session.rollback()
        more = is_waiting()
        db.session.rollback()
        while more and not stop.is_set():
            with writing():
                more = deal(now)


def _remind(settings: Settings, now: datetime, _stop: Event) -> None:
    """In the hours in which people work; what the night brings waits for the morning."""
    if not FIRST_HOUR <= clock.local(now).hour < LAST_HOUR:
        return
    with writing():
        told = remind(now, house.terms(settings.municipality))
        told += tracks.remind_confirmations(now)
        told += remind_bring_ins(now)
    for name in told:
        log.info("Reminded: %s", name)


def _tell_in_the_morning(now: datetime, stop: Event) -> None:
    """Who is named in a note, and what residents answered us: one mail for each colleague, one transaction for each."""
    db.session.rollback()
    done = morning.over(now)
    db.session.rollback()
    if done:
        with writing():
            morning.let_go(done, now)
    if not FIRST_HOUR <= clock.local(now).hour < LAST_HOUR:
        return
    colleagues = morning.waiting(now)
    db.session.rollback()
    for user_id in colleagues:
        if stop.is_set():
            return
        with writing():
            morning.tell(user_id, now)


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
        done += bring_back(now)
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
        signing_in.forget_old(now)
        looking.forget_gone(now)
        unsaved.forget_old(now)
        forget_old_sheets(now)
        forget_unconfirmed(now)
