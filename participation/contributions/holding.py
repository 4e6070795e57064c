"""One writer at a time for one contribution: its answers, its public version, and what its resident asks or tells."""

from sqlalchemy import inspect

from participation.contributions.models import Contribution
from participation.db import db, writes_alone


def hold(contribution: Contribution) -> None:
    """Keep *contribution* for this transaction alone, and read its own columns as they stand now.

    Its track and its room, which nobody changes meanwhile, are not read again. Where the whole database was ours before
    the first statement (SQLite), nothing can be older than that.
    """
    if not writes_alone():
        db.session.refresh(contribution, inspect(Contribution).column_attrs.keys(), with_for_update=True)
