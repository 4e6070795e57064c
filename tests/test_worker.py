"""The worker does what nobody asks for, one failing job stops no other, and it stops when it is told to."""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import func, select

from participation import clock, heartbeat, history, mail, worker
from participation.accounts import throttle
from participation.accounts.models import Attempt, SignIn
from participation.config import Settings
from participation.db import db, writing
from participation.readiness import WORKER
from participation.tracks import actions as tracks
from participation.tracks.models import Track, TrackState
from participation.worker import Job
from tests.factories.tracks import make_open_track, make_track
from tests.support.cast import Cast
from tests.support.post import free_port

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def settings(app: Flask) -> Iterator[Settings]:
    found: Settings = app.config["SETTINGS"]
    yield found
    (found.data_dir / "seals.log").unlink(missing_ok=True)


def do(settings: Settings, name: str) -> timedelta | None:
    (job,) = (job for job in worker.jobs(settings) if job.name == name)
    return job.work(clock.now(), Event())


def test_every_job_runs_on_an_empty_house(settings: Settings) -> None:
    assert worker.run_once(worker.jobs(settings))


def test_the_worker_shows_that_it_is_alive(settings: Settings) -> None:
    do(settings, "heartbeat")
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        do(settings, "heartbeat")
        assert heartbeat.last_beat(WORKER) == clock.now()


def test_the_worker_delivers_the_mail(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = [mail.Report(sent=20), mail.Report(sent=3), mail.Report()]
    monkeypatch.setattr(mail, "deliver", lambda *_args, **_options: rounds.pop(0))
    assert do(settings, "mail") is None
    assert not rounds, "until the outbox is empty"


def test_when_the_mail_server_is_away_the_worker_leaves_it_alone_for_a_minute(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(mail, "deliver", lambda *_args, **_options: mail.Report(unreachable="connection refused"))
    assert do(settings, "mail") == timedelta(minutes=1)
    assert "Mail waits: connection refused" in caplog.text


def test_a_track_closes_after_its_last_day_without_anybody_doing_a_thing(settings: Settings, cast: Cast) -> None:
    track = make_open_track(cast.bram, closes_on=date(2026, 11, 23))
    do(settings, "calendar")
    db.session.rollback()
    assert db.session.scalar(select(Track.state).where(Track.id == track.id)) is TrackState.answering


def test_the_worker_seals_the_log(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "BATCH", 2)
    with writing():
        for _ in range(5):
            history.record("track.changed", now=clock.now())
    do(settings, "seal")
    assert history.verify()[:2] == (5, 3)


def test_old_attempts_and_sign_ins_are_removed(settings: Settings, cast: Cast) -> None:
    where = throttle.source("192.0.2.1", key="k", now=clock.now())
    old: list[tuple[datetime, datetime]] = [
        (clock.now() - timedelta(hours=1), clock.now() - timedelta(days=31)),
        (clock.now() - timedelta(minutes=59), clock.now() - timedelta(days=29)),
    ]
    with writing() as session:
        for number, (attempt, sign_in) in enumerate(old):
            throttle.note_failure(throttle.RECEIPT, where, attempt)
            session.add(SignIn(token_hash=f"{number}", user_id=cast.bram.id, at=sign_in))
    do(settings, "purge")
    assert db.session.scalar(select(func.count(Attempt.id))) == 1
    assert db.session.scalar(select(func.count(SignIn.id))) == 1


def broken(_now: datetime, _stop: Event) -> None:
    raise LookupError("first line\nsecond line")


def test_a_job_that_fails_is_told_in_one_line_and_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []
    jobs = [
        Job("bad", timedelta(seconds=1), broken),
        Job("good", timedelta(seconds=1), lambda _now, _stop: done.append("good")),
    ]
    with caplog.at_level(logging.ERROR):
        assert not worker.run_once(jobs)
    assert done == ["good"]
    assert [record.getMessage() for record in caplog.records] == ["Job bad failed: LookupError: first line"]


def test_a_job_that_failed_waits_before_it_is_tried_again() -> None:
    job = Job("bad", timedelta(seconds=2), broken)
    job.run(Event())
    assert 9 < job.due - time.monotonic() <= 10


def test_a_job_that_failed_leaves_nothing_half_done_behind(settings: Settings) -> None:
    def half(now: datetime, _stop: Event) -> None:
        with writing():
            history.record("track.changed", now=now)
            raise LookupError

    worker.run_once([Job("half", timedelta(seconds=1), half)])
    assert db.session.scalar(select(func.count(history.Event.id))) == 0


def test_the_loop_does_each_job_when_it_is_due_and_ends_when_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "POLL", 0.01)
    stop, often, seldom = Event(), [], []

    def count(_now: datetime, _stop: Event) -> timedelta | None:
        often.append(1)
        if len(often) == 3:
            stop.set()
        return None

    worker.run(
        [
            Job("often", timedelta(0), count),
            Job("seldom", timedelta(hours=1), lambda _now, _stop: seldom.append(1)),
        ],
        stop,
    )
    assert (len(often), len(seldom)) == (3, 1)


@pytest.fixture
def house(app: Flask, tmp_path: Path) -> dict[str, str]:
    """The environment of a house of its own, for a process of its own."""
    environment = {**os.environ, "MODE": "development", "DATA_DIR": str(tmp_path), "PORT": str(free_port())}
    flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
    subprocess.run([*flask, "db", "upgrade"], env=environment, cwd=ROOT, check=True, capture_output=True)
    return environment


@pytest.mark.sqlite
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_process_stops_cleanly_within_a_second(house: dict[str, str], number: signal.Signals) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "worker"],
        env=house,
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    assert "The worker has begun" in process.stderr.readline()
    time.sleep(0.5)
    began = time.monotonic()
    process.send_signal(number)
    assert process.wait(10) == 0
    assert time.monotonic() - began < 2, "a second, and one more for a machine that is busy with tests"
    assert "The worker has stopped" in process.stderr.read()


@pytest.mark.sqlite
def test_once_does_everything_and_ends(house: dict[str, str]) -> None:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "--once"]
    done = subprocess.run(command, env=house, cwd=ROOT, capture_output=True, text=True, timeout=30)
    assert (done.returncode, "ERROR" in done.stderr) == (0, False)


def test_the_worker_reminds_who_did_not_confirm_a_text(settings: Settings, cast: Cast) -> None:
    track = make_track(cast.bram, departments=[cast.streets, cast.parks])
    tracks.ask_for_confirmation(track.rooms[0], actor=cast.bram, now=clock.now(), terms=settings.municipality)
    db.session.commit()
    with clock.frozen(clock.now() + timedelta(days=8)):
        do(settings, "remind")
        do(settings, "remind")
    asked = select(mail.OutboundMail.to).where(mail.OutboundMail.name == "confirmation_reminded")
    assert list(db.session.scalars(asked)) == ["chantal@doorwerking.example"]
