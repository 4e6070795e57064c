"""One request, one transaction; a reader never writes; a success is said only when it is stored; no writer is lost."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, redirect
from sqlalchemy import event, func, insert, select
from sqlalchemy.exc import OperationalError

from participation import clock
from participation.accounts.models import Department
from participation.db import FairLock, WroteWhileReading, db, mode, write_row, writing
from participation.history import record
from participation.web import transaction
from tests.support.page import Browser

ROOT = Path(__file__).resolve().parent.parent
SOMEWHERE = "public.follow"
Install = Callable[[Callable[[], Any]], str]


@pytest.fixture
def install(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Put a view of the test in the place of a page, and answer faults as in real life."""
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)

    def put(view: Callable[[], Any]) -> str:
        monkeypatch.setitem(app.view_functions, SOMEWHERE, view)
        return "/volg"

    return put


def write(name: str = "Erfgoed") -> None:
    db.session.add(Department(name=name))
    db.session.flush()


def departments() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(Department.id))) or 0


# What is kept and what is not


@pytest.mark.parametrize(
    ("status", "kept"), [(200, True), (201, True), (303, True), (400, False), (409, False), (422, False), (500, False)]
)
def test_a_change_is_kept_after_a_good_answer_only(visitor: Browser, install: Install, status: int, kept: bool) -> None:
    def view() -> Any:
        write()
        return redirect("/", 303) if status == 303 else ("", status)

    visitor.post(install(view), status=status)
    assert departments() == kept


@pytest.mark.parametrize(("status", "kept"), [(404, True), (422, True), (429, True), (500, False)])
def test_a_view_can_keep_what_it_wrote_although_it_says_no(
    visitor: Browser, install: Install, status: int, kept: bool
) -> None:
    def view() -> Any:
        write()
        transaction.keep()
        return "", status

    visitor.post(install(view), status=status)
    assert departments() == kept


def test_a_fault_after_keeping_keeps_nothing(visitor: Browser, install: Install) -> None:
    def view() -> Any:
        write()
        transaction.keep()
        raise LookupError

    visitor.post(install(view), status=500)
    assert departments() == 0


def test_a_view_that_reads_first_writes_only_when_it_says_so(visitor: Browser, install: Install) -> None:
    @transaction.reads_first
    def careful() -> Any:
        departments()
        transaction.begin_writing()
        write()
        return ""

    @transaction.reads_first
    def forgetful() -> Any:
        write()
        return ""

    visitor.post(install(careful), status=200)
    visitor.post(install(forgetful), status=500)
    assert departments() == 1


@pytest.mark.parametrize(
    "change",
    [
        write,
        lambda: db.session.execute(insert(Department).values(name="x")),
        lambda: write_row(Department, name="x"),
        lambda: db.session.scalar(
            select(Department).from_statement(insert(Department).values(name="x").returning(Department))
        ),
        lambda: record("track.looked_at", now=clock.now()),
    ],
)
def test_a_page_that_is_only_read_cannot_change_anything(
    visitor: Browser, install: Install, caplog: pytest.LogCaptureFixture, change: Callable[[], object]
) -> None:
    def view() -> Any:
        change()
        return "done"

    page = visitor.get(install(view), status=500)
    assert page.h1 == "Er ging iets mis bij ons"
    assert any(record.exc_info and record.exc_info[0] is WroteWhileReading for record in caplog.records)
    assert departments() == 0


def test_a_commit_that_fails_is_never_called_a_success(visitor: Browser, install: Install) -> None:
    def view() -> Any:
        write()
        return "Dank u wel"

    address = install(view)
    token = visitor.token()

    def fail(_session: object) -> None:
        raise OperationalError("COMMIT", {}, Exception("connection lost"))

    event.listen(db.session, "before_commit", fail)
    try:
        page = visitor.post(address, {"csrf_token": token, "text": "Mijn lange tekst over de straat"}, status=503)
    finally:
        event.remove(db.session, "before_commit", fail)
    assert "Dank u wel" not in page.text
    assert page.form(address)["text"] == "Mijn lange tekst over de straat"
    assert departments() == 0


def test_the_next_request_does_not_inherit_the_mode_of_the_last(visitor: Browser, install: Install) -> None:
    def view() -> Any:
        raise LookupError

    visitor.post(install(view), status=500)
    with mode("reading"), pytest.raises(WroteWhileReading):
        write()
    db.session.rollback()
    with writing():
        write()
    assert departments() == 1


# Waiting for one's turn


@pytest.mark.sqlite
def test_a_lock_that_cannot_be_taken_lets_the_next_one_through(tmp_path: Path) -> None:
    lock = FairLock(tmp_path / "missing" / "lock")
    with pytest.raises(FileNotFoundError):
        lock.acquire()
    (tmp_path / "missing").mkdir()
    lock.acquire()
    lock.release()


@pytest.mark.sqlite
def test_who_is_writing_already_is_told_so_instead_of_waiting_for_ever(app: Flask, database: None) -> None:
    with writing():
        write()
        with app.app_context(), pytest.raises(RuntimeError, match="writing already"):
            departments()


COUNT_UP = """
import sys, threading
from pathlib import Path
from sqlalchemy import select
from participation import create_app
from participation.accounts.models import Department
from participation.config import DEVELOPMENT_KEY, Settings
from participation.db import db, writing

app = create_app(Settings(mode="development", secret_key=DEVELOPMENT_KEY, receipt_key=DEVELOPMENT_KEY, data_dir=Path(sys.argv[1])))
failed = []

def work():
    for _ in range(20):
        try:
            with app.app_context(), writing() as session:
                row = session.scalars(select(Department)).one()
                row.name = str(int(row.name) + 1)
        except Exception as fault:
            failed.append(repr(fault))

threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print("\\n".join(failed))
sys.exit(bool(failed))
"""


@pytest.mark.sqlite
def test_two_processes_with_eight_threads_each_lose_no_change(app: Flask, database: None, tmp_path: Path) -> None:
    with writing():
        write("0")
    db.session.remove()
    db.engine.dispose()
    file = tmp_path / "doorwerking.sqlite3"
    shutil.copy(app.config["SETTINGS"].data_dir / file.name, file)
    command = [sys.executable, "-c", COUNT_UP, str(tmp_path)]
    processes = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    outcomes = [(process.communicate(timeout=60)[0].strip(), process.returncode) for process in processes]
    assert outcomes == [("", 0), ("", 0)]
    shutil.copy(file, app.config["SETTINGS"].data_dir / file.name)
    assert db.session.scalar(select(Department.name)) == str(2 * 8 * 20)


def test_a_reader_is_not_stopped_by_a_writer(app: Flask, database: None) -> None:
    with writing():
        write()
        with app.app_context(), mode("reading"):  # Another session, as in another request.
            assert departments() == 0
    assert departments() == 1
