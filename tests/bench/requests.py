"""Requests straight into the WSGI application: no sockets, the same bytes every time."""

import cProfile
import io
import pstats
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import event

from participation import clock
from participation.accounts.actions import sign_in
from participation.accounts.models import User
from participation.db import db, writing
from participation.web.freshness import kept_pages

Answer = tuple[int, bytes, dict[str, str]]


@dataclass
class Client:
    """Calls the application with a prepared environment and a cookie.

    Every page is drawn afresh, unless this client `keeps`: then the process may answer with the page that it drew before.
    """

    app: Flask
    cookie: str = ""
    keeps: bool = False

    def call(self, path: str, data: dict[str, str] | None = None, **headers: str) -> Answer:
        """Status, body and headers of one request."""
        if not self.keeps and "kept_pages" in self.app.extensions:
            kept_pages(self.app).clear()
        body = urlencode(data).encode() if data is not None else b""
        route, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": "GET" if data is None else "POST", "PATH_INFO": route, "QUERY_STRING": query,
            "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1",
            "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(body), "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False, "wsgi.multiprocess": True, "wsgi.run_once": False, "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": "application/x-www-form-urlencoded", "HTTP_HOST": "localhost", "HTTP_COOKIE": self.cookie,
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }  # fmt: skip
        seen: list[Any] = []
        chunks = self.app.wsgi_app(environ, lambda status, header, _info=None: seen.extend((status, header)))
        answer = b"".join(chunks)
        chunks.close()
        return int(seen[0][:3]), answer, dict(seen[1])

    def signed_in(self, user_id: int) -> "Client":
        with self.app.app_context():
            with writing():
                token = sign_in(db.session.get_one(User, user_id), now=clock.now())
            db.session.remove()
        client = self.app.test_client()
        with client.session_transaction() as session:
            session["_user_id"], session["seen"] = token, clock.now().timestamp()
        cookie = client.get_cookie("session")
        assert cookie is not None
        return Client(self.app, f"session={cookie.value}")

    def submits(self, address: str, pages: Iterable[str], typed: dict[str, str]) -> Callable[[], Answer]:
        """Sends a form of the next of *pages* at each call, with what is *typed*. The forms are fetched beforehand."""
        forms = iter([self.form_of(page) for page in pages])

        def send() -> Answer:
            sender, hidden = next(forms)
            return sender.call(hidden.pop("page") + address, {**hidden, **typed})

        return send

    def form_of(self, path: str) -> tuple["Client", dict[str, str]]:
        """The hidden fields of the form on *path*, and a client with the cookie that belongs to them."""
        status, body, headers = self.call(path)
        assert status == 200, f"{path}: {status}"
        cookie = headers.get("Set-Cookie", "").partition(";")[0] or self.cookie
        hidden = re.findall(r'<input[^>]*type="hidden"[^>]*>', body.decode())
        fields = {"page": path}
        for tag in hidden:
            name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
            if name:
                fields[name.group(1)] = value.group(1) if value else ""
        return Client(self.app, cookie), fields


@dataclass
class Counters:
    """What one request costs, exactly."""

    calls: int = 0
    statements: list[tuple[str, Any]] = field(default_factory=list)
    steps: int = 0
    size: int = 0


def count(app: Flask, request: Callable[[], Answer], *, ok: tuple[int, ...] = (200, 303)) -> Counters:
    """Counters of the third identical request."""
    for _ in range(2):
        _must(request(), ok)
    found = Counters()
    with _statements(app, found):
        _must(request(), ok)
    with _steps(app, found):
        _must(request(), ok)
    profile = cProfile.Profile()
    answer = profile.runcall(request)
    _must(answer, ok)
    found.calls = pstats.Stats(profile).total_calls  # type: ignore[attr-defined]
    found.size = len(answer[1])
    return found


def _must(answer: Answer, ok: tuple[int, ...]) -> None:
    assert answer[0] in ok, f"{answer[0]}: {answer[1][:600]!r}"


@contextmanager
def _statements(app: Flask, found: Counters) -> Iterator[None]:
    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
            found.statements.append((statement, parameters))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", note)


@contextmanager
def _steps(app: Flask, found: Counters) -> Iterator[None]:
    """SQLite calls back for each step of its virtual machine."""

    def step() -> int:
        found.steps += 1
        return 0

    def watch(connection: Any, _record: Any, _proxy: Any) -> None:
        connection.set_progress_handler(step, 1)

    def leave(connection: Any, _record: Any) -> None:
        connection.set_progress_handler(None, 1)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "checkout", watch)
    event.listen(engine, "checkin", leave)
    try:
        yield
    finally:
        event.remove(engine, "checkout", watch)
        event.remove(engine, "checkin", leave)


def plans(app: Flask, statements: list[tuple[str, Any]], tables: Iterable[str]) -> list[str]:
    """The query plan of each statement that reads one of *tables*, one line per step."""
    lines = []
    big = re.compile(rf"\b(?:FROM|JOIN) ({'|'.join(tables)})\b")
    with app.app_context(), db.engine.connect() as connection:
        for statement, parameters in statements:
            if statement.lstrip().upper().startswith("SELECT") and big.search(statement):
                rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                lines += [row[3] for row in rows]
    return lines


def faults(steps: list[str], tables: Iterable[str]) -> list[str]:
    """What a plan may not do: read the whole of a big table, or sort what an index could have given in order.

    A search table is read by its own index; its plan says SCAN … VIRTUAL TABLE INDEX.
    """
    scans = [step for step in steps if step.startswith("SCAN") and step.split()[1] in tables and "INDEX" not in step]
    return scans + [step for step in steps if "TEMP B-TREE" in step]
