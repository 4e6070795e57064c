"""Doorwerking: a municipality says first what is really open, and shows afterwards what happened to the input."""

from pathlib import Path

from flask import Flask
from werkzeug.local import LocalProxy

import participation.models  # noqa: F401 -- every mapped class has to be known before the first query
from participation import cli, config, mail, web
from participation.db import db, prepare
from participation.web.application import Application

ROOT = Path(__file__).resolve().parent.parent


def create_app(settings: config.Settings | None = None) -> Flask:
    """Wire the application together; every decision is made elsewhere."""
    settings = settings or config.from_environment()
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    app = Application(__name__, root_path=str(ROOT), template_folder="templates", static_folder="static")
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.url,
        SQLALCHEMY_ENGINE_OPTIONS={
            "pool_pre_ping": settings.url.startswith("postgresql"),
            "connect_args": {"connect_timeout": 5} if settings.url.startswith("postgresql") else {},
            "hide_parameters": settings.is_production,  # What people typed does not belong in a log.
        },
        SESSION_COOKIE_NAME="__Host-session" if settings.is_production else "session",
        SESSION_COOKIE_SECURE=settings.is_production,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=2_000_000,
        WTF_CSRF_TIME_LIMIT=None,
    )
    db.init_app(app)
    app.extensions["migrate"] = LocalProxy(lambda: _migrations(app))
    with app.app_context():
        prepare(db.engine)
    mail.configure(settings)
    web.init_app(app)
    cli.init_app(app)
    return app


def _migrations(app: Flask) -> object:
    """Flask-Migrate when a command asks for it, in the place of this proxy: a server never does, and saves 10 MiB."""
    from flask_migrate import Migrate

    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
    return app.extensions["migrate"]
