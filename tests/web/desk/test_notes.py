"""Notes at the desk: for whoever may see the track, never for a resident, and read by a button."""

import pytest
from flask import Flask

from participation.accounts.models import User
from participation.contributions.models import Contribution
from participation.contributions.notes.models import Mention, Note
from participation.db import db
from tests.factories.contributions import CODE, check_public, make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.page import Browser, Page

TEXT = "Ik belde de school: zij willen <i>liever</i> bomen aan de overkant."
WOO = "Schrijf alleen op wat de bewoner ook mag lezen."


def write(browser: Browser, address: str, text: str = TEXT, *, status: int = 303, **more: object) -> Page:
    return browser.post(
        f"{address}/notities", {"punt": "1", "note-text": text, "note-point": "", **more}, status=status
    )


def notes() -> list[Note]:
    db.session.expire_all()
    return db.session.query(Note).order_by(Note.id).all()


def test_the_field_says_that_notes_can_be_requested(bram: Browser, address: str) -> None:
    assert WOO in bram.get(address).text


def test_who_is_named_finds_it_on_top_until_gelezen(bram: Browser, app: Flask, address: str, cast: Cast) -> None:
    dirk_id = cast.dirk.id
    dirk = Browser(app).sign_in(cast.dirk)
    write(bram, address, **{"note-mentions": [str(dirk_id)]})
    assert "Voor Dirk Visser. Nog niet gelezen." in bram.get(address).text
    assert "noemt u in een notitie" not in bram.get("/werk").text
    inbox = dirk.get("/werk")
    assert "Bram de Boer noemt u in een notitie" in inbox.text
    page = dirk.get(address)
    dirk.get(address)
    assert TEXT in page.text
    assert "Bram de Boer noemt u in een notitie" in dirk.get("/werk").text, "reading a page writes nothing"
    dirk.post(f"{address}/notities/gelezen", page.form(f"{address}/notities/gelezen"), status=303)
    assert "noemt u in een notitie" not in dirk.get("/werk").text
    assert "Voor Dirk Visser. Gelezen." in bram.get(address).text


def test_a_stranger_is_not_offered_and_is_refused_with_the_text_kept(bram: Browser, address: str, cast: Cast) -> None:
    chantal_id = cast.chantal.id
    assert not [words for words in bram.get(address).all(".choice") if "Chantal" in words and "(Groen)" in words]
    page = write(bram, address, status=422, **{"note-mentions": [str(chantal_id)]})
    assert page.errors == ["Dit staat niet in de lijst. Kies er iets uit."]
    assert page.form(f"{address}/notities")["note-text"].strip() == TEXT
    assert notes() == []


def test_an_empty_note_is_refused_with_a_sentence(bram: Browser, address: str) -> None:
    assert write(bram, address, " ", status=422).errors == ["Schrijf op wat uw collega’s moeten weten."]


def test_no_resident_ever_reads_one(bram: Browser, visitor: Browser, cast: Cast) -> None:
    made = check_public(make_contribution(make_open_track(cast.bram, slug="elders"), code=CODE))
    number = made.number
    write(bram, f"/werk/bijdragen/{number}")
    for page in (
        visitor.post("/volg", {"code": CODE}, status=200), visitor.get(f"/bijdragen/{number}"),
        visitor.get("/trajecten/elders/bijdragen?zoek=overkant"), visitor.get("/trajecten/elders"),
    ):  # fmt: skip
        assert "overkant" not in page.html.replace("zoek=overkant", "").replace('value="overkant"', "").replace(
            "‘overkant’", ""
        )
        assert "notitie" not in page.text
    assert number not in bram.get("/werk/bijdragen?zoek=overkant").text


def test_my_own_note_goes_away_or_is_struck_with_a_reason(bram: Browser, address: str, cast: Cast) -> None:
    dirk_id = cast.dirk.id
    write(bram, address)
    page = bram.get(address)
    bram.post(f"{address}/notities/weg", page.form(f"{address}/notities/weg"), status=303)
    assert TEXT not in bram.get(address).text
    assert "Deze notitie is teruggenomen." in bram.get(address).text

    write(bram, address, **{"note-mentions": [str(dirk_id)]})
    note = notes()[1]
    note.written_at = note.written_at.replace(year=2025)
    db.session.commit()
    sent = bram.get(address).form(f"{address}/notities/doorhalen")
    assert bram.post(f"{address}/notities/doorhalen", sent, status=422).errors == [
        "Schrijf op waarom deze notitie niet meer klopt."
    ]
    field = next(name for name in sent if name.endswith("-reason"))
    bram.post(f"{address}/notities/doorhalen", {**sent, field: "De school belde terug."}, status=303)
    page = bram.get(address)
    assert page.one("s").get_text() == TEXT
    assert "Dit is waarom: De school belde terug." in page.text
    assert "Bram de Boer haalde een eigen notitie door." in page.text


@pytest.mark.parametrize("number", ["", "x", "0", "9999999999", "²"])
def test_a_note_that_is_not_here_changes_nothing(bram: Browser, address: str, number: str) -> None:
    bram.post(f"{address}/notities/weg", {"notitie": number}, status=409)


def test_a_note_of_another_contribution_is_left_alone(bram: Browser, address: str, contribution: Contribution) -> None:
    other = make_contribution(db.session.get_one(Contribution, contribution.id).track, "Nog iets.")
    write(bram, f"/werk/bijdragen/{other.number}")
    bram.post(f"{address}/notities/weg", {"notitie": str(notes()[0].id)}, status=409)


def test_a_colleague_who_reads_along_may_write_but_a_stranger_may_not(app: Flask, address: str, cast: Cast) -> None:
    people = [db.session.get_one(User, one.id) for one in (cast.dirk, cast.chantal)]
    dirk, chantal = (Browser(app).sign_in(one) for one in people)
    write(dirk, address)
    write(chantal, address, status=403)
    assert len(notes()) == 1
    assert db.session.query(Mention).count() == 0
