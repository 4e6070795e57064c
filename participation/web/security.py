"""What every answer carries, errors included: a policy without exceptions, and no caching of personal pages."""

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


def may_be_cached() -> None:
    """Call in a view whose page is the same for everybody: then it may be kept and asked after with its ETag."""
    g.cacheable = True


def _without_nul(response: Response) -> Response:
    """NUL is no character of a page. Where somebody typed one it is shown as �, so that it can be seen and removed."""
    if response.mimetype == "text/html" and not response.is_streamed and b"\0" in (page := response.get_data()):
        response.set_data(page.replace(b"\0", "\N{REPLACEMENT CHARACTER}".encode()))
    return response


def _headers(response: Response) -> Response:
    headers = response.headers
    headers["Content-Security-Policy"] = policy(settings().htmx_source)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    if settings().is_production:
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    if request.endpoint == "static":
        headers["Cache-Control"] = "public, max-age=31536000, immutable"
    elif g.get("cacheable"):
        headers["Cache-Control"] = "no-cache"
        response.vary.add("Cookie")
    else:
        headers["Cache-Control"] = "no-store"
        response.vary.add("Cookie")
    return response


def init_app(app: Flask) -> None:
    csrf.init_app(app)
    app.after_request(_headers)
    app.after_request(_without_nul)
    htmx.init_app(app)
    proxies = app.config["SETTINGS"].proxies
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
