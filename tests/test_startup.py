"""In production we would rather not open than open unsafe: one clear line, and exit status 1."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from participation import schema, startup
from participation.accounts.models import User
from participation.config import DEVELOPMENT_KEY, Settings
from participation.db import db, writing
from tests.support.cast import Cast

ROOT = Path(__file__).resolve().parent.parent
SAFE = {
    "MODE": "production",
    "SECRET_KEY": "s" * 40,
    "RECEIPT_KEY": "r" * 40,
    "BASE_URL": "https://meedenken.waterdam.example",
}


@pytest.fixture
def safe(app: Flask, database: None) -> Iterator[Settings]:
    """Settings with which production may open, on the database of the suite."""
    folder = app.config["SETTINGS"].data_dir
    mode = folder.stat().st_mode
    folder.chmod(0o700)
    yield Settings(
        secret_key=SAFE["SECRET_KEY"], receipt_key=SAFE["RECEIPT_KEY"], base_url=SAFE["BASE_URL"], data_dir=folder
    )
    folder.chmod(mode)


def told(settings: Settings, *, debug: bool = False) -> list[str]:
    found = list(startup.problems(settings, debug=debug))
    db.session.rollback()
    return found


def test_a_safe_house_opens(safe: Settings) -> None:
    assert told(safe) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"secret_key": ""}, "SECRET_KEY is missing or shorter than 32 characters"),
        ({"secret_key": "k" * 31}, "SECRET_KEY is missing or shorter than 32 characters"),
        ({"secret_key": DEVELOPMENT_KEY}, "SECRET_KEY is the key for development"),
        ({"receipt_key": "k" * 31}, "RECEIPT_KEY is missing or shorter than 32 characters"),
        ({"receipt_key": DEVELOPMENT_KEY}, "RECEIPT_KEY is the key for development"),
        ({"receipt_key": SAFE["SECRET_KEY"]}, "SECRET_KEY and RECEIPT_KEY are the same"),
        ({"debug": True}, "debug is on"),
        ({"base_url": "http://meedenken.waterdam.example"}, "BASE_URL does not begin with https://"),
        ({"smtp_url": "smtp://mail.example:25"}, "SMTP_URL sends mail over the network in clear"),
        ({"smtp_url": "smtp://mail.example:25?starttls=0"}, "SMTP_URL sends mail over the network in clear"),
        ({"smtp_url": "mail.example"}, "SMTP_URL is not an address of a mail server"),
    ],
)
def test_one_unsafe_setting_is_refused_in_production_only(
    safe: Settings, change: dict[str, object], words: str
) -> None:
    (line,) = told(replace(safe, **change))  # type: ignore[arg-type]
    assert words in line and "\n" not in line
    assert told(replace(safe, mode="development", **change)) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "url", ["smtps://mail.example", "smtp://mail.example?starttls=1", "smtp://127.0.0.1:25", "smtp://[::1]",
            "smtp://localhost"],
)  # fmt: skip
def test_mail_may_leave_encrypted_or_to_this_machine(safe: Settings, url: str) -> None:
    assert told(replace(safe, smtp_url=url)) == []


def test_debug_of_the_application_counts_as_well(safe: Settings) -> None:
    assert told(safe, debug=True) == ["debug is on, and shows our code to visitors. Unset FLASK_DEBUG."]


def test_a_demo_account_is_refused_even_when_it_is_closed(safe: Settings, cast: Cast) -> None:
    with writing() as session:
        bram = session.get(User, cast.bram.id)
        assert bram is not None
        bram.is_demo, bram.active = True, False
    (line,) = told(safe)
    assert "demo account" in line


def test_a_migration_that_was_not_applied_is_refused(safe: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "latest", lambda: frozenset({"9999"}))
    (line,) = told(safe)
    assert line == "the database needs a migration. Run: flask --app wsgi db upgrade"


@pytest.mark.sqlite
def test_a_database_that_everybody_can_read_is_refused(safe: Settings) -> None:
    file = safe.data_dir / "doorwerking.sqlite3"
    file.chmod(0o644)
    assert told(safe) == [], "nobody gets into the folder"
    safe.data_dir.chmod(0o755)
    (line,) = told(safe)
    assert "everybody on this machine can read the database" in line
    file.chmod(0o640)
    assert told(safe) == []


@pytest.mark.sqlite
@pytest.mark.parametrize("pragma", ["synchronous=NORMAL", "foreign_keys=OFF", "busy_timeout=5000"])
def test_a_connection_that_could_lose_something_is_refused_everywhere(safe: Settings, pragma: str) -> None:
    name, _, value = pragma.partition("=")
    before = db.session.scalar(text(f"PRAGMA {name}"))
    db.session.rollback()
    raw = db.engine.raw_connection()
    try:
        raw.cursor().execute(f"PRAGMA {name}={value}")
        raw.close()
        assert any(name in line for line in told(replace(safe, mode="development")))
    finally:
        db.session.rollback()
        db.engine.dispose()
    assert db.session.scalar(text(f"PRAGMA {name}")) == before


def test_every_connection_has_the_settings_that_durability_depends_on(app: Flask, database: None) -> None:
    connections = [db.engine.connect() for _ in range(3)]
    try:
        for connection in connections:
            if db.engine.dialect.name == "postgresql":
                assert connection.scalar(text("SHOW synchronous_commit")) == "on"
                continue
            found = {name: str(connection.scalar(text(f"PRAGMA {name}"))) for name in startup.PRAGMAS}
            assert found == startup.PRAGMAS
            assert int(connection.scalar(text("PRAGMA busy_timeout")) or 0) >= 10_000
    finally:
        for connection in connections:
            connection.close()


def test_the_first_problem_is_told_in_one_line_and_ends_the_process(
    safe: Settings, app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(safe, secret_key="", debug=True))
    with pytest.raises(SystemExit) as end:
        startup.check(app)
    assert end.value.code == 1
    assert capsys.readouterr().err == (
        "Doorwerking does not start: SECRET_KEY is missing or shorter than 32 characters. Set a long random one.\n"
    )


# The real process


def run(command: list[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    everything = {**os.environ, "DATABASE_URL": "", **SAFE, "DATA_DIR": str(folder / "data"), **environment}
    return subprocess.run(command, env=everything, cwd=ROOT, capture_output=True, text=True, timeout=60)


SERVER = [sys.executable, "-c", "import wsgi; print('serving')"]
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("command", "environment", "words"),
    [
        (SERVER, {"SECRET_KEY": "short"}, "SECRET_KEY is missing or shorter"),
        (SERVER, {}, "the database needs a migration"),
        (SERVER, {"MODE": "test"}, "MODE is 'test'. Choose 'production' or 'development'."),
        ([*FLASK, "run"], {"BASE_URL": "http://x"}, "BASE_URL does not begin with https://"),
        ([*FLASK, "worker"], {"FLASK_DEBUG": "1"}, "debug is on"),
    ],
    ids=["server, short key", "server, no migration", "server, unknown mode", "flask run", "worker"],
)
def test_a_process_that_must_not_open_ends_with_one_line(
    tmp_path: Path, command: list[str], environment: dict[str, str], words: str
) -> None:
    done = run(command, tmp_path, **environment)
    assert done.returncode == 1
    (line,) = done.stderr.strip().splitlines()
    assert line.startswith("Doorwerking does not start: ") and words in line
    assert "serving" not in done.stdout


@pytest.mark.sqlite
def test_the_command_that_repairs_is_not_refused_and_then_the_house_opens(tmp_path: Path) -> None:
    assert run([*FLASK, "db", "upgrade"], tmp_path).returncode == 0
    done = run(SERVER, tmp_path)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "serving", "")
