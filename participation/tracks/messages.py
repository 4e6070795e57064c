"""The mails between colleagues about a review: each about the reader's own work, in the transaction of what it tells.

They are plain Dutch, as every page of a colleague. A mail never stands in the way of a judgement.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from participation import mail
from participation.accounts.models import Role, User
from participation.db import db
from participation.refusals import Refused
from participation.tracks import rules
from participation.tracks.review import Mark, Review, Verdict

MAILS = ("review_asked", "review_given")
TOLD = {
    Verdict.approved: "is akkoord met versie {version} van de ruimte.",
    Verdict.returned: "stuurt versie {version} van de ruimte terug met vragen. "
    "Er staat een nieuwe versie voor u klaar.",
    Verdict.inform_only: "raadt aan om hier alleen te informeren, en geen inbreng te vragen. "
    "Er staat een nieuwe versie van de ruimte voor u klaar.",
    Verdict.overridden: "besloot als directeur om te openen zonder akkoord van een toetser. Dat geldt voor versie "
    "{version} van de ruimte.",
}


def still_works_here(message: mail.OutboundMail) -> bool:
    """Asked right before sending: the address belongs to a colleague whose account is open."""
    name, _, host = message.to.rpartition("@")
    written = (message.to, f"{name}@{host.encode().decode('idna')}")
    mine = select(User.id).where(User.active, or_(*(User.email == address for address in written)))
    return db.session.scalar(mine.limit(1)) is not None


mail.may_send.update(dict.fromkeys(MAILS, still_works_here))


def tell_reviewers(review: Review, *, now: datetime) -> None:
    """Tell every coordinator that a room waits for a judgement, except who may not give it (I9).

    Where no coordinator is left to judge, the directors are told: a review that nobody hears of is never given.
    """
    reviewers = _may_judge(review, Role.coordinator) or _may_judge(review, Role.director)
    _queue("review_asked", reviewers, review, now, asked_by=review.requested_by.name, due=review.due_on)


def tell_author(review: Review, *, now: datetime) -> None:
    """Tell who wrote the room, and who asked for the review, what was decided, why, and what is asked of them."""
    assert review.verdict and review.reviewer
    asks = [answer for answer in review.answers if answer.mark is not Mark.fine or answer.note]
    told = f"{review.reviewer.name} {TOLD[review.verdict].format(version=review.room.version)}"
    if review.room.change is not None:
        told += " De nieuwe regels gelden nog niet: iemand moet ze nog laten ingaan."
    mine = dict.fromkeys(user for user in (review.room.author, review.requested_by) if user.active)
    _queue("review_given", mine, review, now, told=told, verdict=review.verdict, reason=review.reason, asks=asks)


def _may_judge(review: Review, role: Role) -> list[User]:
    found = db.session.scalars(select(User).where(User.active, User.role == role).order_by(User.id))
    return [user for user in found if not rules.wrote_it(review, user)]


def _queue(name: str, readers: Iterable[User], review: Review, now: datetime, **context: Any) -> None:
    told = {"review": review, "track": review.room.track, "version": review.room.version, **context}
    for reader in readers:
        with suppress(Refused):  # An address that no server takes is a fault in the account, not in the judgement.
            mail.queue(name, to=reader.email, language="nl", now=now, context=told)
