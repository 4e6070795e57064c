"""Two workers, a worker that is killed, and a colleague who calls back at the same moment: none twice, none half."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from participation import clock
from participation.accounts.models import User
from participation.config import Settings
from participation.db import db, writing
from participation.mail import OutboundMail
from participation.outcomes.grouped import releasing
from participation.outcomes.grouped.models import GroupedAnswer, GroupedLetter, Standing
from participation.outcomes.grouped.rules import TooLate
from participation.outcomes.models import Outcome
from tests.outcomes.grouped.letters import LEAVES, neighbours, released, send
from tests.support.cast import Cast

ROOT = Path(__file__).resolve().parents[3]


def counted() -> tuple[int, int, int, int]:
    """Answers, mails, letters that left, and letters that left without an answer or the other way round."""
    db.session.rollback()
    torn = (
        select(func.count())
        .select_from(GroupedLetter)
        .outerjoin(Outcome, Outcome.point_id == GroupedLetter.point_id)
        .where((Outcome.id.is_(None)) != (GroupedLetter.outcome_id.is_(None)))
    )
    return (
        db.session.scalar(select(func.count(Outcome.id))) or 0, db.session.scalar(select(func.count(OutboundMail.id))) or 0,
        db.session.scalar(select(func.count(GroupedLetter.outcome_id))) or 0, db.session.scalar(torn) or 0,
    )  # fmt: skip


def test_two_workers_at_once_send_every_letter_once(app: Flask, cast: Cast) -> None:
    number = released(neighbours(cast.bram, 12)).id
    db.session.rollback()
    start = threading.Barrier(2)
    faults: list[BaseException] = []

    def work() -> None:
        with app.app_context(), clock.frozen(LEAVES):
            start.wait()
            try:
                send(number)
            except BaseException as fault:
                faults.append(fault)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert counted() == (12, 12, 12, 0)


def test_calling_back_while_the_worker_begins_is_all_or_nothing(app: Flask, cast: Cast) -> None:
    said = neighbours(cast.bram, 4)
    number, bram = released(said).id, cast.bram.id
    db.session.rollback()
    start, told = threading.Barrier(2), list[str]()

    def call_back() -> None:
        with app.app_context(), clock.frozen(LEAVES):
            start.wait()
            try:
                with writing() as session:
                    answer = session.get_one(GroupedAnswer, number)
                    releasing.call_back(answer, actor=session.get_one(User, bram), now=LEAVES)
                told.append("called back")
            except TooLate:
                told.append("too late")
            finally:
                db.session.remove()

    thread = threading.Thread(target=call_back)
    thread.start()
    start.wait()
    send(number)
    thread.join()
    answers = counted()[0]
    standing = db.session.get_one(GroupedAnswer, number).standing
    assert (told, answers, standing) in ((["called back"], 0, Standing.draft), (["too late"], 4, Standing.sent))


WORKER = """
import sys
from datetime import datetime
from pathlib import Path
from threading import Event
from participation import clock, create_app, worker
from participation.config import DEVELOPMENT_KEY, Settings

settings = Settings(mode="development", secret_key=DEVELOPMENT_KEY, receipt_key=DEVELOPMENT_KEY,
                    data_dir=Path(sys.argv[1]), database_url=sys.argv[2])
with create_app(settings).app_context(), clock.frozen(datetime.fromisoformat(sys.argv[3])):
    (job,) = (job for job in worker.jobs(settings) if job.name == "grouped")
    print("begun", flush=True)
    job.work(clock.now(), Event())
"""


def start_worker(settings: Settings) -> "subprocess.Popen[str]":
    """The real job in a process of its own."""
    where = (str(settings.data_dir), settings.database_url, LEAVES.isoformat())
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, *where], cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ},
    )  # fmt: skip


@pytest.mark.parametrize("after", [0.02, 0.15])
def test_a_worker_that_is_killed_leaves_no_half_letter_and_the_next_one_sends_the_rest(
    app: Flask, cast: Cast, after: float
) -> None:
    released(neighbours(cast.bram, 40))
    db.session.rollback()
    settings: Settings = app.config["SETTINGS"]
    first = start_worker(settings)
    assert first.stdout is not None and first.stdout.readline() == "begun\n"
    deadline = time.monotonic() + 20
    while counted()[2] < 1 and time.monotonic() < deadline:
        time.sleep(0.005)
    time.sleep(after)
    first.send_signal(signal.SIGKILL)
    first.wait()
    answers, mails, left, torn = counted()
    assert answers == mails == left >= 1
    assert torn == 0
    assert start_worker(settings).wait() == 0
    assert counted() == (40, 40, 40, 0)
