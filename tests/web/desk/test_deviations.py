"""Choosing level and form beside what the house stands for; what is done otherwise is public, with the reason."""

from dataclasses import replace

import pytest
from flask import Flask

from participation import clock
from participation.config import Municipality
from participation.db import db
from participation.house.levels import Level, LevelWords
from participation.house.rules import Said
from participation.tracks import actions
from participation.tracks.models import Track, TrackState
from participation.tracks.room import DeclaredRoom, RoomState
from participation.tracks.rules import fingerprint
from tests.factories.house import make_terms, make_vision
from tests.factories.tracks import make_track
from tests.support.cast import Cast
from tests.support.counting import counted
from tests.support.page import Browser

PAGE = "/werk/trajecten/molenstraat/ruimte/waarom"
NAUGHTY = "Het riool <b>lekt</b> & {{7*7}} <script>alert(1)</script>, dus wachten kan niet."


@pytest.fixture
def track(cast: Cast) -> Track:
    make_vision(cast.dirk)
    found = make_track(cast.bram)
    db.session.commit()
    return found


def room() -> DeclaredRoom:
    return db.session.query(DeclaredRoom).order_by(DeclaredRoom.version.desc()).limit(1).one()


def deviate(bram: Browser, reason: str = NAUGHTY, row: int = 0) -> None:
    bram.post(PAGE, {**bram.get(PAGE).form(PAGE), f"deviations-{row}-reason": reason, "doe": "bewaar"})


def test_the_principles_and_what_each_level_says_stand_beside_the_choice(
    bram: Browser, track: Track, cast: Cast
) -> None:
    make_terms(
        db.session.merge(cast.dirk), replace(LevelWords.usual(Level.consult), promise="Wij luisteren echt goed.")
    )
    db.session.commit()
    page = bram.get(PAGE)
    assert page.all("#deviations li b") == ["Wij vragen vroeg", "U krijgt altijd antwoord"]
    assert "Wij luisteren echt goed." in page.text


def test_a_reason_is_kept_shown_and_taken_back(bram: Browser, track: Track) -> None:
    before = fingerprint(room())
    deviate(bram)
    assert [(one.principle.title, one.reason) for one in room().deviations if one.principle] == [
        ("Wij vragen vroeg", NAUGHTY)
    ]
    assert fingerprint(room()) != before
    page = bram.get(PAGE)
    assert page.form(PAGE)["deviations-0-reason"] == NAUGHTY
    bram.post(PAGE, {**page.form(PAGE), "doe": "bewaar"})
    assert "Er was niets veranderd." in bram.get(PAGE).text
    deviate(bram, "   ")
    assert room().deviations == []


def test_the_same_principle_in_a_newer_vision_is_the_same_deviation(bram: Browser, track: Track, cast: Cast) -> None:
    deviate(bram)
    make_vision(db.session.merge(cast.dirk), Said("Wij komen naar u toe"), Said("Wij vragen vroeg", "Altijd."))
    db.session.commit()
    page = bram.get(PAGE)
    assert page.all("#deviations li b") == ["Wij komen naar u toe", "Wij vragen vroeg"]
    assert page.form(PAGE)["deviations-1-reason"] == NAUGHTY
    make_vision(db.session.merge(cast.dirk), Said("Wij komen naar u toe"))
    db.session.commit()
    assert bram.get(PAGE).all("#deviations li b") == ["Wij komen naar u toe", "Wij vragen vroeg"]


def test_a_principle_that_does_not_exist_is_refused_by_hand(bram: Browser, track: Track) -> None:
    sent = {**bram.get(PAGE).form(PAGE), "deviations-0-principle_id": "999", "deviations-0-reason": "Omdat het kan."}
    page = bram.post(PAGE, {**sent, "doe": "bewaar"}, status=422)
    assert "Er is niets bewaard." in page.text and "Omdat het kan." in page.text
    assert room().deviations == []


def test_the_next_version_takes_it_over(bram: Browser, track: Track, cast: Cast) -> None:
    deviate(bram)
    copy = actions.copy_room(room(), author=db.session.merge(cast.bram), now=clock.now())
    assert [one.reason for one in copy.deviations] == [NAUGHTY]


def test_the_reviewer_and_residents_read_it(bram: Browser, dirk: Browser, visitor: Browser, track: Track) -> None:
    deviate(bram)
    review = actions.request_review(room().track, actor=room().author, now=clock.now(), terms=Municipality())
    db.session.commit()
    shown = dirk.get(f"/regie/toetsen/{review.id}")
    assert "Waar wijkt dit af van onze visie?" in shown.text and NAUGHTY in shown.text
    _open(room())
    for address in ("/trajecten/molenstraat/ruimte", "/trajecten/molenstraat/plan"):
        page = visitor.get(address)
        assert "Hier doen wij het anders dan we ons voornamen" in page.text
        assert NAUGHTY in page.text and not page.soup.select("main script")


def _open(room: DeclaredRoom) -> None:
    room.state, room.approved_at, room.published_at = RoomState.approved, clock.now(), clock.now()
    room.track.room, room.track.state, room.track.opened_at = room, TrackState.open, clock.now()
    room.track.plan_published_at = clock.now()
    db.session.commit()


def test_residents_keep_reading_the_promise_that_held_when_the_room_was_submitted(
    bram: Browser, visitor: Browser, track: Track, cast: Cast
) -> None:
    make_terms(
        db.session.merge(cast.dirk), replace(LevelWords.usual(Level.advise), promise="U geeft advies, wij luisteren.")
    )
    actions.request_review(room().track, actor=room().author, now=clock.now(), terms=Municipality())
    _open(room())
    make_terms(
        db.session.merge(cast.dirk), replace(LevelWords.usual(Level.advise), promise="Wij doen voortaan iets anders.")
    )
    db.session.commit()
    for address in ("", "/ruimte", "/plan"):
        page = visitor.get(f"/trajecten/molenstraat{address}")
        assert "U geeft advies, wij luisteren." in page.text and "iets anders." not in page.text
    assert "Wij doen voortaan iets anders." in visitor.get("/begrippen").text


def test_the_words_of_a_level_cost_a_list_no_statement(app: Flask, visitor: Browser, track: Track, cast: Cast) -> None:
    _open(room())
    with counted(app) as before:
        visitor.get("/trajecten")
    other = make_track(db.session.merge(cast.bram), slug="ander", title="Ander")
    other.rooms[0].terms = make_terms(db.session.merge(cast.dirk))
    _open(other.rooms[0])
    with counted(app) as after:
        visitor.get("/trajecten")
    assert len(before) == len(after)
