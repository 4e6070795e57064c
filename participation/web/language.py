"""Dutch by default; English when somebody asks for it (`?taal=en`), remembered in a cookie of its own.

Only residents choose: the pages of colleagues are Dutch, whatever the cookie says.
"""

from collections.abc import Callable
from contextvars import ContextVar
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from babel.support import NullTranslations, Translations
from flask import Flask, Response, request, request_started, url_for
from flask_babel import Babel
from markupsafe import Markup

LANGUAGES = ("nl", "en")
COOKIE = "taal"
DUTCH_ONLY = ("desk", "coordination", "account")
FOLDER = Path(__file__).resolve().parents[2] / "translations"
_spoken: ContextVar[str] = ContextVar("spoken", default="nl")


def current() -> str:
    """The language of this request; Dutch outside any request. Every sentence and every day on a page asks for it."""
    return _spoken.get()


def _wanted() -> str:
    """Asked for now, asked for before, or Dutch."""
    wanted = request.args.get("taal") or request.cookies.get(COOKIE)
    return wanted if wanted in LANGUAGES and may_choose() else "nl"


def may_choose() -> bool:
    """Whether this page is for residents; what nobody knows (404) is."""
    return request.blueprint not in DUTCH_ONLY


def locale() -> str:
    """How dates are written on this page."""
    return "en_GB" if current() == "en" else "nl"


def other_language_url(endpoint: str | None = None, **values: Any) -> str:
    """This same page in the other language, an error included; *endpoint* when another address shows the same."""
    other = "nl" if current() == "en" else "en"
    if endpoint is not None:
        return url_for(endpoint, **values, taal=other)
    shows_a_page = request.method in ("GET", "HEAD") or (request.url_rule is not None and _answers_get())
    if not shows_a_page or request.path.startswith("//"):
        return url_for("public.home", taal=other)
    arguments = {**request.args.to_dict(), "taal": other}
    return f"{quote(request.root_path + request.path)}?{urlencode(arguments)}"


def _answers_get() -> bool:
    return "GET" in (getattr(request.url_rule, "methods", None) or ())


def sent_again() -> list[tuple[str, str]]:
    """What was sent to this page: sent once more it gives this same page, in the other language."""
    return [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]


@cache
def _catalogue(language: str) -> NullTranslations:
    """The words of *language*, read once. Dutch is the source and needs no catalogue."""
    return NullTranslations() if language == "nl" else Translations.load(FOLDER, [language])


def _speak(_app: Flask, **_more: Any) -> None:
    """First of all, because a refusal before the view (an old token) is said in the language of the visitor too."""
    _spoken.set(_wanted())


def _fall_silent(_error: BaseException | None) -> None:
    """Outside a request we speak Dutch, whatever the last visitor spoke."""
    _spoken.set("nl")


def gettext(words: str, **values: Any) -> str:
    """One look in the catalogue. A page has fifty of these: going through the request each time doubles its cost."""
    said = _catalogue(_spoken.get()).gettext(words)
    return said % values if values else said


def gettext_in(language: str) -> Callable[[str], str]:
    """How our words are said in *language*, whoever reads this page; Dutch when we do not speak it."""
    return _catalogue(language if language in LANGUAGES else "nl").gettext


def _ngettext(one: str, many: str, number: int) -> str:
    return _catalogue(_spoken.get()).ngettext(one, many, number)


def _on_a_page(words: str, **values: Any) -> Markup:
    """The same in a template: our own words are safe there, what is put into them is escaped.

    It stands in the place of what Jinja makes of `gettext`, which costs three times as much for the same.
    """
    said = _safe(_spoken.get(), words)
    return said % values if values else _whole(said)


@lru_cache(maxsize=4096)
def _safe(language: str, words: str) -> Markup:
    return Markup(_catalogue(language).gettext(words))  # noqa: S704


@lru_cache(maxsize=4096)
def _whole(said: Markup) -> Markup:
    """A sentence with nothing to fill in; a percent sign stands in it twice, as in every other."""
    return said % {}


def _remember(response: Response) -> Response:
    wanted = request.args.get("taal")
    if wanted in LANGUAGES:
        response.set_cookie(COOKIE, wanted, max_age=31536000, samesite="Lax", httponly=True, secure=request.is_secure)
    if response.mimetype == "text/html":
        response.headers["Content-Language"] = current()
    return response


def init_app(app: Flask) -> None:
    Babel(
        app,
        locale_selector=locale,
        timezone_selector=lambda: "Europe/Amsterdam",
        default_translation_directories="translations",
    )
    app.jinja_env.install_gettext_callables(gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals["_"] = _on_a_page
    request_started.connect(_speak, app)
    app.teardown_request(_fall_silent)
    app.after_request(_remember)
    app.jinja_env.globals.update(language_url=other_language_url, may_choose_language=may_choose, sent_again=sent_again)
