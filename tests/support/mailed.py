"""What a mail says to who opens it: the code or the link is put in at the last moment, so a test reads it so too."""

import re

from sqlalchemy import select

from participation import mail
from participation.db import db
from participation.mail import OutboundMail, sealing


def mailed(name: str) -> list[OutboundMail]:
    """Every mail of this name that waits, the oldest first."""
    return list(db.session.scalars(select(OutboundMail).where(OutboundMail.name == name).order_by(OutboundMail.id)))


def text_of(message: OutboundMail) -> str:
    """Its text, with the secret where the reader finds it."""
    body = message.body_text
    return sealing.put_in(mail.settings().receipt_key, message.sealed, body) if message.sealed else body


def token_in(message: OutboundMail) -> str:
    """The token of the link to the own overview."""
    found = re.search(r"/mijn/link/(\S+)", text_of(message))
    assert found
    return found[1]
