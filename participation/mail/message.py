"""From a row in the outbox to a message that any mail server takes."""

from datetime import datetime
from email.headerregistry import HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from participation import clock
from participation.config import Settings
from participation.mail import sealing
from participation.mail.models import OutboundMail


class _OneLine(UnstructuredHeader):
    """A header that is never folded or encoded: programs that read `List-Unsubscribe` want the address as it is."""

    def fold(self, *, policy: Any) -> str:
        return f"List-Unsubscribe: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", _OneLine)  # type: ignore[arg-type]  # as the library does itself
POLICY = SMTP.clone(header_factory=_HEADERS)


def message_of(mail: OutboundMail, settings: Settings) -> EmailMessage:
    """Text and HTML, in UTF-8; the same Message-ID and date however often it is tried. Marked as sent by a machine."""
    text, html = (_with_code(mail, settings, body) for body in (mail.body_text, mail.body_html))
    message = EmailMessage(policy=POLICY)
    message["From"] = settings.mail_from
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = _date(mail.queued_at)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    if mail.unsubscribe:
        message["List-Unsubscribe"] = f"<{_with_code(mail, settings, mail.unsubscribe)}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    return message


def _date(moment: datetime) -> str:
    return format_datetime(clock.local(moment))


def _with_code(mail: OutboundMail, settings: Settings, body: str) -> str:
    return sealing.put_in(settings.receipt_key, mail.sealed, body) if mail.sealed else body
