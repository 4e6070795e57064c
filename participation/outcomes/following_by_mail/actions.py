"""Asking to be told, confirming it, and ending it. Nothing here says whether we knew an address already."""

import secrets
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from participation import history, mail
from participation.contributions.models import Contribution
from participation.db import db
from participation.history import Event
from participation.outcomes.following_by_mail import queries, rules
from participation.outcomes.following_by_mail.messages import ask_to_confirm, tell_again
from participation.outcomes.following_by_mail.models import MailSubscription, Rhythm
from participation.outcomes.following_by_mail.rules import About

FORGOTTEN_AT_ONCE = 500


def ask(email: str, about: About, rhythm: Rhythm, *, language: str, key: str, now: datetime) -> None:
    """Mail a link to *email* with which its owner confirms; until then nothing else is ever sent there.

    Who follows this already gets a mail that says so. Whoever asks sees no difference, and an address that did not
    answer gets no more than a few of these mails. Refuses (`Refused`, field `email`) what is no address.
    """
    email = mail.safe_address(email.strip())
    one = _existing(email, about) or _added(email, about, rhythm, language=language, key=key, now=now)
    if one is None:
        return
    is_new = one.mail_id is None and one.confirmed_at is None
    if not is_new and one.asked_at > now - rules.AGAIN:
        return
    one.asked_at = now
    if one.confirmed_at is not None:
        tell_again(one, key=key, now=now)
    else:
        one.rhythm, one.language = rhythm, language
        ask_to_confirm(one, key=key, now=now)
    db.session.flush()


def _existing(email: str, about: About) -> MailSubscription | None:
    return db.session.scalar(
        select(MailSubscription)
        .where(MailSubscription.address == rules.compared(email), MailSubscription.about == about.key)
        .with_for_update(of=MailSubscription)
    )


def _added(
    email: str, about: About, rhythm: Rhythm, *, language: str, key: str, now: datetime
) -> MailSubscription | None:
    """A new subscription; none when too much waits for this address, or when the same form was quicker."""
    address = rules.compared(email)
    waiting = select(MailSubscription.id).where(
        MailSubscription.address == address, MailSubscription.confirmed_at.is_(None)
    )
    if len(db.session.scalars(waiting.limit(rules.MOST_UNCONFIRMED)).all()) >= rules.MOST_UNCONFIRMED:
        return None
    seed = secrets.token_hex(16)
    confirm, end = (rules.hash_of(key, rules.token(key, purpose, seed)) for purpose in (rules.CONFIRM, rules.END))
    one = MailSubscription(
        email=email, address=address, about=about.key, language=language, rhythm=rhythm, track_id=about.track_id,
        question_root=about.question_root, area_id=about.area_id, contribution_id=about.contribution_id, seed=seed,
        confirm_hash=confirm, end_hash=end, asked_at=now, told_until=0, until=0, fingerprint="", failures=0,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(one)
    except IntegrityError:
        return None
    return one


def confirm(token: str, *, key: str, now: datetime) -> MailSubscription | None:
    """From here on we tell this address what happens; None when the link is no link of ours (any more).

    What happened before is not told. Pressing the button twice is pressing it once.
    """
    one = queries.to_confirm(token, key=key, hold=True)
    if one is None or one.confirmed_at is not None:
        return one
    if one.asked_at <= now - rules.KEPT_UNCONFIRMED:
        return None
    one.confirmed_at, one.mail_id = now, None
    one.told_until = db.session.scalar(select(func.max(Event.id))) or 0
    one.next_at = rules.next_digest(now) if one.rhythm is Rhythm.weekly else None
    db.session.flush()
    history.record("following.confirmed", now=now, subscription_id=one.id, about=one.about, rhythm=one.rhythm.value)
    return one


def end(token: str, *, key: str, now: datetime) -> bool:
    """End exactly the subscription of this link, and forget it; say whether there was one. It can do nothing else."""
    one = queries.to_end(token, key=key, hold=True)
    if one is None:
        return False
    _forget([one], now)
    return True


def end_all(token: str, *, key: str, now: datetime) -> bool:
    """End everything that the address of this link follows; say whether there was anything."""
    one = queries.to_end(token, key=key, hold=True)
    if one is None:
        return False
    erase_address(one.email, now=now)
    return True


def erase_address(email: str, *, now: datetime) -> int:
    """Forget everything that *email* follows, and return how many things that were."""
    found = db.session.scalars(select(MailSubscription).where(MailSubscription.address == rules.compared(email))).all()
    _forget(found, now)
    return len(found)


def erase(contribution_ids: Collection[int], *, now: datetime) -> int:
    """Forget who follows these contributions, and what the addresses follow that were left with them.

    Call it while the contributions still have their address.
    """
    ids = list(contribution_ids)
    addresses = select(func.lower(Contribution.email)).where(Contribution.id.in_(ids), Contribution.email.is_not(None))
    found = db.session.scalars(
        select(MailSubscription).where(
            MailSubscription.contribution_id.in_(ids) | MailSubscription.address.in_(addresses)
        )
    ).all()
    _forget(found, now)
    return len(found)


def _forget(found: Collection[MailSubscription], now: datetime) -> None:
    for one in found:
        history.record("following.ended", now=now, subscription_id=one.id, about=one.about)
        db.session.delete(one)
    db.session.flush()


def forget_unconfirmed(now: datetime) -> int:
    """Seven days without an answer: the address is forgotten. Returns how many."""
    old = (
        select(MailSubscription.id)
        .where(MailSubscription.confirmed_at.is_(None), MailSubscription.asked_at <= now - rules.KEPT_UNCONFIRMED)
        .limit(FORGOTTEN_AT_ONCE)
    )
    gone = delete(MailSubscription).where(MailSubscription.id.in_(old)).returning(MailSubscription.id)
    return len(db.session.scalars(gone, execution_options={"synchronize_session": False}).all())
