"""At the desk each photo is looked at by itself, beside the text (I16)."""

from pathlib import Path

import pytest
from flask import Flask

from participation import clock
from participation.contributions.files import actions, queries
from participation.contributions.files.models import ContributionFile, FileState
from participation.contributions.files.store import store_of
from participation.contributions.files.taking import take
from participation.contributions.models import Contribution
from participation.db import db
from tests.factories.contributions import check_public, make_contribution
from tests.factories.files import pdf, picture
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.page import Browser


@pytest.fixture
def said(app: Flask, cast: Cast) -> Contribution:
    """A public text with a photo and a document that nobody looked at yet."""
    said = check_public(make_contribution(make_open_track(cast.bram)))
    store = store_of(app.config["SETTINGS"].data_dir, 100)
    taken = [take(picture(), "bank.jpg", store, "Een bank"), take(pdf(), "plan.pdf", store)]
    actions.attach(said, taken, now=clock.now())
    db.session.commit()
    return said


@pytest.fixture
def bram(app: Flask, cast: Cast) -> Browser:
    return Browser(app).sign_in(cast.bram)


def photo() -> ContributionFile:
    return queries.files_of(db.session.query(Contribution).one())[0]


def url(said: Contribution) -> str:
    return f"/werk/bijdragen/{db.session.merge(said).number}/bestand"


def test_the_page_shows_them_with_what_the_resident_wrote(bram: Browser, said: Contribution) -> None:
    page = bram.get(f"/werk/bijdragen/{said.number}")
    assert "De bewoner schreef erbij: ‘Een bank’" in page.text and "Nog niet nagekeken." in page.text
    address = str(page.one(".file-check img")["src"])
    headers = bram.get(address).response.headers
    assert headers["Cache-Control"] == "private, no-store"
    assert headers.getlist("Content-Security-Policy") == ["default-src 'none'; sandbox"]


def test_everybody_sees_it_in_better_words(bram: Browser, visitor: Browser, said: Contribution) -> None:
    sent = {"bestand": photo().public_id, "doe": "wel", "bestand1-alt": "Een bank zonder rug", "punt": "1"}
    page = bram.get(bram.post(url(said), sent).location.partition("#")[0])
    assert "Iedereen kan dit nu zien, bij de openbare tekst." in page.text
    assert (
        str(visitor.get(f"/bijdragen/{photo().contribution.number}").one(".pictures img")["alt"])
        == "Een bank zonder rug"
    )


@pytest.mark.parametrize(
    ("deed", "sentence"),
    [("wel", "Schrijf op wat er te zien is."), ("niet", "Schrijf op waarom niet iedereen dit mag zien.")],
)
def test_without_words_nothing_happens(bram: Browser, said: Contribution, deed: str, sentence: str) -> None:
    sent = {"bestand": photo().public_id, "doe": deed, "bestand1-alt": " ", "bestand1-reason": ""}
    page = bram.post(url(said), sent, status=422)
    assert sentence in page.text and photo().state is FileState.unchecked


def test_what_was_typed_stays(bram: Browser, said: Contribution) -> None:
    sent = {"bestand": photo().public_id, "doe": "wel", "bestand1-alt": "", "bestand1-reason": "Mijn zin"}
    page = bram.post(url(said), sent, status=422)
    assert page.one("input[name=bestand1-reason]")["value"] == "Mijn zin"


def test_it_is_kept_off_with_a_reason(bram: Browser, said: Contribution) -> None:
    sent = {"bestand": photo().public_id, "doe": "niet", "bestand1-reason": "Er staat een kind op."}
    bram.post(url(said), sent)
    assert photo().hidden_reason == "Er staat een kind op."


def test_a_file_of_another_contribution_is_not_here(bram: Browser, said: Contribution) -> None:
    bram.post(url(said), {"bestand": "x", "doe": "wel"}, status=409)


def test_only_who_works_on_the_track(app: Flask, cast: Cast, said: Contribution) -> None:
    address = f"/werk/bestanden/{photo().public_id}"
    Browser(app).sign_in(cast.chantal).get(address, status=403)
    Browser(app).get(address, status=303)


def test_a_file_whose_bytes_are_gone_is_not_found(
    bram: Browser, said: Contribution, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(path: Path) -> bytes:
        raise FileNotFoundError(path)

    address = f"/werk/bestanden/{photo().public_id}"
    monkeypatch.setattr(Path, "read_bytes", gone)
    bram.get(address, status=404)
