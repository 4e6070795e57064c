"""For machines that watch over us or look around: alive, ready, and where to tell us about a leak."""

from datetime import timedelta

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from participation import clock, readiness
from participation.web.access import everybody
from participation.web.security import settings

bp = Blueprint("health", __name__)
SECURITY_TEXT_LASTS = timedelta(days=180)
NOT_FOR_ROBOTS = ("/werk", "/regie", "/volg", "/meldingen", "/inloggen", "/healthz")


@bp.get("/healthz/live")
@everybody
def live() -> ResponseReturnValue:
    """This process answers; nothing else is asked."""
    return {"status": "ok"}


@bp.get("/healthz/ready")
@everybody
def ready() -> ResponseReturnValue:
    """Whether a contribution can be taken, kept and answered now; the reasons name no version and no path."""
    reasons = readiness.problems(settings(), clock.now())
    return ({"status": "unavailable", "reasons": reasons}, 503) if reasons else {"status": "ok"}


@bp.get("/.well-known/security.txt")
@everybody
def security_text() -> ResponseReturnValue:
    """Where to tell us about a leak (RFC 9116)."""
    expires = (clock.now() + SECURITY_TEXT_LASTS).strftime("%Y-%m-%dT%H:%M:%SZ")
    return _plain(
        f"Contact: {settings().municipality.security_contact}\nExpires: {expires}\nPreferred-Languages: nl, en\n"
        f"Canonical: {settings().base_url}/.well-known/security.txt\n"
    )


@bp.get("/robots.txt")
@everybody
def robots() -> ResponseReturnValue:
    """What residents can read may be found; the desks and the page for a code have nothing to find."""
    return _plain("User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in NOT_FOR_ROBOTS))


def _plain(text: str) -> Response:
    return Response(text, mimetype="text/plain")
