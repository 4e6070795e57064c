"""Putting a mail in the outbox, and putting one that failed back in."""

import re
import uuid
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from participation import history
from participation.config import Settings
from participation.db import db
from participation.history import Actor
from participation.mail import rendering, sealing
from participation.mail.models import MailState, OutboundMail
from participation.refusals import Conflict, Refused
from participation.words import N_

_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"\x00-\x1f\x7f]{1,64}@[^\s@<>()\[\],;:\\\"\x00-\x1f\x7f]{1,253}")
_configured: list[Settings] = []


def configure(settings: Settings) -> None:
    """Say once, at the start, who sends and with which key codes are encrypted."""
    _configured[:] = [settings]


def settings() -> Settings:
    """What `configure` was told."""
    if not _configured:
        raise RuntimeError("mail.configure(settings) was not called.")
    return _configured[0]


def queue(
    name: str,
    *,
    to: str,
    language: str,
    now: datetime,
    context: dict[str, Any],
    contribution_id: int | None = None,
    code: str | None = None,
    ends_at: str = "",
) -> OutboundMail:
    """Write the mail *name* in *language* for the address *to*, and put it in the outbox of the caller's transaction.

    With *code* (a receipt code, or the key of a link) the templates may say `{{ code }}`: until it is sent the code is
    stored encrypted only. *ends_at* and the code are then the path that ends this kind of mail with one click. Refuses
    (`Refused`, field `email`) what is no address, so that nobody can add a header or a second address.
    """
    to, sealed, unsubscribe = safe_address(to), None, ""
    if code is not None:
        mark = sealing.marker()
        context = {**context, "code": mark}
        sealed = sealing.seal(settings().receipt_key, mark, code)
        unsubscribe = f"{settings().base_url}{ends_at}{mark}" if ends_at else ""
    written = rendering.write(name, language, settings(), context)
    mail = OutboundMail(
        name=name, to=to, subject=written.subject, body_text=written.text, body_html=written.html, sealed=sealed,
        unsubscribe=unsubscribe, message_id=_new_message_id(), contribution_id=contribution_id,
        queued_at=now, next_try_at=now,
    )  # fmt: skip
    db.session.add(mail)
    db.session.flush()
    return mail


def safe_address(to: str) -> str:
    """One address and nothing else, its domain in the letters that every mail server knows; refuses what is none."""
    try:
        if not _ADDRESS.fullmatch(to):
            raise ValueError(to)
        name, _, domain = to.rpartition("@")
        return f"{name}@{domain.encode('idna').decode()}"
    except ValueError as fault:
        raise Refused(N_("Dit e-mailadres klopt niet. Kijk het na."), field="email") from fault


def _new_message_id() -> str:
    return f"<{uuid.uuid4().hex}@{urlsplit(settings().base_url).hostname or 'localhost'}>"


def retry(mail: OutboundMail, *, actor: Actor, now: datetime) -> None:
    """Send a mail that was given up once more, from the start. Refuses (`Conflict`) one that is not given up."""
    if mail.state is not MailState.failed:
        raise Conflict("Deze mail staat niet meer bij de mails die niet aankwamen. Er is niets veranderd.")
    mail.state, mail.attempts, mail.queued_at, mail.next_try_at = MailState.queued, 0, now, now
    history.record("mail.retried", actor=actor, now=now, contribution_id=mail.contribution_id, mail_id=mail.id)
    db.session.flush()
