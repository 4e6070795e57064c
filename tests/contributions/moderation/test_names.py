"""The list of names: kept in one version, and what is taken off is nowhere any more."""

import pytest

from participation import clock
from participation.contributions.moderation import names
from participation.contributions.moderation.names import ChangedMeanwhile
from participation.db import db
from participation.history import Event
from participation.refusals import Refused
from tests.support.cast import Cast


def keep(cast: Cast, lines: str, seen: int = 0) -> None:
    names.keep_names(lines, seen=seen, actor=cast.dirk, now=clock.now(), why="Vaak genoemd.")
    db.session.commit()


def test_each_name_stands_on_it_once_and_the_history_knows_none(cast: Cast) -> None:
    keep(cast, " Kees  Vermeer \r\n\nAmina\nAmina\n")
    held = names.name_list()
    assert held is not None
    assert (held.version, held.names.splitlines()) == (1, ["Amina", "Kees Vermeer"])
    keep(cast, "Amina", seen=1)
    (_first, event) = db.session.query(Event).filter_by(kind="names.changed").order_by(Event.id)
    assert (event.data, event.actor_id) == ({"version": 2, "added": 0, "removed": 1}, cast.dirk.id)
    assert "Kees" not in f"{[one.data for one in db.session.query(Event)]}{held.names}"


def test_the_same_list_again_is_no_new_version(cast: Cast) -> None:
    keep(cast, "Amina")
    keep(cast, "Amina\n", seen=1)
    held = names.name_list()
    assert held is not None
    assert held.version == 1


def test_who_was_second_hears_it(cast: Cast) -> None:
    keep(cast, "Amina")
    with pytest.raises(ChangedMeanwhile):
        keep(cast, "Kees", seen=0)


@pytest.mark.parametrize("lines", ["x", "12", "a" * 81, "\n".join(f"Naam{number}" for number in range(2_001))])
def test_what_is_no_name_is_refused(cast: Cast, lines: str) -> None:
    with pytest.raises(Refused) as refused:
        keep(cast, lines)
    assert refused.value.field == "names"
