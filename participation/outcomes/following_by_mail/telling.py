"""The worker's walk along everybody who follows something: a batch at a time, one mail for each, nothing twice.

What was told moves on only when the mail has left (`settle_some`), and while one is on its way no second one is made:
after three days without a mail server there is one mail for each, with everything in it. A mail that says something
that may not be said any more is not sent, and made anew without it.
"""

from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from participation import history
from participation.db import db, writes_alone
from participation.history import Event
from participation.mail import MailState, OutboundMail
from participation.outcomes.following_by_mail import contents, rules
from participation.outcomes.following_by_mail.messages import tell_news
from participation.outcomes.following_by_mail.models import FollowMark, MailSubscription, Rhythm
from participation.places.models import Area
from participation.refusals import Refused
from participation.tracks.models import track_area

AT_ONCE = 25
READ = 500
SETTLED = timedelta(minutes=1)
"""How long an event waits: who was writing when it happened has written it down by then."""
ONLY = 1
LATER = timedelta(hours=1)


def _settled(now: datetime) -> int:
    """The last event that may be told: a short walk from the end of the log."""
    last = select(Event.id).where(Event.at <= now - SETTLED).order_by(Event.id.desc()).limit(1)
    return db.session.scalar(last) or 0


def has_news(now: datetime) -> bool:
    """Whether anything happened since followers were woken last: a look first, so that an idle worker never locks."""
    mark = db.session.get(FollowMark, ONLY)
    return mark is None or mark.event_id < _settled(now)


def wake_some(now: datetime) -> bool:
    """Wake who wants to hear at once of what happened next in the history; say whether there may be more."""
    mark = db.session.get(FollowMark, ONLY, with_for_update=True)
    if mark is None:
        db.session.add(FollowMark(id=ONLY, event_id=_settled(now)))
        db.session.flush()
        return False
    events = db.session.execute(
        select(Event.id, Event.kind, Event.track_id, Event.contribution_id)
        .where(Event.id > mark.event_id, Event.id <= _settled(now))
        .order_by(Event.id)
        .limit(READ)
    ).all()
    if not events:
        return False
    tracks = {event.track_id for event in events if event.kind in contents.NEWS and event.track_id is not None}
    said = {event.contribution_id for event in events if event.kind in contents.ABOUT_ONE}
    if tracks or said:
        _wake(tracks, said, now)
    mark.event_id = events[-1].id
    db.session.flush()
    return len(events) == READ


def _wake(tracks: set[int], said: set[int | None], now: datetime) -> None:
    lies_in = select(track_area.c.area_id).where(track_area.c.track_id.in_(tracks)).cte("lies_in", recursive=True)
    above = lies_in.union(
        select(Area.parent_id).join(lies_in, lies_in.c.area_id == Area.id).where(Area.parent_id.is_not(None))
    )
    db.session.execute(
        update(MailSubscription)
        .where(
            MailSubscription.rhythm == Rhythm.at_once,
            MailSubscription.confirmed_at.is_not(None),
            MailSubscription.next_at.is_(None),
            or_(
                MailSubscription.track_id.in_(tracks),
                MailSubscription.contribution_id.in_(said),
                MailSubscription.area_id.in_(select(above.c.area_id)),
            ),
        )
        .values(next_at=now),
        execution_options={"synchronize_session": False},
    )


def due(now: datetime) -> list[int]:
    """The next subscriptions whose moment has come and of which no mail is on its way."""
    return list(
        db.session.scalars(
            select(MailSubscription.id)
            .where(MailSubscription.next_at.is_not(None), MailSubscription.next_at <= now)
            .where(MailSubscription.mail_id.is_(None), MailSubscription.confirmed_at.is_not(None))
            .order_by(MailSubscription.next_at, MailSubscription.id)
            .limit(AT_ONCE)
        )
    )


def tell(subscription_id: int, *, key: str, now: datetime) -> None:
    """Queue one mail with what this subscription has not heard, in the caller's transaction; none without news."""
    one = _held(subscription_id)
    if one is None or one.mail_id is not None or one.next_at is None or one.next_at > now:
        return
    news = contents.news_of(one, max(_settled(now), one.told_until))
    one.next_at = _after(one, now)
    if not news:
        one.told_until = news.until
    else:
        try:
            tell_news(one, news, key=key, now=now)
        except Refused:  # An address that is none keeps nobody else from the news.
            _end(one, now)
    db.session.flush()


def postpone(subscription_id: int, now: datetime) -> None:
    """Something went wrong with one subscription: the others go first, and it is tried again in an hour."""
    one = _held(subscription_id)
    if one is not None:
        one.next_at = now + LATER
        db.session.flush()


def _held(subscription_id: int) -> MailSubscription | None:
    if writes_alone():
        return db.session.get(MailSubscription, subscription_id)
    one = select(MailSubscription).where(MailSubscription.id == subscription_id)
    return db.session.scalar(one.with_for_update(of=MailSubscription).execution_options(populate_existing=True))


def _after(one: MailSubscription, now: datetime) -> datetime | None:
    return rules.next_digest(now) if one.rhythm is Rhythm.weekly else None


def has_arrived() -> bool:
    """Whether a mail of a follower left, or will not."""
    return bool(_over(1))


def _over(rows: int) -> list[tuple[int, MailState | None]]:
    """Subscriptions whose mail is not on its way any more, with what became of it (None: it is not even there)."""
    wanted = (
        select(MailSubscription.id, OutboundMail.state)
        .outerjoin(OutboundMail, OutboundMail.id == MailSubscription.mail_id)
        .where(MailSubscription.mail_id.is_not(None), MailSubscription.confirmed_at.is_not(None))
        .where(or_(OutboundMail.id.is_(None), OutboundMail.state.not_in((MailState.queued, MailState.leased))))
        .order_by(MailSubscription.mail_id)
        .limit(rows)
    )
    return [(row[0], row[1]) for row in db.session.execute(wanted)]


def settle_some(now: datetime) -> bool:
    """Write down for the next batch what became of their mails; say whether there may be more.

    Left: it was told. Not to be sent any more: it is made anew. Came back: it is told with what comes next, and after
    three of those in a row the subscription ends.
    """
    over = _over(AT_ONCE)
    for subscription_id, state in over:
        one = _held(subscription_id)
        if one is None or one.mail_id is None:
            continue
        one.mail_id, one.fingerprint = None, ""
        if state is MailState.dropped:
            one.next_at = now
        elif state is MailState.failed:
            one.failures += 1
            if one.failures >= rules.MOST_FAILURES:
                _end(one, now)
        else:
            one.told_until, one.failures = one.until, 0
    db.session.flush()
    return len(over) == AT_ONCE


def _end(one: MailSubscription, now: datetime) -> None:
    """Nobody reads what we write there: the address is forgotten."""
    history.record("following.ended", who=history.Who.system, now=now, subscription_id=one.id, about=one.about)
    db.session.delete(one)
