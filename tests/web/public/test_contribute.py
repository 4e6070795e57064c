"""Giving a contribution through the website: one field is enough, and no typed word is ever lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from flask import Flask

from participation import clock
from participation.contributions.models import Contribution, ContributionKind
from participation.db import db
from participation.mail import OutboundMail
from participation.tracks.models import Track, TrackState
from participation.tracks.room import Level
from tests.conftest import NOON
from tests.factories.tracks import make_open_track, make_track
from tests.support.cast import Cast
from tests.support.counting import counted
from tests.support.page import Browser, Page

URL = "/trajecten/molenstraat/bijdragen/nieuw"
WORDS = "Zet de bomen aan de kant van de school.\nDan staan de kinderen in de schaduw."


@pytest.fixture
def track(cast: Cast) -> Track:
    return make_open_track(cast.bram)


def send(visitor: Browser, *, status: int = 200, form: dict[str, Any] | None = None, **typed: Any) -> Page:
    form = form or visitor.get(URL).form()
    return visitor.post(URL, {**form, "text": WORDS, **typed}, status=status)


def stored() -> Contribution:
    return db.session.query(Contribution).one()


def test_one_field_is_enough(visitor: Browser, track: Track) -> None:
    page = send(visitor)
    assert page.h1 == "Dank u wel. Uw bijdrage is binnen."
    found = stored()
    assert (found.original_text, found.kind, found.expectation, found.email, found.question) == (
        WORDS, None, None, None, None,
    )  # fmt: skip


def test_the_receipt_has_the_code_the_number_the_day_and_what_happens_now(visitor: Browser, track: Track) -> None:
    page = send(visitor)
    groups = page.all(".code span")
    assert [len(group) for group in groups] == [4, 4, 4, 4]
    assert "uiterlijk vrijdag 5 februari 2027" in page.text
    assert stored().number in page.text
    assert "dinsdag 24 november 2026, 12.00 uur" in page.text
    assert page.all(".stop h3") == [
        "Uw bijdrage is binnen", "Wij lezen uw bijdrage", "U krijgt antwoord", "Het college beslist", "Werkplan klaar",
    ]  # fmt: skip
    assert "Dan staan de kinderen in de schaduw." in page.one(".words").get_text()
    assert "Bram de Boer" in page.text
    assert page.soup.select_one("svg.qr path[d]")


def test_the_code_opens_the_contribution(visitor: Browser, track: Track) -> None:
    code = " ".join(send(visitor).all(".code span"))
    assert stored().number in visitor.post("/volg", {"code": code}, status=200).text


def test_the_receipt_is_kept_nowhere(visitor: Browser, track: Track) -> None:
    page = send(visitor)
    assert page.response.headers["Cache-Control"] == "no-store"
    assert page.location == ""
    code = "".join(page.all(".code span"))
    with visitor.client.session_transaction() as session:
        assert code not in str(dict(session))


def test_the_form_says_what_is_promised_and_what_it_is_not(visitor: Browser, track: Track) -> None:
    page = visitor.get(URL)
    assert page.h1 == "Geef uw bijdrage"
    assert "Dit is geen bezwaar en geen klacht." in page.text
    assert "U adviseert. U krijgt antwoord met een reden, uiterlijk vrijdag 5 februari 2027 ." in page.text
    assert page.all(".room__part--fixed li") == ["Het riool wordt vernieuwd."]
    assert "Bel Bram de Boer: 0999 12 34 56" in page.text


def test_everything_that_may_be_added_is_kept(visitor: Browser, track: Track) -> None:
    assert track.room is not None
    question_id = track.room.open_questions[1].id
    send(visitor, question=str(question_id), kind="worry", expectation="3", wants_mail="y", email=" a@voorbeeld.nl ")
    found = stored()
    assert (found.question_id, found.kind, found.expectation, found.email) == (
        question_id, ContributionKind.worry, 3, "a@voorbeeld.nl",
    )  # fmt: skip
    assert db.session.query(OutboundMail).one().to == "a@voorbeeld.nl"


def test_an_address_that_is_not_ticked_is_not_kept(visitor: Browser, track: Track) -> None:
    send(visitor, email="a@voorbeeld.nl")
    assert stored().email is None
    assert db.session.query(OutboundMail).count() == 0


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"text": " \n "}, "Schrijf op wat u ons wilt vertellen. Eén zin is genoeg."),
        ({"text": WORDS + "\x00"}, "Er staat een teken in de tekst dat wij niet kunnen bewaren."),
        ({"text": "a" * 20_001}, "Uw tekst heeft 20001 tekens. Er kunnen er 20000 in. Maak hem iets korter."),
        ({"wants_mail": "y", "email": "bewoner@"}, "Vul uw hele e-mailadres in, bijvoorbeeld naam@voorbeeld.nl"),
        ({"wants_mail": "y", "email": ""}, "Vul uw e-mailadres in, of haal het vinkje weg."),
        ({"wants_mail": "y", "email": "a@b.nl\r\nBcc: c@d.nl"}, "Vul uw hele e-mailadres in"),
        ({"question": "999999"}, "Kies een van de antwoorden. Of sla deze vraag over."),
        ({"kind": "kreet"}, "Kies een van de antwoorden. Of sla deze vraag over."),
        ({"expectation": "6"}, "Kies een van de antwoorden. Of sla deze vraag over."),
    ],
)
def test_every_error_is_one_sentence_and_gives_the_text_back(
    visitor: Browser, track: Track, typed: dict[str, str], sentence: str
) -> None:
    page = send(visitor, status=422, **typed)
    assert [error for error in page.errors if sentence in error], page.errors
    assert page.form()["text"] == {"text": WORDS, **typed}["text"].replace("\x00", "�")
    assert db.session.query(Contribution).count() == 0


def test_a_half_character_gets_a_sentence(visitor: Browser, track: Track) -> None:
    form = visitor.get(URL).form()
    body = {**{name: value for name, value in form.items() if name != "text"}, "csrf_token": visitor.token()}
    data = "&".join(f"{name}={value}" for name, value in body.items()) + "&text=a%ED%A0%80b"
    page = Page(visitor.client.post(URL, data=data, content_type="application/x-www-form-urlencoded"))
    assert page.status in (200, 422), "never an error of ours"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> & <b>vet</b> {{ 7*7 }} %(x)s",
        "Tab\there\n\n  ingesprongen \n einde ",
        "Ö é ß 漢字 العربية 👩🏽‍🌾 \u202e omgekeerd",
        "é" * 20_000,
        "\n\neerst lege regels",
    ],
)
def test_any_text_comes_back_byte_for_byte_and_inert(visitor: Browser, track: Track, text: str) -> None:
    page = send(visitor, text=text.replace("\n", "\r\n"))
    assert stored().original_text == text
    assert not page.soup.select(".words script, .words b")
    shown = page.one(".words p").get_text()
    assert shown == text


def test_a_phone_number_draws_a_friendly_question_with_the_safe_answer_chosen(visitor: Browser, track: Track) -> None:
    text = "Zet bomen. U mag mij bellen: 0999 12 34 57."
    page = send(visitor, status=422, text=text)
    assert page.errors == ["Een vraag: staat er een telefoonnummer in uw tekst?"]
    assert page.one(".ask mark").get_text() == "0999 12 34 57"
    assert "Er staat dan: ‘U mag mij bellen: [telefoonnummer].’" in page.one(".ask").get_text()
    form = page.form()
    assert (form["personal_phone"], form["text"]) == ("weg", text)
    visitor.post(URL, form, status=200)
    assert stored().original_text == "Zet bomen. U mag mij bellen: [telefoonnummer]."


def test_in_an_english_contribution_the_name_of_what_was_taken_away_is_english(visitor: Browser, track: Track) -> None:
    visitor.get(f"{URL}?taal=en")
    page = send(visitor, status=422, text="Plant trees. Call me on 0999 12 34 57, or mail a@b.nl.")
    assert "‘Call me on [phone number], or mail a@b.nl.’" in page.all(".ask")[0]
    visitor.post(URL, page.form(), status=200)
    assert stored().original_text == "Plant trees. Call me on [phone number], or mail [email address]."
    assert stored().language == "en"


@pytest.mark.parametrize("choice", ["geen", "laat"])
def test_who_wants_to_keep_it_keeps_it(visitor: Browser, track: Track, choice: str) -> None:
    text = "Mijn buurt heeft nummer 06-12345678."
    form = send(visitor, status=422, text=text).form()
    visitor.post(URL, {**form, "personal_phone": choice}, status=200)
    assert stored().original_text == text


def test_several_kinds_are_asked_together_and_nonsense_is_asked_again(visitor: Browser, track: Track) -> None:
    page = send(visitor, status=422, text="Mail a@b.nl of bel 06-12345678", personal_phone="hm")
    assert len(page.errors) == 2
    assert page.form()["personal_phone"] == "weg"


def test_ten_times_the_same_form_at_once_is_one_contribution_with_one_code(
    app: Flask, visitor: Browser, track: Track
) -> None:
    form = {**visitor.get(URL).form(), "text": WORDS, "csrf_token": visitor.token()}
    cookie = visitor.client.get_cookie("session")
    assert cookie is not None

    def press(_time: int) -> tuple[int, str]:
        with clock.frozen(NOON):  # A thread starts with a clock of its own.
            client = app.test_client()
            client.set_cookie("session", cookie.value)
            response = client.post(URL, data=form)
        return response.status_code, "".join(Page(response).all(".code span"))

    db.session.remove()
    with ThreadPoolExecutor(10) as pool:
        answers = set(pool.map(press, range(10)))
    assert len(answers) == 1
    (status, code) = answers.pop()
    assert status == 200
    assert len(code) == 16
    assert db.session.query(Contribution).count() == 1


def test_back_and_another_text_is_a_second_contribution(visitor: Browser, track: Track) -> None:
    form = visitor.get(URL).form()
    first = send(visitor, form=form).all(".code span")
    again = send(visitor, form=form).all(".code span")
    second = send(visitor, form=form, text=WORDS + " En een bank.").all(".code span")
    assert first == again != second
    assert db.session.query(Contribution).count() == 2


@pytest.mark.parametrize(
    ("state", "dates", "sentence"),
    [
        (TrackState.ready, {"opens_on": date(2026, 12, 1)}, "U kunt reageren vanaf dinsdag 1 december 2026."),
        (TrackState.answering, {"closes_on": date(2026, 11, 20)}, "Reageren kon tot en met vrijdag 20 november 2026."),
        (TrackState.open, {"closes_on": date(2026, 11, 23)}, "Reageren kon tot en met maandag 23 november 2026."),
    ],
)
def test_a_track_that_takes_none_says_when_and_whom_to_call(
    visitor: Browser, cast: Cast, state: TrackState, dates: dict[str, date], sentence: str
) -> None:
    track = make_open_track(cast.bram)
    form = visitor.get(URL).form()
    track = db.session.merge(track)
    track.state = state
    for name, value in dates.items():
        setattr(track, name, value)
    db.session.commit()
    page = visitor.get(URL)
    assert page.h1 == "U kunt nu niet reageren"
    assert sentence in page.text
    assert "Bram de Boer" in page.text
    assert not page.soup.select("main form")
    sent = visitor.post(URL, {**form, "text": WORDS}, status=409)
    assert sent.one("textarea").get_text().strip() == WORDS
    assert sentence in sent.text
    assert db.session.query(Contribution).count() == 0


def test_a_draft_and_an_unknown_track_are_not_there(visitor: Browser, cast: Cast) -> None:
    make_track(cast.bram)
    db.session.commit()
    visitor.get(URL, status=404)
    visitor.get("/trajecten/bestaat-niet/bijdragen/nieuw", status=404)
    visitor.get("/trajecten/%00/bijdragen/nieuw", status=404)
    visitor.post("/trajecten/bestaat-niet/bijdragen/nieuw", {"text": WORDS}, status=404)


def test_on_the_level_inform_one_asks_a_question_and_does_not_take_part(visitor: Browser, track: Track) -> None:
    db.session.execute(db.text("UPDATE declared_room SET level = :level"), {"level": Level.inform.value})
    db.session.commit()
    page = visitor.get(URL)
    assert page.h1 == "Stel uw vraag"
    assert set(page.all("input[name=kind] ~ span")) == {"een zorg", "een vraag"}
    assert not page.soup.select("input[name=question], input[name=expectation]")
    assert "invloed" not in page.one("form.form").get_text()
    send(visitor, status=422, kind="idea")
    assert send(visitor, kind="question").status == 200


def test_a_token_that_expired_gives_the_text_back(visitor: Browser, track: Track) -> None:
    form = visitor.get(URL).form()
    page = visitor.post(URL, {**form, "text": WORDS, "csrf_token": "oud"}, status=400)
    assert WORDS in page.one("main").get_text() or any(WORDS in tag.get_text() for tag in page.soup.select("textarea"))


def test_the_form_costs_the_same_however_much_was_said(app: Flask, visitor: Browser, track: Track) -> None:
    visitor.get(URL)
    with counted(app) as seen:
        visitor.get(URL)
    assert len(seen) <= 14, seen


def test_a_resident_can_read_the_form_in_english(visitor: Browser, track: Track) -> None:
    assert visitor.get(f"{URL}?taal=en").soup.html["lang"] == "en"
