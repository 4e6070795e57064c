"""/mijn: in by a mailed link and a button, everything at one glance, and out again (issue 5, point 4)."""

import json
from typing import NamedTuple

import pytest
from flask import Flask
from sqlalchemy import func, select

from participation.contributions.models import Contribution
from participation.contributions.own.models import OwnAccount, OwnLink, OwnSignIn
from participation.db import db
from participation.tracks.models import Track
from tests.factories.contributions import CODE, TEXT, make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.counting import counted
from tests.support.mailed import mailed, token_in
from tests.support.page import Browser

ANA = "ana@voorbeeld.example"


class Given(NamedTuple):
    """A contribution by its numbers: the rows themselves are let go after each request."""

    id: int
    number: str
    slug: str


def given(track: Track, **values: str) -> Given:
    made = make_contribution(track, code=CODE, **values)
    return Given(made.id, made.number, track.slug)


@pytest.fixture
def contribution(cast: Cast) -> Given:
    return given(make_open_track(cast.bram))


def ask_link(browser: Browser, email: str = ANA) -> str:
    browser.post("/mijn/inloggen", {"email": email}, status=200)
    return token_in(mailed("own_sign_in")[-1])


def signed_in(browser: Browser, email: str = ANA) -> Browser:
    assert browser.post(f"/mijn/link/{ask_link(browser, email)}").location == "/mijn"
    return browser


@pytest.fixture
def ana(visitor: Browser, contribution: Given) -> Browser:
    return signed_in(visitor)


def put_in(browser: Browser, code: str = CODE) -> None:
    assert browser.post("/mijn/erbij", {"code": code}).location == "/mijn"


def own_key(contribution: Given) -> str:
    return f"mijn-{contribution.number}"


def test_an_address_that_we_know_gets_the_very_same_answer(app: Flask, ana: Browser) -> None:
    other = Browser(app)
    with counted(ana.app) as known:
        one = other.post("/mijn/inloggen", {"email": ANA}, status=200)
    with counted(ana.app) as unknown:
        two = other.post("/mijn/inloggen", {"email": "nieuw@voorbeeld.example"}, status=200)
    assert one.text.replace(ANA, "…") == two.text.replace("nieuw@voorbeeld.example", "…")
    assert len(known) == len(unknown)


def test_a_link_that_is_only_opened_signs_nobody_in(app: Flask, visitor: Browser, contribution: Given) -> None:
    token = ask_link(visitor)
    for _again in range(3):
        scanner = Browser(app)
        page = scanner.get(f"/mijn/link/{token}")
        assert page.h1 == "Open Mijn bijdragen"
        assert ANA in page.text
        assert scanner.get("/mijn", status=303).location == "/mijn/inloggen"
    assert db.session.scalar(select(func.count()).select_from(OwnAccount)) == 0
    assert db.session.scalar(select(OwnLink.used_at)) is None
    visitor.post(f"/mijn/link/{token}")
    assert visitor.get("/mijn").h1 == "Mijn bijdragen"


def test_a_link_that_was_used_is_dead(app: Flask, visitor: Browser, contribution: Given) -> None:
    token = ask_link(visitor)
    visitor.post(f"/mijn/link/{token}")
    thief = Browser(app)
    assert thief.get(f"/mijn/link/{token}").h1 == "Deze link werkt niet meer"
    assert thief.post(f"/mijn/link/{token}", status=422).h1 == "Deze link werkt niet meer"
    assert thief.get("/mijn", status=303).location == "/mijn/inloggen"


def test_a_copied_cookie_is_dead_after_signing_out(app: Flask, ana: Browser) -> None:
    stolen = ana.client.get_cookie("mijn")
    assert stolen is not None and stolen.http_only
    ana.post("/mijn/uitloggen")
    thief = Browser(app)
    thief.client.set_cookie("mijn", stolen.value)
    assert thief.get("/mijn", status=303).location == "/mijn/inloggen"
    assert thief.get("/mijn/meenemen.json", status=303).location == "/mijn/inloggen"


def test_signing_in_gives_another_cookie(ana: Browser) -> None:
    before = ana.client.get_cookie("mijn")
    signed_in(ana)
    after = ana.client.get_cookie("mijn")
    assert before and after and before.value != after.value


def test_a_colleague_and_a_resident_in_one_browser_do_not_end_each_other(app: Flask, ana: Browser, cast: Cast) -> None:
    ana.sign_in(db.session.merge(cast.bram))
    ana.get("/werk")
    ana.post("/mijn/uitloggen")
    ana.get("/werk")
    signed_in(ana)
    ana.post("/uitloggen")
    assert ana.get("/mijn").h1 == "Mijn bijdragen"


def test_who_is_signed_in_at_the_overview_is_no_colleague(ana: Browser) -> None:
    assert ana.get("/werk", status=303).location.startswith("/inloggen")


def test_the_code_puts_a_contribution_in_and_the_page_opens_without_it(ana: Browser, contribution: Given) -> None:
    put_in(ana)
    page = ana.get("/mijn")
    assert TEXT in page.text
    assert "U krijgt nog antwoord." in page.text
    assert page.response.headers["Cache-Control"] == "no-store"
    own = ana.get(f"/mijn/bijdragen/{contribution.number}")
    assert TEXT in own.text
    assert CODE not in own.html
    assert own.form("/volg/toevoegen")["code"] == own_key(contribution)


def test_every_form_of_the_own_page_works_from_the_overview(ana: Browser, contribution: Given) -> None:
    put_in(ana)
    page = ana.post("/volg/toevoegen", {"code": own_key(contribution), "text": "En een bank."}, status=200)
    assert "Wij hebben dit toegevoegd." in page.text
    ana.post("/volg/intrekken", {"code": own_key(contribution), "sure": "ja"}, status=200)
    assert db.session.get_one(Contribution, contribution.id).withdrawn_at is not None


def test_the_key_of_the_overview_opens_nothing_elsewhere(app: Flask, ana: Browser, contribution: Given) -> None:
    key = {"code": own_key(contribution)}
    assert ana.post("/volg", key, status=422).h1 == "Deze bijdrage is nu niet open"
    put_in(ana)
    assert TEXT in ana.post("/volg", key, status=200).text
    assert TEXT not in Browser(app).post("/volg", key, status=422).text
    assert TEXT not in signed_in(Browser(app), "iemand@anders.example").post("/volg", key, status=422).text
    ana.get(f"/mijn/bijdragen/{contribution.number}")
    signed_in(Browser(app), "iemand@anders.example").get(f"/mijn/bijdragen/{contribution.number}", status=404)


def test_typed_text_comes_back_when_the_overview_was_closed(ana: Browser, contribution: Given) -> None:
    put_in(ana)
    ana.post("/mijn/uitloggen")
    page = ana.post("/volg/toevoegen", {"code": own_key(contribution), "text": "Een hele brief."}, status=422)
    assert "Een hele brief." in page.text


def test_guessing_codes_ends_soon(ana: Browser) -> None:
    for _try in range(10):
        page = ana.post("/mijn/erbij", {"code": "0000 0000 0000 0000"}, status=422)
        assert page.errors == ["Deze code kennen wij niet. Kijk of elk teken klopt. Lukt het niet? Bel ons."]
    ana.post("/mijn/erbij", {"code": CODE}, status=429)


def test_asking_for_mail_without_end_stops_and_an_address_gets_three(app: Flask, visitor: Browser, cast: Cast) -> None:
    for _number in range(5):
        visitor.post("/mijn/inloggen", {"email": ANA}, status=200)
    assert len(mailed("own_sign_in")) == 3
    visitor.post("/mijn/inloggen", {"email": ANA}, status=429)


def test_mail_about_one_contribution_goes_on_and_off(ana: Browser, contribution: Given) -> None:
    put_in(ana)
    for wanted, address in (("aan", ANA), ("uit", None)):
        ana.post("/mijn/mail", {"number": contribution.number, "mail": wanted})
        assert db.session.get_one(Contribution, contribution.id).email == address
        db.session.rollback()


def test_a_contribution_that_is_not_in_the_overview_cannot_be_named(ana: Browser, contribution: Given) -> None:
    for address in ("/mijn/mail", "/mijn/eruit"):
        ana.post(address, {"number": contribution.number, "mail": "aan"}, status=400)
    assert db.session.get_one(Contribution, contribution.id).email is None


def test_out_again_and_the_code_still_opens_it(ana: Browser, contribution: Given) -> None:
    put_in(ana)
    ana.post("/mijn/eruit", {"number": contribution.number})
    assert "Hier staat nog niets" in ana.get("/mijn").text
    assert TEXT in ana.post("/volg", {"code": CODE}, status=200).text


def test_it_can_be_taken_along_in_two_forms(ana: Browser, contribution: Given) -> None:
    put_in(ana)
    response = ana.client.get("/mijn/meenemen.json")
    told = json.loads(response.get_data(as_text=True))
    assert told["address"] == ANA
    assert [(one["number"], one["words"]) for one in told["contributions"]] == [(contribution.number, TEXT)]
    assert CODE not in response.get_data(as_text=True) and response.headers["Cache-Control"] == "no-store"
    sheet = ana.client.get("/mijn/meenemen.pdf")
    assert sheet.status_code == 200 and sheet.get_data().startswith(b"%PDF")
    assert sheet.headers["Cache-Control"] == "no-store"


def test_leaving_asks_once_more(ana: Browser, contribution: Given) -> None:
    put_in(ana)
    assert ana.post("/mijn/stoppen", {}, status=422).errors == ["Kies wat u wilt weghalen."]
    page = ana.post("/mijn/stoppen", {"how": "address"}, status=200)
    assert page.h1 == "Weet u het zeker?"
    assert db.session.scalar(select(func.count()).select_from(OwnAccount)) == 1
    ana.post("/mijn/stoppen", {"how": "address", "sure": "ja"})
    assert db.session.scalar(select(func.count()).select_from(OwnSignIn)) == 0
    assert ana.get("/mijn", status=303).location == "/mijn/inloggen"
    assert TEXT in ana.post("/volg", {"code": CODE}, status=200).text


def test_a_new_address_is_confirmed_from_the_new_mailbox(ana: Browser, contribution: Given) -> None:
    ana.post("/mijn/adres", {"email": "ana@elders.example"})
    token = token_in(mailed("own_address")[-1])
    assert ana.get(f"/mijn/link/{token}").h1 == "Klopt dit e-mailadres?"
    ana.post(f"/mijn/link/{token}")
    assert "ana@elders.example" in ana.get("/mijn").text
    assert [mail.to for mail in mailed("own_address_changed")] == [ANA]


def test_fifty_contributions_cost_no_more_statements_than_two(ana: Browser, contribution: Given) -> None:
    put_in(ana)
    with counted(ana.app) as few:
        ana.get("/mijn")
    for number in range(6):
        code = f"{number:X}" * 16
        make_contribution(db.session.query(Track).one(), f"Nog iets, {number}.", code=code)
        put_in(ana, code)
    with counted(ana.app) as many:
        ana.get("/mijn")
    assert len(few) == len(many)


def test_no_contribution_page_of_everybody_speaks_of_it(visitor: Browser, contribution: Given) -> None:
    """Nobody needs it: it is one calm line on the own page, and no page asks for an address because of it."""
    page = visitor.post("/volg", {"code": CODE}, status=200)
    assert page.link("Mijn bijdragen") == "/mijn"
    assert "Het hoeft niet." in page.text
