"""Keeping a search: with a name, for oneself or for the team."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select

from participation import history
from participation.accounts.models import User
from participation.db import db
from participation.outcomes.finding.models import SavedSearch
from participation.refusals import Refused

MOST = 30
"""Searches that one person keeps. More of them would need a search of their own."""
SHOWN = 60
LONGEST_NAME = 60
OFFERED = (
    select(SavedSearch)
    .where(or_(SavedSearch.owner_id == bindparam("user_id"), SavedSearch.department_id == bindparam("department_id")))
    .order_by(func.lower(SavedSearch.name), SavedSearch.id)
    .limit(SHOWN)
)


class NoName(Refused):
    """A search without a name cannot be found back."""


class TooMany(Refused):
    """There are more searches than somebody can oversee."""


def offered(user: User) -> list[SavedSearch]:
    """The searches of *user* and those of the team of *user*, by name."""
    return list(db.session.scalars(OFFERED, {"user_id": user.id, "department_id": user.department_id}))


def one(search_id: int) -> SavedSearch | None:
    """The search with this number."""
    return db.session.get(SavedSearch, search_id)


def keep(asked: Mapping[str, str], name: str, *, shared: bool, actor: User, now: datetime) -> SavedSearch:
    """Keep what stands in the address of a list, for *actor* or (*shared*) for the team of *actor*.

    Refuses (`NoName`) a search without a short name of its own and without filters, and (`TooMany`) one above thirty.
    """
    if not asked:
        raise NoName("Kies eerst wat u zoekt. Dan kunt u het bewaren.", field="name")
    here = [other for other in offered(actor) if other.owner_id == actor.id]
    if len(here) >= MOST:
        raise TooMany(f"U bewaarde al {MOST} zoekopdrachten. Haal er eerst een weg.", field="name")
    kept = SavedSearch(
        owner=actor, department_id=actor.department_id if shared else None, name=_name(name, offered(actor)),
        asked=dict(asked), made_at=now,
    )  # fmt: skip
    db.session.add(kept)
    db.session.flush()
    history.record("search.kept", now=now, actor=actor, search_id=kept.id, shared=shared)
    return kept


def rename(kept: SavedSearch, name: str, *, actor: User, now: datetime) -> None:
    """Give it another name. Refuses (`NoName`) as `keep` does."""
    kept.name = _name(name, [other for other in offered(actor) if other.id != kept.id])
    db.session.flush()
    history.record("search.renamed", now=now, actor=actor, search_id=kept.id)


def remove(kept: SavedSearch, *, actor: User, now: datetime) -> None:
    """Take it away. Nothing else changes: a search holds no contributions."""
    number = kept.id
    db.session.delete(kept)
    db.session.flush()
    history.record("search.removed", now=now, actor=actor, search_id=number)


def _name(typed: str, others: list[SavedSearch]) -> str:
    """A name that says which search this is. Refuses (`NoName`) none, a long one and one that is there already."""
    name = " ".join(typed.split())
    if not name:
        raise NoName("Geef deze zoekopdracht een naam, bijvoorbeeld: brieven zonder behandelaar.", field="name")
    if len(name) > LONGEST_NAME:
        raise NoName(f"Maak de naam korter: hoogstens {LONGEST_NAME} tekens.", field="name")
    if any(other.name.casefold() == name.casefold() for other in others):
        raise NoName("Er is al een zoekopdracht met deze naam. Kies een andere naam.", field="name")
    return name
