"""The outside of the house, by audience. Views load, call and answer; rules live in the concept packages."""

from flask import Flask

from participation.web import (
    access,
    addresses,
    drawing,
    errors,
    filters,
    freshness,
    house,
    language,
    security,
    templating,
    transaction,
)
from participation.web.account import bp as account
from participation.web.account import session
from participation.web.coordination import bp as coordination
from participation.web.desk import bp as desk
from participation.web.health import bp as health
from participation.web.public import bp as public


def init_app(app: Flask) -> None:
    """Register everything that answers a request."""
    templating.init_app(app)
    addresses.init_app(app)
    transaction.init_app(app)
    security.init_app(app)
    language.init_app(app)
    session.init_app(app)
    freshness.init_app(app)
    filters.init_app(app)
    house.init_app(app)
    app.jinja_env.globals.update(drawing.GLOBALS)
    errors.init_app(app)
    for blueprint in (public, desk, coordination, account, health):
        app.register_blueprint(blueprint)
    access.init_app(app)
