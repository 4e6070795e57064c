"""Handing over and leaving on the pages of the coordinator: in words, without counting anybody (I33, I34)."""

import pytest
from flask import Flask

from participation import clock
from participation.accounts.models import User
from participation.contributions import actions as contributions
from participation.db import db
from participation.tracks.models import Track
from tests.factories.contributions import make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.counting import counted
from tests.support.page import Browser


def test_the_list_is_the_alphabet_and_says_who_has_work(dirk: Browser, cast: Cast) -> None:
    make_open_track(cast.bram)
    page = dirk.get("/regie/medewerkers")
    assert page.all(".rows b a") == ["Bram de Boer", "Chantal Mulder", "Dirk Visser", "Esther Aydin", "Fatima Haddad"]
    assert page.all(".rows .soft")[0] == "Heeft werk dat iemand anders moet overnemen bij vertrek."
    assert page.all(".rows .soft")[1] == "Heeft nu niets dat overgedragen moet worden."


def test_a_colleague_leaves_in_three_steps(dirk: Browser, visitor: Browser, cast: Cast) -> None:
    make_contribution(make_open_track(cast.bram))
    bram, chantal = cast.bram.id, cast.chantal.id
    address = f"/regie/medewerkers/{bram}"
    page = dirk.get(address)
    assert "Bram de Boer is het contact van bewoners en heeft beloften die nog niet zijn nagekomen." in page.text
    page = dirk.post(f"{address}/afsluiten", status=422)
    assert "Bram de Boer heeft nog werk. Draag dat eerst over." in page.text
    dirk.post(f"{address}/overdragen", {"to": str(chantal), "reason": "Bram gaat met pensioen."})
    page = dirk.get(address)
    assert "Er hoeft niets overgedragen te worden" in page.text
    dirk.post(f"{address}/afsluiten")
    assert "Bram de Boer kan niet meer inloggen." in dirk.get("/regie/medewerkers").text
    assert "Chantal Mulder" in visitor.get("/trajecten/molenstraat").text
    assert "Alles heeft iemand" in dirk.get("/regie/overdracht").text


def test_one_track_goes_to_somebody_else(dirk: Browser, cast: Cast) -> None:
    streets, parks = make_open_track(cast.bram), make_open_track(cast.bram, slug="park", title="Park")
    bram, chantal, esther, park = cast.bram.id, cast.chantal.id, cast.esther.id, parks.id
    assert streets.id != park
    dirk.post(f"/regie/medewerkers/{bram}/overdragen", {"to": str(chantal), f"track_{park}": str(esther)})
    assert {track.title: track.contact.name for track in db.session.query(Track)} == {
        "Herinrichting Molenstraat": "Chantal Mulder", "Park": "Esther Aydin"
    }  # fmt: skip


@pytest.mark.parametrize("to", ["", "x", "999999"])
def test_nobody_cannot_take_over(dirk: Browser, cast: Cast, to: str) -> None:
    make_open_track(cast.bram)
    bram = cast.bram.id
    page = dirk.post(f"/regie/medewerkers/{bram}/overdragen", {"to": to, "reason": "Blijft staan."}, status=422)
    assert page.errors
    assert "Blijft staan." in page.html
    assert db.session.query(Track).one().contact_id == bram


def test_who_left_and_oneself_cannot_take_over_by_hand(dirk: Browser, cast: Cast) -> None:
    make_open_track(cast.bram)
    cast.chantal.active = False
    bram, chantal = cast.bram.id, cast.chantal.id
    db.session.commit()
    for wrong in (bram, chantal):
        dirk.post(f"/regie/medewerkers/{bram}/overdragen", {"to": str(wrong)}, status=422)
    assert db.session.query(Track).one().contact_id == bram


def test_the_coordinator_closes_no_account_of_a_director(dirk: Browser, cast: Cast) -> None:
    esther = cast.esther.id
    page = dirk.post(f"/regie/medewerkers/{esther}/afsluiten", status=422)
    assert "sluit een directeur of beheerder af" in page.text
    assert db.session.get_one(User, esther).active


def test_an_administrator_finds_the_page_without_the_rest_of_coordination(app: Flask, cast: Cast) -> None:
    make_open_track(cast.bram)
    bram = cast.bram.id
    page = Browser(app).sign_in(cast.fatima).get(f"/regie/medewerkers/{bram}")
    assert page.h1 == "Bram de Boer"
    assert page.link("Medewerkers") == "/regie/medewerkers"
    assert not page.has_link("Toetsen")


def test_what_was_left_with_nobody_is_named_with_a_way_on(dirk: Browser, cast: Cast) -> None:
    make_open_track(cast.bram)
    make_open_track(cast.bram, slug="niemand", title="Niemand", contact=None)
    cast.bram.active = False
    bram = cast.bram.id
    db.session.commit()
    page = dirk.get("/regie/overdracht")
    assert "Bewoners hebben geen contact dat hier nog werkt. Dat was Bram de Boer." in page.text
    assert page.link("Draag het werk van Bram de Boer over") == f"/regie/medewerkers/{bram}"
    assert page.link("Wijs een contact aan") == "/werk/trajecten/niemand/contact"
    dirk.post(f"/regie/medewerkers/{bram}/overdragen", {"to": str(cast_id("Chantal Mulder"))})
    assert "Dat was Bram" not in dirk.get("/regie/overdracht").text


def cast_id(name: str) -> int:
    return int(db.session.query(User).filter_by(name=name).one().id)


@pytest.mark.parametrize("items", [1, 3])
def test_the_pages_take_the_same_statements_whatever_there_is(
    app: Flask, dirk: Browser, cast: Cast, items: int
) -> None:
    for number in range(items):
        track = make_open_track(cast.bram, slug=f"traject-{number}", title=f"Traject {number}")
        contributions.assign(make_contribution(track), cast.bram, actor=cast.bram, now=clock.now())
    db.session.commit()
    bram = cast.bram.id
    with counted(app) as statements:
        dirk.get(f"/regie/medewerkers/{bram}")
    assert len(statements) == 9, statements
    with counted(app) as statements:
        dirk.get("/regie/medewerkers")
    assert len(statements) == 2, statements
    with counted(app) as statements:
        dirk.get("/regie/overdracht")
    assert len(statements) == 8, statements


def test_unknown_people_and_marks_are_not_there(dirk: Browser) -> None:
    for address in ("/regie/medewerkers/999999", f"/regie/medewerkers/{2**40}", "/regie/medewerkers?na=x",
                    "/regie/medewerkers?na=999999"):  # fmt: skip
        dirk.get(address, status=404)
