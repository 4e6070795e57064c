"""What every answer carries, errors included: a policy without exceptions, and no caching of personal pages."""

from collections.abc import Callable
from functools import cache
from typing import Any

from flask import Flask, Response, current_app, g, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from participation import clock
from participation.accounts import throttle
from participation.config import Settings
from participation.web import htmx

CDN = "https://cdn.jsdelivr.net"
csrf = CSRFProtect()


def settings() -> Settings:
    """The settings of the running application."""
    found = current_app.config["SETTINGS"]
    assert isinstance(found, Settings)
    return found


def source() -> throttle.Source:
    """Where this request comes from, as marks that name no address (see `accounts/throttle.py`)."""
    return throttle.source(request.remote_addr or "", key=settings().secret_key, now=clock.now())


def policy(htmx_source: str) -> str:
    """The Content Security Policy: our own files only, plus the CDN when htmx may come from there."""
    scripts = f"'self' {CDN}" if htmx_source == "cdn" else "'self'"
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {scripts}",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "object-src 'none'",
        )
    )


def takes_up_to(size: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a view that takes a file: its request may be as large as *size* bytes, and no other."""

    def mark(view: Callable[..., Any]) -> Callable[..., Any]:
        view.takes_up_to = size  # type: ignore[attr-defined]
        return view

    return mark


def _how_large() -> None:
    """Before anybody reads the body, which the check of the token does."""
    size = getattr(current_app.view_functions.get(request.endpoint or ""), "takes_up_to", None)
    if size is not None:
        request.max_content_length = size
        if (request.content_length or 0) > size:
            _read_on(min(request.content_length or 0, 3 * size))


def _read_on(left: int) -> None:
    """Let a browser finish what is too large: one that is still sending never sees why it was refused."""
    while left > 0 and (part := request.environ["wsgi.input"].read(min(left, 1_000_000))):
        left -= len(part)


def may_be_cached() -> None:
    """Call in a view whose page is the same for everybody: then it may be kept and asked after with its ETag."""
    g.cacheable = True


def _without_nul(response: Response) -> Response:
    """NUL is no character of a page. Where somebody typed one it is shown as �, so that it can be seen and removed."""
    if response.mimetype == "text/html" and not response.is_streamed and b"\0" in (page := response.get_data()):
        response.set_data(page.replace(b"\0", "\N{REPLACEMENT CHARACTER}".encode()))
    return response


KEPT = {
    "file": "public, max-age=31536000, immutable",  # Its address holds a mark of its content.
    "page": "no-cache",
    "personal": "no-store",
    "public file": "no-cache",
    "private file": "private, no-store",
}
INERT = "default-src 'none'; sandbox"
"""For what a resident sent: whatever it is taken for, nothing in it may load or run."""


@cache
def _always(htmx_source: str, is_production: bool, kept: str) -> tuple[tuple[str, str], ...]:
    """The headers that are the same on every answer of this kind, made once: one by one they cost as much as a list."""
    strict = (("Strict-Transport-Security", "max-age=63072000; includeSubDomains"),) if is_production else ()
    return (
        ("Content-Security-Policy", INERT if kept.endswith(" file") else policy(htmx_source)),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
        ("Cache-Control", KEPT[kept]),
        ("Vary", htmx.VARIES if kept == "file" else f"{htmx.VARIES}, Cookie"),
        *strict,
    )


def _headers(response: Response) -> Response:
    kept = "file" if request.endpoint == "static" else "page" if g.get("cacheable") else "personal"
    if "file" in g:
        kept = f"{g.file} file"  # Said by `web/file_answers.py`.
    response.headers.pop("Cache-Control", None)
    found = settings()
    response.headers.extend(_always(found.htmx_source, found.is_production, kept))
    return response


def init_app(app: Flask) -> None:
    app.before_request(_how_large)
    csrf.init_app(app)
    app.after_request(_headers)
    app.after_request(_without_nul)
    proxies = app.config["SETTINGS"].proxies
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
