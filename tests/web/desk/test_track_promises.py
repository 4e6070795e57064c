"""At the desk of a track: what everybody was promised, moving it in time, and a message in between (I25, I26)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from participation import clock
from participation.db import db
from participation.promises import actions as promises
from participation.promises.models import Promise, PromiseKind
from participation.tracks.models import Track
from participation.tracks.notices import Notice
from participation.tracks.promising import promise_the_dates
from tests.factories.contributions import make_contribution
from tests.factories.tracks import make_open_track, make_track
from tests.support.cast import Cast
from tests.support.page import Browser

REASON = "De brandweer rekent nog aan de breedte van de straat."
TEXT = "Wij zijn nog bezig, want de aannemer rekent twee plannen door."
PROMISES, NEWS = "/werk/trajecten/molenstraat/beloften", "/werk/trajecten/molenstraat/nieuws"


@pytest.fixture
def track(cast: Cast) -> Iterator[Track]:
    track = make_open_track(cast.bram)
    promises.make(PromiseKind.track_answer, due=date(2027, 2, 5), track_id=track.id, owner_id=cast.bram.id,
                  department_id=track.department_id, now=clock.now())  # fmt: skip
    promise_the_dates(track, cast.bram, clock.now())
    make_contribution(track)
    db.session.commit()
    yield track


def number(kind: PromiseKind) -> int:
    found = db.session.scalars(select(Promise.id).where(Promise.kind == kind).order_by(Promise.id)).first()
    assert found is not None
    return found


def test_the_page_says_what_by_when_and_how_each_is_kept(bram: Browser, track: Track) -> None:
    page = bram.get(PROMISES)
    assert page.all("ol.rows h2") == [
        "Wij weten: Komt er een warmtenet?", "Antwoord aan iedereen die reageerde",
        "Het college beslist over: Definitief ontwerp.", "Dit is klaar: Werkplan (De aannemer).",
    ]  # fmt: skip
    assert page.text.count("Verander de regels, dan gaat de belofte mee.") == 3
    assert len(page.soup.select("details form")) == 1
    assert page.link("Naar wie nog wacht") == "/werk?traject=molenstraat"


def test_moving_tells_everybody_and_says_so(bram: Browser, track: Track) -> None:
    promise = number(PromiseKind.track_answer)
    page = bram.post(PROMISES, {"belofte": promise, "due": "2027-03-05", "reason": REASON})
    assert page.location.endswith(PROMISES)
    assert "De belofte is verzet." in bram.get(PROMISES).text
    assert db.session.scalars(select(Promise.due).where(Promise.kind == PromiseKind.answer)).all() == [date(2027, 3, 5)]
    assert db.session.scalars(select(Notice.text)).all() == [REASON]


def test_a_refused_move_keeps_what_was_typed(bram: Browser, track: Track) -> None:
    promise = number(PromiseKind.track_answer)
    page = bram.post(PROMISES, {"belofte": promise, "due": "2027-03-05", "reason": "Druk."}, status=422)
    assert "Leg in minstens één zin uit waarom u meer tijd nodig hebt" in page.errors[0]
    assert page.one(f"#reden-{promise}").get_text().strip() == "Druk."
    assert page.one("details[open] summary").get_text() == "Vraag meer tijd"
    page = bram.post(PROMISES, {"belofte": promise, "due": "", "reason": REASON}, status=422)
    assert page.errors == ["Kies de dag die u nu belooft."]


def test_on_the_day_itself_it_cannot_be_moved_also_not_by_hand(bram: Browser, track: Track) -> None:
    promise = number(PromiseKind.track_answer)
    with clock.frozen(datetime(2027, 2, 4, 23, 30, tzinfo=UTC)):  # Half past midnight on 5 February here.
        bram.sign_in(track.author)
        assert "Te laat blijft te laat." in bram.get(PROMISES).text
        assert not bram.get(PROMISES).soup.select("details form")
        page = bram.post(PROMISES, {"belofte": promise, "due": "2027-03-05", "reason": REASON}, status=422)
    assert "te laat blijft te laat" in page.errors[0]
    assert db.session.scalars(select(Notice)).all() == []


def test_the_day_of_a_decision_is_not_moved_here_also_not_by_hand(bram: Browser, track: Track) -> None:
    values = {"belofte": number(PromiseKind.decision), "due": "2027-05-05", "reason": REASON}
    assert "Verander de ruimte" in bram.post(PROMISES, values, status=422).errors[0]
    bram.post(PROMISES, {**values, "belofte": 999}, status=409)


def test_a_promise_to_one_resident_is_not_moved_here(bram: Browser, track: Track) -> None:
    bram.post(PROMISES, {"belofte": number(PromiseKind.answer), "due": "2027-05-05", "reason": REASON}, status=409)


def test_the_page_of_the_track_names_them_and_the_way_on(bram: Browser, track: Track) -> None:
    page = bram.get("/werk/trajecten/molenstraat")
    assert "Wij weten: Komt er een warmtenet?" in page.all("section#beloften li")[0]
    assert page.link("Stuur een tussenbericht") == NEWS


def test_the_inbox_says_a_promise_to_everybody_in_words_and_leads_to_where_it_is_kept(
    bram: Browser, track: Track
) -> None:
    lines = bram.get("/werk").all(".inbox li")
    assert any("Wij weten: Komt er een warmtenet?" in line for line in lines)
    assert any("Het college beslist over: Definitief ontwerp." in line for line in lines)
    assert bram.get("/werk").link("Wij weten: Komt er een warmtenet?") == PROMISES


def test_first_read_what_residents_will_read_then_tell_them(bram: Browser, track: Track) -> None:
    typed = {"text": TEXT, "question": "", "next_on": "2026-12-08"}
    page = bram.post(NEWS, {**typed, "doe": "voorbeeld"}, status=200)
    preview = page.all("section.preview")[0]
    assert TEXT in preview and "U hoort weer van ons, uiterlijk 8 december 2026." in preview
    assert "Dit is geen antwoord op uw bijdrage." in preview and "Bram de Boer" in preview
    assert page.one("textarea[name=text]").get_text().strip() == TEXT
    assert db.session.scalars(select(Notice)).all() == [], "looking changes nothing"

    bram.post(NEWS, {**typed, "doe": "verstuur"})
    assert db.session.scalars(select(Notice.text)).all() == [TEXT]
    assert "Bewoners lezen dit nu bij hun bijdrage." in bram.get("/werk/trajecten/molenstraat").text
    assert TEXT in bram.get(NEWS).text


def test_a_refused_message_keeps_its_text(bram: Browser, track: Track) -> None:
    page = bram.post(NEWS, {"text": "Nog even.", "question": "", "next_on": "1-1-2020", "doe": "verstuur"}, status=422)
    assert "Schrijf in minstens één hele zin waar u mee bezig bent." in page.errors[0]
    assert page.one("textarea[name=text]").get_text().strip() == "Nog even."
    page = bram.post(NEWS, {"text": TEXT, "question": "999", "doe": "verstuur"}, status=422)
    assert page.errors == ["Dit staat niet in de lijst. Kies er iets uit."]


def test_a_message_about_one_question(bram: Browser, track: Track) -> None:
    assert track.room is not None
    question = track.room.open_questions[0].id
    bram.post(NEWS, {"text": TEXT, "question": str(question), "next_on": "", "doe": "verstuur"})
    assert db.session.scalars(select(Notice.question_root)).all() == [question]


def test_before_it_opened_there_is_nobody_to_tell(bram: Browser, cast: Cast) -> None:
    make_track(cast.bram, slug="concept")
    db.session.commit()
    bram.post("/werk/trajecten/concept/nieuws", {"text": TEXT, "question": "", "doe": "verstuur"}, status=409)
    assert "Er staat niets open" in bram.get("/werk/trajecten/concept/beloften").text
