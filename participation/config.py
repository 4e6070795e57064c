"""Settings, read from the environment once; every default is safe to run in public.

Production is the default. `MODE=development` must be asked for, and only then may a setting that protects people
(`SECRET_KEY`, `RECEIPT_KEY`) be left out.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

DEVELOPMENT_KEY = "only-for-development-on-your-own-machine"


class SettingsError(RuntimeError):
    """A setting is missing or unsafe; the message is one line that says what to do."""


@dataclass(frozen=True)
class Municipality:
    """Who we are, and the terms we hold ourselves to (local ordinance; weeks and days)."""

    name: str = "Waterdam"
    phone: str = "0999 12 34 00"
    phone_hours: str = "op werkdagen van 8.30 tot 17.00 uur"
    phone_hours_en: str = "on working days from 8:30 to 17:00"
    post_address: str = "Postbus 100, 0999 AA Waterdam"
    theme: str = "waterdam"
    security_contact: str = "mailto:security@waterdam.example"
    feedback_weeks: int = 8
    review_days: int = 5
    processing_days: int = 20
    report_weeks: int = 12
    confirm_days: int = 5
    remind_days: int = 5
    bring_in_days: int = 5
    second_look_weeks: int = 6
    second_look_answer_weeks: int = 4
    ordinance: str = ""
    ordinance_url: str = ""

    @property
    def full_name(self) -> str:
        return f"Gemeente {self.name}"

    def in_language(self, language: str) -> "Municipality":
        """The same municipality for who reads *language*: in English, its hours in English when we have them."""
        return replace(self, phone_hours=self.phone_hours_en or self.phone_hours) if language == "en" else self


@dataclass(frozen=True)
class Settings:
    """Everything that differs between two places where this runs."""

    mode: str = "production"
    secret_key: str = ""
    receipt_key: str = ""
    data_dir: Path = Path("var")
    database_url: str = ""
    smtp_url: str = ""
    mail_from: str = "Meedenken <meedenken@waterdam.example>"
    base_url: str = "http://127.0.0.1:8000"
    htmx_source: str = "cdn"
    proxies: int = 0
    files_mb: int = 20_000
    debug: bool = False
    municipality: Municipality = field(default_factory=Municipality)

    @property
    def is_production(self) -> bool:
        return self.mode == "production"

    @property
    def url(self) -> str:
        """The database address, with the driver named."""
        url = self.database_url or f"sqlite:///{self.data_dir.resolve() / 'doorwerking.sqlite3'}"
        for short in ("postgres://", "postgresql://"):
            if url.startswith(short):
                return "postgresql+psycopg://" + url.removeprefix(short)
        return url


def from_environment(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; refuse (`SettingsError`) an unknown mode or a value that is no number."""
    mode = environ.get("MODE", "production")
    if mode not in ("production", "development"):
        raise SettingsError(f"MODE is '{mode}'. Choose 'production' or 'development'.")
    fallback = DEVELOPMENT_KEY if mode == "development" else ""
    house = Municipality()
    return Settings(
        mode=mode,
        secret_key=environ.get("SECRET_KEY", fallback),
        receipt_key=environ.get("RECEIPT_KEY", fallback),
        data_dir=Path(environ.get("DATA_DIR", "var")),
        database_url=environ.get("DATABASE_URL", ""),
        smtp_url=environ.get("SMTP_URL", ""),
        mail_from=environ.get("MAIL_FROM", Settings.mail_from),
        base_url=environ.get("BASE_URL", f"http://127.0.0.1:{environ.get('PORT', '8000')}").rstrip("/"),
        htmx_source=environ.get("HTMX_SOURCE", "cdn"),
        proxies=_number(environ, "PROXIES", 0),
        files_mb=_number(environ, "FILES_MB", Settings.files_mb),
        debug=environ.get("FLASK_DEBUG", "") not in ("", "0", "false"),
        municipality=Municipality(
            name=environ.get("MUNICIPALITY_NAME", house.name),
            phone=environ.get("MUNICIPALITY_PHONE", house.phone),
            phone_hours=environ.get("MUNICIPALITY_PHONE_HOURS", house.phone_hours),
            phone_hours_en=environ.get(
                "MUNICIPALITY_PHONE_HOURS_EN", "" if "MUNICIPALITY_PHONE_HOURS" in environ else house.phone_hours_en
            ),
            post_address=environ.get(
                "MUNICIPALITY_POST_ADDRESS", "" if "MUNICIPALITY_NAME" in environ else house.post_address
            ),
            theme=environ.get("MUNICIPALITY_THEME", house.theme),
            security_contact=environ.get("SECURITY_CONTACT", house.security_contact),
            feedback_weeks=_number(environ, "FEEDBACK_WEEKS", house.feedback_weeks),
            review_days=_number(environ, "REVIEW_DAYS", house.review_days),
            processing_days=_number(environ, "PROCESSING_DAYS", house.processing_days),
        ),
    )


def _number(environ: Mapping[str, str], name: str, default: int) -> int:
    value = environ.get(name, str(default))
    if not value.isdecimal():
        raise SettingsError(f"{name} is '{value}'. Give a whole number.")
    return int(value)
