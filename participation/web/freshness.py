"""A page that is the same for everybody is drawn once and sent once: afterwards it only has to be known unchanged.

Two memories with one key. The browser asks with its ETag and gets a 304; for everybody else this process keeps the
last pages it drew. What is personal is in neither: a message for one visitor, a form with a token, a session.
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import NamedTuple
from zlib import crc32

from flask import Flask, Response, current_app, g, make_response, request, session
from flask.typing import ResponseReturnValue

from participation import clock
from participation.web import language
from participation.web.security import may_be_cached

BUCKET = 300
"""Seconds after which a page is drawn again even when nothing happened in the track (a name, a new release)."""
PAGES = 32
"""How many pages a process keeps: of at most some 60 KB each, so two MiB at most."""


SHEETS = 12
"""How many sheets of paper: of some 60 KB each, and never more than a megabyte."""


class Key(NamedTuple):
    """What a page depends on. The whole query, not a sum of it: two questions may never share an answer."""

    root: str
    path: str
    query: bytes
    tag: str


class KeptPages:
    """The pages that were asked for last. The one that nobody asked for longest makes room."""

    def __init__(self, most: int = PAGES) -> None:
        self._most = most
        self._pages: OrderedDict[Key, bytes] = OrderedDict()
        self._guard = Lock()

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, key: Key) -> bytes | None:
        with self._guard:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: Key, page: bytes) -> None:
        with self._guard:
            self._pages[key] = page
            self._pages.move_to_end(key)
            while len(self._pages) > self._most:
                self._pages.popitem(last=False)

    def clear(self) -> None:
        with self._guard:
            self._pages.clear()


def kept_pages(app: Flask) -> KeptPages:
    """The memory of *app*."""
    found = app.extensions["kept_pages"]
    assert isinstance(found, KeptPages)
    return found


def kept_sheets(app: Flask) -> KeptPages:
    """The memory of *app* for what is printed: each takes a third of a second to make."""
    found = app.extensions["kept_sheets"]
    assert isinstance(found, KeptPages)
    return found


def unless_unchanged(version: int, render: Callable[[], str]) -> ResponseReturnValue:
    """The page as it is in this *version* of what was asked, in this language, on this day; *render* draws it.

    Answers 304 to who has it already, and draws it only when this process does not have it. A page with a message for
    one visitor is never kept, and neither is what turned out to hold a token or to touch the session.
    """
    if "_flashes" in session:
        return render()
    query = request.query_string
    return _unless_unchanged(_tag(version, query), query, lambda: render().encode(), kept_pages(current_app))


def sheet_unless_unchanged(version: int, variant: str, render: Callable[[], bytes]) -> Response:
    """The same for a sheet of paper (PDF). Only *variant* tells two of them apart: whatever else stands in the address
    makes no new one, because making one is dear.
    """
    asked = variant.encode()
    response = _unless_unchanged(_tag(version, asked), asked, render, kept_sheets(current_app))
    response.mimetype = "application/pdf"
    return response


def _tag(version: int, asked: bytes) -> str:
    moment = clock.now()
    mark = f"{crc32(asked):x}-{language.current()}"
    return f"{version}-{mark}-{clock.local(moment):%Y%m%d}-{int(moment.timestamp()) // BUCKET}"


def _unless_unchanged(tag: str, asked: bytes, render: Callable[[], bytes], pages: KeptPages) -> Response:
    may_be_cached()
    has_it = request.if_none_match.contains_weak(tag)
    response = Response(status=304) if has_it else make_response(_page(tag, asked, render, pages))
    response.set_etag(tag, weak=True)
    return response


def _page(tag: str, asked: bytes, render: Callable[[], bytes], pages: KeptPages) -> bytes:
    key = Key(request.root_path, request.path, asked, tag)
    page = pages.get(key)
    if page is None:
        page = render()
        if not _is_personal():
            pages.put(key, page)
    return page


def _is_personal() -> bool:
    """Whether drawing the page made a token (Flask-WTF notes it in `g`) or wrote in the session of the visitor."""
    return current_app.config["WTF_CSRF_FIELD_NAME"] in g or session.modified


def init_app(app: Flask) -> None:
    app.extensions["kept_pages"] = KeptPages()
    app.extensions["kept_sheets"] = KeptPages(SHEETS)
