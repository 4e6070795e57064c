"""A meeting that has been: its own page at the desk, and its minutes in public once a colleague published them."""

from datetime import timedelta

import pytest

from participation import clock
from participation.contributions.meetings import queries
from participation.contributions.models import Channel
from participation.db import db
from participation.tracks.models import Moment, Track
from tests.factories.contributions import check_public, make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.page import Browser

LIST = "/werk/trajecten/molenstraat/bijeenkomsten"
HELD = {"title": "Keukentafel bij de flat", "day": "2026-11-20", "begins": "19:30", "place": "De flat",
        "present": "wijkmanager"}  # fmt: skip


@pytest.fixture
def track(cast: Cast) -> Track:
    return make_open_track(cast.bram)


@pytest.fixture
def held(bram: Browser, track: Track) -> int:
    bram.post(LIST, {**bram.get(LIST).form(), **HELD}, status=303)
    return db.session.query(Moment).filter_by(title=HELD["title"]).one().id


def public(moment: int) -> str:
    return f"/trajecten/molenstraat/bijeenkomsten/{moment}"


def test_a_kitchen_table_that_was_not_announced_is_on_no_public_page(visitor: Browser, held: int) -> None:
    for url in ("/trajecten/molenstraat", "/trajecten/molenstraat/plan"):
        assert "Keukentafel" not in visitor.get(url).text
    visitor.get(public(held), status=404)
    visitor.get(f"/momenten/{held}.ics", status=404)


def test_minutes_are_public_once_a_colleague_publishes_them_and_can_be_taken_back(
    bram: Browser, visitor: Browser, held: int
) -> None:
    page = f"/werk/bijeenkomsten/{held}"
    bram.post(page, {"minutes": "Het ging over de bank.", "present": "wijkmanager"}, status=303)
    visitor.get(public(held), status=404)
    bram.post(f"{page}/publiceren", {}, status=303)
    shown = visitor.get(public(held))
    assert "Het ging over de bank." in shown.text
    assert "Van de gemeente was erbij: wijkmanager." in shown.text
    assert visitor.get("/trajecten/molenstraat").link("Keukentafel bij de flat") == public(held)
    bram.post(f"{page}/terughalen", {}, status=303)
    visitor.get(public(held), status=404)


def test_without_minutes_there_is_nothing_to_publish(bram: Browser, held: int) -> None:
    page = bram.post(f"/werk/bijeenkomsten/{held}/publiceren", {}, status=422)
    assert page.errors == ["Er is nog geen verslag. Schrijf het op en bewaar het."]


def test_public_minutes_are_not_emptied_by_accident(bram: Browser, held: int) -> None:
    page = f"/werk/bijeenkomsten/{held}"
    bram.post(page, {"minutes": "Het ging over de bank."}, status=303)
    bram.post(f"{page}/publiceren", {}, status=303)
    refused = bram.post(page, {"minutes": " "}, status=422)
    assert refused.errors == ["Dit verslag staat op de website. Haal het daar eerst weg."]


def test_the_page_of_a_meeting_shows_what_was_said_and_the_public_page_only_what_was_checked(
    bram: Browser, visitor: Browser, held: int
) -> None:
    here = db.session.query(Track).one()
    for words in ("De bank is weg.", "Bel mij: 06 12345678."):
        make_contribution(here, words, channel=Channel.meeting, moment_id=held, entered_by=here.author)
    checked, _unchecked = queries.said_at(held)
    check_public(checked)
    desk = bram.get(f"/werk/bijeenkomsten/{held}")
    assert "De bank is weg." in desk.text and "06 12345678" in desk.text
    bram.post(f"/werk/bijeenkomsten/{held}", {"minutes": "Kort verslag."}, status=303)
    bram.post(f"/werk/bijeenkomsten/{held}/publiceren", {}, status=303)
    page = visitor.get(public(held))
    assert "De bank is weg." in page.text
    assert "06 12345678" not in page.html


def test_words_are_entered_with_the_meeting_as_setting(bram: Browser, held: int) -> None:
    desk = bram.get(f"/werk/bijeenkomsten/{held}")
    form = bram.get(desk.link("Schrijf op wat iemand hier zei")).form()
    assert (form["meeting"], form["received_on"], form["source_note"], form["channel"]) == (
        str(held), "2026-11-20", "De flat", "meeting",
    )  # fmt: skip
    bram.post("/werk/invoer?traject=molenstraat", {**form, "text": "De bank is weg."}, status=200)
    assert [one.original_text for one in queries.said_at(held)] == ["De bank is weg."]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": ""}, "Geef de bijeenkomst een naam"),
        ({"begins": ""}, "Schrijf op hoe laat het begon."),
        ({"place": ""}, "Schrijf op waar het was."),
        ({"day": "2026-12-20"}, "Dit moet nog komen."),
    ],
)
def test_what_is_missing_about_a_meeting_is_asked_for(
    bram: Browser, track: Track, typed: dict[str, str], sentence: str
) -> None:
    page = bram.post(LIST, {**HELD, **typed}, status=422)
    assert page.errors[0].startswith(sentence)


def test_a_moment_that_still_has_to_come_has_no_minutes(bram: Browser, track: Track) -> None:
    coming = Moment(track_id=track.id, title="Inloop", starts_at=clock.now() + timedelta(days=3))
    db.session.add(coming)
    db.session.commit()
    page = f"/werk/bijeenkomsten/{coming.id}"
    assert "Dit moment moet nog komen." in bram.get(page).text
    bram.post(page, {"minutes": "x"}, status=409)
