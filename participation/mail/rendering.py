"""How a mail is written: its own templates, the language of who reads it, and no web framework."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_datetime
from babel.support import NullTranslations, Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from participation import clock
from participation.config import Settings

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = ROOT / "templates" / "mail"
TRANSLATIONS = ROOT / "translations"
LOCALES = {"nl": "nl", "en": "en_GB"}


@dataclass(frozen=True)
class Written:
    """A mail as it will be read."""

    subject: str
    text: str
    html: str


def write(name: str, language: str, settings: Settings, context: dict[str, Any]) -> Written:
    """Render `subject.txt`, `body.txt` and `body.html` of *name* in *language* (Dutch when we do not speak it)."""
    language = language if language in LOCALES else "nl"
    municipality = settings.municipality.in_language(language)
    known = {"municipality": municipality, "base_url": settings.base_url, "lang": language, "on_paper": False}
    subject, text, html = (
        environment(language).get_template(f"{name}/{part}").render({**known, **context})
        for part in ("subject.txt", "body.txt", "body.html")
    )
    return Written(subject=" ".join(subject.split()), text=text.strip() + "\n", html=html)


def on_paper(name: str, language: str, settings: Settings, context: dict[str, Any]) -> tuple[str, str]:
    """The subject and the text of the same mail for a letter: headings begin with '# ', and nothing says mail."""
    language = language if language in LOCALES else "nl"
    municipality = settings.municipality.in_language(language)
    known = {"municipality": municipality, "base_url": settings.base_url, "lang": language, "on_paper": True}
    subject, text = (
        environment(language).get_template(f"{name}/{part}").render({**known, **context})
        for part in ("subject.txt", "body.txt")
    )
    return " ".join(subject.split()), text.strip() + "\n"


@cache
def environment(language: str) -> Environment:
    """The templates of the mails: a name that is missing fails here, not at the resident's."""
    found = Environment(
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, extensions=["jinja2.ext.i18n"],
        autoescape=select_autoescape(["html"], default=False), trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    translations, filters = _translations(language), _filters(LOCALES[language])
    found.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
    found.filters.update(filters, said=lambda sentence: sentence.said(translations.gettext, filters["day"]))
    return found


def _translations(language: str) -> NullTranslations:
    """The same catalogue as the pages; Dutch, the source, needs none."""
    if language == "nl":
        return NullTranslations()
    return Translations.load(str(TRANSLATIONS), [LOCALES[language], language])


def _filters(locale: str) -> dict[str, Any]:
    moment = "EEEE d MMMM y, HH:mm" if locale == "en_GB" else "EEEE d MMMM y, HH.mm 'uur'"
    return {
        "day": lambda value: format_date(_as_day(value), "EEEE d MMMM y", locale=locale),
        "short_day": lambda value: format_date(_as_day(value), "d MMMM y", locale=locale),
        "brief_day": lambda value: format_date(_as_day(value), "d MMM y", locale=locale),
        "moment": lambda value: format_datetime(clock.local(value), moment, locale=locale),
    }


def _as_day(value: date | datetime) -> date:
    return clock.local(value).date() if isinstance(value, datetime) else value
