"""Feeds and calendars: well formed, with names that last, and nothing in them that is not public."""

from datetime import date, time, timedelta
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from icalendar import Calendar

from participation import clock
from participation.db import db, writing
from participation.tracks.actions.moments import Occasion, add_moment, cancel_moment, change_moment
from participation.tracks.models import Moment, Track
from tests.factories.contributions import check_public, make_contribution
from tests.factories.tracks import make_open_track, make_track
from tests.outcomes.following_by_mail.followers import news
from tests.support.cast import Cast
from tests.support.counting import counted
from tests.support.page import Browser

ATOM = "{http://www.w3.org/2005/Atom}"
REASON = "De zaal is die avond bezet."


@pytest.fixture
def track(cast: Cast) -> Track:
    return make_open_track(cast.bram)


def feed(visitor: Browser, address: str = "/trajecten/molenstraat/nieuws.atom") -> ET.Element:
    response = visitor.client.get(address)
    db.session.remove()
    assert response.status_code == 200, response.status_code
    assert response.content_type.startswith("application/atom+xml")
    root = ET.fromstring(response.data)
    assert root.tag == f"{ATOM}feed"
    for one in (root, *root.iter(f"{ATOM}entry")):
        assert all(one.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
    return root


def titles(root: ET.Element) -> list[str]:
    return [one.findtext(f"{ATOM}title") or "" for one in root.iter(f"{ATOM}entry")]


def test_the_news_of_a_track_is_a_feed_with_names_that_last(visitor: Browser, track: Track) -> None:
    with clock.frozen(clock.now() + timedelta(hours=1)):
        news(track, "Wij <b>zijn</b> er & \x0bbijna, want de tekening is klaar.")
    title, root = track.title, feed(visitor)
    assert titles(root)[0] == f"Tussenbericht: {title}"
    entry = next(root.iter(f"{ATOM}entry"))
    assert "Wij <b>zijn</b> er & �bijna" in (entry.findtext(f"{ATOM}content") or "")
    assert (entry.findtext(f"{ATOM}id") or "").startswith("tag:localhost,2026:notice/")
    again = feed(visitor)
    assert [one.text for one in root.iter(f"{ATOM}id")] == [one.text for one in again.iter(f"{ATOM}id")]


def test_who_has_the_feed_gets_nothing_anew_until_there_is_news(visitor: Browser, track: Track) -> None:
    address = "/trajecten/molenstraat/nieuws.atom"
    tag = visitor.client.get(address).headers["ETag"]
    assert visitor.client.get(address, headers={"If-None-Match": tag}).status_code == 304
    news(track)
    assert visitor.client.get(address, headers={"If-None-Match": tag}).status_code == 200
    db.session.remove()


def test_the_feed_of_an_area_has_its_tracks_and_no_draft(visitor: Browser, track: Track, cast: Cast) -> None:
    code, title = track.areas[0].code, track.title
    news(make_track(cast.bram, slug="geheim", title="Geheim plan", areas=track.areas))
    news(track)
    root = feed(visitor, f"/buurten/{code}.atom")
    assert any(title in one for one in titles(root))
    assert "Geheim" not in ET.tostring(root, encoding="unicode")


def test_no_words_of_residents_stand_in_a_feed(visitor: Browser, track: Track) -> None:
    make_contribution(track, "Mijn buurman heet Jan.")
    check_public(make_contribution(track, "Zet er een bank neer."))
    said = ET.tostring(feed(visitor), encoding="unicode")
    assert "buurman" not in said and "bank" not in said


def test_what_is_not_public_has_no_feed_and_no_calendar(visitor: Browser, cast: Cast) -> None:
    make_track(cast.bram, slug="concept", title="Een concept")
    for address in ("/trajecten/concept/nieuws.atom", "/trajecten/concept/momenten.ics", "/buurten/x.atom"):
        assert visitor.client.get(address).status_code == 404


def test_pages_say_where_their_feed_is(visitor: Browser, track: Track) -> None:
    for page in ("/trajecten/molenstraat", "/trajecten/molenstraat/nieuws", f"/buurten/{track.areas[0].code}"):
        link = visitor.get(page).one("link[rel=alternate][type='application/atom+xml']")
        feed(visitor, str(link["href"]))


def test_a_feed_costs_a_fixed_number_of_statements(app: Flask, visitor: Browser, track: Track) -> None:
    for number in range(12):
        news(track, f"Dit is ons bericht nummer {number} van dit jaar.")
    visitor.client.get("/trajecten/molenstraat/nieuws.atom")
    with counted(app) as statements:
        visitor.client.get("/trajecten/molenstraat/nieuws.atom")
    assert len(statements) <= 4, statements


# Calendars


def occasion(hour: int = 19, title: str = "Inloop") -> Occasion:
    return Occasion(title, date(2026, 12, 8), time(hour, 30), time(hour + 1, 30), "De school", "Iedereen mag komen.")


def calendar(visitor: Browser) -> list[dict[str, str]]:
    response = visitor.client.get("/trajecten/molenstraat/momenten.ics")
    db.session.remove()
    assert response.content_type.startswith("text/calendar")
    found = Calendar.from_ical(response.data)
    return [{name: str(one.get(name)) for name in ("UID", "SEQUENCE", "STATUS", "SUMMARY", "DESCRIPTION")}
            for one in found.walk("VEVENT")]  # fmt: skip


def test_a_calendar_that_was_subscribed_follows_what_changes_and_what_is_called_off(
    visitor: Browser, track: Track
) -> None:
    with writing():
        moment = add_moment(track, occasion(), actor=track.author, now=clock.now())
        other = add_moment(track, occasion(title="Wandeling"), actor=track.author, now=clock.now())
        numbers = moment.id, other.id
    assert [one["SEQUENCE"] for one in calendar(visitor)] == ["0", "0"]
    with writing():
        moment, other = (db.session.get_one(Moment, found) for found in numbers)
        author = moment.track.author
        change_moment(moment, occasion(20), reason=REASON, actor=author, now=clock.now())
        cancel_moment(other, reason=REASON, actor=author, now=clock.now())
    kept, gone = sorted(calendar(visitor), key=lambda one: one["STATUS"], reverse=True)
    assert (kept["UID"], kept["SEQUENCE"]) == (f"moment-{numbers[0]}@localhost", "1")
    assert gone["STATUS"] == "CANCELLED" and gone["DESCRIPTION"] == REASON and "Wandeling" in gone["SUMMARY"]


def test_the_same_moments_are_the_same_file(visitor: Browser, track: Track) -> None:
    with writing():
        add_moment(track, occasion(), actor=track.author, now=clock.now())
    address = "/trajecten/molenstraat/momenten.ics"
    tag = visitor.client.get(address).headers["ETag"]
    with clock.frozen(clock.now() + timedelta(hours=5)):
        assert visitor.client.get(address, headers={"If-None-Match": tag}).status_code == 304
    db.session.remove()
