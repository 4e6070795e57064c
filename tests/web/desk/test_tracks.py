"""Tracks at the desk: the list, a new one, where one stands and the one thing that comes next."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from participation import clock
from participation.config import Municipality
from participation.db import db, writing
from participation.history import Event
from participation.tracks import actions
from participation.tracks.models import Track, TrackState
from participation.tracks.review import Mark, Review
from participation.tracks.room import RoomState
from participation.tracks.rules import Answer
from tests.factories.tracks import make_open_track, make_track
from tests.support.cast import Cast
from tests.support.counting import counted
from tests.support.page import Browser, Page, words

PAGE = "/werk/trajecten/molenstraat"
TERMS = Municipality()


def next_step(page: Page) -> str:
    return words(page.one("#volgende-stap .lead"))


def saved(track: Track) -> Track:
    db.session.commit()
    return track


def test_an_empty_desk_says_how_to_begin(bram: Browser) -> None:
    page = bram.get("/werk/trajecten")
    assert "Er loopt nu niets" in page.text
    assert page.link("Begin een traject") == "/werk/trajecten/nieuw"
    assert "Er is nog niets afgesloten" in bram.get("/werk/trajecten?toon=afgesloten").text


@pytest.mark.parametrize("items", [1, 3])
def test_the_list_takes_the_same_statements_whatever_its_length(
    app: Flask, bram: Browser, cast: Cast, items: int
) -> None:
    for number in range(items):
        make_track(cast.bram, title=f"Traject {number}", slug=f"traject-{number}")
    db.session.commit()
    with counted(app) as statements:
        page = bram.get("/werk/trajecten")
    assert page.all(".track-row h2") == [f"Traject {number}" for number in reversed(range(items))]
    assert len(statements) == 3, statements


@pytest.mark.parametrize("items", [1, 3])
def test_finished_tracks_take_the_same_statements_whatever_their_number(
    app: Flask, bram: Browser, cast: Cast, items: int
) -> None:
    for number in range(items):
        make_track(cast.bram, title=f"Traject {number}", slug=f"traject-{number}", state=TrackState.closed)
    db.session.commit()
    with counted(app) as statements:
        page = bram.get("/werk/trajecten?toon=afgesloten")
    assert len(page.all(".track-row h2")) == items
    assert len(statements) == 2, statements


def test_finished_tracks_come_in_pages(bram: Browser, cast: Cast) -> None:
    for number in range(27):
        make_track(cast.bram, title=f"Traject {number}", slug=f"traject-{number}", state=TrackState.closed)
    db.session.commit()
    first = bram.get("/werk/trajecten?toon=afgesloten")
    assert first.all(".track-row h2")[0] == "Traject 26"
    second = bram.get(first.link("Ouder"))
    assert second.all(".track-row h2") == ["Traject 1", "Traject 0"]
    assert not second.has_link("Ouder")


@pytest.mark.parametrize("query", ["toon=alles", "toon=afgesloten&na=x", "toon=afgesloten&na=²"])
def test_an_unknown_filter_or_page_is_not_there(bram: Browser, query: str) -> None:
    bram.get(f"/werk/trajecten?{query}", status=404)


def test_colleagues_of_another_department_see_only_what_names_them(bram: Browser, chantal: Browser, cast: Cast) -> None:
    track = saved(make_track(cast.bram))
    assert "Herinrichting Molenstraat" not in chantal.get("/werk/trajecten").text
    chantal.get(PAGE, status=403)
    track = db.session.merge(track)
    track.departments = [cast.parks]
    db.session.commit()
    page = chantal.get("/werk/trajecten")
    assert page.all("section[aria-labelledby=meelezen] h3") == ["Herinrichting Molenstraat"]
    assert "Uw afdeling leest mee" not in bram.get("/werk/trajecten").text
    chantal.get(PAGE)


def at(state: TrackState, **values: Any) -> dict[str, Any]:
    return {"state": state, **values}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (at(TrackState.ready, opens_on=date(2026, 11, 30)), "Gaat open op maandag 30 november 2026."),
        (at(TrackState.ready, opens_on=date(2026, 11, 24)), "Zet het traject open."),
        (at(TrackState.open), "Bewoners kunnen reageren tot en met zondag 13 december 2026."),
        (at(TrackState.open, closes_on=date(2026, 11, 23)), "De laatste dag is geweest. Sluit het traject."),
        (at(TrackState.answering), "Geef iedereen antwoord, uiterlijk vrijdag 5 februari 2027."),
        (at(TrackState.answering, promised_on=date(2026, 11, 23)),
         "Te laat. Geef iedereen antwoord, uiterlijk maandag 23 november 2026."),
        (at(TrackState.closed), "Klaar. Iedereen heeft antwoord."),
        (at(TrackState.stopped, stop_reason="Het geld is op."), "Gestopt. Iedereen die reageerde, krijgt nog antwoord."),
    ],
)  # fmt: skip
def test_the_next_step_is_one_sentence(bram: Browser, cast: Cast, values: dict[str, Any], sentence: str) -> None:
    track = make_open_track(cast.bram)
    for name, value in values.items():
        setattr(track, name, value)
    db.session.commit()
    assert next_step(bram.get(PAGE)) == sentence


def test_the_page_of_a_track_shows_where_it_stands(bram: Browser, cast: Cast) -> None:
    make_open_track(cast.bram)
    page = bram.get(PAGE)
    assert words(page.one(".stop--now h3")) == "Open"
    assert page.all(".stop--past h3") == ["Schrijven", "Toetsen", "Klaar om te openen"]
    assert page.link("De pagina voor bewoners") == "/trajecten/molenstraat"
    assert page.link("Wat bewoners zeiden") == "/trajecten/molenstraat/bijdragen"


def test_a_draft_leads_to_what_blocks_first(bram: Browser, cast: Cast) -> None:
    track = make_track(cast.bram)
    track.rooms[0].decider = ""
    db.session.commit()
    page = bram.get(PAGE)
    assert "Er is nog één ding dat blokkeert." in page.text
    assert page.link("Schrijf verder") == f"{PAGE}/ruimte/besluit#decider"
    assert not page.has_link("De pagina voor bewoners")


def test_a_track_with_the_reviewer_says_since_when_and_until_when(bram: Browser, cast: Cast) -> None:
    make_track(cast.bram)
    db.session.commit()
    bram.post(f"{PAGE}/toets")
    page = bram.get(PAGE)
    assert "Bram de Boer vroeg de toets op dinsdag 24 november 2026. De tekst ligt er sinds vandaag." in page.text
    assert "tot uiterlijk dinsdag 1 december 2026" in next_step(page)


@pytest.fixture
def returned(cast: Cast) -> Track:
    """A track that came back with one question and one thing that is not right."""
    track = make_track(cast.bram)
    db.session.commit()
    with writing():
        track = db.session.merge(track)
        review = actions.request_review(track, actor=cast.bram, now=clock.now(), terms=TERMS)
        answers = {3: Answer(3, Mark.question, "Waar is het\nvoorbeeld?"), 7: Answer(7, Mark.not_fine, "Komt nergens."),
                   6: Answer(6, Mark.fine, "")}  # fmt: skip
        actions.return_with_questions(
            review, answers, "Vraag 2 is nog niet eerlijk genoeg.", actor=cast.dirk, now=clock.now(), terms=TERMS
        )
    return track


def test_a_returned_track_shows_every_question_and_the_step_it_belongs_to(bram: Browser, returned: Track) -> None:
    page = bram.get(PAGE)
    assert next_step(page) == "De toetser heeft vragen. Pas de tekst aan."
    asked = page.all("section[aria-labelledby=gevraagd] li")
    assert len(asked) == 2
    assert "Waar is het voorbeeld?" in asked[0] and "Naar stap 3: Wat nog open is" in asked[0]
    assert "Niet in orde" in asked[1] and "Naar stap 8: Waar het terechtkomt" in asked[1]
    step = bram.get(f"{PAGE}/ruimte/open")
    assert "Waar is het voorbeeld?" in step.text
    assert "versie 2" in step.text
    assert "Waar is het voorbeeld?" not in bram.get(f"{PAGE}/ruimte/vast").text


def test_questions_are_gone_once_a_new_review_was_asked(bram: Browser, returned: Track) -> None:
    bram.post(f"{PAGE}/toets")
    page = bram.get(PAGE)
    assert not page.soup.select("section[aria-labelledby=gevraagd]")
    assert db.session.query(Review).count() == 2


@pytest.fixture
def ready(cast: Cast) -> Track:
    """A track that was approved and waits for its day."""
    track = make_open_track(cast.bram)
    track.state, track.opened_at, track.opens_on = TrackState.ready, None, date(2026, 11, 30)
    db.session.commit()
    return track


def test_a_ready_track_is_opened_by_hand(bram: Browser, ready: Track) -> None:
    assert "Zet het traject nu open" in bram.get(PAGE).all("button")
    bram.post(f"{PAGE}/openen")
    page = bram.get(PAGE)
    assert "Het traject is open. Bewoners kunnen nu reageren." in page.text
    assert next_step(page).startswith("Bewoners kunnen reageren")


def test_opening_twice_is_a_conflict(bram: Browser, ready: Track) -> None:
    bram.post(f"{PAGE}/openen")
    assert "Misschien was een collega u voor." in bram.post(f"{PAGE}/openen", status=409).text


def test_a_draft_cannot_be_opened(bram: Browser, cast: Cast) -> None:
    make_track(cast.bram)
    db.session.commit()
    bram.post(f"{PAGE}/openen", status=409)


def test_other_days_take_a_reason(bram: Browser, ready: Track) -> None:
    data = {"opens_on": "2026-12-01", "closes_on": "2026-12-31", "promised_on": "2027-02-20", "reason": ""}
    page = bram.post(f"{PAGE}/data", data, status=422)
    assert "waarom ze veranderen" in page.errors[0]
    assert page.form(f"{PAGE}/data")["closes_on"] == "2026-12-31"
    bram.post(f"{PAGE}/data", {**data, "reason": "De zaal is pas in december weer vrij."})
    assert next_step(bram.get(PAGE)) == "Gaat open op dinsdag 1 december 2026."


def test_other_days_must_all_be_days(bram: Browser, ready: Track) -> None:
    page = bram.post(
        f"{PAGE}/data", {"opens_on": "ooit", "reason": "De zaal is pas in december weer vrij."}, status=422
    )
    assert page.errors[0].startswith("Deze dag begrijpen wij niet")
    assert page.errors.count("Kies een dag.") == 2


def test_closing_early_takes_a_reason_that_stays_when_it_is_too_short(bram: Browser, cast: Cast) -> None:
    make_open_track(cast.bram)
    page = bram.post(f"{PAGE}/sluiten", {"reason": "Klaar."}, status=422)
    assert page.form(f"{PAGE}/sluiten")["reason"] == "Klaar."
    bram.post(f"{PAGE}/sluiten", {"reason": "Het besluit valt eerder dan wij dachten."})
    assert next_step(bram.get(PAGE)).startswith("Geef iedereen antwoord")


def test_stopping_takes_a_reason_that_residents_read(bram: Browser, cast: Cast) -> None:
    make_open_track(cast.bram)
    page = bram.post(f"{PAGE}/stoppen", {"reason": "x" * 20_001}, status=422)
    assert "20001 tekens" in page.errors[0]
    assert "minstens één hele zin" in bram.post(f"{PAGE}/stoppen", {"reason": "Nee."}, status=422).errors[0]
    bram.post(f"{PAGE}/stoppen", {"reason": "De raad koos voor een ander plan."})
    assert "De raad koos voor een ander plan." in bram.get(PAGE).text
    assert bram.get(PAGE).all(".stop h3")[-1] == "Gestopt"
    assert db.session.query(Event).filter_by(kind="track.stopped").one().why == "De raad koos voor een ander plan."


def test_the_coordinator_can_run_but_not_write(dirk: Browser, cast: Cast) -> None:
    make_track(cast.bram)
    db.session.commit()
    dirk.get(PAGE)
    assert "U leest mee." in dirk.get(f"{PAGE}/ruimte/vast").text
    dirk.post(f"{PAGE}/toets", status=403)
    dirk.post(f"{PAGE}/ruimte/vast", {"doe": "bewaar"}, status=403)


def test_an_unknown_track_is_not_there(bram: Browser) -> None:
    bram.get("/werk/trajecten/bestaat-niet", status=404)
    for deed in ("uitleg", "bevestigen", "toets", "openen", "sluiten", "stoppen", "data"):
        bram.post(f"/werk/trajecten/bestaat-niet/{deed}", {}, status=404)


def test_a_colleague_of_an_unnamed_department_has_nothing_to_confirm(bram: Browser, cast: Cast) -> None:
    track = make_track(cast.bram)
    assert track.rooms[0].state is RoomState.draft
    db.session.commit()
    bram.post(f"{PAGE}/bevestigen", {}, status=403)
