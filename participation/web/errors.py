"""Every refusal is a clear sentence with a way on, and typed text is never lost.

The page for the visitor and the piece for htmx are the same answer: htmx is told to put it in place of the whole body.
"""

import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import AnonymousUserMixin, current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError, TooManyRequests

from participation.db import db
from participation.permissions import Permission
from participation.refusals import Conflict, Refused
from participation.web import htmx, language

NOT_SHOWN = {"csrf_token", "password", "current_password"}
FULL_OR_LOCKED = ("database is locked", "disk is full", "disk I/O error", "readonly database", "unable to open")
TRY_AGAIN_AFTER = 30


def typed_fields() -> list[dict[str, str]]:
    """What the visitor typed, so that it can be given back."""
    return [
        {"name": name, "value": value}
        for name, values in request.form.lists()
        if name not in NOT_SHOWN
        for value in values
    ]


def sign_in_first() -> ResponseReturnValue:
    """To the sign-in page, and back here afterwards; a form that was sent is kept on the page."""
    if request.method in ("GET", "HEAD"):
        return htmx.go_to(url_for("account.sign_in", next=htmx.page_behind()))
    if request.form:
        return resume(sign_in=True, status=401)
    return htmx.go_to(url_for("account.sign_in"))


def resume(
    *, sign_in: bool, status: int, fields: list[dict[str, str]] | None = None, action: str | None = None
) -> Response:
    """Give the typed text back in a form that can be sent again (with *sign_in*: by way of the sign-in page)."""
    body = render_template(
        "errors/resume.html",
        fields=typed_fields() if fields is None else fields,
        action=action or request.full_path.rstrip("?"),
        sign_in=sign_in,
    )
    return htmx.retarget(make_response(body, status), "body")


def too_often(until: datetime, now: datetime) -> NoReturn:
    """Answer 429, and say after how many seconds a new try makes sense."""
    raise TooManyRequests(retry_after=max(1, int((until - now).total_seconds())))


def _csrf_failed(_error: CSRFError) -> ResponseReturnValue:
    """The token is old, or the whole session is: then the text goes by way of the sign-in page."""
    view = current_app.view_functions.get(request.endpoint or "")
    staff_only = isinstance(getattr(view, "access", None), Permission)
    return resume(sign_in=staff_only and not current_user.is_authenticated, status=400)


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    response = make_response(
        render_template("errors/page.html", status=error.code, **_for_colleagues(error.code)), error.code
    )
    for name, value in error.get_headers(request.environ):
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return htmx.retarget(response, "body")


def _for_colleagues(status: int) -> dict[str, Any]:
    """A colleague whom we cannot let in needs a colleague, not the telephone number of the town hall."""
    if status != 403 or request.blueprint not in language.DUTCH_ONLY:
        return {}
    return {
        "title": "Hier werkt u niet aan mee",
        "text": "Dit is van collega’s. Moet u hier toch bij? Vraag een van hen of uw coördinator om u erbij te zetten.",
        "what_next": [("Naar uw inbox", url_for("desk.inbox")), ("Naar uw trajecten", url_for("desk.tracks"))],
    }


def _refused(error: Refused) -> ResponseReturnValue:
    """A rule said no and no form took it up: the sentence, and the text."""
    return _given_back(422, _("Dit kan nu niet"), _(error.sentence))


def _conflict(error: Conflict) -> ResponseReturnValue:
    return _given_back(409, _("Iemand anders was u voor"), _(error.sentence))


def _stale(_error: StaleDataError) -> ResponseReturnValue:
    return _given_back(
        409, _("Iemand anders was u voor"),
        _("Intussen is hier iets veranderd. Er is niets opgeslagen. Bekijk eerst wat er nu staat."),
    )  # fmt: skip


def _database_failed(error: OperationalError) -> ResponseReturnValue:
    """Full, locked or away: that passes, so the text can be sent again. Anything else is a fault of ours (500)."""
    if not _passes(error):
        raise error
    current_app.logger.error("The database did not answer: %s", error.orig)
    _without_database()
    response = _given_back(
        503, _("Wij zijn even niet bereikbaar"),
        _("Er is niets opgeslagen. Wacht een minuut en probeer het dan opnieuw."), again=True,
    )  # fmt: skip
    response.headers["Retry-After"] = str(TRY_AGAIN_AFTER)
    return response


def _passes(error: OperationalError) -> bool:
    on_sqlite = isinstance(error.orig, sqlite3.Error)
    return error.connection_invalidated or not on_sqlite or any(words in str(error.orig) for words in FULL_OR_LOCKED)


def _unexpected(error: InternalServerError) -> ResponseReturnValue:
    """The last net, also under a commit that failed when the view was done. It must not fail itself."""
    original = error.original_exception
    if isinstance(original, StaleDataError):
        return _stale(original)
    if isinstance(original, OperationalError) and _passes(original):
        return _database_failed(original)
    _without_database()
    try:
        sorry = _("Dat ligt niet aan u. Er is niets opgeslagen.")
        return _given_back(500, _("Er ging iets mis bij ons"), sorry, again=True)
    except Exception:
        current_app.logger.exception("The error page failed as well")
        return make_response((Path(current_app.root_path) / "templates/errors/static_500.html").read_text(), 500)


def _without_database() -> None:
    """From here on nobody is signed in, so that the page is drawn without asking the database who it is for."""
    g._login_user = AnonymousUserMixin()
    try:
        db.session.rollback()
    except SQLAlchemyError:
        db.session.remove()


def _given_back(status: int, title: str, text: str, *, again: bool = False) -> Response:
    """A page with the sentence and everything that was typed; with *again* it can be sent once more from there."""
    fields = typed_fields()
    if fields:
        body = render_template(
            "errors/given_back.html", status=status, title=title, text=text, fields=fields,
            action=request.full_path.rstrip("?") if again else "", look=_page_to_look_at(),
        )  # fmt: skip
    else:
        body = render_template("errors/page.html", status=status, title=title, text=text)
    return htmx.retarget(make_response(body, status), "body")


def _page_to_look_at() -> str:
    """The page that this form was on, as far as we can tell."""
    if request.url_rule is not None and "GET" in (request.url_rule.methods or ()):
        return request.path
    return htmx.page_behind() if htmx.from_htmx() else _own_referrer()


def _own_referrer() -> str:
    """The page on this site that the browser came from."""
    came_from = urlsplit(request.referrer or "")
    return came_from.path if came_from.netloc == request.host else ""


def _impossible_address() -> None:
    """No address of ours holds a NUL, and PostgreSQL fails on looking for one: it is simply not there."""
    if "\x00" in request.path or any("\x00" in value for _name, value in request.args.items(multi=True)):
        abort(404)


def init_app(app: Flask) -> None:
    app.before_request(_impossible_address)
    app.register_error_handler(CSRFError, _csrf_failed)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(InternalServerError, _unexpected)
    app.register_error_handler(Conflict, _conflict)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(OperationalError, _database_failed)
