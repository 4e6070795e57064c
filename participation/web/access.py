"""Everything is closed unless a view says who may come in.

`requires` loads the thing first (404 when it is not there), then asks the map of permissions (403). Without a
sign-in the visitor goes to the sign-in page, and what was typed goes along.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, abort
from flask.typing import ResponseReturnValue
from flask_login import current_user

from participation.accounts.models import User
from participation.permissions import Permission, can
from participation.web import errors

View = Callable[..., ResponseReturnValue]
OPEN_ENDPOINTS = {"static"}


def actor() -> User:
    """The colleague who is signed in."""
    user = current_user._get_current_object()
    assert isinstance(user, User)
    return user


def visitor() -> User | None:
    """The colleague who is signed in, or nobody."""
    return actor() if current_user.is_authenticated else None


def everybody(view: View) -> View:
    """Residents and colleagues alike, signed in or not."""
    view.access = "everybody"  # type: ignore[attr-defined]
    return view


def requires(permission: Permission, load: Callable[..., Any] | None = None) -> Callable[[View], View]:
    """Open the view to who has *permission*, for the thing that *load* finds with the arguments of the address.

    The view gets the thing as its only positional argument (nothing when there is no *load*).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**kwargs: Any) -> ResponseReturnValue:
            if not current_user.is_authenticated:
                return errors.sign_in_first()
            thing = load(**kwargs) if load else None
            if load and thing is None:
                abort(404)
            if not can(actor(), permission, thing):
                abort(403)
            return view(thing) if load else view(**kwargs)

        guarded.access = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def init_app(app: Flask) -> None:
    """Refuse to start with a route that nobody thought about, and let templates ask the same map."""
    for endpoint, view in app.view_functions.items():
        if endpoint not in OPEN_ENDPOINTS and not hasattr(view, "access"):
            raise RuntimeError(f"{endpoint} says not who may come in: use @everybody or @requires.")
    app.jinja_env.globals["may"] = lambda permission, thing=None: can(visitor(), Permission[permission], thing)
