"""Six questions before a track, an advice, and an ending; how they ended is found back at the desk."""

import pytest
from flask import Flask

from participation import clock
from participation.accounts.models import User
from participation.db import db
from participation.tracks.considerations import end_consideration
from participation.tracks.considering import Choice, Consideration
from participation.tracks.models import Track
from participation.tracks.rules.considering import QUESTIONS, Reply
from tests.support.counting import counted
from tests.support.page import Browser, words
from tests.support.starting import ASKED

NEW = "/werk/trajecten/nieuw"
ANSWERS = {name: value for name, value in ASKED.items() if name in {question.key for question in QUESTIONS}}
NAUGHTY = 'Zeg "ja" & <b>nee</b> <script>alert(1)</script> {{7*7}}, zoals altijd'


def end(title: str, choice: Choice = Choice.leave, reason: str = "Bewoners merken er niets van.") -> None:
    bram = db.session.query(User).filter_by(email="bram@doorwerking.example").one()
    replies = {name: Reply(value) for name, value in ANSWERS.items()}
    end_consideration(title, replies, choice, reason, actor=bram, now=clock.now())
    db.session.commit()


def test_the_page_begins_with_six_questions_and_no_advice(bram: Browser) -> None:
    page = bram.get(NEW)
    assert page.all("main fieldset legend") == [question.text for question in QUESTIONS]
    assert not page.soup.select("#advies")
    assert page.link("Bekijk eerdere afwegingen") == "/werk/afwegingen"


def test_the_advice_is_shown_with_its_reasons_before_anything_is_stored(bram: Browser) -> None:
    page = bram.post(NEW, {**ANSWERS, "fixed": "yes", "title": "Ringweg", "doe": "advies"}, status=200)
    advice = words(page.one("#advies"))
    assert "Ons advies: vertel het bewoners, maar vraag niets" in advice
    assert "De uitkomst ligt al vast. Dan is vragen niet eerlijk" in advice
    assert "dit meteen op de website" in page.text
    assert page.form(NEW)["title"] == "Ringweg" and page.form(NEW)["fixed"] == "yes"
    assert db.session.query(Consideration).count() == 0


def test_an_answer_that_is_missing_is_named_and_the_rest_is_kept(bram: Browser) -> None:
    page = bram.post(NEW, {"title": "Ringweg", "choice": "yes", "doe": "advies"}, status=422)
    assert page.errors == ["Kies een antwoord."] * 5
    assert page.form(NEW)["choice"] == "yes"


def test_asking_goes_on_in_the_track_with_the_reason_in_it(bram: Browser) -> None:
    page = bram.post(NEW, {**ASKED, "title": "Één straat, twee bomen!"})
    assert page.location.endswith("/werk/trajecten/een-straat-twee-bomen/ruimte/waarom")
    assert (
        "Bewoners weten hier meer van dan wij." in bram.get("/werk/trajecten/een-straat-twee-bomen/ruimte/waarom").text
    )
    assert "Schrijf de ruimte verder." in bram.get("/werk/trajecten/een-straat-twee-bomen").text


@pytest.mark.parametrize(("title", "sentence"), [("", "Geef het traject een titel"), ("a" * 301, "301 tekens")])
def test_without_a_proper_title_nothing_begins_and_everything_typed_stays(
    bram: Browser, title: str, sentence: str
) -> None:
    page = bram.post(NEW, {**ASKED, "title": title}, status=422)
    assert sentence in page.errors[0]
    form = page.form(NEW)
    assert (form["title"], form["reason"], form["choice_made"]) == (title, ASKED["reason"], "ask")


def test_asking_while_the_outcome_is_fixed_is_refused_also_by_hand(bram: Browser) -> None:
    page = bram.post(NEW, {**ASKED, "title": "Ringweg", "fixed": "yes"}, status=422)
    assert "De uitkomst ligt al vast." in page.errors[0]
    assert page.form(NEW)["reason"] == ASKED["reason"]
    assert db.session.query(Track).count() == db.session.query(Consideration).count() == 0


@pytest.mark.parametrize("value", ["maybe", "ja", "YES"])
def test_an_answer_that_does_not_exist_is_refused(bram: Browser, value: str) -> None:
    page = bram.post(NEW, {**ASKED, "title": "Ringweg", "means": value}, status=422)
    assert page.errors == ["Dit staat niet in de lijst. Kies er iets uit."]


def test_not_asking_is_public_at_once_and_inert(bram: Browser, visitor: Browser) -> None:
    sent = {**ASKED, "title": NAUGHTY, "reason": f"Omdat {NAUGHTY} er niets van merkt.", "choice_made": "leave"}
    assert bram.post(NEW, sent).location.endswith("/werk/afwegingen")
    for page in (bram.get("/werk/afwegingen"), visitor.get("/niet-gevraagd")):
        assert NAUGHTY in page.text and not page.soup.select("main script, main b b")
    told = visitor.get("/niet-gevraagd")
    assert "Wij vroegen u dit niet." in told.text and "Straten, 24 november 2026" in told.text
    assert "Bram" not in told.text


def test_the_list_is_filtered_by_ending_and_by_words(bram: Browser, chantal: Browser) -> None:
    end("Nieuwe lichten", Choice.inform, "Er is niets te kiezen, de wet zegt hoe.")
    end("Rekenen aan bomen")
    end("Fietsen bij het station", Choice.ask)
    titles = lambda query: bram.get(f"/werk/afwegingen{query}").all("main li h2")  # noqa: E731
    assert titles("") == ["Fietsen bij het station", "Rekenen aan bomen", "Nieuwe lichten"]
    assert titles("?keuze=vertellen") == ["Nieuwe lichten"]
    assert titles("?zoek=bomen") == ["Rekenen aan bomen"]
    assert "Het advies was: vragen." in bram.get("/werk/afwegingen?keuze=vertellen").text
    assert "Hier is niets gevonden" in bram.get("/werk/afwegingen?zoek=zeppelin").text
    assert bram.get("/werk/afwegingen").has_link("Naar het traject")
    assert not chantal.get("/werk/afwegingen").has_link("Naar het traject")
    for nonsense in ("?keuze=x", "?na=x", "?na=99999999999999999999"):
        bram.get(f"/werk/afwegingen{nonsense}", status=404)


def test_both_lists_take_the_same_statements_however_long_they_are(app: Flask, bram: Browser, visitor: Browser) -> None:
    numbers = []
    for _more in range(2):
        for number in range(3):
            end(f"Iets {number}", list(Choice)[number])
        found = []
        for browser, address in ((bram, "/werk/afwegingen"), (visitor, "/niet-gevraagd")):
            with counted(app) as statements:
                browser.get(address)
            found.append(len(statements))
        numbers.append(found)
    assert numbers == [[4, 1], [4, 1]]
