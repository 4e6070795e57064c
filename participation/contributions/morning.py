"""One mail in the morning for each colleague: notes that name them, and what residents answered or did not answer.

It tells what came before today and was not read yet, once; the inbox has it at once. So however often the worker comes
by, and however long it stood still, nobody gets two mails a day about this and nothing is told twice.
"""

import logging
from datetime import date, datetime

from sqlalchemy import select, update

from participation import clock, mail
from participation.accounts.models import User
from participation.contributions.asking_back import queries as asking_back
from participation.contributions.asking_back.models import AskedBack
from participation.contributions.notes import queries as notes
from participation.contributions.notes.models import Mention, Note
from participation.db import db
from participation.refusals import Refused

MAIL = "waiting_for_you"
MOST = 20
"""More lines than this stand in no mail: the rest is in the inbox."""
log = logging.getLogger(__name__)


def waiting(now: datetime) -> list[int]:
    """The colleagues for whom a mail has to be made, in a fixed order."""
    before, today = _since(now)
    named = (
        select(Mention.user_id)
        .join(Note, Note.id == Mention.note_id)
        .where(Mention.read_at.is_(None), Mention.told_at.is_(None), Note.written_at < before)
        .distinct()
    )
    return sorted({*db.session.scalars(named), *asking_back.who_is_told(before, today)})


def tell(user_id: int, now: datetime) -> bool:
    """Queue the mail of one colleague, in the caller's transaction; say whether there was anything to tell.

    A note about a track that the colleague may not see (any more) is passed over: being named gives nobody a right.
    """
    before, today = _since(now)
    user = db.session.get_one(User, user_id)
    mentions = list(
        db.session.scalars(
            select(Mention.id)
            .join(Note, Note.id == Mention.note_id)
            .where(
                Mention.user_id == user_id, Mention.read_at.is_(None), Mention.told_at.is_(None),
                Note.written_at < before,
            )
            .order_by(Mention.id)
        )
    )  # fmt: skip
    heard = asking_back.to_tell(user_id, before, today)
    named = notes.named_in(mentions)
    _note_told(mentions, [number for number, _line in heard], now)
    if not user.active or not (named or heard):
        return False
    context = {"named": named[:MOST], "heard": [line for _number, line in heard][:MOST],
               "has_more": max(len(named), len(heard)) > MOST}  # fmt: skip
    try:
        mail.queue(MAIL, to=user.email, language="nl", now=now, context=context)
    except Refused:  # An address that is none keeps nobody else from hearing it; the inbox says it all the same.
        log.warning("Morning mail: the address of colleague %s is no address", user_id)
    return True


def over(now: datetime) -> list[int]:
    """The questions to residents that nobody has to read about any more."""
    return asking_back.over(clock.local(now).date())


def let_go(asked: list[int], now: datetime) -> None:
    """Take these out of what waits, so that looking for what waits stays a short walk."""
    db.session.execute(update(AskedBack).where(AskedBack.id.in_(asked)).values(seen_at=now))


def _since(now: datetime) -> tuple[datetime, date]:
    today = clock.local(now).date()
    return clock.start_of(today), today


def _note_told(mentions: list[int], asked: list[int], now: datetime) -> None:
    if mentions:
        db.session.execute(update(Mention).where(Mention.id.in_(mentions)).values(told_at=now))
    if asked:
        db.session.execute(update(AskedBack).where(AskedBack.id.in_(asked)).values(told_at=now))
