"""Who is signed in at the own overview, and what is in it."""

from datetime import datetime, timedelta

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload, selectinload

from participation.accounts.actions import token_hash
from participation.accounts.models import User
from participation.contributions import queries as contributions
from participation.contributions.models import Contribution
from participation.contributions.own.models import OwnAccount, OwnContribution, OwnLink, OwnSignIn
from participation.db import db
from participation.tracks.models import Track

LINK_LIVES = timedelta(minutes=30)
SIGNED_IN_FOR = timedelta(days=14)
"""Counted from signing in, whatever somebody does: a page that is read writes nothing."""


def signed_in(token: str, now: datetime) -> OwnAccount | None:
    """Whose overview this token opens; None when it was ended, is too old or never was."""
    return db.session.scalar(
        select(OwnAccount)
        .join(OwnSignIn, OwnSignIn.account_id == OwnAccount.id)
        .where(
            OwnSignIn.token_hash == token_hash(token), OwnSignIn.ended_at.is_(None), OwnSignIn.at > now - SIGNED_IN_FOR
        )
    )


def living_link(token: str, now: datetime) -> OwnLink | None:
    """The link with this token, unless it was used or is over. Looking at it changes nothing."""
    return db.session.scalar(
        select(OwnLink).where(
            OwnLink.token_hash == token_hash(token), OwnLink.used_at.is_(None), OwnLink.at > now - LINK_LIVES
        )
    )


def account_of(email: str) -> OwnAccount | None:
    return db.session.scalar(select(OwnAccount).where(OwnAccount.email == email))


def _contributions() -> Select[Contribution]:
    return (
        select(Contribution)
        .join(OwnContribution, OwnContribution.contribution_id == Contribution.id)
        .where(OwnContribution.account_id == bindparam("account"))
        .order_by(Contribution.received_at.desc(), Contribution.id.desc())
        .options(
            joinedload(Contribution.track).joinedload(Track.contact).lazyload(User.department),
            joinedload(Contribution.room),
            selectinload(Contribution.points),
            selectinload(Contribution.additions),
        )
    )


def contributions_of(account: OwnAccount) -> list[Contribution]:
    """Everything in the overview over all tracks and years, the newest first; bounded by `actions.MOST`."""
    return list(db.session.scalars(_contributions(), {"account": account.id}))


def number_in(account: OwnAccount) -> int:
    """How many contributions are in the overview."""
    ids = select(OwnContribution.contribution_id).where(OwnContribution.account_id == account.id)
    return len(db.session.scalars(ids).all())


def contribution_in(account: OwnAccount, number: str) -> Contribution | None:
    """The contribution with this number when it is in the overview of *account*; None for every other one."""
    contribution_id = contributions.id_in(number)
    if contribution_id is None or db.session.get(OwnContribution, (account.id, contribution_id)) is None:
        return None
    found = contributions.whole(contribution_id)
    return found if found.number == number else None


def accounts_with(contribution: Contribution) -> list[OwnAccount]:
    """The overviews that this contribution is in."""
    return list(
        db.session.scalars(
            select(OwnAccount)
            .join(OwnContribution, OwnContribution.account_id == OwnAccount.id)
            .where(OwnContribution.contribution_id == contribution.id)
            .order_by(OwnAccount.id)
        )
    )
