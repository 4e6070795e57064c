"""Addresses that follow something, confirmed, and the worker coming by."""

from datetime import datetime, timedelta
from threading import Event

from sqlalchemy import select

from participation import clock, mail, worker
from participation.config import DEVELOPMENT_KEY, Settings
from participation.contributions.models import Contribution
from participation.db import db, writing
from participation.mail import OutboundMail
from participation.outcomes.following_by_mail import actions, rules
from participation.outcomes.following_by_mail.models import MailSubscription, Rhythm
from participation.outcomes.following_by_mail.rules import About
from participation.tracks.models import Track
from participation.tracks.notices import NoticeKind, tell_everybody

AMINA = "amina@bewoner.example"
WHY = "De aannemer rekent nog aan de breedte van de stoep."
LATER = timedelta(minutes=2)


def token(one: MailSubscription, purpose: str = rules.END) -> str:
    return rules.token(DEVELOPMENT_KEY, purpose, one.seed)


def asked(about: About, email: str = AMINA, rhythm: Rhythm = Rhythm.weekly) -> None:
    with writing():
        actions.ask(email, about, rhythm, language="nl", key=DEVELOPMENT_KEY, now=clock.now())


def subscriptions() -> list[MailSubscription]:
    db.session.rollback()
    return list(db.session.scalars(select(MailSubscription).order_by(MailSubscription.id)))


def follower(about: About, email: str = AMINA, rhythm: Rhythm = Rhythm.weekly) -> MailSubscription:
    """Who asked and confirmed."""
    asked(about, email, rhythm)
    one = next(one for one in subscriptions() if one.email == email and one.about == about.key)
    with writing():
        confirmed = actions.confirm(token(one, rules.CONFIRM), key=DEVELOPMENT_KEY, now=clock.now())
        assert confirmed is not None
    return confirmed


def news(track: Track, text: str = WHY, **values: object) -> None:
    tell_everybody(track, NoticeKind.interim_news, text, actor=track.author, now=clock.now(), **values)  # type: ignore[arg-type]
    db.session.commit()


def walk(at: datetime) -> None:
    """The worker comes by."""
    settings: Settings = mail.settings()
    with clock.frozen(at):
        worker._tell_followers(settings, at, Event())


def monday(weeks: int = 0) -> datetime:
    """Monday at nine, when the digests have to be made."""
    return rules.next_digest(clock.now()) + timedelta(hours=1, weeks=weeks)


def mails(name: str = "following_news") -> list[OutboundMail]:
    db.session.rollback()
    return list(db.session.scalars(select(OutboundMail).where(OutboundMail.name == name).order_by(OutboundMail.id)))


def track_of(track: Track) -> About:
    return About(track_id=track.id)


def one_contribution(contribution: Contribution) -> About:
    return About(contribution_id=contribution.id)
