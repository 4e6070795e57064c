"""Putting a greeting in the outbox, and looking at its row."""

from participation import clock, mail
from participation.db import db, writing
from participation.mail import OutboundMail

CODE = "7K2M 9QXR 4TBN 6HWC"
AMINA = "amina@bewoner.example"


def queue(to: str = AMINA, *, code: str | None = None, language: str = "nl", **context: object) -> int:
    """Queue a greeting and commit; the id of the mail."""
    values = {"thing": "idee", "words": "Meer bomen & <bankjes>", "due": clock.today(), **context}
    with writing():
        return mail.queue("greeting", to=to, language=language, now=clock.now(), context=values, code=code).id


def row(mail_id: int) -> OutboundMail:
    db.session.rollback()
    found = db.session.get(OutboundMail, mail_id, populate_existing=True)
    assert found is not None
    return found
