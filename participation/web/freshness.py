"""A page that is the same for everybody is sent once: afterwards the browser only asks whether it changed."""

from collections.abc import Callable
from zlib import crc32

from flask import Response, make_response, request, session
from flask.typing import ResponseReturnValue

from participation import clock
from participation.web import language
from participation.web.security import may_be_cached

BUCKET = 300
"""Seconds after which a page is rendered again even when nothing happened in the track (a name, a new release)."""


def unless_unchanged(version: int, render: Callable[[], str]) -> ResponseReturnValue:
    """Answer 304 when the visitor has this *version* of what was asked, in this language, of this day; else *render*.

    A page with a message for one visitor is never kept.
    """
    if "_flashes" in session:
        return render()
    may_be_cached()
    moment = clock.now()
    asked = f"{crc32(request.query_string):x}-{language.current()}"
    tag = f"{version}-{asked}-{clock.local(moment):%Y%m%d}-{int(moment.timestamp()) // BUCKET}"
    response = Response(status=304) if request.if_none_match.contains_weak(tag) else make_response(render())
    response.set_etag(tag, weak=True)
    return response
