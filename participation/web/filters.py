"""How things are written for people: a date is a day, in full."""

import hashlib
import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path

from babel.dates import format_date
from flask import Flask, current_app, has_request_context, request
from jinja2 import StrictUndefined, pass_eval_context
from jinja2.filters import do_urlize
from jinja2.nodes import EvalContext
from markupsafe import Markup, escape

from participation import clock
from participation.web import language
from participation.web.security import settings


def day(value: date | datetime) -> str:
    """vrijdag 5 februari 2027"""
    return _written(_as_day(value), "EEEE d MMMM y", language.locale())


def short_day(value: date | datetime) -> str:
    """5 februari 2027"""
    return _written(_as_day(value), "d MMMM y", language.locale())


def brief_day(value: date | datetime) -> str:
    """5 feb 2027"""
    return _written(_as_day(value), "d MMM y", language.locale())


def moment(value: datetime) -> str:
    """dinsdag 24 november 2026, 14.08 uur"""
    at = clock.local(value)
    return f"{day(at)}, {at:%H:%M}" if language.current() == "en" else f"{day(at)}, {at:%H.%M} uur"


@lru_cache(maxsize=4096)
def _written(value: date, pattern: str, locale: str) -> str:
    """A page names the same few days again and again: each is written once."""
    return str(format_date(value, pattern, locale=locale))


def _as_day(value: date | datetime) -> date:
    return clock.local(value).date() if isinstance(value, datetime) else value


def dutch(text: str) -> str:
    """What a colleague wrote is Dutch: on an English page it says so, for who listens to it."""
    if not text or language.current() == "nl":
        return text
    return Markup('<span lang="nl">{}</span>').format(text)


def quoting(words: str, own: Mapping[str, str], **values: str) -> str:
    """A sentence of ours, translated already, with *values* and with what a colleague wrote in it (*own*)."""
    if language.current() == "nl":
        return words % {**values, **own}
    return escape(words) % {**values, **{name: dutch(text) for name, text in own.items()}}


def joined(*parts: str) -> str:
    """One text out of *parts*, safe when one of them holds mark-up of ours."""
    present = [part for part in parts if part]
    return Markup(" ").join(present) if any(isinstance(part, Markup) for part in present) else " ".join(present)


def plain(text: str) -> str:
    """The same words without the marks, for where no mark can stand (a drawing)."""
    return text.striptags() if isinstance(text, Markup) else text


_AN_ADDRESS = re.compile(r"\S[.:@]\w")


@pass_eval_context
def linked(context: EvalContext, text: str) -> str:
    """An address in *text* becomes a link. Only where one can be is every word looked at."""
    return do_urlize(context, text, rel="nofollow") if _AN_ADDRESS.search(text) else text


def static_url(name: str) -> str:
    """The address of a file in static/ with a mark of its content, so that it may be cached for ever."""
    root = request.script_root if has_request_context() else ""
    return f"{root}{current_app.static_url_path}/{name}?v={_mark(name)}"


@cache
def _mark(name: str) -> str:
    assert current_app.static_folder is not None
    content = (Path(current_app.static_folder) / name).read_bytes()
    return hashlib.sha256(content).hexdigest()[:12]


def init_app(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.filters.update(
        day=day, short_day=short_day, brief_day=brief_day, moment=moment, dutch=dutch, linked=linked
    )
    app.jinja_env.globals["static_url"] = static_url

    @app.context_processor
    def shared() -> dict[str, object]:
        return {
            "municipality": settings().municipality.in_language(language.current()),
            "htmx_source": settings().htmx_source,
            "lang": language.current(),
        }
