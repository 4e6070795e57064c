"""The names that a municipality watches for: kept by coordinators, looked for in what residents say."""

from datetime import datetime

from participation import history
from participation.accounts.models import User
from participation.contributions.moderation import blanking, rules
from participation.contributions.moderation.blanking import Names
from participation.contributions.moderation.models import NameList
from participation.db import db
from participation.refusals import Conflict

_ONE = 1


class ChangedMeanwhile(Conflict):
    """A colleague changed the list first."""


def name_list() -> NameList | None:
    """The list that holds now; none when nobody wrote one."""
    return db.session.get(NameList, _ONE)


def watched() -> Names:
    """The names to look for, ready to be looked up."""
    now = name_list()
    return blanking.names_of(now.names.splitlines()) if now is not None else {}


def keep_names(lines: str, *, seen: int, actor: User, now: datetime, why: str = "") -> NameList:
    """Let the list hold these names, one on a line. Refuses what is no name, and (`ChangedMeanwhile`) an old version.

    The history keeps how many came and went, never which: a list of names is data of people.
    """
    names = rules.names_on(lines)
    held = db.session.get(NameList, _ONE, with_for_update={"of": NameList}, populate_existing=True)
    if (held.version if held else 0) != seen:
        raise ChangedMeanwhile("Een collega veranderde deze lijst terwijl u schreef.")
    before = set(held.names.splitlines()) if held else set()
    if held is None:
        held = NameList(id=_ONE, version=0, names="", changed_at=now, changed_by=actor)
        db.session.add(held)
    if set(names) == before:
        return held
    held.version, held.names = held.version + 1, "\n".join(names)
    held.changed_at, held.changed_by = now, actor
    db.session.flush()
    history.record("names.changed", now=now, actor=actor, why=why.strip(), version=held.version,
                   added=len(set(names) - before), removed=len(before - set(names)))  # fmt: skip
    return held
