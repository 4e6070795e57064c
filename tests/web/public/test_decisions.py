"""A day that passed is no decision: every page says so until somebody recorded what it became (I30)."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from flask import Flask

from participation import clock
from participation.accounts.models import User
from participation.db import db
from participation.outcomes.decisions.actions import record_decision
from participation.outcomes.decisions.models import Follows
from participation.outcomes.decisions.rules import Ruling
from participation.tracks.models import Track, TrackState
from tests.factories.contributions import CODE, check_public, make_contribution
from tests.factories.outcomes import make_outcome
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.page import Browser, Page

AFTER = datetime(2027, 3, 12, 11, 0, tzinfo=clock.ZONE)
RULING = Ruling(
    organ="Het college", decided_on=date(2027, 3, 8), text="Het college stelde het ontwerp vast, met twaalf bomen.",
    url="https://raad.waterdam.example/12", follows=Follows.partly,
    deviation_reason="Aan de kant van de winkels ligt een gasleiding.",
)  # fmt: skip
PAGES = ("/trajecten/molenstraat", "/trajecten/molenstraat/plan")


@pytest.fixture
def number(cast: Cast) -> str:
    """The number of a contribution that was adopted, on a path that decides on 9 March 2027."""
    track = make_open_track(cast.bram)
    contribution = check_public(make_contribution(track, code=CODE))
    make_outcome(contribution.points[0])
    track.state = TrackState.answering
    db.session.commit()
    return contribution.number


def read(app: Flask, address: str) -> Page:
    with clock.frozen(AFTER):
        if address == "/volg":
            return Browser(app).post("/volg", {"code": CODE}, status=200)
        return Browser(app).get(address)


def record() -> None:
    with clock.frozen(AFTER):
        track = db.session.query(Track).one()
        assert track.room is not None
        bram = db.session.query(User).filter_by(name="Bram de Boer").one()
        record_decision(track.room.paths[0], replace(RULING), seen=0, actor=bram, now=AFTER)
        db.session.commit()


@pytest.mark.parametrize("address", PAGES)
def test_late_is_said_with_whom_to_call(app: Flask, number: str, address: str) -> None:
    text = read(app, address).text
    assert "Het college: besluit nog niet bekend" in text
    assert "Dit zou er zijn op 9 maart 2027. Wij weten nog niet wat het werd. Bel Bram de Boer: 0999 12 34 56." in text


@pytest.mark.parametrize("address", PAGES)
def test_the_decision_stands_there_with_its_reason_and_the_document(app: Flask, number: str, address: str) -> None:
    record()
    page = read(app, address)
    assert "Het college besliste op maandag 8 maart 2027" in page.text
    assert "Dit is voor een deel anders dan bewoners adviseerden." in page.text
    assert "Aan de kant van de winkels ligt een gasleiding." in page.text
    assert "besluit nog niet bekend" not in page.text.lower()
    assert page.link("Lees het besluit zelf") == "https://raad.waterdam.example/12"


def test_who_said_it_reads_on_the_own_page_how_it_ended(app: Flask, number: str) -> None:
    late = read(app, "/volg").text
    assert "Het college zou daarover beslissen op 9 maart 2027. Wij weten nog niet wat het werd." in late
    record()
    text = read(app, "/volg").text
    assert "Het college besliste daarover op 8 maart 2027. " in text
    assert "Dit is voor een deel anders dan bewoners adviseerden." in text
    assert read(app, f"/bijdragen/{number}").has_link("https://raad.waterdam.example/12")


def test_the_list_of_what_was_said_knows_it_as_well(app: Flask, number: str) -> None:
    address = "/trajecten/molenstraat/bijdragen"
    assert "Dat zou er zijn op 9 maart 2027. Wij weten nog niet wat het werd." in read(app, address).text
    record()
    assert "Het staat in: Definitief ontwerp. Het college besliste op 8 maart 2027." in read(app, address).text
