"""A message for everybody, one question or one theme: read first what residents will read, and for whom it is."""

import pytest

from participation import clock
from participation.contributions.themes.models import Theme
from participation.db import db
from participation.tracks.models import Track
from participation.tracks.notices import Notice
from tests.factories.contributions import CODE, make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.page import Browser

ADDRESS = "/werk/trajecten/molenstraat/nieuws"
TEXT = "Wij zoeken deze week uit welke <b>bomen</b> snel schaduw geven."


@pytest.fixture
def track(cast: Cast) -> Track:
    return make_open_track(cast.bram)


def make_theme(track: Track, title: str, summary: str = "Het is te heet bij de school.") -> int:
    theme = Theme(track=track, title=title, summary=summary, made_by=track.author, made_at=clock.now())
    db.session.add(theme)
    db.session.commit()
    return theme.id


def test_only_themes_that_residents_can_read_are_offered(bram: Browser, track: Track) -> None:
    make_theme(track, "Schaduw")
    make_theme(track, "Nog leeg", "")
    offered = bram.get(ADDRESS).all("select[name=question] option")
    assert "Wie iets zei over het thema: Schaduw" in offered
    assert not [words for words in offered if "Nog leeg" in words]


def test_news_of_a_theme_is_read_first_and_then_by_those_in_it_only(
    bram: Browser, visitor: Browser, track: Track
) -> None:
    inside = make_contribution(track, code=CODE)
    make_contribution(track, code="9N4MQ2XN9TRBV6HD")
    number = make_theme(track, "Schaduw")
    inside.points[0].theme_id = number
    db.session.commit()
    sent = {"text": TEXT, "question": f"thema-{number}", "next_on": ""}
    preview = bram.post(ADDRESS, sent, status=200)
    assert "Dit gaat over het thema ‘Schaduw’." in preview.text
    assert TEXT in preview.text
    assert db.session.query(Notice).count() == 0
    bram.post(ADDRESS, {**sent, "doe": "verstuur"}, status=303)
    assert TEXT in visitor.post("/volg", {"code": CODE}, status=200).text
    assert TEXT not in visitor.post("/volg", {"code": "9N4MQ2XN9TRBV6HD"}, status=200).text
    assert TEXT in visitor.get("/trajecten/molenstraat/nieuws").text


@pytest.mark.parametrize("chosen", ["thema-", "thema-x", "thema-999999", "999"])
def test_whom_it_is_for_comes_from_the_list(bram: Browser, track: Track, chosen: str) -> None:
    page = bram.post(ADDRESS, {"text": TEXT, "question": chosen, "next_on": "", "doe": "verstuur"}, status=422)
    assert page.errors == ["Dit staat niet in de lijst. Kies er iets uit."]
    assert db.session.query(Notice).count() == 0
