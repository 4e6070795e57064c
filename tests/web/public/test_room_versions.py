"""Residents read that the rules changed, since when, why and who decided; and what differs, row by row (I23)."""

from datetime import date

from flask import Flask

from participation import clock
from participation.config import Municipality
from participation.contributions.models import Contribution
from participation.db import db
from participation.outcomes.changes.actions import publish_change
from participation.tracks import actions
from participation.tracks.change import Direction
from participation.tracks.models import Track
from participation.tracks.room import DeclaredRoom, FixedPoint, RoomState
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.counting import counted
from tests.support.page import Browser
from tests.tracks.changed import WHY, close_a_question, confirmed, started

FORM = "/trajecten/molenstraat/bijdragen/nieuw"
ROOM_PAGE = 14
NAUGHTY = "<script>alert(1)</script> \"'><img src=x onerror=alert(1)> {{ 7*7 }}"


def changed(cast: Cast, track: Track, act: object, direction: Direction = Direction.narrower) -> None:
    """New rules that a reviewer agreed with, in force; judging has tests of its own."""
    change = confirmed(cast, act, direction, track=track)  # type: ignore[arg-type]
    change.room.state, change.room.submitted_at, change.room.approved_at = RoomState.approved, clock.now(), clock.now()
    db.session.flush()
    publish_change(change, actor=cast.bram, now=clock.now(), terms=Municipality())
    db.session.commit()


def test_the_track_says_at_the_top_that_its_rules_changed(visitor: Browser, cast: Cast) -> None:
    changed(cast, make_open_track(cast.bram), close_a_question)
    notice = visitor.get("/trajecten/molenstraat").all(".notice--changed")[0]
    assert "De regels veranderden op 24 november 2026. Sindsdien kunt u minder veranderen." in notice
    assert "Deze vraag is niet meer open: In welke volgorde werken we?" in notice
    assert "Het college besloot dit op 23 november 2026." in notice
    assert f"Dit is waarom: {WHY}" in notice


def test_every_version_stays_readable_with_what_it_changed(visitor: Browser, cast: Cast) -> None:
    track = make_open_track(cast.bram)
    changed(cast, track, close_a_question)
    changed(cast, track, lambda room: setattr(room.open_questions[0], "limits", "Er is geld voor 8 bomen."))
    page = visitor.get("/trajecten/molenstraat/ruimte")
    assert page.all("h2") == ["Versie 3", "Versie 2", "Versie 1"]
    assert page.all("del") == ["Er is geld voor 12 bomen.", "In welke volgorde werken we?", "Werkplan"]
    assert page.all("ins") == ["Er is geld voor 8 bomen."]
    assert page.all(".differs__head b") == ["Anders:", "Vervalt:", "Vervalt:"], "said in words, not by colour alone"
    assert page.text.count(WHY) == 2 and "Er is minder ruimte" in page.text


def test_what_became_known_says_what_we_did_not_know(visitor: Browser, cast: Cast) -> None:
    track = make_open_track(cast.bram)
    assert track.room is not None
    change = actions.make_known(
        track, track.room.unknown_points[0].lineage, FixedPoint, actor=cast.bram, now=clock.now()
    )
    point = change.room.fixed_points[-1]
    point.text, point.reason, point.source = "Er komt geen warmtenet.", "Te duur.", "Raadsbesluit"
    point.source_kind, point.decided_by = change.room.fixed_points[0].source_kind, "De gemeenteraad"
    point.decided_on = date(2026, 11, 20)
    actions.confirm_direction(change, Direction.other, WHY, actor=cast.bram, now=clock.now())
    change.room.state, change.room.submitted_at, change.room.approved_at = RoomState.approved, clock.now(), clock.now()
    db.session.flush()
    publish_change(change, actor=cast.bram, now=clock.now(), terms=Municipality())
    db.session.commit()
    page = visitor.get("/trajecten/molenstraat/ruimte")
    assert (
        "Nu bekend: dit staat vast Dit wisten we nog niet: Komt er een warmtenet? Nu: Er komt geen warmtenet."
        in page.text
    )
    assert "Dit weten we nu, en het staat vast:" in visitor.get("/trajecten/molenstraat").text


def test_a_change_that_is_being_written_is_nobodys_business(visitor: Browser, cast: Cast) -> None:
    started(cast, lambda room: setattr(room, "why", "GEHEIM"))
    db.session.commit()
    for path in ("", "/ruimte", "/plan", "/bijdragen/nieuw"):
        page = visitor.get(f"/trajecten/molenstraat{path}")
        assert "GEHEIM" not in page.html and "Versie 2" not in page.text


def test_naughty_words_stay_inert_in_the_difference(visitor: Browser, cast: Cast) -> None:
    def act(room: DeclaredRoom) -> None:
        room.fixed_points[0].text = room.open_questions[0].question = NAUGHTY

    changed(cast, make_open_track(cast.bram), act)
    for path in ("", "/ruimte", "/ruimte?taal=en"):
        page = visitor.get(f"/trajecten/molenstraat{path}")
        assert not page.soup.select("script:not([src]), img[onerror]")


def test_more_versions_ask_the_database_no_more_questions(app: Flask, visitor: Browser, cast: Cast) -> None:
    make_open_track(cast.bram)
    found = []
    for number in range(3):
        track = db.session.query(Track).one()
        changed(cast, track, lambda room, number=number: setattr(room.criteria[0], "text", f"Letter {number}"))
        counts = []
        for path in ("", "/ruimte"):
            with counted(app) as statements:
                visitor.get(f"/trajecten/molenstraat{path}")
            counts.append(len(statements))
        found.append(counts)
    assert found[0] == found[1] == found[2]
    assert found[0][1] == ROOM_PAGE


def test_a_form_of_before_the_change_is_accepted_when_its_question_goes_on(visitor: Browser, cast: Cast) -> None:
    make_open_track(cast.bram)
    page = visitor.get(FORM)
    first, second = (str(tag["value"]) for tag in page.soup.select("input[name=question]")[:2])
    typed = {**page.form(), "text": "Begin bij de winkels.", "question": first}
    changed(cast, db.session.query(Track).one(), close_a_question)
    assert "Uw code" in visitor.post(FORM, typed, status=200).text
    contribution = db.session.query(Contribution).one()
    assert contribution.question is not None and contribution.question.room.version == 2
    page = visitor.post(FORM, {**typed, "question": second, "form_key": "anders"}, status=422)
    assert "Over deze vraag kunt u niet meer meedenken." in page.text
    assert page.form()["text"] == "Begin bij de winkels."


def test_a_question_that_never_was_is_still_refused(visitor: Browser, cast: Cast) -> None:
    make_open_track(cast.bram)
    typed = {**visitor.get(FORM).form(), "text": "Begin bij de winkels.", "question": "999"}
    assert "Kies een van de antwoorden." in visitor.post(FORM, typed, status=422).text
