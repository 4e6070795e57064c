"""Erbij halen and passing on, as colleagues and residents see it."""

import pytest

from participation.contributions.bringing_in.models import BringIn, BringInState
from participation.contributions.models import Point
from participation.db import db
from participation.outcomes.formal.models import FormalArrival
from participation.outcomes.models import Outcome, OutcomeKind
from tests.factories.contributions import check_public, make_contribution
from tests.factories.outcomes import REASON, make_bring_in, make_outcome
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.page import Browser

PART = "De wortels blijven ver van de leidingen. Een linde kan hier goed."


@pytest.fixture
def number(cast: Cast) -> str:
    track = make_open_track(cast.bram, contact=cast.bram)
    contribution = check_public(make_contribution(track, "Ik heb een klacht. Zet hier bomen."))
    db.session.commit()
    return contribution.number


def asked_now() -> int:
    """The number of the one question that there is."""
    db.session.rollback()
    return db.session.query(BringIn).one().id


def test_a_team_is_asked_takes_it_up_and_writes_a_part_that_the_resident_reads(
    bram: Browser, chantal: Browser, cast: Cast, number: str
) -> None:
    address = f"/werk/bijdragen/{number}"
    team = str(cast.parks.id)
    page = bram.post(f"{address}/erbij", {"ask-question": "Kan hier een boom?", "punt": "1"}, status=422)
    assert page.errors == ["Kies een collega, of een team. Niet allebei."]
    bram.post(f"{address}/erbij", {"ask-department": team, "ask-question": "Kan hier een boom?", "punt": "1"})
    inbox = chantal.get("/werk")
    assert "Bram de Boer vraagt Groen: Kan hier een boom?" in inbox.text
    asked = asked_now()
    help_page = f"/werk/erbij/{asked}"
    assert "Zeg ja of nee vóór het einde van" in chantal.get(help_page).text
    chantal.post(help_page, {"doe": "ja", "answer": ""})
    chantal.post(f"{help_page}/deel", {"part": PART, "base": ""})
    page = bram.get(address)
    assert "Chantal Mulder van Groen zegt hierover. Dit staat in uw antwoord" in page.text
    form = {**page.form(f"{address}/uitkomst"), "kind": "answered", "reason": REASON, "doe": "publiceer"}
    changed = bram.post(f"{address}/uitkomst", {**form, "base_parts": "iets anders"}, status=409)
    assert changed.errors == [
        "Een collega veranderde intussen een eigen deel van dit antwoord. Lees het eerst. Publiceer het daarna."
    ]
    bram.post(f"{address}/uitkomst", form)
    public = bram.get(f"/bijdragen/{number}")
    assert "Chantal Mulder, projectleider bij Groen, zegt hierover:" in public.text
    assert PART in public.text
    page = chantal.post(f"{help_page}/deel", {"part": "Anders.", "base": ""}, status=409)
    assert "Het kan niet meer veranderen" in page.text


def test_a_part_is_left_out_with_a_reason_and_put_back(bram: Browser, cast: Cast, number: str) -> None:
    outcome_of = make_contribution(make_open_track(cast.bram, slug="plein", title="Plein")).points[0]
    bring_in = make_bring_in(outcome_of, cast.chantal)
    bring_in.part = PART
    db.session.commit()
    asked = bring_in.id
    address = f"/werk/erbij/{asked}/weglaten"
    assert bram.post(address, {f"weg{asked}-reason": " "}, status=422).errors
    bram.post(address, {f"weg{asked}-reason": "Dit gaat over een andere straat."})
    assert db.session.get_one(BringIn, asked, populate_existing=True).left_out
    bram.post(address, {"doe": "terug"})
    assert not db.session.get_one(BringIn, asked, populate_existing=True).left_out


def test_another_track_takes_a_point_along_and_the_answer_names_it_with_a_link(
    bram: Browser, chantal: Browser, cast: Cast, number: str
) -> None:
    park = make_open_track(cast.chantal, slug="park", title="Het park")
    db.session.commit()
    address, park_id = f"/werk/bijdragen/{number}", str(park.id)
    bram.post(f"{address}/meenemen", {"along-track": park_id, "along-question": "Jullie gaan over bomen.", "punt": "1"})
    asked = asked_now()
    assert "Zet hier bomen. Herinrichting Molenstraat · Bram de Boer blijft het contact" in (
        chantal.get("/werk/trajecten/park").text
    )
    help_page = f"/werk/erbij/{asked}"
    page = chantal.post(help_page, {"doe": "ja", "answer": ""}, status=422)
    assert page.errors == ["Kies waar dit punt in uw traject kan terechtkomen. Zo weet de bewoner waar het op wacht."]
    room = db.session.get_one(BringIn, asked).to_track.room  # type: ignore[union-attr]
    assert room is not None
    path = f"path:{room.paths[0].lineage}"
    chantal.post(help_page, {"doe": "ja", "answer": "", "path": path})
    form = bram.get(address).form(f"{address}/uitkomst")
    bram.post(f"{address}/uitkomst", {**form, "kind": "adopted", "path": path, "reason": REASON, "doe": "publiceer"})
    public = bram.get(f"/bijdragen/{number}")
    assert "Het gaat mee met een ander traject: ‘Het park’." in public.text
    assert public.link("Bekijk dat traject") == "/trajecten/park"
    assert "‘Het park’" in bram.get("/trajecten/molenstraat/bijdragen").text


def test_a_question_that_nobody_answered_can_be_withdrawn(bram: Browser, cast: Cast, number: str) -> None:
    bram.post(
        f"/werk/bijdragen/{number}/erbij",
        {"ask-colleague": str(cast.chantal.id), "ask-question": "Kan hier een boom?", "punt": "1"},
    )
    asked = asked_now()
    bram.post(f"/werk/erbij/{asked}/intrekken", {})
    assert db.session.get_one(BringIn, asked, populate_existing=True).state is BringInState.withdrawn


def test_the_desk_gets_a_hint_and_nothing_is_applied(bram: Browser, number: str) -> None:
    page = bram.get(f"/werk/bijdragen/{number}")
    assert "Is dit misschien een klacht? Er staat ‘klacht’." in page.text
    assert db.session.query(Outcome).count() == 0


def test_choosing_the_kind_fills_in_who_deals_with_it_and_today(bram: Browser, number: str) -> None:
    address = f"/werk/bijdragen/{number}"
    form = bram.get(address).form(f"{address}/uitkomst")
    page = bram.post(
        f"{address}/uitkomst", {**form, "kind": "formal_route", "formal_kind": "complaint", "doe": "kies"}, status=200
    )
    filled = page.form(f"{address}/uitkomst")
    assert (filled["forwarded_to"], filled["forwarded_on"]) == ("de klachtencoördinator", "2026-11-24")
    other = bram.post(f"{address}/uitkomst", {**filled, "formal_kind": "report", "doe": "kies"}, status=200)
    assert other.form(f"{address}/uitkomst")["forwarded_to"] == "het meldpunt openbare ruimte"


def test_the_letter_can_be_printed_and_the_arrival_is_told(bram: Browser, cast: Cast) -> None:
    contribution = check_public(make_contribution(make_open_track(cast.bram, contact=cast.bram), "Een klacht."))
    number = contribution.number
    db.session.commit()
    address = f"/werk/bijdragen/{number}"
    assert "Er is nog niets door te sturen" in bram.get(f"{address}/brief").text
    bram.post(f"{address}/aangekomen", {"punt": "1"}, status=409)
    db.session.rollback()
    make_outcome(db.session.query(Point).one(), OutcomeKind.formal_route)
    letter = bram.get(f"{address}/brief").text
    assert "Het kwam bij ons binnen op dinsdag 24 november 2026" in letter
    assert bram.post(f"{address}/aangekomen", {"punt": "1", "aan-on": "2026-11-24"}, status=422).errors == [
        "Vul het nummer in. De bewoner kan ermee bellen."
    ]
    bram.post(f"{address}/aangekomen", {"punt": "1", "aan-on": "2026-11-24", "aan-reference": "K-17"})
    assert db.session.query(FormalArrival).count() == 1
    assert "Het kwam daar aan op 24 november 2026, onder nummer K-17." in bram.get(f"/bijdragen/{number}").text


def test_coordinators_keep_the_list_of_who_deals_with_what(dirk: Browser) -> None:
    page = dirk.post("/regie/doorsturen", {"soort": "view", "view-name": " "}, status=422)
    assert page.errors == ["Schrijf op wie dit behandelt. De bewoner leest deze naam."]
    dirk.post(
        "/regie/doorsturen", {"soort": "view", "view-name": "de griffie", "view-email": "griffie@waterdam.example"}
    )
    assert dirk.get("/regie/doorsturen").soup.select_one("input[value='griffie@waterdam.example']")
