"""A sign-in lives in the database: signing out kills it everywhere, and it falls asleep when nobody works."""

from datetime import datetime, timedelta

from flask import Flask, Response, g, session
from flask_login import LoginManager

from participation import clock
from participation.accounts import queries
from participation.accounts.models import User

IDLE = timedelta(minutes=30)
SEEN = "seen"
manager = LoginManager()
manager.session_protection = None


@manager.user_loader
def load(token: str) -> User | None:
    """The colleague behind this cookie, unless the sign-in was ended, went idle, or the account was closed."""
    seen = session.get(SEEN)
    if not isinstance(seen, float) or clock.now() - datetime.fromtimestamp(seen, clock.ZONE) > IDLE:
        return None
    return queries.user_signed_in_with(token, clock.now())


def _touch(response: Response) -> Response:
    """Somebody who is signed in was here. It asks the database nothing: it also runs when that does not answer."""
    if "_user_id" in session and isinstance(g.get("_login_user"), User):
        session[SEEN] = clock.now().timestamp()
    return response


def init_app(app: Flask) -> None:
    manager.init_app(app)
    app.after_request(_touch)
