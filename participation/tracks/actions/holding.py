"""Check and act in one step: what an action judges cannot change under it."""

from participation.db import Base, db


def hold(thing: Base) -> None:
    """Keep *thing* for this transaction alone, and read it as it stands now; what was changed on it goes in first.

    Whoever comes second waits here (PostgreSQL: for the row; SQLite: the writer's lock was taken before). Only the row
    of *thing* itself is held: what a page had loaded along with it by an outer join cannot be.
    """
    db.session.flush()
    db.session.refresh(thing, with_for_update={"of": type(thing)})
