"""Putting near-identical contributions together on the page of one of them."""

import pytest

from participation.contributions.models import Contribution
from participation.db import db
from participation.outcomes.grouped.models import GroupedAnswer, GroupedLetter
from tests.outcomes.grouped.letters import REASON, neighbours
from tests.support.cast import Cast
from tests.support.page import Browser


@pytest.fixture
def numbers(cast: Cast) -> list[str]:
    return [one.number for one in neighbours(cast.bram)]


def test_from_one_page_to_one_answer_for_all(bram: Browser, numbers: list[str]) -> None:
    where = f"/werk/bijdragen/{numbers[0]}"
    bram.post(f"{where}/samenvoegen", {"punt": "1", "merge-others": f"{numbers[1]} en {numbers[2]}:1"})
    page = bram.get(where)
    assert "Er staan nog 2 andere bijdragen bij." in page.text
    assert "Maak dit het antwoord aan allemaal" in page.text
    path = db.session.query(Contribution).first().track.room.paths[0].lineage  # type: ignore[union-attr]
    typed = page.form(f"{where}/uitkomst") | {"kind": "adopted", "path": f"path:{path}", "reason": REASON}
    after = bram.post(f"{where}/samen-antwoorden", typed).location
    answer = db.session.query(GroupedAnswer).one()
    assert (answer.reason, answer.is_bundle, answer.leaves_at) == (REASON, True, None)
    assert after == f"/werk/groepsantwoorden/{answer.id}"
    assert "Haal de bundel uit elkaar" in bram.get(after).text


def test_a_number_that_is_not_of_this_track_is_said_and_kept(bram: Browser, numbers: list[str]) -> None:
    where = f"/werk/bijdragen/{numbers[0]}"
    page = bram.post(f"{where}/samenvoegen", {"punt": "1", "merge-others": "2026-99999"}, status=422)
    assert page.errors == ["Deze bijdrage hoort niet bij dit traject: 2026-99999."]
    assert page.one("#merge-others")["value"] == "2026-99999"
    page = bram.post(f"{where}/samenvoegen", {"punt": "1", "merge-others": "die andere"}, status=422)
    assert "Typ de nummers van de bijdragen." in page.errors[0]
    assert db.session.query(GroupedLetter).count() == 0


def test_what_was_ticked_among_what_is_alike(bram: Browser, numbers: list[str]) -> None:
    points = [one.points[0].id for one in db.session.query(Contribution).order_by(Contribution.id)]
    bram.post(f"/werk/bijdragen/{numbers[0]}/samenvoegen", {"punt": "1", "punten": [str(points[1])]})
    assert db.session.query(GroupedLetter).count() == 2
