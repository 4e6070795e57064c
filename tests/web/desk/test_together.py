"""Two colleagues on one page: they see each other, and neither loses a letter."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from participation import clock
from participation.contributions.models import Point
from participation.db import db
from participation.history import Event
from participation.outcomes.models import OutcomeState
from participation.outcomes.together.models import Presence, UnsavedAnswer
from tests.conftest import NOON
from tests.factories.contributions import make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.counting import counted
from tests.support.page import Browser
from tests.web.desk.answering import adopted, outcomes, typed

NAUGHTY = "<script>alert(1)</script>\n  Twee spaties.\r\n& 🌳 {{ 7*7 }}"


def looks(browser: Browser, address: str, seen: str = "", status: int = 200) -> Any:
    return browser.post(f"{address}/aanwezig", {"gezien": seen}, htmx=True, status=status)


def types(browser: Browser, address: str, status: int = 200, **changes: str) -> Any:
    page = browser.get(address)
    return browser.post(f"{address}/tussendoor", typed(page, address, **changes), htmx=True, status=status)


def kept() -> list[UnsavedAnswer]:
    db.session.expire_all()
    return list(db.session.scalars(select(UnsavedAnswer)))


@pytest.fixture
def second(app: Flask, cast: Cast, bram: Browser) -> Browser:
    """Another browser in which Bram is signed in as well."""
    return Browser(app).sign_in(cast.bram)


# Who is here


def test_a_colleague_who_has_the_page_open_is_seen_by_name_and_since_when(
    bram: Browser, dirk: Browser, address: str
) -> None:
    assert "kijkt" not in looks(dirk, address, status=204).text
    assert looks(bram, address).all("span") == ["Dirk Visser kijkt ook, sinds 12.00 uur."]
    with clock.frozen(NOON + timedelta(seconds=59)):
        looks(bram, address, "Dirk Visser kijkt ook, sinds 12.00 uur.", status=204)
    with clock.frozen(NOON + timedelta(minutes=1)):
        assert looks(bram, address, "Dirk Visser kijkt ook, sinds 12.00 uur.").all("span") == []


def test_who_types_an_answer_is_said_to_write(bram: Browser, dirk: Browser, address: str) -> None:
    looks(bram, address, status=204)
    types(bram, address, reason="Wij")
    assert looks(dirk, address).all("span") == ["Bram de Boer schrijft hier een antwoord, en kijkt sinds 12.00 uur."]


def test_a_sign_of_life_is_small_and_leaves_no_history(app: Flask, bram: Browser, address: str) -> None:
    before = db.session.scalar(select(func.count(Event.id)))
    token = bram.token()
    for writes in (1, 0):
        with counted(app) as statements:
            bram.post(f"{address}/aanwezig", {"csrf_token": token}, htmx=True, status=204)
        assert len([one for one in statements if one.startswith("INSERT")]) == writes
        assert len(statements) <= 6 + writes, statements
    assert db.session.scalar(select(func.count(Event.id))) == before


def test_a_page_that_is_left_open_keeps_nobody_signed_in(bram: Browser, address: str) -> None:
    token = bram.token()
    for minutes in range(0, 40, 10):
        with clock.frozen(NOON + timedelta(minutes=minutes)):
            status = 204 if minutes <= 30 else 401
            bram.client.post(f"{address}/aanwezig", data={"csrf_token": token}, headers={"HX-Request": "true"})
    with clock.frozen(NOON + timedelta(minutes=40)):
        assert "/inloggen" in bram.get(address, status=303).location
    assert status == 204


def test_reading_the_page_is_no_sign_of_life(bram: Browser, address: str) -> None:
    bram.get(address)
    assert db.session.scalar(select(func.count(Presence.user_id))) == 0


# What is typed


def test_what_was_typed_is_offered_again_in_another_browser_and_going_on_fills_the_form(
    bram: Browser, second: Browser, address: str
) -> None:
    told = types(bram, address, kind="partly_adopted", part_adopted="De bank.", reason=NAUGHTY)
    assert "Bewaard om 12.00 uur. Alleen u ziet dit." in told.text
    page = second.get(address)
    assert "U was hier aan het schrijven Dat was op dinsdag 24 november 2026, 12.00 uur." in page.text
    assert page.form(f"{address}/uitkomst")["reason"] == "", "nothing is filled in by itself"
    assert "<script>alert(1)" not in page.html
    form = second.get(page.link("Ga verder")).form(f"{address}/uitkomst")
    assert (form["kind"], form["part_adopted"]) == ("partly_adopted", "De bank.")
    assert form["reason"] == NAUGHTY.replace("\r\n", "\n")
    assert form["seat"] == kept()[0].seat


def test_nobody_else_sees_it_and_it_is_no_draft_and_no_history(bram: Browser, dirk: Browser, address: str) -> None:
    before = db.session.scalar(select(func.count(Event.id)))
    types(bram, address, reason="Tussen ons")
    assert "Tussen ons" not in dirk.get(address).html
    assert outcomes() == []
    assert db.session.scalar(select(func.count(Event.id))) == before


@pytest.mark.parametrize("doe", ["bewaar", "publiceer"])
def test_saving_or_publishing_is_the_end_of_it(bram: Browser, address: str, doe: str) -> None:
    page = bram.get(address)
    data = adopted(page, address)
    bram.post(f"{address}/tussendoor", data, htmx=True, status=200)
    assert len(kept()) == 1
    bram.post(f"{address}/uitkomst", {**data, "kept": "1", "doe": doe})
    assert kept() == []
    assert outcomes()[0].state is (OutcomeState.draft if doe == "bewaar" else OutcomeState.published)


def test_throwing_away_is_a_button(bram: Browser, address: str) -> None:
    types(bram, address, reason="Weg ermee")
    page = bram.get(address)
    bram.post(f"{address}/tussendoor/weg", page.form(f"{address}/tussendoor/weg"))
    assert kept() == []
    assert "Uw tekst van toen is weg." in bram.get(address).text


def test_an_empty_form_is_not_kept(bram: Browser, address: str) -> None:
    data = typed(bram.get(address), address, reason="Iets")
    bram.post(f"{address}/tussendoor", data, htmx=True, status=200)
    bram.post(f"{address}/tussendoor", {**data, "reason": ""}, htmx=True, status=200)
    assert kept() == []


def test_another_button_of_the_page_leaves_the_answer_as_it_was(bram: Browser, address: str) -> None:
    types(bram, address, kind="answered", reason="Half af")
    to = bram.post(f"{address}/behandelen", {"doe": "pak-op", "punt": "1"}).location
    assert bram.get(to).form(f"{address}/uitkomst")["reason"] == "Half af"
    with clock.frozen(NOON + timedelta(minutes=10)):
        assert bram.post(f"{address}/behandelen", {"doe": "pak-op", "punt": "1"}).location == address


def test_a_second_window_overwrites_nothing_and_says_so(bram: Browser, address: str) -> None:
    types(bram, address, reason="Op de laptop")
    told = types(bram, address, status=409, reason="Op de telefoon")
    assert "Van u staat hier nog andere tekst, uit een ander venster." in told.text
    assert told.response.headers["HX-Retarget"] == "#vanzelf"
    assert [one.fields["reason"] for one in kept()] == ["Op de laptop"]


def test_too_long_is_said_and_nothing_is_lost(bram: Browser, address: str) -> None:
    told = types(bram, address, status=422, reason="x" * 20_001)
    assert "Uw tekst is te lang om te bewaren." in told.text
    assert kept() == []


def test_going_on_after_a_colleague_saved_a_draft_is_refused_with_both_texts(
    bram: Browser, second: Browser, address: str
) -> None:
    types(bram, address, kind="answered", reason="Van mij")
    second.post(
        f"{address}/uitkomst", typed(second.get(address), address, kind="answered", reason="Van u", doe="bewaar")
    )
    page = bram.get(f"{address}?verder=ja")
    page = bram.post(f"{address}/uitkomst", typed(page, address, doe="bewaar"), status=409)
    assert "Van u" in page.text
    assert page.form(f"{address}/uitkomst")["reason"] == "Van mij"
    assert len(kept()) == 1


def test_an_expired_session_says_so_and_the_text_goes_along(bram: Browser, address: str) -> None:
    data = {**typed(bram.get(address), address, reason="Lang getypt"), "csrf_token": bram.token()}
    with clock.frozen(NOON + timedelta(hours=1)):
        answer = bram.client.post(f"{address}/tussendoor", data=data, headers={"HX-Request": "true"})
        assert (answer.status_code, answer.headers["HX-Retarget"]) == (401, "body"), "boot.js keeps the page for this"
        page = bram.post(f"{address}/uitkomst", {**data, "doe": "bewaar"}, status=401)
    assert "Lang getypt" in page.html
    assert kept() == []


# The public version


def public_fields(browser: Browser, address: str) -> dict[str, str]:
    """What the first of the two forms about the public version sends."""
    found = browser.get(address).soup.select(f"form[action='{address}/openbaar'] input[type=hidden]")
    return {str(field["name"]): str(field["value"]) for field in found}


def test_the_public_version_is_not_saved_over_that_of_a_colleague(cast: Cast, bram: Browser, second: Browser) -> None:
    made = make_contribution(make_open_track(cast.bram), "Bel Jan op 06-12345678 over de bank.")
    db.session.commit()
    address, field = f"/werk/bijdragen/{made.number}", f"public-{made.points[0].id}"
    mine = public_fields(bram, address)
    second.post(f"{address}/openbaar", {**public_fields(second, address), field: "Zet een bank.", "doe": "openbaar"})
    page = bram.post(f"{address}/openbaar", {**mine, field: "Bel over de bank.", "doe": "openbaar"}, status=409)
    assert "heeft de openbare tekst intussen nagekeken" in page.all("[aria-labelledby=openbaar-anders]")[0]
    assert "Zet een bank." in page.all("[aria-labelledby=openbaar-anders] blockquote")
    assert page.one(f"textarea[name={field}]").get_text().strip() == "Bel over de bank."
    assert db.session.scalars(select(Point)).one().public_text == "Zet een bank."
    fresh = {
        str(one["name"]): str(one["value"]) for one in page.soup.select(f"form[action='{address}/openbaar'] input")
    }
    bram.post(f"{address}/openbaar", {**fresh, field: "Bel over de bank.", "doe": "openbaar"})
    assert db.session.scalars(select(Point)).one().public_text == "Bel over de bank."


def test_hiding_is_refused_as_well_and_keeps_the_reason(cast: Cast, bram: Browser) -> None:
    made = make_contribution(make_open_track(cast.bram), "Bel Jan.")
    db.session.commit()
    address, field = f"/werk/bijdragen/{made.number}", f"public-{made.points[0].id}"
    mine = public_fields(bram, address)
    bram.post(f"{address}/openbaar", {**mine, field: "Zet een bank.", "doe": "openbaar"})
    page = bram.post(f"{address}/openbaar", {**mine, "hide-reason": "Een naam.", "doe": "verberg"}, status=409)
    assert page.one("[name=hide-reason]").get_text().strip() == "Een naam."
