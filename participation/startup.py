"""Better not open than open unsafe: what is checked before the first visitor comes in.

Every refusal is one line that says what is wrong and what to do. In development only the settings of the database
connection are checked.
"""

import stat
import sys
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import NoReturn

import click
from flask import Flask
from flask.cli import FlaskGroup
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from participation import create_app, schema
from participation.accounts.queries import has_demo_account
from participation.config import DEVELOPMENT_KEY, Settings, SettingsError
from participation.db import db
from participation.mail.transport import server_of

SHORTEST_KEY = 32
PRAGMAS = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}
BUSY_TIMEOUT = 10_000


def application() -> Flask:
    """The application for `wsgi.py`: checked before it serves, unchecked for the commands that must repair it."""
    try:
        app = create_app()
    except SettingsError as refusal:
        _refuse(str(refusal))
    if _is_going_to_serve():
        check(app)
    return app


def check(app: Flask) -> None:
    """Exit with status 1 and one line on stderr when this must not be opened to the public."""
    with app.app_context():
        problem = next(problems(app.config["SETTINGS"], debug=app.debug), None)
        db.session.remove()
    if problem is not None:
        _refuse(problem)


def problems(settings: Settings, *, debug: bool = False) -> Iterator[str]:
    """Everything that is wrong, the most dangerous first."""
    if settings.is_production:
        yield from _in_the_settings(settings, debug)
    try:
        yield from _in_the_connection()
        if settings.is_production:
            yield from _in_the_database(settings)
    except SQLAlchemyError as fault:
        yield f"The database does not answer ({type(fault).__name__}). Check DATABASE_URL and DATA_DIR."


def _is_going_to_serve() -> bool:
    """Any server, and `flask run`; not the other `flask` commands."""
    context = click.get_current_context(silent=True)
    return context is None or not isinstance(context.find_root().command, FlaskGroup) or context.info_name == "run"


def _refuse(sentence: str) -> NoReturn:
    sys.stderr.write(f"Doorwerking does not start: {sentence}\n")
    raise SystemExit(1)


def _in_the_settings(settings: Settings, debug: bool) -> Iterator[str]:
    for name, key in (("SECRET_KEY", settings.secret_key), ("RECEIPT_KEY", settings.receipt_key)):
        if key == DEVELOPMENT_KEY:
            yield f"{name} is the key for development, which everybody knows. Set a secret one of your own."
        elif len(key) < SHORTEST_KEY:
            yield f"{name} is missing or shorter than {SHORTEST_KEY} characters. Set a long random one."
    if settings.secret_key == settings.receipt_key:
        yield "SECRET_KEY and RECEIPT_KEY are the same. Set two different ones."
    if debug or settings.debug:
        yield "debug is on, and shows our code to visitors. Unset FLASK_DEBUG."
    if not settings.base_url.startswith("https://"):
        yield "BASE_URL does not begin with https://. Set the address that residents use."
    yield from _in_the_mail_server(settings.smtp_url)


def _in_the_mail_server(url: str) -> Iterator[str]:
    if not url:
        return
    try:
        server = server_of(url)
    except SettingsError as refusal:
        yield str(refusal)
        return
    if not server.is_encrypted and not _is_this_machine(server.host):
        yield "SMTP_URL sends mail over the network in clear. Use smtps:// or add ?starttls=1."


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _in_the_connection() -> Iterator[str]:
    """What durability and the rules depend on (it is set in `db.prepare`; here it is asked back)."""
    if db.engine.dialect.name == "postgresql":
        if db.session.scalar(text("SHOW synchronous_commit")) not in ("on", "remote_apply"):
            yield "synchronous_commit of PostgreSQL is not on: a confirmed contribution could get lost."
        return
    for name, wanted in PRAGMAS.items():
        found = str(db.session.scalar(text(f"PRAGMA {name}")))
        if found != wanted:
            yield f"The SQLite setting {name} is {found}, not {wanted}: a confirmed contribution could get lost."
    if int(db.session.scalar(text("PRAGMA busy_timeout")) or 0) < BUSY_TIMEOUT:
        yield f"The SQLite setting busy_timeout is less than {BUSY_TIMEOUT} milliseconds."


def _in_the_database(settings: Settings) -> Iterator[str]:
    if not schema.is_current():
        yield "the database needs a migration. Run: flask --app wsgi db upgrade"
        return
    if has_demo_account():
        yield "the database holds a demo account, whose password everybody knows. Start with an empty database."
    if db.engine.dialect.name == "sqlite" and _everybody_can_read(Path(str(db.engine.url.database))):
        yield f"everybody on this machine can read the database. Run: chmod o-rwx {settings.data_dir}"


def _everybody_can_read(file: Path) -> bool:
    """Readable itself, and in a folder that anybody may enter."""
    return bool(file.stat().st_mode & stat.S_IROTH and file.parent.stat().st_mode & stat.S_IXOTH)
