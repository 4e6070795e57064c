"""A colleague gives a new code to who lost it: after a check, shown once."""

import re
from typing import NamedTuple

import pytest

from participation.contributions.models import Contribution
from participation.db import db
from participation.tracks.models import Track
from tests.factories.contributions import CODE, TEXT, make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.page import Browser, Page


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


def filled_in(browser: Browser, contribution: Given) -> dict[str, str]:
    address = f"/werk/bijdragen/{contribution.number}/nieuwe-code"
    return {**browser.get(address).form(address), "check": "told", "reason": "Wist wat over de linde staat."}


def code_on(page: Page) -> str:
    return "".join(page.all(".code span"))


def test_the_page_of_the_contribution_leads_there(bram: Browser, contribution: Given) -> None:
    address = bram.get(f"/werk/bijdragen/{contribution.number}").link("code kwijt")
    page = bram.get(address)
    assert "Niet genoeg: alleen het nummer" in page.text


def test_the_new_code_works_and_the_old_one_does_not(bram: Browser, visitor: Browser, contribution: Given) -> None:
    page = bram.post(f"/werk/bijdragen/{contribution.number}/nieuwe-code", filled_in(bram, contribution), status=200)
    code = code_on(page)
    assert re.fullmatch(r"[0-9A-Z]{16}", code) and code != CODE
    assert page.response.headers["Cache-Control"] == "no-store"
    assert TEXT in visitor.post("/volg", {"code": code}, status=200).text
    visitor.post("/volg", {"code": CODE}, status=422)
    assert "gaf een nieuwe code" in visitor.post("/volg", {"code": code}, status=200).text
    told = bram.get(f"/werk/bijdragen/{contribution.number}")
    assert "gaf de bewoner een nieuwe code" in told.text
    assert code not in told.html and CODE not in told.html


def test_a_second_colleague_is_told_and_the_first_code_stays(bram: Browser, contribution: Given) -> None:
    first, second = filled_in(bram, contribution), filled_in(bram, contribution)
    address = f"/werk/bijdragen/{contribution.number}/nieuwe-code"
    bram.post(address, first, status=200)
    page = bram.post(address, second, status=409)
    assert "Een collega gaf net een nieuwe code" in page.text
    assert page.form(address)["reason"] == "Wist wat over de linde staat."


def test_nothing_typed_is_lost_when_the_check_is_missing(bram: Browser, contribution: Given) -> None:
    form = filled_in(bram, contribution) | {"check": ""}
    page = bram.post(f"/werk/bijdragen/{contribution.number}/nieuwe-code", form, status=422)
    assert page.errors == ["Kies hoe u zeker weet dat deze persoon de bijdrage gaf."]
    assert page.form(f"/werk/bijdragen/{contribution.number}/nieuwe-code")["reason"] == form["reason"]


def test_five_in_a_quarter_of_an_hour_are_enough(bram: Browser, contribution: Given) -> None:
    address = f"/werk/bijdragen/{contribution.number}/nieuwe-code"
    for _time in range(5):
        bram.post(address, filled_in(bram, contribution), status=200)
    bram.post(address, filled_in(bram, contribution), status=429)


def test_for_a_row_of_a_sheet_the_page_says_why_not(bram: Browser, contribution: Given) -> None:
    db.session.get_one(Contribution, contribution.id).import_key = "rij 1"
    db.session.commit()
    page = bram.get(f"/werk/bijdragen/{contribution.number}/nieuwe-code")
    assert "Niemand kreeg er een code van" in page.text
    assert "code kwijt" not in bram.get(f"/werk/bijdragen/{contribution.number}").text
