"""The mail that says that a contribution came in, with its code: only to who asked for it."""

from datetime import date, datetime

from participation import mail
from participation.contributions import receipt
from participation.contributions.models import Contribution
from participation.db import db


def _still_wanted(message: mail.OutboundMail) -> bool:
    """Asked right before sending: the resident did not take the contribution, or the address, back (I40)."""
    contribution = db.session.get(Contribution, message.contribution_id) if message.contribution_id else None
    return contribution is not None and contribution.email is not None


mail.may_send["contribution_received"] = _still_wanted


def confirm(contribution: Contribution, code: str, due: date, now: datetime) -> None:
    """Queue the mail in the caller's transaction; the code in it is sealed until it leaves."""
    assert contribution.email is not None
    track = contribution.track
    mail.queue(
        "contribution_received", to=contribution.email, language=contribution.language, now=now,
        contribution_id=contribution.id, code="-".join(receipt.groups(code)),
        context={"number": contribution.number, "track": track, "contact": track.contact, "due": due},
    )  # fmt: skip
