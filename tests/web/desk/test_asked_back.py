"""Asking a resident back at the desk: the promise stands, and the answer (or its absence) comes on top of the inbox."""

from datetime import timedelta

from flask import Flask

from participation import clock
from participation.accounts.models import User
from participation.contributions.asking_back import actions
from participation.contributions.asking_back.models import AskedBack
from participation.contributions.models import Contribution
from participation.db import db
from tests.support.cast import Cast
from tests.support.page import Browser, Page

QUESTION, WHY = "Bij welke ingang van de school staat u?", "Dan weten wij welke bomen u bedoelt."


def ask(bram: Browser, address: str, *, status: int = 303, **more: str) -> Page:
    sent = {"punt": "1", "back-question": QUESTION, "back-why": WHY, "back-wish_on": "4-12-2026", **more}
    return bram.post(f"{address}/wedervraag", sent, status=status)


def answer(text: str = "Bij de achterdeur.") -> None:
    asked = db.session.query(AskedBack).one()
    actions.answer(db.session.get_one(Contribution, asked.contribution_id), asked.id, text, now=clock.now())
    db.session.commit()


def test_the_page_says_that_nothing_is_paused_before_and_after(bram: Browser, address: str) -> None:
    assert (
        "Deze vraag verzet niets. Wat wij beloofden, blijft staan: de bewoner hoort van ons, uiterlijk"
        in bram.get(address).text
    )
    ask(bram, address)
    page = bram.get(address)
    assert QUESTION in page.text
    assert "Nog geen antwoord. Liefst uiterlijk vrijdag 4 december 2026. Wat wij beloofden, blijft staan" in page.text
    assert "Bram de Boer vroeg de bewoner iets: liefst uiterlijk vrijdag 4 december 2026." in page.text
    assert "back-question" not in page.html, "one question at a time"


def test_a_question_that_is_none_comes_back_with_everything_that_was_typed(bram: Browser, address: str) -> None:
    page = ask(bram, address, status=422, **{"back-question": "Vertel eens wat meer over de bomen"})
    assert page.errors == ["Stel één duidelijke vraag, met een vraagteken."]
    form = page.form(f"{address}/wedervraag")
    assert (form["back-why"].strip(), form["back-wish_on"]) == (WHY, "2026-12-04")


def test_who_asks_second_keeps_the_text(bram: Browser, address: str) -> None:
    ask(bram, address)
    page = ask(bram, address, status=409, **{"back-question": "Hoe laat bent u daar meestal?"})
    assert "Er staat al een vraag open aan deze bewoner." in page.text
    assert page.form(f"{address}/wedervraag")["back-question"].strip() == "Hoe laat bent u daar meestal?"


def test_the_answer_stands_on_top_until_gelezen(bram: Browser, address: str) -> None:
    ask(bram, address)
    assert "onze vraag" not in bram.get("/werk").text
    answer()
    inbox = bram.get("/werk")
    assert "De bewoner gaf antwoord op onze vraag" in inbox.text
    assert "Bij de achterdeur." in inbox.text
    page = bram.get(address)
    assert f"Antwoord op onze vraag ‘{QUESTION}’" in page.text
    bram.post(f"{address}/wedervraag/gelezen", page.form(f"{address}/wedervraag/gelezen"), status=303)
    assert "onze vraag" not in bram.get("/werk").text
    assert "Bram de Boer las het antwoord." in bram.get(address).text


def test_after_the_wish_the_desk_answers_with_what_there_is(
    app: Flask, bram: Browser, address: str, cast: Cast
) -> None:
    bram_id = cast.bram.id
    ask(bram, address)
    with clock.frozen(clock.now() + timedelta(days=11)):
        later = Browser(app).sign_in(db.session.get_one(User, bram_id))
        assert "De bewoner gaf geen antwoord op onze vraag" in later.get("/werk").text
        page = later.get(address)
        assert "Op vrijdag 4 december 2026 was er nog geen antwoord." in page.text
        assert "Geef antwoord met wat u weet. Wat wij beloofden, blijft staan" in page.text


def test_when_we_are_late_the_desk_does_not_wait_for_it(app: Flask, bram: Browser, address: str, cast: Cast) -> None:
    bram_id = cast.bram.id
    ask(bram, address)
    with clock.frozen(clock.now() + timedelta(days=200)):
        page = Browser(app).sign_in(db.session.get_one(User, bram_id)).get(address)
        assert "Wij zijn al te laat: beloofd was" in page.text
        assert "Wacht dus niet op het antwoord." in page.text


def test_a_question_that_is_not_needed_is_called_back_once(bram: Browser, address: str) -> None:
    ask(bram, address)
    sent = bram.get(address).form(f"{address}/wedervraag/intrekken")
    bram.post(f"{address}/wedervraag/intrekken", sent, status=303)
    assert "De vraag is ingetrokken. De bewoner gaf geen antwoord." in bram.get(address).text
    page = bram.post(f"{address}/wedervraag/intrekken", sent, status=409)
    assert "Er staat geen vraag meer open." in page.text


def test_a_day_within_a_week_is_filled_in_already(bram: Browser, address: str) -> None:
    assert bram.get(address).form(f"{address}/wedervraag")["back-wish_on"] == "2026-12-01"
