"""The rules of a running track change at the desk: every way in, every refusal, and what is said at each step."""

from datetime import date

import pytest
from flask import Flask

from participation import clock
from participation.config import Municipality
from participation.db import db
from participation.outcomes.changes.actions import publish_change
from participation.outcomes.models import OutcomeKind
from participation.tracks import actions, changes
from participation.tracks.change import Direction, RoomChange
from participation.tracks.models import Track
from participation.tracks.room import RoomState
from tests.factories.contributions import check_public, make_contribution
from tests.factories.outcomes import make_outcome
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.page import Browser
from tests.tracks.changed import WHY, close_a_question, confirmed, explain_better, started

TRACK = "/werk/trajecten/molenstraat"
CHANGE = f"{TRACK}/verandering"
SAID = {"direction": "narrower", "reason": WHY, "decided_by": "Het college", "decided_on": "2026-11-23"}


def under_way(act: object = close_a_question) -> RoomChange:
    track = db.session.query(Track).filter_by(slug="molenstraat").one()
    found = changes.under_way(track.id)
    assert found is not None
    return found


def test_a_change_starts_from_the_page_of_the_track_and_says_what_it_will_mean(bram: Browser, cast: Cast) -> None:
    make_open_track(cast.bram)
    page = bram.get(bram.get(TRACK).link("De regels veranderen"))
    assert "Veranderen kan, maar niet stil." in page.text
    bram.post(CHANGE)
    page = bram.get(CHANGE)
    assert "Er is nog niets anders. Schrijf eerst op wat er verandert." in page.text
    assert "Bewoners lezen nu nog versie 1." in page.text
    assert "Er wordt aan nieuwe regels geschreven." in bram.get(TRACK).text


def test_a_track_that_does_not_run_says_so(bram: Browser, cast: Cast) -> None:
    make_open_track(cast.bram)
    actions.stop_track(db.session.query(Track).one(), "Er is geen geld meer voor dit plan, dus het stopt.",
                       actor=cast.bram, now=clock.now())  # fmt: skip
    db.session.commit()
    page = bram.get(CHANGE)
    assert "Dit traject is gestopt." in page.text and not page.soup.select("main form")
    bram.post(CHANGE, status=409)
    assert "De regels van dit traject" not in bram.get(TRACK).text


def test_two_people_cannot_start_at_once(bram: Browser, cast: Cast) -> None:
    started(cast)
    db.session.commit()
    assert "Bram de Boer begon op 24 november 2026" in bram.post(CHANGE, status=409).text


@pytest.mark.parametrize("path", ["richting", "ingaan", "weg"])
def test_without_a_change_there_is_nothing_to_do(bram: Browser, cast: Cast, path: str) -> None:
    make_open_track(cast.bram)
    said = {**SAID, "reason": "Dit gaat niet door, want het is anders."}
    assert "Er loopt nu geen verandering" in bram.post(f"{CHANGE}/{path}", said, status=409).text


def test_what_it_means_is_proposed_from_the_rows_and_confirmed_by_a_person(bram: Browser, cast: Cast) -> None:
    started(cast)
    db.session.commit()
    page = bram.get(CHANGE)
    assert page.all(".differs__row--gone del") == ["In welke volgorde werken we?", "Werkplan"]
    assert "Minder ruimte" in page.text and "Zo te zien: er is minder ruimte" in page.text
    bram.post(f"{CHANGE}/richting", SAID)
    page = bram.get(CHANGE)
    assert "U kunt over minder meedenken dan eerst." in page.one(".preview").get_text()
    assert WHY in page.one(".preview").get_text()
    assert "Vraag een toets." in page.text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("direction", "", "Kies wat dit voor bewoners betekent."),
        ("direction", "zomaar", "Kies wat dit voor bewoners betekent."),
        ("reason", "Moest.", "Leg bewoners in minstens één hele zin uit waarom de regels veranderen."),
        ("decided_by", " ", "Bewoners krijgen minder ruimte. Noem welk bestuur of welke persoon dit besloot."),
        ("decided_on", "", "Vul de dag in waarop dit is besloten."),
        ("decided_on", "morgen", "Deze dag begrijpen wij niet. Schrijf hem zo: 5-2-2027."),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(
    bram: Browser, cast: Cast, field: str, value: str, sentence: str
) -> None:
    started(cast)
    db.session.commit()
    page = bram.post(f"{CHANGE}/richting", {**SAID, field: value}, status=422)
    assert sentence in page.errors
    if field != "reason":
        assert page.form(f"{CHANGE}/richting")["reason"] == WHY


@pytest.mark.parametrize("direction", ["wider", "other"])
def test_a_milder_word_does_not_avoid_the_review(bram: Browser, cast: Cast, direction: str) -> None:
    started(cast)
    db.session.commit()
    bram.post(f"{CHANGE}/richting", {**SAID, "direction": direction})
    page = bram.get(CHANGE)
    assert "Vraag een toets." in page.text and "Laat de nieuwe regels nu ingaan" not in page.text
    page = bram.post(f"{CHANGE}/ingaan", status=422)
    assert "Vraag eerst een toets" in page.text
    assert under_way().room.published_at is None


def test_nothing_that_narrows_is_put_in_force_by_whoever_wrote_it(bram: Browser, visitor: Browser, cast: Cast) -> None:
    started(cast, explain_better)
    db.session.commit()
    bram.post(f"{CHANGE}/richting", {"direction": "wider", "reason": WHY})
    assert "Niets wordt minder. De nieuwe regels kunnen ingaan." in bram.get(CHANGE).text
    bram.post(f"{CHANGE}/ingaan")
    assert "De nieuwe regels gelden nu." in bram.get(TRACK).text
    assert "Een boom voor de bakker." in visitor.get("/trajecten/molenstraat/ruimte").text


def test_asking_for_a_review_by_hand_before_it_was_confirmed_is_refused(bram: Browser, cast: Cast) -> None:
    started(cast)
    db.session.commit()
    assert "Bevestig eerst wat deze verandering" in bram.post(f"{TRACK}/toets", status=422).text
    assert under_way().room.state is RoomState.draft


def test_the_reviewer_sees_that_it_is_a_change_and_what_differs(bram: Browser, dirk: Browser, cast: Cast) -> None:
    confirmed(cast)
    db.session.commit()
    assert bram.post(f"{TRACK}/toets").location.endswith("/verandering")
    assert "De nieuwe regels liggen bij de toetser" in bram.get(CHANGE).text
    page = dirk.get(dirk.get("/regie/toetsen").link("Herinrichting Molenstraat"))
    assert "Dit is een verandering van een traject dat al loopt." in page.text
    assert WHY in page.text and "Het college, maandag 23 november 2026" in page.text
    assert page.all(".differs__row--gone del") == ["In welke volgorde werken we?", "Werkplan"]


def test_agreed_is_not_yet_in_force_and_the_desk_says_so(bram: Browser, visitor: Browser, cast: Cast) -> None:
    change = confirmed(cast)
    change.room.state, change.room.submitted_at, change.room.approved_at = RoomState.approved, clock.now(), clock.now()
    db.session.commit()
    assert "De nieuwe regels zijn goedgekeurd, maar gelden nog niet." in bram.get(TRACK).text
    assert "De toetser is akkoord. De nieuwe regels gelden nog niet." in bram.get(CHANGE).text
    assert "In welke volgorde werken we?" in visitor.get("/trajecten/molenstraat").text
    bram.post(f"{CHANGE}/ingaan")
    assert "In welke volgorde werken we?" not in visitor.get("/trajecten/molenstraat").one(".room").get_text()


def test_a_change_that_is_not_wanted_is_taken_back_with_a_reason(bram: Browser, cast: Cast) -> None:
    started(cast)
    db.session.commit()
    page = bram.post(f"{CHANGE}/weg", {"reason": "Nee"}, status=422)
    assert "Schrijf op waarom deze verandering niet doorgaat." in page.errors[0]
    bram.post(f"{CHANGE}/weg", {"reason": "Het college besloot toch anders."})
    page = bram.get(TRACK)
    assert "De regels blijven zoals bewoners ze nu lezen." in page.text
    assert "Begin een nieuwe versie" in bram.get(CHANGE).text


def test_the_steps_write_the_rules_and_not_the_track(bram: Browser, cast: Cast) -> None:
    started(cast, explain_better)
    db.session.commit()
    page = bram.get(f"{TRACK}/ruimte/open")
    assert "U schrijft nieuwe regels voor een traject dat al loopt. Bewoners lezen nog versie 1." in page.text
    page = bram.get(f"{TRACK}/ruimte/plan")
    assert "U verandert ze op de pagina van het traject." in page.text
    assert not page.soup.select("[name=title], [name=slug], [name=closes_on], [name=contact_id]")
    form = page.form(f"{TRACK}/ruimte/plan")
    typed = {**form, "title": "Iets heel anders", "slug": "anders", "closes_on": "2027-01-30", "doe": "bewaar"}
    bram.post(f"{TRACK}/ruimte/plan", typed)
    track = db.session.query(Track).one()
    assert (track.title, track.slug, track.closes_on) == (
        "Herinrichting Molenstraat",
        "molenstraat",
        date(2026, 12, 13),
    )
    page = bram.get(f"{TRACK}/ruimte/momenten")
    assert "Dit hoort bij het traject, niet bij de regels." in page.text
    assert not page.soup.select("main form#ruimte-formulier")
    assert not bram.get(f"{TRACK}/ruimte/waarom").soup.select("[name=stage]")


def test_what_residents_read_cannot_be_written_by_hand(bram: Browser, cast: Cast) -> None:
    make_open_track(cast.bram)
    bram.post(f"{TRACK}/ruimte/waarom", {"why": "Anders", "doe": "bewaar"}, status=409)
    bram.post(f"{TRACK}/toets", status=409)


@pytest.mark.parametrize(
    ("becomes", "step", "rows"), [("vast", "vast", "fixed_points"), ("open", "open", "open_questions")]
)
def test_what_we_did_not_know_becomes_something_we_know(
    bram: Browser, cast: Cast, becomes: str, step: str, rows: str
) -> None:
    track = make_open_track(cast.bram)
    assert track.room is not None
    lineage = str(track.room.unknown_points[0].lineage)
    assert "Dit weten we nu: het staat vast" in bram.get(TRACK).text
    went = bram.post(f"{TRACK}/onbekend", {"punt": lineage, "wordt": becomes})
    assert f"/ruimte/{step}#rij-" in went.location
    change = under_way()
    assert change.room.unknown_points == [] and getattr(change.room, rows)[-1].was_unknown_id
    page = bram.get(CHANGE)
    assert "Dit wisten we nog niet: Komt er een warmtenet?" in page.text


@pytest.mark.parametrize("typed", [{}, {"punt": "1"}, {"wordt": "vast"}, {"punt": "x", "wordt": "vast"}, {"punt": "9" * 30, "wordt": "open"}, {"punt": "999", "wordt": "open"}])  # fmt: skip
def test_a_made_up_point_does_not_become_known(bram: Browser, cast: Cast, typed: dict[str, str]) -> None:
    make_open_track(cast.bram)
    bram.post(f"{TRACK}/onbekend", typed, status=422)
    assert changes.changes_waiting(5) == [], "nothing was started on the way"


def test_answers_to_give_again_are_found_at_the_desk(app: Flask, bram: Browser, cast: Cast) -> None:
    track = make_open_track(cast.bram)
    contribution = check_public(make_contribution(track))
    make_outcome(contribution.points[0], OutcomeKind.adopted)
    change = confirmed(cast, lambda room: setattr(room.paths[0], "decides_on", date(2027, 4, 6)), Direction.other,
                       track=track)  # fmt: skip
    publish_change(change, actor=cast.bram, now=clock.now(), terms=Municipality())
    db.session.commit()
    number = contribution.number
    page = bram.get(bram.get(TRACK).link("Antwoorden om opnieuw te geven"))
    assert page.has_link(f"Bijdrage {number}")
    page = bram.get(f"/werk/bijdragen/{number}")
    assert "De ruimte veranderde sinds dit antwoord. Geef het opnieuw." in page.text and WHY in page.text
