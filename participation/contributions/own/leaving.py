"""Leaving the own overview, in three steps that each go further; and what retention may ask of it."""

import enum
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select

from participation import history
from participation.contributions.actions import withdraw
from participation.contributions.own import queries
from participation.contributions.own.models import OwnAccount, OwnContribution, OwnLink, OwnSignIn
from participation.db import db
from participation.words import N_


class Leaving(enum.Enum):
    """How far it goes: the overview only, the address everywhere, or the contributions as well."""

    overview = "overview"
    address = "address"
    everything = "everything"

    @property
    def label(self) -> str:
        return {
            Leaving.overview: N_("Alleen mijn overzicht. Mail die ik aanzette, blijft komen."),
            Leaving.address: N_("Mijn overzicht, en mijn e-mailadres bij elke bijdrage. Ik krijg geen mail meer."),
            Leaving.everything: N_("Dat alles, en ik trek al mijn bijdragen in."),
        }[self]


def leave(account: OwnAccount, how: Leaving, *, now: datetime) -> None:
    """Dissolve the overview: address, ways in, and what belonged together are gone at once.

    Contributions and their codes stay, unless they are withdrawn as well (by the same verb as with the code).
    """
    for contribution in queries.contributions_of(account):
        if how is not Leaving.overview:
            contribution.email = None
        if how is Leaving.everything:
            withdraw(contribution, now=now)
    history.record("own.left", now=now, account=account.id, how=how.value)
    db.session.flush()
    _remove([account.id])


def erase(contribution_ids: Iterable[int], *, now: datetime) -> int:
    """Take these contributions out of every overview; an overview that is empty after that goes as a whole.

    Gives how many overviews went. For what is erased after its time, or because somebody asked.
    """
    wanted = sorted(set(contribution_ids))
    gone = db.session.scalars(
        delete(OwnContribution).where(OwnContribution.contribution_id.in_(wanted)).returning(OwnContribution.account_id)
    )
    touched = sorted(set(gone.all()))
    full = set(db.session.scalars(select(OwnContribution.account_id).where(OwnContribution.account_id.in_(touched))))
    empty = [number for number in touched if number not in full]
    for number in empty:
        history.record("own.erased", now=now, who=history.Who.system, account=number)
    _remove(empty)
    return len(empty)


def _remove(accounts: list[int]) -> None:
    """The rows themselves, with the links that were mailed to that address."""
    addresses = db.session.scalars(select(OwnAccount.email).where(OwnAccount.id.in_(accounts))).all()
    db.session.execute(delete(OwnLink).where(OwnLink.account_id.in_(accounts) | OwnLink.email.in_(addresses)))
    for rows in (OwnSignIn, OwnContribution):
        db.session.execute(delete(rows).where(rows.account_id.in_(accounts)))
    db.session.execute(delete(OwnAccount).where(OwnAccount.id.in_(accounts)))
    db.session.flush()
