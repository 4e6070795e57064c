"""One application per worker, a fresh database per test, and a cast of people everybody knows."""

import os

os.environ["CHEAP_PASSWORDS"] = "1"

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask

from participation import clock, create_app, mail
from participation.config import DEVELOPMENT_KEY, Settings
from participation.db import db
from tests.support import postgres, storage
from tests.support.cast import Cast, make_cast
from tests.support.invariants import check_invariants
from tests.support.page import Browser

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        postgres.start()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        postgres.stop()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What only SQLite does is not asked of PostgreSQL."""
    if postgres.is_wanted():
        for item in items:
            if item.get_closest_marker("sqlite"):
                item.add_marker(pytest.mark.skip(reason="about SQLite only"))


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application as it runs for a municipality, on a database of its own."""
    app = create_app(
        Settings(
            mode="development",
            secret_key=DEVELOPMENT_KEY,
            receipt_key=DEVELOPMENT_KEY,
            data_dir=tmp_path_factory.mktemp("house"),
            database_url=postgres.new_database() if postgres.is_wanted() else "",
            base_url="http://localhost",
            htmx_source="local",
        )
    )
    app.testing = True
    storage.build(app)
    return app


@pytest.fixture
def database(app: Flask, request: pytest.FixtureRequest) -> Iterator[None]:
    """An empty database with the schema, inside an application context; afterwards every invariant must hold."""
    # A test before this one may have built an application of its own: the outbox belongs to the last that was built.
    mail.configure(app.config["SETTINGS"])
    with app.app_context():
        storage.empty(app)
        yield
        if not request.node.get_closest_marker("breaks_invariants"):
            check_invariants()
        db.session.remove()


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    """Tuesday 24 November 2026, twelve o'clock in the Netherlands."""
    with clock.frozen(NOON):
        yield


@pytest.fixture
def cast(database: None) -> Cast:
    """Bram, Chantal, Dirk, Esther and their departments."""
    people = make_cast()
    db.session.commit()
    return people


@pytest.fixture
def visitor(app: Flask, database: None) -> Browser:
    """A resident, without account."""
    return Browser(app)


@pytest.fixture
def bram(app: Flask, cast: Cast) -> Browser:
    """The civil servant of this track."""
    return Browser(app).sign_in(cast.bram)


@pytest.fixture
def chantal(app: Flask, cast: Cast) -> Browser:
    """A civil servant of other tracks only: she must not see this one."""
    return Browser(app).sign_in(cast.chantal)


@pytest.fixture
def dirk(app: Flask, cast: Cast) -> Browser:
    """The coordinator."""
    return Browser(app).sign_in(cast.dirk)


@pytest.fixture
def esther(app: Flask, cast: Cast) -> Browser:
    """The director."""
    return Browser(app).sign_in(cast.esther)
