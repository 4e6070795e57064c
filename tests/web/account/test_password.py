"""The own password: changed by who knows the one of now; every other sign-in is over at once."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from participation import clock
from participation.accounts import queries
from participation.accounts.models import Attempt
from participation.accounts.passwords import fits
from participation.db import db
from participation.history import Event, Who
from tests.support.cast import PASSWORD, Cast
from tests.support.page import Browser, Page

URL = "/account/wachtwoord"
NEW = "kikker zolder oranje dinsdag"
EMAIL = "bram@doorwerking.example"
WRONG = "Dit is niet uw wachtwoord van nu."


def change(browser: Browser, current: str = PASSWORD, new: str = NEW, *, status: int = 303) -> Page:
    return browser.post(URL, {"current_password": current, "password": new}, status=status)


def is_now(password: str) -> bool:
    user = queries.user_by_email(EMAIL)
    assert user is not None
    return fits(password, user.password_hash)


def test_the_page_says_who_i_am_and_is_one_click_from_every_page_of_the_desk(bram: Browser, dirk: Browser) -> None:
    page = bram.get(str(bram.get("/werk").one("a.site-nav__user")["href"]))
    assert page.h1 == "Mijn account" and EMAIL in page.text
    assert "Gebruik 12 tekens of meer." in page.text
    assert [page.one(f"#{name}")["autocomplete"] for name in ("username", "current_password", "password")] == [
        "username", "current-password", "new-password"]  # fmt: skip
    assert page.response.headers["Cache-Control"] == "no-store"
    assert dirk.get("/regie").one("a.site-nav__user")["href"] == URL


def test_the_new_password_opens_the_door_and_the_old_one_does_not(app: Flask, bram: Browser) -> None:
    assert "Uw wachtwoord is veranderd." in bram.get(change(bram).location).text
    assert is_now(NEW) and not is_now(PASSWORD)
    stranger = Browser(app)
    stranger.post("/inloggen", {"email": EMAIL, "password": PASSWORD}, status=422)
    stranger.post("/inloggen", {"email": EMAIL, "password": NEW})
    event = db.session.scalars(select(Event).where(Event.kind == "account.password_changed")).one()
    user = queries.user_by_email(EMAIL)
    assert user is not None and (event.who, event.actor_id) == (Who.staff, user.id)


def test_every_other_browser_is_signed_out_and_this_one_stays(app: Flask, cast: Cast, bram: Browser) -> None:
    elsewhere, dirk = Browser(app).sign_in(cast.bram), Browser(app).sign_in(cast.dirk)
    change(bram)
    assert elsewhere.get("/werk", status=303).location.startswith("/inloggen")
    assert bram.get("/werk").h1 and dirk.get("/werk").h1


def test_who_does_not_know_the_password_of_now_changes_nothing(app: Flask, cast: Cast, bram: Browser) -> None:
    elsewhere = Browser(app).sign_in(cast.bram)
    page = change(bram, current="niet mijn wachtwoord", status=422)
    assert page.errors == [WRONG]
    assert is_now(PASSWORD) and elsewhere.get("/werk").h1
    assert NEW not in page.html and "niet mijn wachtwoord" not in page.html, "a password never comes back"


@pytest.mark.parametrize(
    ("current", "new", "errors"),
    [
        (PASSWORD, "elf tekens!", ["Kies een wachtwoord van 12 tekens of meer."]),
        (PASSWORD, "a" * 40, ["Kies een wachtwoord van 12 tekens of meer."]),
        (PASSWORD, "Doorwerking-Demo", ["Dit wachtwoord kent iedereen. Kies een ander."]),
        (PASSWORD, "x" * 299 + "yz", ["Uw tekst heeft 301 tekens. Er kunnen er 300 in. Maak hem iets korter."]),
        ("", "", ["Vul uw wachtwoord van nu in.", "Kies een nieuw wachtwoord."]),
    ],
)
def test_a_password_that_is_no_good_is_refused_with_a_sentence(
    bram: Browser, current: str, new: str, errors: list[str]
) -> None:
    assert change(bram, current, new, status=422).errors == errors
    assert is_now(PASSWORD)
    assert not db.session.scalar(select(func.count(Attempt.id))), "nobody guessed at anything"


def test_twelve_characters_of_any_kind_are_enough_and_each_one_counts(bram: Browser) -> None:
    change(bram, new="  één 漢字 🌳 x ")
    assert is_now("  één 漢字 🌳 x ") and not is_now("één 漢字 🌳 x")


def test_guessing_is_slowed_down_together_with_signing_in(app: Flask, bram: Browser) -> None:
    for _ in range(10):
        change(bram, current="geraden-wachtwoord", status=422)
    page = change(bram, status=429)
    assert int(page.response.headers["Retry-After"]) > 0 and is_now(PASSWORD)
    Browser(app).post("/inloggen", {"email": EMAIL, "password": PASSWORD}, status=429)
    with clock.frozen(clock.now() + timedelta(minutes=15)):
        change(bram)
    assert is_now(NEW)


def test_a_form_that_stood_open_too_long_does_not_show_the_passwords(bram: Browser) -> None:
    data = {"current_password": PASSWORD, "password": NEW, "csrf_token": bram.token()}
    with clock.frozen(clock.now() + timedelta(minutes=31)):
        page = bram.post(URL, data, status=401)
    assert PASSWORD not in page.html and NEW not in page.html
    assert is_now(PASSWORD)
