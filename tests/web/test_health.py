"""Ready means: a contribution can be taken, kept and answered now. The reasons tell a machine enough and a stranger nothing."""

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from participation import clock, heartbeat, readiness, schema
from participation.db import db, writing
from participation.mail.models import MailState, OutboundMail
from tests.support.page import Browser


@pytest.fixture
def healthy(visitor: Browser) -> Browser:
    with writing():
        heartbeat.beat(readiness.WORKER, clock.now())
    return visitor


def reasons(browser: Browser, status: int = 503) -> list[str]:
    answer = browser.get("/healthz/ready", status=status).response
    assert answer.headers["Cache-Control"] == "no-store"
    return list(answer.get_json().get("reasons", []))


def add_mail(minutes_ago: int, **values: object) -> None:
    moment = clock.now() - timedelta(minutes=minutes_ago)
    with writing() as session:
        session.add(OutboundMail(**{
            "name": "x", "to": "a@b.example", "subject": "", "body_text": "", "body_html": "", "queued_at": moment,
            "next_try_at": moment, "message_id": f"{minutes_ago}{values}", "attempts": 0, **values,
        }))  # fmt: skip


def test_alive_asks_nothing_of_anybody(visitor: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db.session(), "execute", None)
    assert visitor.get("/healthz/live").response.get_json() == {"status": "ok"}


def test_ready_when_all_is_well(healthy: Browser) -> None:
    assert healthy.get("/healthz/ready").response.get_json() == {"status": "ok"}


def test_not_ready_when_the_worker_is_silent_for_three_minutes(healthy: Browser) -> None:
    with clock.frozen(clock.now() + timedelta(minutes=3)):
        assert reasons(healthy, 200) == []
    with clock.frozen(clock.now() + timedelta(minutes=3, seconds=1)):
        assert reasons(healthy) == ["worker"]


def test_not_ready_before_the_worker_ever_ran(visitor: Browser) -> None:
    assert reasons(visitor) == ["worker"]


def test_not_ready_when_mail_waits_longer_than_a_quarter_of_an_hour(healthy: Browser) -> None:
    add_mail(15)
    assert reasons(healthy, 200) == []
    add_mail(16)
    assert reasons(healthy) == ["mail"]


@pytest.mark.parametrize("values", [{"attempts": 1}, {"state": MailState.sent}, {"state": MailState.failed}])
def test_a_mail_that_was_tried_or_is_gone_is_no_backlog(healthy: Browser, values: dict[str, object]) -> None:
    add_mail(90, **values)
    assert reasons(healthy, 200) == []


def test_not_ready_when_the_disk_is_almost_full(healthy: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=readiness.FREE_BYTES - 1))
    assert reasons(healthy) == ["disk"]


def test_not_ready_when_a_migration_is_missing(healthy: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "latest", lambda: frozenset({"9999"}))
    assert reasons(healthy) == ["migration"]


def test_not_ready_when_the_database_does_not_answer(healthy: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> bool:
        raise OperationalError("SELECT", {}, Exception("/var/lib/secret/path"))

    monkeypatch.setattr(schema, "is_current", away)
    answer = healthy.get("/healthz/ready", status=503).response
    assert answer.get_json() == {"status": "unavailable", "reasons": ["database"]}


@pytest.fixture
def writer(app: Flask, database: None) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(str(db.engine.url.database), isolation_level=None)
    yield connection
    connection.close()


@pytest.mark.sqlite
def test_a_database_that_is_busy_writing_is_ready(healthy: Browser, writer: sqlite3.Connection) -> None:
    writer.execute("BEGIN IMMEDIATE")
    assert reasons(healthy, 200) == []
    writer.execute("ROLLBACK")


@pytest.mark.sqlite
def test_a_database_that_is_gone_cannot_be_written(tmp_path: Path) -> None:
    engine = SimpleNamespace(dialect=SimpleNamespace(name="sqlite"), url=SimpleNamespace(database=tmp_path / "none"))
    with pytest.raises(sqlite3.OperationalError):
        readiness._can_write(engine)  # type: ignore[arg-type]
    assert not (tmp_path / "none").exists()


def test_a_stranger_can_tell_us_about_a_leak(visitor: Browser) -> None:
    answer = visitor.get("/.well-known/security.txt").response
    assert answer.mimetype == "text/plain"
    lines = dict(line.split(": ", 1) for line in answer.get_data(as_text=True).splitlines())
    assert lines["Contact"].startswith("mailto:")
    assert lines["Expires"] == "2027-05-23T11:00:00Z"
    assert lines["Canonical"] == "http://localhost/.well-known/security.txt"


def test_search_engines_are_kept_from_the_desks_only(visitor: Browser) -> None:
    lines = visitor.get("/robots.txt").response.get_data(as_text=True).splitlines()
    assert lines[0] == "User-agent: *"
    assert "Disallow: /werk" in lines and "Disallow: /" not in lines
