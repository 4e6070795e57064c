"""The mails of following: each says what is followed and how to end it, and each is judged again before it leaves."""

from datetime import datetime

from sqlalchemy import select

from participation import mail
from participation.db import db
from participation.outcomes.following_by_mail import contents, rules, words
from participation.outcomes.following_by_mail.contents import News
from participation.outcomes.following_by_mail.models import MailSubscription, Rhythm

CONFIRM, AGAIN, NEWS = "following_confirm", "following_again", "following_news"
ENDS_AT = "/meldingen/stop/"


def ask_to_confirm(one: MailSubscription, *, key: str, now: datetime) -> None:
    """Queue the mail with the link to confirm; the link opens a page and does nothing by itself."""
    queued = mail.queue(
        CONFIRM, to=one.email, language=one.language, now=now, code=rules.token(key, rules.CONFIRM, one.seed),
        context={"followed": words.followed(one)},
    )  # fmt: skip
    one.mail_id = queued.id


def tell_again(one: MailSubscription, *, key: str, now: datetime) -> None:
    """Queue that this address follows it already, with the link that ends it."""
    mail.queue(
        AGAIN, to=one.email, language=one.language, now=now, code=rules.token(key, rules.END, one.seed),
        ends_at=ENDS_AT,
        context={"followed": words.followed(one), "is_weekly": one.rhythm is Rhythm.weekly},
    )  # fmt: skip


def tell_news(one: MailSubscription, news: News, *, key: str, now: datetime) -> None:
    """Queue the news up to `news.until`; what was told counts as told when the mail has left."""
    queued = mail.queue(
        NEWS, to=one.email, language=one.language, now=now, code=rules.token(key, rules.END, one.seed),
        ends_at=ENDS_AT,
        context={
            "followed": words.followed(one), "news": news, "path": words.path(one),
            "is_weekly": one.rhythm is Rhythm.weekly,
        },
    )  # fmt: skip
    one.mail_id, one.until, one.fingerprint = queued.id, news.until, news.fingerprint


def _of(message: mail.OutboundMail) -> MailSubscription | None:
    one = db.session.scalar(select(MailSubscription).where(MailSubscription.mail_id == message.id))
    return one if one is not None and one.email == message.to else None


def may_be_asked(message: mail.OutboundMail) -> bool:
    """Whether this address was not confirmed, or forgotten, in the meantime."""
    one = _of(message)
    return one is not None and one.confirmed_at is None


def may_be_told(message: mail.OutboundMail) -> bool:
    """Whether the mail says today what it said when it was written: nothing was hidden, withdrawn or blanked since."""
    one = _of(message)
    if one is None or one.confirmed_at is None:
        return False
    return contents.news_of(one, one.until).fingerprint == one.fingerprint


def still_follows(message: mail.OutboundMail) -> bool:
    """Whether this address follows anything still."""
    known = select(MailSubscription.id).where(MailSubscription.address == rules.compared(message.to))
    return db.session.scalar(known.limit(1)) is not None


mail.may_send.update({CONFIRM: may_be_asked, AGAIN: still_follows, NEWS: may_be_told})
