"""Dutch by default; English when somebody asks for it (`?taal=en`), remembered in a cookie of its own."""

from typing import Any

from flask import Flask, Response, g, has_request_context, request, url_for
from flask_babel import Babel

LANGUAGES = ("nl", "en")
COOKIE = "taal"


def current() -> str:
    """The language of this request: asked for now, asked for before, or Dutch."""
    if not has_request_context():
        return "nl"
    if "language" not in g:
        wanted = request.args.get("taal") or request.cookies.get(COOKIE)
        g.language = wanted if wanted in LANGUAGES else "nl"
    return str(g.language)


def _locale() -> str:
    return "en_GB" if current() == "en" else "nl"


def other_language_url() -> str:
    """This same page in the other language."""
    other = "nl" if current() == "en" else "en"
    arguments: dict[str, Any] = {**request.args.to_dict(), "taal": other}
    if request.endpoint is None or request.method != "GET":
        return url_for("public.home", taal=other)
    return url_for(request.endpoint, **(request.view_args or {}), **arguments)


def _remember(response: Response) -> Response:
    if request.args.get("taal") in LANGUAGES:
        response.set_cookie(
            COOKIE, current(), max_age=31536000, samesite="Lax", httponly=True, secure=request.is_secure
        )
    return response


def init_app(app: Flask) -> None:
    Babel(
        app,
        locale_selector=_locale,
        timezone_selector=lambda: "Europe/Amsterdam",
        default_translation_directories="translations",
    )
    app.after_request(_remember)
    app.jinja_env.globals["language_url"] = other_language_url
