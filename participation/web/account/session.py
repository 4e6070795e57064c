"""A sign-in lives in the database: signing out kills it everywhere, and it falls asleep when nobody works."""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Response, g, session
from flask.sessions import SecureCookieSessionInterface
from flask_login import LoginManager, current_user

from participation import clock
from participation.accounts import queries
from participation.accounts.models import User

IDLE = timedelta(minutes=30)
SEEN = "seen"
manager = LoginManager()
manager.session_protection = None


class Sessions(SecureCookieSessionInterface):
    """The sessions of Flask, with a signer that is made once and not twice in each request."""

    _signer: Any = None

    def get_signing_serializer(self, app: Flask) -> Any:
        if self._signer is None:
            self._signer = super().get_signing_serializer(app)
        return self._signer


@manager.user_loader
def load(token: str) -> User | None:
    """The colleague behind this cookie, unless the sign-in was ended, went idle, or the account was closed."""
    seen = session.get(SEEN)
    if not isinstance(seen, float) or clock.now() - datetime.fromtimestamp(seen, clock.ZONE) > IDLE:
        return None
    return queries.user_signed_in_with(token, clock.now())


def by_itself() -> None:
    """Call in a view that a page asks without anybody doing something: a page left open keeps nobody signed in."""
    g.by_itself = True


def _touch(response: Response) -> Response:
    """Somebody who is signed in was here. It asks the database nothing: it also runs when that does not answer."""
    if "_user_id" in session and not g.get("by_itself") and isinstance(g.get("_login_user"), User):
        session[SEEN] = clock.now().timestamp()
    return response


def init_app(app: Flask) -> None:
    app.session_interface = Sessions()
    # A template asks for the colleague when it shows one; pages for residents never do.
    manager.init_app(app, add_context_processor=False)
    app.jinja_env.globals["current_user"] = current_user
    app.after_request(_touch)
