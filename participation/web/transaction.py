"""One request, one transaction: committed after a 2xx or 3xx answer to an unsafe request, rolled back otherwise.

A success is said only after the commit: the answer leaves when this hook has run, and when the commit fails the
error page leaves in its place.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, current_app, g, request

from participation import db as database
from participation.db import db

SAFE = ("GET", "HEAD", "OPTIONS")


def reads_first(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view that does slow work before it writes; it calls `begin_writing` itself."""
    view.reads_first = True  # type: ignore[attr-defined]
    return view


def reads_first_unless(writes: Callable[[], bool]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The same for a view with several buttons: a request for which *writes* says so will write, and begins with that.

    What it reads is then read once, and cannot change before it writes.
    """

    def mark(view: Callable[..., Any]) -> Callable[..., Any]:
        view.reads_first, view.writes = True, writes  # type: ignore[attr-defined]
        return view

    return mark


def done_reading() -> None:
    """Let go of the database before slow work that does not need it; nothing that was loaded may be used after this."""
    db.session.rollback()


def begin_writing() -> None:
    """End the reading part of this request and take the write lock for the rest. Who has it already, keeps it."""
    if g.get("writes"):
        return
    db.session.rollback()
    g.pop("terms", None)  # What was read before (`web.house.terms`) may have changed since.
    _set_mode("writing")


def keep() -> None:
    """Store what this request wrote although the answer will be a refusal (4xx): a failed try at a code must count.

    Call it before anything else is changed, because it keeps everything. An answer of 5xx still keeps nothing.
    """
    g.kept = True


def _set_mode(mode: database.Mode) -> None:
    _leave_mode()
    g.database_mode = database.mode(mode)
    g.database_mode.__enter__()
    g.writes = mode == "writing"


def _leave_mode() -> None:
    entered = g.pop("database_mode", None)
    if entered is not None:
        entered.__exit__(None, None, None)


def _begin() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    unsafe = request.method not in SAFE
    _set_mode("writing" if unsafe and _writes_at_once(view) else "reading")


def _writes_at_once(view: Callable[..., Any] | None) -> bool:
    if not getattr(view, "reads_first", False):
        return True
    writes: Callable[[], bool] | None = getattr(view, "writes", None)
    return writes is not None and writes()


def _end(response: Response) -> Response:
    if g.get("writes") and response.status_code < (500 if g.get("kept") else 400):
        db.session.commit()
    else:
        db.session.rollback()
    return response


def _clean_up(_error: BaseException | None) -> None:
    _leave_mode()


def init_app(app: Flask) -> None:
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_clean_up)
