"""Who is signed in at the own overview: a cookie of its own, apart from the session of colleagues.

Both may be there at once, and neither ends the other. The cookie holds a token; the sign-in itself is in the database.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.contributions.own import queries
from participation.contributions.own.models import OwnAccount
from participation.web.security import settings

View = Callable[..., ResponseReturnValue]


def _name() -> str:
    return "__Host-mijn" if settings().is_production else "mijn"


def token() -> str:
    """What the cookie holds; empty without one. That it is there says nothing about whether it opens anything."""
    return request.cookies.get(_name(), "")


def account() -> OwnAccount | None:
    """Whose overview is open in this browser."""
    return queries.signed_in(token(), clock.now()) if token() else None


def remember(response: Response, made: str) -> Response:
    """Give the browser the token of a new sign-in; the one before it means nothing any more."""
    response.set_cookie(
        _name(), made, max_age=int(queries.SIGNED_IN_FOR.total_seconds()), httponly=True, samesite="Lax",
        secure=settings().is_production,
    )  # fmt: skip
    return response


def forget(response: Response) -> Response:
    response.delete_cookie(_name(), httponly=True, samesite="Lax", secure=settings().is_production)
    return response


def of_the_resident(view: View) -> View:
    """Only for who is signed in at the own overview; everybody else is shown the way in. The view gets the account."""

    @wraps(view)
    def guarded(**kwargs: Any) -> ResponseReturnValue:
        found = account()
        if found is None:
            return redirect(url_for("public.mine_sign_in"), 303)
        return view(found, **kwargs)

    return guarded
