"""Mails for who took part: the worker walks every notice from contribution to contribution (news of one theme: from
point to point of that theme), a batch in a transaction.

A notice remembers how far it came (`told_until`), so that nothing is sent twice and nobody is skipped, also when the
worker stood still for days or died in the middle. Who left one address with three contributions gets one mail, with the
first of them.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased

from participation import mail
from participation.contributions.models import Contribution, Point
from participation.db import db
from participation.outcomes.messages import still_wanted
from participation.outcomes.news import words as news
from participation.outcomes.sentences import call
from participation.refusals import Refused
from participation.tracks.actions.holding import hold
from participation.tracks.notices import Notice
from participation.tracks.room import OpenQuestion

MAIL = "notice"
AT_ONCE = 25
SETTLED = timedelta(minutes=1)
"""How long a notice waits: who was writing when it was published has been written down by then."""

log = logging.getLogger(__name__)
mail.may_send[MAIL] = still_wanted


def waiting(now: datetime) -> list[int]:
    """The notices that were not told to everybody yet, the oldest first."""
    return list(
        db.session.scalars(
            select(Notice.id).where(Notice.told_at.is_(None), Notice.published_at <= now - SETTLED).order_by(Notice.id)
        )
    )


def tell_some(notice_id: int, now: datetime) -> bool:
    """Queue the mails of the next batch, in the caller's transaction; say whether there may be more to tell."""
    notice = db.session.get_one(Notice, notice_id)
    hold(notice)
    if notice.told_at is not None:
        return False
    found = db.session.execute(_next(notice) if notice.theme_id is None else _next_in_theme(notice)).all()
    for mark, contribution in found:
        _queue(notice, contribution, now)
        notice.told_until = mark
    is_done = len(found) < AT_ONCE
    if is_done:
        notice.told_at = now
    db.session.flush()
    return not is_done


def _next(notice: Notice) -> Select[int, Contribution]:
    """The next ones to tell: each address once, at the first contribution that it stands with."""
    first: Any = aliased(Contribution)
    same = and_(first.email == Contribution.email, first.id < Contribution.id, _is_for(notice, first))
    return (
        select(Contribution.id, Contribution)
        .where(_is_for(notice, Contribution), Contribution.id > notice.told_until, ~exists().where(same))
        .order_by(Contribution.id)
        .limit(AT_ONCE)
    )


def _next_in_theme(notice: Notice) -> Select[int, Contribution]:
    """The same for whose points stand in one theme: a walk over the points of that theme, and over nothing else."""
    earlier: Any = aliased(Point)
    first: Any = aliased(Contribution)
    same = (
        select(earlier.id)
        .join(first, first.id == earlier.contribution_id)
        .where(
            first.email == Contribution.email, earlier.theme_id == notice.theme_id, earlier.id < Point.id,
            _is_for(notice, first),
        )
        .correlate(Point, Contribution)
    )  # fmt: skip
    return (
        select(Point.id, Contribution)
        .join(Contribution, Contribution.id == Point.contribution_id)
        .where(
            Point.theme_id == notice.theme_id, Point.id > notice.told_until, _is_for(notice, Contribution),
            ~same.exists(),
        )
        .order_by(Point.theme_id, Point.id)
        .limit(AT_ONCE)
    )  # fmt: skip


def _is_for(notice: Notice, said: Any) -> ColumnElement[bool]:
    """Whether a contribution is one that this news is meant for, and asked for mail (I40)."""
    wanted = and_(
        said.track_id == notice.track_id,
        said.email.is_not(None),
        said.withdrawn_at.is_(None),
        said.received_at <= notice.published_at,
    )
    if notice.question_root is None:
        return wanted
    wordings = select(OpenQuestion.id).where(
        or_(OpenQuestion.id == notice.question_root, OpenQuestion.root_id == notice.question_root)
    )
    return and_(wanted, said.question_id.in_(wordings))


def _queue(notice: Notice, contribution: Contribution, now: datetime) -> None:
    assert contribution.email is not None
    track = notice.track
    context = {
        "number": contribution.number, "track": track, "call": call(track), "title": notice.kind.label,
        "sentences": news.told(notice),
    }  # fmt: skip
    try:
        mail.queue(
            MAIL, to=contribution.email, language=contribution.language, now=now, context=context,
            contribution_id=contribution.id,
        )  # fmt: skip
    except Refused:  # An address that is none keeps nobody else from reading the news.
        log.warning("Notice %s: the address with contribution %s is no address", notice.id, contribution.number)
