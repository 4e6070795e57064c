"""Moments after opening, at the desk, and what residents and their calendars see of it."""

from flask import Flask

from participation.db import db
from participation.tracks.models import Moment
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.page import Browser

PAGE = "/werk/trajecten/molenstraat/momenten"
TYPED = {"title": "Inloop", "day": "1-12-2026", "begins": "19:30", "ends": "21:00", "place": "De school", "note": ""}


def moment() -> Moment:
    return db.session.query(Moment).one()


def test_a_moment_more_stands_on_the_page_and_in_the_calendar(bram: Browser, visitor: Browser, cast: Cast) -> None:
    make_open_track(cast.bram)
    bram.post(PAGE, {**bram.get(PAGE).form(PAGE), **TYPED})
    assert "Wie meedeed, krijgt daar bericht van." in bram.get(PAGE).text
    assert "Inloop" in visitor.get("/trajecten/molenstraat").text
    calendar = visitor.client.get(f"/momenten/{moment().id}.ics").get_data(as_text=True)
    assert "DTSTART:20261201T183000Z" in calendar


def test_what_is_missing_is_said_and_the_text_stays(bram: Browser, cast: Cast) -> None:
    make_open_track(cast.bram)
    page = bram.post(PAGE, {**TYPED, "place": "", "note": "Geen drempels."}, status=422)
    assert page.errors == ["Schrijf op waar het is. Anders kan niemand komen."]
    assert "Geen drempels." in page.html
    assert bram.post(PAGE, {**TYPED, "day": "ooit"}, status=422).errors[0].startswith("Deze dag begrijpen wij niet")


def test_another_hour_needs_a_reason_and_changes_the_calendar(bram: Browser, visitor: Browser, cast: Cast) -> None:
    make_open_track(cast.bram)
    bram.post(PAGE, TYPED)
    address = f"/werk/momenten/{moment().id}"
    form = bram.get(address).form(address)
    assert (form["day"], form["begins"], form["title"]) == ("2026-12-01", "19:30", "Inloop")
    page = bram.post(address, {**form, "begins": "20:00"}, status=422)
    assert page.errors == ["Leg in een zin uit waarom dit verandert. Bewoners lezen dit."]
    bram.post(address, {**form, "begins": "20:00", "reason": "De zaal is eerder bezet."})
    calendar = visitor.client.get(f"/momenten/{moment().id}.ics").get_data(as_text=True)
    assert "DTSTART:20261201T190000Z" in calendar


def test_what_is_called_off_is_gone_from_the_page_and_the_calendar(bram: Browser, visitor: Browser, cast: Cast) -> None:
    make_open_track(cast.bram)
    bram.post(PAGE, TYPED)
    number = moment().id
    page = bram.post(f"/werk/momenten/{number}/afzeggen", {"reason": ""}, status=422)
    assert page.errors == ["Leg in een zin uit waarom dit verandert. Bewoners lezen dit."]
    bram.post(f"/werk/momenten/{number}/afzeggen", {"reason": "De zaal is dicht die avond."})
    assert visitor.client.get(f"/momenten/{number}.ics").status_code == 404
    page = visitor.get("/trajecten/molenstraat")
    assert "Inloop" not in page.all("section[aria-labelledby=momenten]")[0]
    assert "Gaat niet door: Inloop, dinsdag 1 december 2026 om 19.30 uur, De school" in page.text


def test_a_colleague_of_another_track_changes_nothing(app: Flask, chantal: Browser, bram: Browser, cast: Cast) -> None:
    make_open_track(cast.bram)
    bram.post(PAGE, TYPED)
    number = moment().id
    chantal.post(f"/werk/momenten/{number}", TYPED, status=403)
    chantal.post(f"/werk/momenten/{number}/afzeggen", {"reason": "Ik wil dit niet hebben."}, status=403)
    chantal.get(f"/werk/momenten/{2**40}", status=404)
    assert moment().title == "Inloop"
