"""The library of answer texts on the screen, and beginning an answer with one."""

import pytest
from flask import Flask

from participation import clock
from participation.db import db
from participation.outcomes.models import OutcomeKind
from participation.outcomes.texts import actions, queries
from participation.outcomes.texts.models import AnswerText
from tests.support.cast import Cast
from tests.support.page import Browser
from tests.web.desk.answering import adopted, outcomes, typed

SCHOOL = "De school beslist zelf over het plein. De gemeente gaat daar niet over."


@pytest.fixture
def block(cast: Cast) -> int:
    """The number of a text of Bram's department, for what is adopted."""
    made = actions.write_text("Het schoolplein", SCHOOL, [OutcomeKind.adopted], actor=cast.bram, now=clock.now())
    db.session.commit()
    return made.id


def there(block: int) -> AnswerText:
    found = queries.answer_text(block)
    assert found is not None
    return found


@pytest.fixture
def chantal(app: Flask, cast: Cast) -> Browser:
    return Browser(app).sign_in(cast.chantal)


def test_a_button_puts_the_text_behind_what_was_typed_and_stores_nothing(
    bram: Browser, address: str, block: int
) -> None:
    page = bram.get(address)
    assert "Zet in mijn antwoord" in page.text
    data = adopted(page, address, tekst=str(block)) | {"reason": "Beste mevrouw,"}
    page = bram.post(f"{address}/uitkomst", data, status=200)
    assert page.form(f"{address}/uitkomst")["reason"] == f"Beste mevrouw,\n\n{SCHOOL}"
    assert page.form(f"{address}/uitkomst")["kind"] == "adopted"
    assert outcomes() == []


def test_with_htmx_the_same_piece_comes_back_with_the_field_renewed(bram: Browser, address: str, block: int) -> None:
    data = typed(bram.get(address), address, tekst=str(block), doe="kies", reason="Ja.")
    page = bram.post(f"{address}/uitkomst", data, status=200, htmx=True)
    reason = page.one("#reason")
    assert SCHOOL in reason.get_text()
    assert not reason.has_attr("hx-preserve")
    data = typed(bram.get(address), address, doe="kies", reason="Ja.")
    assert bram.post(f"{address}/uitkomst", data, status=200, htmx=True).one("#reason").has_attr("hx-preserve")


@pytest.mark.parametrize("number", ["9999", "x", "-1", "99999999999999999999"])
def test_a_text_that_is_not_there_changes_nothing(bram: Browser, address: str, number: str) -> None:
    data = typed(bram.get(address), address, tekst=number, doe="kies", reason="Ja.")
    assert bram.post(f"{address}/uitkomst", data, status=200).form(f"{address}/uitkomst")["reason"] == "Ja."


def test_only_texts_for_the_chosen_outcome_are_offered(bram: Browser, address: str, block: int) -> None:
    data = typed(bram.get(address), address, kind="not_adopted", doe="kies")
    page = bram.post(f"{address}/uitkomst", data, status=200)
    assert "Er is nog geen tekst voor deze uitkomst." in page.text


def test_a_hand_made_post_does_not_pass_by_the_rule(bram: Browser, address: str, block: int) -> None:
    data = adopted(bram.get(address), address, doe="publiceer") | {"reason": SCHOOL.replace(" ", "  ").lower()}
    page = bram.post(f"{address}/uitkomst", data, status=422)
    assert page.errors == ["Dit is nog precies de standaardtekst. Zeg erbij wat er voor deze bewoner geldt."]
    assert outcomes() == []


def test_a_text_is_written_found_and_read(bram: Browser, chantal: Browser) -> None:
    data = bram.get("/werk/teksten/nieuw").form() | {"title": "Het geld", "text": "Het geld is op.", "kinds": "adopted"}
    bram.post("/werk/teksten/nieuw", data)
    page = chantal.get("/werk/teksten?zoek=geld&voor=overgenomen")
    assert "Het geld is op." in page.text
    assert "nog niet gebruikt" in page.text
    assert "Geen tekst gevonden" in chantal.get("/werk/teksten?zoek=vijver").text
    assert "Straten en coördinatoren veranderen hem." in chantal.get(page.link("Het geld")).text
    chantal.get("/werk/teksten?voor=verzonnen", status=404)


def test_what_is_missing_is_said_at_its_field(bram: Browser) -> None:
    page = bram.post("/werk/teksten/nieuw", bram.get("/werk/teksten/nieuw").form(), status=422)
    assert page.errors == [
        "Geef de tekst een titel. Zo vinden collega’s hem terug.",
        "Schrijf de tekst op. Eén of twee zinnen zijn genoeg.",
    ]


def test_both_texts_are_there_when_a_colleague_was_first(bram: Browser, block: int, cast: Cast) -> None:
    page = f"/werk/teksten/{block}"
    data = bram.get(page).form(page) | {"text": "Het bestuur van de school beslist."}
    actions.change_text(
        there(block), "Het plein", "De school gaat erover.", (), seen=1, actor=cast.dirk, now=clock.now()
    )
    db.session.commit()
    answer = bram.post(page, data, status=409)
    assert "Dirk Visser heeft deze tekst intussen veranderd." in answer.text
    assert "De school gaat erover." in answer.text
    assert answer.form(page)["text"] == "Het bestuur van de school beslist."
    bram.post(page, answer.form(page))
    assert [one.number for one in queries.versions(there(block))] == [3, 2, 1]


def test_a_text_goes_out_of_the_library_with_a_reason(bram: Browser, block: int) -> None:
    page, archive = f"/werk/teksten/{block}", f"/werk/teksten/{block}/archief"
    answer = bram.post(archive, bram.get(page).form(archive), status=422)
    assert answer.errors == ["Schrijf op waarom. Collega’s die de tekst zoeken, lezen dat."]
    bram.post(archive, bram.get(page).form(archive) | {"reason": "De school is dicht."})
    assert "De school is dicht." in bram.get("/werk/teksten").text
    assert not bram.get(page).soup.select(f"form[action='{page}']")
