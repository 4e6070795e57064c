"""The areas of the municipality, as a tree."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import aliased

from participation.db import db
from participation.places.models import Area, AreaKind


class Place(NamedTuple):
    """One area, with the area above it."""

    id: int
    code: str
    name: str
    kind: AreaKind
    parent_id: int | None


_PLACE = (Area.id, Area.code, Area.name, Area.kind, Area.parent_id)


def all_places() -> list[Place]:
    """Every area by name; the tree of one municipality is small and does not grow with what happens in it."""
    return [Place(*row) for row in db.session.execute(select(*_PLACE).order_by(Area.name, Area.id))]


def place(code: str) -> Place | None:
    """The area with this code, or None."""
    row = db.session.execute(select(*_PLACE).where(Area.code == code)).one_or_none()
    return Place(*row) if row else None


def inside(area_id: int) -> set[int]:
    """The area itself and every area that lies in it, however deep."""
    tree = select(Area.id).where(Area.id == area_id).cte(recursive=True)
    child = aliased(Area)
    tree = tree.union(select(child.id).join(tree, child.parent_id == tree.c.id))
    return set(db.session.scalars(select(tree.c.id)))


def around(area_id: int) -> list[Place]:
    """The areas that this one lies in, the nearest first."""
    places = {found.id: found for found in all_places()}
    above: list[Place] = []
    here = places.get(area_id)
    while here is not None and here.parent_id is not None and here.parent_id not in {place.id for place in above}:
        here = places.get(here.parent_id)
        if here is not None:
            above.append(here)
    return above


def by_words() -> dict[str, int]:
    """Every area by its name and its code, in small letters; a name that two areas share is left out."""
    places = all_places()
    names = [found.name.casefold() for found in places]
    return {
        **{found.name.casefold(): found.id for found in places if names.count(found.name.casefold()) == 1},
        **{found.code.casefold(): found.id for found in places},
    }
