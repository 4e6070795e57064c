"""One text at the desk: asked, read as residents will, answered or written down; and nobody answers for another."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from participation import clock
from participation.config import Municipality
from participation.db import db, writing
from participation.history import Event
from participation.tracks import actions, rules
from participation.tracks.confirming import Confirmation, ConfirmationAnswer
from participation.tracks.models import Track
from participation.tracks.room import DeclaredRoom, Level, Partner, RoomState
from tests.factories.tracks import make_track
from tests.support.cast import Cast
from tests.support.counting import counted
from tests.support.page import Browser, words
from tests.tracks.steps import FINE, REASON

TRACK = "/werk/trajecten/molenstraat"
READ = f"{TRACK}/bevestigen"
WRONG = "Bomen bij de halte kan niet: <b>daar</b> ligt een leiding."
TERMS = Municipality()


@pytest.fixture
def track(cast: Cast) -> Track:
    """Bram's draft; Groen reads along, Esther holds the mandate, the school is a partner."""
    track = make_track(cast.bram, departments=[cast.streets, cast.parks])
    room = track.rooms[0]
    room.mandate_user, room.mandate_covers, room.mandate_until = cast.esther, "De uitkomst doen.", date(2027, 12, 31)
    room.partners = [Partner(position=1, name="De Waterlelie")]
    db.session.commit()
    return track


def room() -> DeclaredRoom:
    db.session.rollback()
    return db.session.query(DeclaredRoom).order_by(DeclaredRoom.version.desc()).limit(1).one()


def again(thing: Any) -> Any:
    """The same thing in the session of now."""
    return db.session.merge(thing)


def said() -> dict[str, tuple[ConfirmationAnswer | None, str]]:
    rows = db.session.query(Confirmation).order_by(Confirmation.id)
    return {one.party.value: (one.answer, one.reason) for one in rows}


def partner() -> str:
    return f"{READ}/{room().partners[0].id}"


def test_the_author_asks_and_who_is_asked_finds_it_in_the_inbox(
    bram: Browser, chantal: Browser, esther: Browser, dirk: Browser, track: Track
) -> None:
    assert "Nog niet gevraagd." in bram.get(TRACK).text
    bram.post(f"{READ}/vragen")
    page = bram.get(TRACK)
    assert "Vraag het zelf aan De Waterlelie, en schrijf op wat zij zeggen." in page.text
    assert page.text.count("Gevraagd op 24 november 2026. Antwoord uiterlijk 1 december 2026.") == 3
    assert "Vraag wie nog niets zei" not in page.text
    for browser, name in ((chantal, "Groen"), (esther, "Esther Aydin")):
        inbox = browser.get("/werk")
        assert "Aan u gevraagd" in inbox.text and f"namens {name}" in inbox.text
        assert inbox.link("Klopt deze tekst ook voor u?") == READ
    assert "Aan u gevraagd" not in dirk.get("/werk").text
    bram.post(f"{READ}/vragen", status=409)


def test_the_text_is_read_exactly_as_residents_will(chantal: Browser, track: Track) -> None:
    page = chantal.get(READ)
    assert page.h1 == "Klopt deze tekst?"
    for text in ("Het riool wordt vernieuwd.", "Waar komen bomen en groen?", "Er is geld voor 12 bomen.",
                 "Bomen aan de kant van de school.", "Komt er een warmtenet?", "Raadsbesluit rioolplan",
                 "De uitkomst doen.", "Samen met: De Waterlelie."):  # fmt: skip
        assert text in page.text


def test_yes_and_no_are_two_clear_choices(chantal: Browser, bram: Browser, track: Track) -> None:
    form = chantal.get(READ).form(READ)
    refused = chantal.post(READ, {**form, "reason": WRONG}, status=422)
    assert refused.errors == ["Kies eerst of de tekst klopt."]
    assert refused.form(READ)["reason"] == WRONG
    chantal.post(READ, {**form, "answer": "objected", "reason": WRONG})
    assert said() == {"department": (ConfirmationAnswer.objected, WRONG)}
    page = bram.get(f"{TRACK}/ruimte/nakijken")
    assert f"‘{WRONG}’" in page.text and not page.soup.select("main b b")
    assert "Groen is het niet eens met deze tekst" in words(page.one(".findings"))
    chantal.post(READ, {**form, "answer": "confirmed"})
    assert "U hebt" not in chantal.get(READ).text
    assert "Bevestigd door Chantal Mulder" in bram.get(TRACK).text


def test_no_without_a_reason_comes_back_with_everything_in_it(chantal: Browser, track: Track) -> None:
    form = chantal.get(READ).form(READ)
    page = chantal.post(READ, {**form, "answer": "objected", "reason": "Nee."}, status=422)
    assert page.errors == ["Schrijf waar het niet klopt. Minstens één hele zin, dan kan de schrijver er iets mee."]
    assert (page.form(READ)["answer"], page.form(READ)["reason"]) == ("objected", "Nee.")
    assert said() == {}


def test_who_can_answer_for_two_chooses_for_whom(chantal: Browser, track: Track, cast: Cast) -> None:
    with writing():
        again(track).rooms[0].mandate_user = again(cast.chantal)
    form = chantal.get(READ).form(READ)
    assert form["namens"] == str(again(cast.parks).id)
    chantal.post(READ, {**form, "namens": "mandaat", "answer": "confirmed"})
    assert list(said()) == ["mandate_holder"]
    assert chantal.get(READ).form(READ)["namens"] == str(again(cast.parks).id)


@pytest.mark.parametrize("namens", ["mandaat", "1", "999", "", "partner"])
def test_a_hand_made_post_answers_for_nobody_else(chantal: Browser, track: Track, cast: Cast, namens: str) -> None:
    page = chantal.post(READ, {"namens": namens, "answer": "confirmed"}, status=422)
    assert page.errors
    assert said() == {}


def test_who_is_not_asked_cannot_answer(bram: Browser, dirk: Browser, track: Track) -> None:
    for browser in (bram, dirk):
        browser.get(READ, status=403)
        browser.post(READ, {"answer": "confirmed", "namens": "mandaat"}, status=403)
    assert said() == {}


def test_who_holds_the_mandate_may_read_the_track_of_another_department(
    chantal: Browser, track: Track, cast: Cast
) -> None:
    with writing():
        found = again(track)
        found.departments = [again(cast.streets)]
        found.rooms[0].mandate_user = again(cast.chantal)
    assert chantal.get(TRACK).has_link("Lees de tekst en geef antwoord")
    with writing():
        again(track).rooms[0].mandate_user = None
    chantal.get(TRACK, status=403)
    chantal.get(READ, status=403)


def test_what_a_partner_said_is_written_down(bram: Browser, chantal: Browser, track: Track) -> None:
    bram.post(f"{READ}/vragen")
    there = bram.get(TRACK).link("Schrijf op wat zij zeiden")
    assert there == partner()
    form = bram.get(there).form(there)
    empty = bram.post(there, {**form, "spoken_by": "Marjan Smit"}, status=422)
    assert empty.errors == ["Kies eerst wat zij zeiden.", "Vul de dag in waarop zij het zeiden."]
    told = {**form, "answer": "confirmed", "spoken_by": "Marjan Smit", "said_how": "aan de telefoon"}
    early = bram.post(there, {**told, "said_on": "2026-11-20"}, status=422)
    assert "Een antwoord van daarvoor gaat over een andere tekst." in early.errors[0]
    assert early.form(there)["spoken_by"] == "Marjan Smit"
    bram.post(there, {**told, "said_on": "2026-11-24"})
    sentence = "Bevestigd door Marjan Smit op 24 november 2026, aan de telefoon. Bram de Boer schreef het op."
    assert sentence in bram.get(TRACK).text
    chantal.get(there, status=403)
    chantal.post(there, {"answer": "objected", "spoken_by": "Marjan Smit"}, status=403)


@pytest.mark.parametrize("party", ["mandaat", "999", "x", "1' OR 1"])
def test_only_who_has_no_account_is_written_down(bram: Browser, track: Track, party: str) -> None:
    bram.get(f"{READ}/{party}", status=404)
    bram.post(f"{READ}/{party}", {"answer": "confirmed"}, status=404)


def test_a_text_that_stands_is_only_read(chantal: Browser, bram: Browser, track: Track, cast: Cast) -> None:
    with writing():
        found = again(track).rooms[0]
        found.state, found.approved_at = RoomState.approved, clock.now()
    page = chantal.get(READ)
    assert "Deze tekst ligt vast." in page.text
    assert not page.soup.select("main form")
    chantal.post(READ, {"namens": str(again(cast.parks).id), "answer": "confirmed"}, status=422)
    assert "Deze tekst ligt vast." in bram.get(partner()).text
    assert said() == {}


def test_a_changed_text_shows_who_confirmed_the_one_before(chantal: Browser, bram: Browser, track: Track) -> None:
    chantal.post(READ, {**chantal.get(READ).form(READ), "answer": "confirmed"})
    there = f"{TRACK}/ruimte/waarom"
    bram.post(there, {**bram.get(there).form(there), "why": "Eén letter anders!", "doe": "bewaar"})
    page = bram.get(TRACK)
    assert "De tekst is veranderd. Vraag Groen om hem opnieuw te bevestigen." in page.text
    assert "Chantal Mulder bevestigde een eerdere tekst, op 24 november 2026." in page.text
    assert "Nog niet gevraagd." in page.text and "Over deze tekst nog niet gevraagd." in page.text


def test_asking_for_a_review_asks_everybody_and_the_reviewer_sees_who_is_silent(
    bram: Browser, dirk: Browser, esther: Browser, track: Track
) -> None:
    with writing():
        again(track).rooms[0].level = Level.co_produce
    assert "Vraag een toets" in bram.get(f"{TRACK}/ruimte/nakijken").all("button")
    bram.post(f"{TRACK}/toets")
    page = dirk.get("/regie/toetsen/1")
    assert "Het mandaat: Esther Aydin (projectleider), tot en met 31 december 2027." in page.text
    assert "De uitkomst doen." in page.text
    told = page.all("section[aria-labelledby=collegas] li")
    assert told[0] == "Straten: schreef deze tekst"
    assert "Gevraagd op 24 november 2026" in told[1]
    assert "Akkoord kan nu niet: één ding blokkeert en twee dingen vragen nog uitleg." in page.text
    esther.post(READ, {**esther.get(READ).form(READ), "answer": "confirmed"})
    assert "Akkoord kan nu niet: twee dingen vragen nog uitleg." in dirk.get("/regie/toetsen/1").text


def test_a_finding_about_an_answer_leads_to_who_confirms(bram: Browser, track: Track) -> None:
    page = bram.get(f"{TRACK}/ruimte/waarom")
    links = {str(link["href"]) for link in page.soup.select("#meekijken a") if "bevestigd" in words(link)}
    assert links == {f"{TRACK}/ruimte/nakijken#bevestigd"}
    assert bram.get(f"{TRACK}/ruimte/nakijken").one("#bevestigd")


def test_residents_read_who_confirms_and_who_may_promise_it(visitor: Browser, track: Track, cast: Cast) -> None:
    with writing():
        found = again(track)
        draft, now = found.rooms[0], clock.now()
        actions.confirm_text(draft, again(cast.parks), actor=again(cast.chantal), now=now)
        actions.confirm_text(draft, None, actor=again(cast.esther), now=now)
        actions.record_answer(draft, f"partner:{draft.partners[0].id}", ConfirmationAnswer.objected,
                              spoken_by="Marjan Smit", said_on=clock.today(), reason="Onze ouders weten hier niets van.",
                              actor=again(cast.bram), now=now)  # fmt: skip
        row = rules.unexplained(rules.room_check(found, draft, TERMS, clock.today()))[0].row
        actions.explain(draft, "I10", row, "De school vertelt het de ouders deze week.", actor=again(cast.bram), now=now,
                        terms=TERMS)  # fmt: skip
        review = actions.request_review(found, actor=again(cast.bram), now=now, terms=TERMS)
        actions.approve(review, FINE, REASON, actor=again(cast.dirk), now=now, terms=TERMS)
    for page in (visitor.get("/trajecten/molenstraat/ruimte"), visitor.get("/trajecten/molenstraat/plan")):
        assert "Esther Aydin (projectleider) mag dit namens ons toezeggen, tot en met 31 december 2027." in page.text
        assert "Het gaat om: De uitkomst doen." in page.text
        assert "Deze tekst is bevestigd door Groen en Esther Aydin (projectleider)." in page.text
        assert "De Waterlelie is het niet eens met deze tekst." in page.text
        assert "Wij doen dit samen met De Waterlelie." in page.text
    assert "De school vertelt het de ouders deze week." in visitor.get("/trajecten/molenstraat").text
    english = visitor.get("/trajecten/molenstraat/ruimte?taal=en")
    assert "De uitkomst doen." in english.text


def test_partners_are_rows_with_and_without_javascript(bram: Browser, track: Track) -> None:
    there = f"{TRACK}/ruimte/besluit"
    form = bram.get(there).form(there)
    assert form["rows-0-name"] == "De Waterlelie"
    page = bram.post(there, {**form, "doe": "rij-erbij"}, status=200)
    assert "rows-1-name" in page.form(there) and page.form(there)["decider"] == form["decider"]
    piece = bram.post(there, {**form, "doe": "rij-erbij"}, status=200, htmx=True)
    assert piece.one("#rijen")
    bram.post(there, {**form, "rows-1-id": "", "rows-1-name": "De Kade", "rows-1-email": "geen adres", "doe": "bewaar"},
              status=422)  # fmt: skip
    bram.post(there, {**form, "rows-1-id": "", "rows-1-name": "De Kade", "doe": "bewaar"})
    assert [one.name for one in room().partners] == ["De Waterlelie", "De Kade"]


def test_only_a_colleague_from_the_list_holds_the_mandate(bram: Browser, track: Track, cast: Cast) -> None:
    there = f"{TRACK}/ruimte/besluit"
    form = bram.get(there).form(there)
    assert form["mandate_user_id"] == str(again(cast.esther).id)
    page = bram.post(there, {**form, "mandate_user_id": "99999", "doe": "bewaar"}, status=422)
    assert "Dit staat niet in de lijst." in page.errors[0]
    assert room().mandate_user_id == again(cast.esther).id


@pytest.mark.parametrize("path", [TRACK, f"{TRACK}/ruimte/nakijken", "/werk/trajecten/molenstraat/ruimte/besluit"])
def test_one_party_and_three_cost_the_same(app: Flask, bram: Browser, cast: Cast, track: Track, path: str) -> None:
    with writing():
        found = again(track)
        found.departments = [again(cast.streets)]
        found.rooms[0].mandate_user = None
    taken = []
    for number in (1, 2):
        with counted(app) as statements:
            bram.get(path)
        taken.append(len(statements))
        if number == 1:
            with writing():
                found = again(track)
                found.departments = [again(one) for one in (cast.streets, cast.parks, cast.participation)]
                found.rooms[0].mandate_user = again(cast.esther)
                found.rooms[0].partners.append(Partner(position=2, name="De Kade"))
                db.session.flush()
                actions.confirm_text(found.rooms[0], again(cast.parks), actor=again(cast.chantal), now=clock.now())
                actions.confirm_text(found.rooms[0], again(cast.participation), actor=again(cast.dirk), now=clock.now())
                actions.confirm_text(found.rooms[0], None, actor=again(cast.esther), now=clock.now())
    assert taken[0] == taken[1]


def test_reading_the_text_writes_nothing(chantal: Browser, track: Track) -> None:
    before = db.session.query(Event).count()
    chantal.get(READ)
    assert db.session.query(Event).count() == before


def test_the_live_check_looks_at_what_is_typed_and_keeps_nothing(bram: Browser, chantal: Browser, track: Track) -> None:
    chantal.post(READ, {**chantal.get(READ).form(READ), "answer": "confirmed"})
    there = f"{TRACK}/ruimte/besluit"
    form = {name: text for name, text in bram.get(there).form(there).items() if not name.startswith("rows-")}
    found = bram.post(there, {**form, "mandate_user_id": "", "doe": "controleer"}, status=200, htmx=True)
    assert "Groen heeft deze tekst niet bevestigd" in found.text, "another text is another answer"
    assert "Esther" not in found.text and "De Waterlelie" not in found.text
    assert [one.name for one in room().partners] == ["De Waterlelie"]
    assert list(said()) == ["department"]
