"""The receipt asks whether the code was kept, and gives every way to keep it (issue 5, point 3)."""

from typing import NamedTuple

import pytest

from participation import clock
from participation.config import DEVELOPMENT_KEY
from participation.contributions import new_code
from participation.contributions.models import Contribution
from participation.contributions.new_code import CodeCheck
from participation.db import db
from participation.tracks.models import Track
from tests.factories.contributions import CODE, make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.mailed import mailed, text_of
from tests.support.page import Browser

IN_GROUPS = "7K4M Q2XN 9TRB V6HD"


class Given(NamedTuple):
    """A contribution by its numbers: the rows themselves are let go after each request."""

    id: int
    number: str
    slug: str


def given(track: Track, **values: str) -> Given:
    made = make_contribution(track, code=CODE, **values)
    return Given(made.id, made.number, track.slug)


@pytest.fixture
def track(cast: Cast) -> Track:
    return make_open_track(cast.bram)


@pytest.fixture
def contribution(track: Track) -> Given:
    return given(track)


def test_the_receipt_asks_whether_the_code_was_kept(visitor: Browser, track: Track) -> None:
    address = f"/trajecten/{track.slug}/bijdragen/nieuw"
    form = visitor.get(address).form(address)
    page = visitor.post(address, {**form, "text": "Zet er een bank."}, status=200)
    assert "Hebt u uw code bewaard?" in page.all("h2")
    kept = page.one("[data-keep-receipt]")
    assert not kept.has_attr("data-kept")
    assert "receipt.js" in page.html
    code = page.form("/ontvangst/bewaard")["code"]
    assert "".join(page.all(".code span")) == code


def test_who_gets_it_by_mail_is_not_asked_when_leaving(visitor: Browser, track: Track) -> None:
    contribution = given(track, email="ana@voorbeeld.example")
    page = visitor.post("/ontvangst/bewaard", {"code": CODE}, status=422)
    assert page.one("[data-keep-receipt]").has_attr("data-kept")
    assert contribution.number in page.text


def test_as_a_file_with_the_code_in_it_and_not_in_its_name(visitor: Browser, contribution: Given) -> None:
    page = visitor.post("/ontvangst/bewaren", {"code": CODE}, status=200)
    assert page.response.mimetype == "text/plain"
    assert page.response.headers["Content-Disposition"] == f'attachment; filename="bewijs-{contribution.number}.txt"'
    assert page.response.headers["Cache-Control"] == "no-store"
    said = page.response.get_data(as_text=True)
    assert IN_GROUPS in said and contribution.number in said and "http://localhost/volg" in said


def test_by_mail_without_keeping_the_address(visitor: Browser, contribution: Given) -> None:
    page = visitor.post("/ontvangst/mailen", {"code": CODE, "email": "ana@voorbeeld.example"}, status=200)
    assert "Wij mailen uw code nu naar dit adres." in page.text
    assert IN_GROUPS in page.text.replace("  ", " ")
    (mail,) = mailed("code_kept")
    assert CODE not in mail.body_text.replace("-", "")
    assert "7K4M-Q2XN-9TRB-V6HD" in text_of(mail)
    assert db.session.get_one(Contribution, contribution.id).email is None


def test_a_wrong_address_is_given_back_with_the_code_still_there(visitor: Browser, contribution: Given) -> None:
    page = visitor.post("/ontvangst/mailen", {"code": CODE, "email": "ana@"}, status=422)
    assert "Vul het hele e-mailadres in" in page.text
    assert page.form("/ontvangst/bewaard")["email"] == "ana@"
    assert IN_GROUPS in page.text


def test_one_address_gets_three_in_a_quarter_of_an_hour(visitor: Browser, contribution: Given) -> None:
    for _time in range(3):
        visitor.post("/ontvangst/mailen", {"code": CODE, "email": "ana@voorbeeld.example"}, status=200)
    page = visitor.post("/ontvangst/mailen", {"code": CODE, "email": "ana@voorbeeld.example"}, status=429)
    assert IN_GROUPS in page.text
    assert len(mailed("code_kept")) == 3


def test_saying_that_it_was_kept_stores_nothing(visitor: Browser, contribution: Given) -> None:
    page = visitor.post("/ontvangst/bewaard", {"code": CODE, "kept": "ja"})
    assert page.location == f"/trajecten/{contribution.slug}"
    assert CODE not in page.location


@pytest.mark.parametrize("way", ["bewaren", "mailen", "bewaard"])
@pytest.mark.parametrize("code", ["", "0000000000000000", "mijn-2026-00001"])
def test_without_the_code_there_is_no_receipt(visitor: Browser, contribution: Given, way: str, code: str) -> None:
    page = visitor.post(f"/ontvangst/{way}", {"code": code, "email": "ana@voorbeeld.example"}, status=422)
    assert page.h1 == "Volg uw bijdrage"
    assert not mailed("code_kept")


def test_an_old_form_does_not_show_a_code_that_was_replaced(visitor: Browser, track: Track, cast: Cast) -> None:
    address = f"/trajecten/{track.slug}/bijdragen/nieuw"
    form = {**visitor.get(address).form(address), "text": "Zet er een bank."}
    old = visitor.post(address, form, status=200).form("/ontvangst/bewaard")["code"]
    contribution = db.session.query(Contribution).one()
    bram = db.session.merge(cast.bram)
    new_code.give_new_code(
        contribution, CodeCheck.told, "Gevraagd.", base=new_code.mark_of(contribution), form_key="een",
        key=DEVELOPMENT_KEY, actor=bram, now=clock.now(),
    )  # fmt: skip
    db.session.commit()
    again = visitor.post(address, form, status=200)
    assert old not in again.html
    assert "Deze bijdrage kreeg later een nieuwe code." in again.text
