"""The mails about bringing somebody in: between colleagues, and to the resident when another track looks at it too.

Those to colleagues are plain Dutch. A mail never stands in the way of a question or an answer.
"""

from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from participation import mail
from participation.accounts.models import User
from participation.contributions.bringing_in.models import BringIn
from participation.contributions.models import Contribution
from participation.db import db
from participation.refusals import Refused
from participation.tracks.messages import still_works_here

MAILS = ("bring_in_asked", "bring_in_news")
TO_RESIDENTS = ("taken_along", "taken_back")
MOST_READERS = 8


class News(NamedTuple):
    """What happened, as the subject and the first sentence of a mail, and the words of who did it."""

    subject: str
    told: str
    words: str = ""


ACCEPTED = News("{helper} helpt mee", "{helper} zei ja op uw vraag, en helpt mee.", "answer")
DECLINED = News("{helper} kan niet helpen", "{helper} zei nee op uw vraag. Het blijft bij u.", "answer")
WRITTEN = News("{helper} schreef mee", "{helper} schreef een deel van het antwoord, of veranderde het.", "part")
LATE = News("Nog geen antwoord van {party}", "De dag is voorbij waarop {party} u ja of nee zou zeggen. Het punt blijft "
            "bij u. Wij herinnerden {party} eraan. U kunt ook iemand anders vragen.")  # fmt: skip
GIVEN_BACK = News("Een punt komt bij u terug", "{party} kan dit punt niet meer meenemen. Het blijft bij u.", "answer")
WITHDRAWN = News("Een vraag aan u is ingetrokken", "{asker} trok de vraag aan u in. U hoeft niets meer te doen.")
LEFT_OUT = News("Uw deel komt niet in het antwoord", "{asker} laat uw deel uit het antwoord weg. Dit is waarom:",
                "left_out")  # fmt: skip
PUT_BACK = News("Uw deel komt toch in het antwoord", "{asker} zet uw deel toch in het antwoord.")


def _still_wanted(message: mail.OutboundMail) -> bool:
    """Asked right before sending: the resident did not take the contribution, or the address, back (I40)."""
    contribution = db.session.get(Contribution, message.contribution_id) if message.contribution_id else None
    return contribution is not None and contribution.email == message.to


mail.may_send.update(dict.fromkeys(MAILS, still_works_here))
mail.may_send.update(dict.fromkeys(TO_RESIDENTS, _still_wanted))


def ask(bring_in: BringIn, *, now: datetime, again: bool = False) -> None:
    """Ask everybody who can say yes; *again* when the day has passed."""
    for reader in who_can_answer(bring_in):
        _queue("bring_in_asked", reader, bring_in, now, again=again)


def tell_asker(bring_in: BringIn, news: News, *, now: datetime) -> None:
    """To who asked, and to who handles the contribution now when that is somebody else."""
    handler = bring_in.point.contribution.handler
    readers = {one.id: one for one in (bring_in.asked_by, handler) if one is not None and one.active}
    for reader in readers.values():
        if reader.id != bring_in.colleague_id:
            _tell(reader, bring_in, news, now, path=f"/werk/bijdragen/{bring_in.point.contribution.number}")


def tell_asked(bring_in: BringIn, news: News, *, now: datetime) -> None:
    """To who was asked, or said yes."""
    readers = [bring_in.colleague] if bring_in.colleague else who_can_answer(bring_in)
    for reader in readers:
        _tell(reader, bring_in, news, now, path=f"/werk/erbij/{bring_in.id}")


def tell_resident(name: str, bring_in: BringIn, *, now: datetime) -> None:
    """Which other track looks at it too, or no longer; only to who left an address for this."""
    contribution = bring_in.point.contribution
    if contribution.email is None:
        return
    track = contribution.track
    mail.queue(
        name, to=contribution.email, language=contribution.language, now=now, contribution_id=contribution.id,
        context={
            "number": contribution.number, "track": track, "contact": track.contact, "other": bring_in.to_track,
            "point": bring_in.point, "several": len(contribution.points) > 1, "why": bring_in.answer,
        },
    )  # fmt: skip


def who_can_answer(bring_in: BringIn) -> list[User]:
    """The colleague; or some of the department; or the people of the other track, its contact first."""
    if bring_in.to_track is not None:
        track = bring_in.to_track
        people = [track.contact, *track.members, track.author]
        return [one for one in dict.fromkeys(people) if one is not None and one.active][:MOST_READERS]
    if bring_in.department_id is not None:
        mine = select(User).where(User.active, User.department_id == bring_in.department_id)
        found = db.session.scalars(mine.order_by(User.name, User.id).limit(MOST_READERS + 1))
        return [one for one in found if one.id != bring_in.asked_by_id][:MOST_READERS]
    return [bring_in.colleague] if bring_in.colleague is not None and bring_in.colleague.active else []


def _tell(reader: User, bring_in: BringIn, news: News, now: datetime, *, path: str) -> None:
    names = {"helper": bring_in.helper, "party": bring_in.party, "asker": bring_in.asked_by.name}
    _queue(
        "bring_in_news", reader, bring_in, now, subject=news.subject.format(**names), told=news.told.format(**names),
        words=getattr(bring_in, news.words) if news.words else "", path=path,
    )  # fmt: skip


def _queue(name: str, reader: User, bring_in: BringIn, now: datetime, **context: Any) -> None:
    contribution = bring_in.point.contribution
    with suppress(Refused):  # An address that no server takes is a fault in the account, not in the question.
        mail.queue(
            name, to=reader.email, language="nl", now=now,
            context={
                "track": contribution.track, "number": contribution.number, "asked_by": bring_in.asked_by.name,
                "question": bring_in.question, "due": bring_in.due_on, "other": bring_in.to_track,
                "team": bring_in.department, "bring_in_id": bring_in.id, **context,
            },
        )  # fmt: skip
