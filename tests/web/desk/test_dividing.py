"""Dividing the work on the screen: one contribution, some that were ticked, the rules, the team, and who is away."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from participation import clock
from participation.accounts import absence
from participation.accounts.models import User
from participation.contributions.dividing import queries
from participation.contributions.dividing.actions import add_rule, give
from participation.contributions.dividing.dealing import deal_some
from participation.contributions.dividing.rules import Asks
from participation.contributions.models import Channel, Contribution
from participation.db import db
from participation.outcomes import owed
from participation.outcomes.handover.away import plan
from participation.tracks.models import Track
from tests.factories.contributions import make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast, make_user
from tests.support.counting import counted
from tests.support.page import Browser

TODAY = date(2026, 11, 24)


@pytest.fixture
def track(cast: Cast) -> Track:
    """Bram's track, on which the department of parks works as well."""
    track = make_open_track(cast.bram, departments=[cast.parks])
    db.session.commit()
    return track


@pytest.fixture
def jan(cast: Cast) -> User:
    """A second colleague in Bram's team."""
    jan = make_user("Jan Smit", cast.bram.role, cast.streets)
    db.session.commit()
    return jan


def test_it_goes_to_a_team_that_finds_it_and_takes_it_up(
    bram: Browser, chantal: Browser, cast: Cast, track: Track
) -> None:
    contribution, parks = make_contribution(track, "Plant meer bomen."), f"team-{cast.parks.id}"
    address = f"/werk/bijdragen/{contribution.number}"
    assert "Dit kwam net binnen. Het gaat zo naar een team." in bram.get(address).text
    bram.post(f"{address}/behandelen", {"doe": "geef", "gezien": "0", "geef-to": parks})
    assert "Dit ligt bij afdeling Groen. Nog niemand pakte het op." in bram.get(address).text
    assert bram.get("/werk").all(".inbox__said") == [], "it left the inbox of the contact"
    page = chantal.get("/werk?van=open")
    assert page.all(".inbox__said") == ["Plant meer bomen."]
    chantal.post(f"{address}/behandelen", {"doe": "pak-op", "gezien": "0"})
    assert chantal.get("/werk").all(".inbox__said") == ["Plant meer bomen."]
    assert "Bram de Boer gaf de bijdrage aan afdeling Groen." in chantal.get(address).text
    refused = chantal.post(f"{address}/behandelen", {"doe": "terug", "terug-reason": ""}, status=422)
    assert refused.errors == ["Schrijf in een paar woorden op waarom. Uw team moet ermee verder."]
    chantal.post(f"{address}/behandelen", {"doe": "terug", "terug-reason": "Dit gaat over riolen."})
    assert "Chantal Mulder gaf de bijdrage terug aan het team." in chantal.get(address).text
    assert chantal.get("/werk?van=open").all(".inbox__said") == ["Plant meer bomen."]


def test_who_takes_up_what_a_colleague_just_took_up_hears_it(bram: Browser, jan: User, track: Track) -> None:
    contribution = make_contribution(track)
    give(contribution, jan, actor=jan, now=clock.now())
    db.session.commit()
    page = bram.post(f"/werk/bijdragen/{contribution.number}/behandelen", {"doe": "pak-op", "gezien": "0"}, status=409)
    assert "Jan Smit pakte deze bijdrage net op." in page.text


def test_some_are_ticked_looked_at_and_given_to_somebody(
    app: Flask, bram: Browser, cast: Cast, jan: User, track: Track
) -> None:
    for words in ("Een bank.", "Een lamp.", "Een boom."):
        make_contribution(track, words)
    number = jan.id
    boxes = [str(box["value"]) for box in bram.get("/werk").soup.select("input[name=ids]")]
    assert len(boxes) == 3
    page = bram.post("/werk/verdelen", {"ids": boxes[:2], "doe": "kies", "terug-naar": "/werk"}, status=200)
    assert page.all("main blockquote") == ["Een bank.", "Een lamp."]
    page = bram.post("/werk/verdelen", {"ids": boxes[:2], "doe": "geef"}, status=422)
    assert page.errors == ["Kies een team of een collega."]
    page = bram.post("/werk/verdelen", {"ids": boxes[:2], "doe": "geef", "geef-to": f"wie-{number}"})
    assert page.location.endswith("/werk")
    assert bram.get("/werk").all(".inbox__said") == ["Een boom."]
    assert {row.owner for row in owed.of_person(db.session.get_one(User, number)).rows} == {"Jan Smit"}
    bram.post("/werk/verdelen", {"ids": boxes[2:], "doe": "terug", "terug-reason": "Ik ben hier te druk voor."})
    assert bram.get("/werk").all(".inbox__said") == []
    bram.post("/werk/verdelen", {"ids": boxes[2:], "doe": "pak-op"})
    assert bram.get("/werk").all(".inbox__said") == ["Een boom."]


def test_what_changed_since_the_list_was_drawn_is_left_alone_and_named(bram: Browser, jan: User, track: Track) -> None:
    contribution = make_contribution(track)
    give(contribution, jan, actor=jan, now=clock.now())
    db.session.commit()
    number, handler = contribution.number, jan.id
    bram.post("/werk/verdelen", {"ids": [f"{contribution.id}-0"], "doe": "pak-op"})
    assert f"Er ging niets over. {number} had intussen Jan Smit." in bram.get("/werk").text
    assert db.session.scalars(select(Contribution.handler_id)).all() == [handler]


@pytest.mark.parametrize("ids", [["x"], ["999999-0"], ["1-0-0"], ["99999999999"], [str(n) for n in range(1, 203)]])
def test_what_cannot_be_ticked_is_not_found(bram: Browser, track: Track, ids: list[str]) -> None:
    bram.post("/werk/verdelen", {"ids": ids, "doe": "pak-op"}, status=404)


def test_nothing_ticked_says_what_to_do_and_another_track_is_not_found(
    bram: Browser, chantal: Browser, cast: Cast, track: Track
) -> None:
    ticked = f"{make_contribution(track).id}-0"
    page = bram.post("/werk/verdelen", {"doe": "pak-op"}, status=422)
    assert "Vink eerst aan om welke bijdragen het gaat." in page.text
    chantal.post("/werk/verdelen", {"ids": [ticked], "doe": "pak-op"}, status=404)


def test_a_rule_is_tried_added_moved_and_taken_away(bram: Browser, cast: Cast, track: Track) -> None:
    make_contribution(track, "Op papier gezegd.", channel=Channel.paper)
    make_contribution(track, "Op de website gezegd.")
    address, track_id = "/werk/trajecten/molenstraat/verdeling", track.id
    rule, bram_himself = {"channel": "paper", "to": f"team-{cast.parks.id}"}, f"wie-{cast.bram.id}"
    assert "Er zijn nog geen regels" in bram.get(address).text
    tried = bram.post(address, {**rule, "doe": "probeer"}, status=200)
    assert "zou deze regel 1 bijdrage aan afdeling Groen geven." in tried.text
    assert "Op papier gezegd." in tried.text and "Op de website gezegd." not in tried.text
    assert queries.rules_of([track_id]) == [], "trying stores nothing"
    piece = bram.post(address, {**rule, "doe": "probeer"}, status=200, htmx=True)
    assert "zou deze regel 1 bijdrage" in piece.text and not piece.soup.select("h1")
    assert bram.post(address, {"to": rule["to"], "doe": "voeg-toe"}, status=422).errors
    assert bram.post(address, {"channel": "paper", "doe": "voeg-toe"}, status=422).errors == [
        "Kies een team of een collega."
    ]
    bram.post(address, {**rule, "doe": "voeg-toe"})
    bram.post(address, {"kind": "worry", "to": bram_himself, "doe": "voeg-toe"})
    page = bram.get(address)
    assert "Op papier: naar afdeling Groen." in page.text
    first, second = (one.id for one in queries.rules_of([track_id]))
    moved = bram.post(f"{address}/{second}", {"doe": "omhoog"}, status=200, htmx=True)
    assert moved.text.index("Bram de Boer") < moved.text.index("afdeling Groen")
    bram.post(f"{address}/{first}", {"doe": "weg"})
    assert "afdeling Groen" not in bram.get(address).one("#regels").get_text()


def test_a_rule_says_why_a_contribution_came_here(bram: Browser, cast: Cast, track: Track) -> None:
    add_rule(track, Asks(channel=Channel.web), cast.parks, actor=cast.bram, now=clock.now())
    contribution = make_contribution(track)
    deal_some(clock.now())
    db.session.commit()
    page = bram.get(f"/werk/bijdragen/{contribution.number}")
    assert "Door de regel ‘Website: naar afdeling Groen’." in page.text
    assert "Door de regel ‘Website: naar afdeling Groen’ werd de bijdrage verdeeld." in page.text


def test_the_team_sees_by_name_who_works_on_what_and_takes_something_over(
    app: Flask, bram: Browser, chantal: Browser, dirk: Browser, cast: Cast, jan: User, track: Track
) -> None:
    contribution = make_contribution(track, "Zet er een bank.")
    give(contribution, jan, actor=jan, now=clock.now())
    db.session.commit()
    streets, number = cast.streets.id, jan.id
    page = bram.get("/werk/team")
    assert page.all("main h2") == ["Bram de Boer", "Jan Smit"]
    assert "Werkt aan Herinrichting Molenstraat." in page.text
    assert page.all(".inbox__said") == ["Zet er een bank."]
    chantal.get(f"/werk/team?afdeling={streets}", status=403)
    chantal.get(f"/werk/team/{number}", status=403)
    assert dirk.get(f"/werk/team?afdeling={streets}").all("main h2") == ["Bram de Boer", "Jan Smit"]
    boxes = [str(box["value"]) for box in bram.get(f"/werk/team/{number}").soup.select("input[name=ids]")]
    bram.post("/werk/verdelen", {"ids": boxes, "doe": "pak-op", "terug-naar": f"/werk/team/{number}"})
    assert "Hier wacht niemand" in bram.get(f"/werk/team/{number}").text
    assert bram.get("/werk").all(".inbox__said") == ["Zet er een bank."]


@pytest.mark.parametrize("items", [1, 3])
def test_the_page_of_the_team_costs_the_same_however_much_there_is(
    app: Flask, bram: Browser, jan: User, track: Track, items: int
) -> None:
    for _time in range(items):
        make_contribution(track)
    for number in range(items):
        make_user(f"Collega{number} Smit", jan.role, track.department)
    db.session.commit()
    with counted(app) as statements:
        bram.get("/werk/team")
    assert len(statements) == 4, statements


def test_who_is_away_names_a_deputy_who_then_has_the_inbox(
    app: Flask, bram: Browser, cast: Cast, jan: User, track: Track
) -> None:
    make_contribution(track, "Zet er een bank.")
    number, me = jan.id, cast.bram.id
    page = bram.post("/account/afwezig", {"first": "2026-11-24", "last": "2026-11-20"}, status=422)
    assert page.errors == ["De laatste dag ligt vóór de eerste. Kijk de dagen nog eens na."]
    days = {"first": "2026-11-24", "last": "2026-12-03", "deputy": str(number)}
    bram.post("/account/afwezig", days)
    assert (
        "U bent er niet van dinsdag 24 november 2026 tot en met donderdag 3 december 2026."
        in bram.get("/account/wachtwoord").text
    )
    deputy = Browser(app).sign_in(db.session.get_one(User, number)).get("/werk")
    assert deputy.all(".inbox__said") == ["Zet er een bank."]
    assert "namens Bram de Boer, die er niet is" in deputy.text
    said = db.session.scalars(select(Contribution)).one().number
    assert "en wordt waargenomen door Jan Smit." in bram.get(f"/werk/bijdragen/{said}").text
    bram.post("/account/afwezig", {"doe": "weer-er"})
    assert absence.of(db.session.get_one(User, me)) is None


def test_without_a_deputy_it_is_said_what_breaks_meanwhile(bram: Browser, dirk: Browser, track: Track) -> None:
    make_contribution(track)
    bram.post("/account/afwezig", {"first": "1-2-2027", "last": "10-2-2027"})
    assert "op vrijdag 5 februari 2027 breekt een belofte van u" in bram.get("/account/afwezig").text
    regie = dirk.get("/regie").text
    assert "Bram de Boer is er niet van 1 februari 2027 tot en met 10 februari 2027." in regie


def test_the_inbox_of_a_deputy_costs_no_more_statements(
    app: Flask, bram: Browser, cast: Cast, jan: User, track: Track
) -> None:
    make_contribution(track)
    plan(cast.bram, TODAY, TODAY, jan, now=clock.now())
    db.session.commit()
    jan.id  # noqa: B018 - read before the counting
    with counted(app) as statements:
        owed.mine(jan)
    assert len(statements) == 1


def test_what_is_ticked_in_the_list_of_contributions_is_divided_as_well(
    bram: Browser, chantal: Browser, track: Track
) -> None:
    number = make_contribution(track, "Een bank.").number
    assert "Geef door wat u aankruist" in bram.get("/werk/bijdragen").text
    page = bram.get(f"/werk/verdelen?bijdrage={number}")
    assert page.all("main blockquote") == ["Een bank."]
    assert "Vink eerst aan" in bram.get("/werk/verdelen").text
    bram.get("/werk/verdelen?bijdrage=x", status=404)
    chantal.get(f"/werk/verdelen?bijdrage={number}", status=404)
