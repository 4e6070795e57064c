"""What every answer carries, and what every form must bring: no token, no change, and never a lost text."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from participation import clock, create_app
from participation.accounts.models import SignIn
from participation.config import Settings
from participation.db import db
from participation.tracks.models import Track
from participation.web.security import policy
from tests.support.page import Browser, Page, _forget_the_last_request
from tests.support.starting import ASKED

NEW_TRACK = "/werk/trajecten/nieuw"
TYPED = {**ASKED, "title": "Een nieuw park in de Molenbuurt, met water", "reason": "Regel één\nRegel twee – Zoë 🌳"}
EVERYWHERE = ["/", "/inloggen", "/bestaat-niet", "/healthz/live", "/robots.txt", "/static/app.css", "/werk", "/volg"]


# Headers


@pytest.mark.parametrize("address", EVERYWHERE)
def test_every_answer_carries_the_policy_errors_and_files_included(visitor: Browser, address: str) -> None:
    headers = visitor.client.get(address).headers
    assert headers["Content-Security-Policy"] == policy("local")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "HX-Request" in headers["Vary"]


def test_the_policy_has_no_hole() -> None:
    for source in ("local", "cdn"):
        directives = dict(part.split(" ", 1) for part in policy(source).split("; "))
        assert directives["default-src"] == directives["object-src"] == "'none'"
        assert directives["base-uri"] == directives["frame-ancestors"] == "'none'"
        assert directives["form-action"] == "'self'"
        assert "unsafe" not in policy(source)
    assert "http" not in policy("local")


@pytest.mark.parametrize("address", ["/inloggen", "/werk", "/volg", "/bestaat-niet"])
def test_what_is_meant_for_one_person_is_kept_nowhere(visitor: Browser, address: str) -> None:
    headers = visitor.client.get(address).headers
    assert headers["Cache-Control"] == "no-store"
    assert "Cookie" in headers["Vary"]


def test_files_may_be_kept_for_ever_because_their_address_changes_with_them(visitor: Browser) -> None:
    assert "immutable" in visitor.client.get("/static/app.css").headers["Cache-Control"]


def test_a_character_that_no_page_can_hold_is_shown_so_that_it_can_be_removed(visitor: Browser) -> None:
    page = visitor.post("/inloggen", {"email": "a\x00b", "password": "x"}, status=422)
    assert page.form("/inloggen")["email"] == "a�b"


# The cookie


@pytest.fixture
def production(tmp_path: Path) -> Flask:
    return create_app(Settings(secret_key="s" * 40, receipt_key="r" * 40, data_dir=tmp_path, htmx_source="local"))


def test_in_production_the_cookie_belongs_to_this_host_and_to_https_alone(production: Flask) -> None:
    answer = production.test_client().get("/inloggen", base_url="https://meedenken.waterdam.example")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert "max-age=63072000" in answer.headers["Strict-Transport-Security"]


# A form without a good token


TOKENS = ["none", "empty", "made up", "of somebody else"]


def send(browser: Browser, address: str, token: str, data: dict[str, str], *, htmx: bool) -> Page:
    foreign = Browser(browser.app).token()
    sent = {"none": [], "empty": "", "made up": "IjEi.aaaa.bbbb"}.get(token, foreign)
    browser.get("/inloggen")
    return browser.post(address, {**data, "csrf_token": sent}, status=400, htmx=htmx)


@pytest.mark.parametrize("htmx", [False, True], ids=["form", "htmx"])
@pytest.mark.parametrize("token", TOKENS)
def test_without_a_good_token_nothing_changes_and_the_text_comes_back(bram: Browser, token: str, htmx: bool) -> None:
    page = send(bram, NEW_TRACK, token, TYPED, htmx=htmx)
    assert page.h1 == "Uw tekst is niet weg"
    form = page.form(NEW_TRACK)
    assert {name: form[name] for name in TYPED} == TYPED
    assert page.response.headers.get("HX-Retarget") == ("body" if htmx else None)
    assert db.session.scalar(select(func.count(Track.id))) == 0


def test_the_text_that_came_back_can_be_sent_with_one_button(bram: Browser) -> None:
    form = send(bram, NEW_TRACK, "none", TYPED, htmx=False).form(NEW_TRACK)
    bram.post(NEW_TRACK, form)
    assert db.session.scalar(select(Track.title)) == TYPED["title"]


def test_a_cookie_that_is_gone_sends_the_text_by_way_of_the_sign_in_page(visitor: Browser) -> None:
    page = send(visitor, NEW_TRACK, "none", TYPED, htmx=False)
    assert page.form("/inloggen")["kept-title"] == TYPED["title"]


@pytest.mark.parametrize("htmx", [False, True], ids=["form", "htmx"])
@pytest.mark.parametrize("token", TOKENS)
def test_nobody_can_be_signed_out_from_elsewhere(bram: Browser, token: str, htmx: bool) -> None:
    send(bram, "/uitloggen", token, {}, htmx=htmx)
    assert db.session.scalar(select(SignIn.ended_at)) is None


@pytest.mark.parametrize("body", ["text/plain", "application/json", "application/xml"])
def test_a_body_that_is_no_form_changes_nothing(bram: Browser, body: str) -> None:
    _forget_the_last_request()
    answer = bram.client.post(NEW_TRACK, data='{"title": "x"}', content_type=body)
    bram._check(answer, 400)
    assert db.session.scalar(select(func.count(Track.id))) == 0


def test_a_token_lives_as_long_as_the_session(bram: Browser) -> None:
    token = bram.token()
    with clock.frozen(clock.now() + timedelta(minutes=29)):
        bram.post(NEW_TRACK, {**TYPED, "csrf_token": token})


def test_a_form_that_is_too_large_is_refused_with_a_page(visitor: Browser) -> None:
    page = visitor.post("/inloggen", {"email": "x" * 2_100_000}, status=413)
    assert page.h1 == "Dit is te groot"
