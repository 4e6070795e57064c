"""Somebody else becomes the contact, at the desk; and the rules hold for who posts by hand."""

from participation.accounts.models import User
from participation.db import db
from participation.tracks.models import Track
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.page import Browser

PAGE = "/werk/trajecten/molenstraat/contact"


def contact() -> str:
    return db.session.query(Track).one().contact.name


def test_the_page_of_a_track_says_who_is_there_and_the_way_to_somebody_else(bram: Browser, cast: Cast) -> None:
    make_open_track(cast.bram)
    page = bram.get("/werk/trajecten/molenstraat")
    assert "Bewoners kunnen Bram de Boer bellen: 0999 12 34 56." in page.text
    assert page.link("Iemand anders wordt contact") == PAGE


def test_another_colleague_becomes_the_contact(bram: Browser, visitor: Browser, cast: Cast) -> None:
    make_open_track(cast.bram)
    form = bram.get(PAGE).form(PAGE)
    chantal = db.session.query(User).filter_by(name="Chantal Mulder").one().id
    bram.post(PAGE, {**form, "contact": str(chantal), "reason": "Bram gaat met pensioen."})
    assert contact() == "Chantal Mulder"
    assert "Chantal Mulder is nu het contact." in bram.get("/werk/trajecten/molenstraat").text
    assert "Chantal Mulder" in visitor.get("/trajecten/molenstraat").one("#contact").parent.text


def test_who_left_cannot_be_chosen_also_not_by_hand(bram: Browser, cast: Cast) -> None:
    make_open_track(cast.bram)
    cast.chantal.active = False
    chantal, own = cast.chantal.id, cast.bram.id
    db.session.commit()
    assert "Chantal" not in bram.get(PAGE).text
    for wrong in (str(chantal), str(own), "", "x", "999999"):
        page = bram.post(PAGE, {"contact": wrong, "reason": "Blijft staan."}, status=422)
        assert page.errors
        assert "Blijft staan." in page.html
    assert contact() == "Bram de Boer"


def test_a_contact_who_left_is_said_where_it_can_be_mended(dirk: Browser, cast: Cast) -> None:
    make_open_track(cast.bram)
    cast.bram.active = False
    db.session.commit()
    assert "Bram de Boer werkt hier niet meer." in dirk.get("/werk/trajecten/molenstraat").text
    assert "die hier niet meer werkt" in dirk.get(PAGE).text
