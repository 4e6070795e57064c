"""Keeping an address for a letter, and forgetting it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, update

from participation import history
from participation.accounts.models import User
from participation.contributions.by_post.models import PostalAddress
from participation.contributions.by_post.rules import Address, checked
from participation.contributions.models import Contribution
from participation.db import db


def keep_address(contribution: Contribution, address: Address, *, actor: User, now: datetime) -> PostalAddress:
    """From now on what we tell about *contribution* goes by letter too. The history keeps that, never the address.

    Refuses (`rules.NoWholeAddress`) an address at which no letter can arrive.
    """
    told = checked(address)
    kept = db.session.get(PostalAddress, contribution.id) or PostalAddress(contribution_id=contribution.id)
    kept.name, kept.street, kept.postcode, kept.town = told.name, told.street, told.postcode, told.town
    kept.large_print, kept.kept_at = told.large_print, now
    contribution.by_post = True
    db.session.add(kept)
    history.record(
        "contribution.by_post", now=now, actor=actor, track_id=contribution.track_id, contribution_id=contribution.id
    )
    db.session.flush()
    return kept


def forget(contribution: Contribution) -> None:
    """Throw the address away: who took the contribution back gets no letters (I40)."""
    if contribution.by_post:
        contribution.by_post = False
        db.session.execute(delete(PostalAddress).where(PostalAddress.contribution_id == contribution.id))


def erase(contribution_ids: Collection[int], *, now: datetime) -> None:
    """Remove the addresses of these contributions for good (I39). No letter is made for them any more."""
    wanted = sorted(contribution_ids)
    db.session.execute(delete(PostalAddress).where(PostalAddress.contribution_id.in_(wanted)))
    db.session.execute(update(Contribution).where(Contribution.id.in_(wanted)).values(by_post=False))
