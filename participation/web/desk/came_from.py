"""The list from which a reader came travels in the address of a contribution, as one part: `?lijst=inbox?van=team`.

Every address of the desk that names a contribution carries it by itself (`carry`), so that forms, links and the way
back after publishing stay in the same list without knowing that there is one. Two windows can read two lists.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from flask import g, has_request_context, request
from werkzeug.datastructures import MultiDict

from participation.web.desk import bp

NAME = "lijst"
LONGEST = 600
"""More than any list of ours needs; a longer address is somebody's play, and is left out."""
INBOX, SEARCH = "inbox", "bijdragen"
PLACE_OF_PAGE = "voor"
"""Where a page of the search begins; a contribution that is read is a place of its own."""
A_NUMBER = re.compile(r"\s*[\d-]+\s*", re.ASCII)
LISTS = {"desk.inbox": INBOX, "desk.contributions": SEARCH}


class CameFrom(NamedTuple):
    """One list: which (`inbox` or `bijdragen`), and what it was narrowed to, in the names of its own address."""

    which: str
    args: MultiDict[str, str]

    def __str__(self) -> str:
        asked = urlencode(list(self.args.items(multi=True)))
        return f"{self.which}?{asked}" if asked else self.which

    def having(self, **parts: str | None) -> "CameFrom":
        """The same list with other *parts* in its address; None takes one out."""
        args = MultiDict(self.args)
        for name, value in parts.items():
            args.pop(name, None)
            if value is not None:
                args[name] = value
        return CameFrom(self.which, args)


def came_from() -> CameFrom:
    """The list of this reader: the one in the address, or the own inbox. What is no list is the own inbox."""
    which, _mark, asked = request.args.get(NAME, "")[:LONGEST].partition("?")
    if which not in LISTS.values():
        return CameFrom(INBOX, MultiDict())
    return CameFrom(which, MultiDict(parse_qsl(asked, max_num_fields=20)))


@contextmanager
def carrying(where: CameFrom) -> Iterator[None]:
    """What is addressed inside the block carries *where*: the list with the place that the reader has in it.

    Who came from a list carries that on in the whole page; who came by the bare address keeps it bare.
    """
    came, g.came_from = _carried(), str(where)
    try:
        yield
    finally:
        g.came_from = str(where) if came else ""


@bp.url_defaults
def carry(_endpoint: str, values: dict[str, Any]) -> None:
    """Let an address that names a contribution carry the list of this request."""
    if "number" not in values or NAME in values or not has_request_context():
        return
    carried = _carried()
    if carried:
        values[NAME] = carried


def _carried() -> str:
    if "came_from" not in g:
        g.came_from = _of_this_page() or request.args.get(NAME, "")
    carried: str = g.came_from
    return carried if len(carried) <= LONGEST else ""


def _of_this_page() -> str:
    """On the page of a list: that list. Who typed a number looks for one contribution, and is in no list."""
    which = LISTS.get(request.endpoint or "")
    if which is None:
        return ""
    args: MultiDict[str, str] = MultiDict(
        (name, value) for name, value in request.args.items(multi=True) if value and name != PLACE_OF_PAGE
    )
    if A_NUMBER.fullmatch(args.get("zoek", "")):
        return ""
    return str(CameFrom(which, args))
