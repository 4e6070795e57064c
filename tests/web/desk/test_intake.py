"""Writing down what residents say on paper, on the phone and at the kitchen table."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from participation.contributions.by_post.models import PostalAddress
from participation.contributions.models import Channel, Contribution
from participation.db import db
from participation.tracks.models import Track, TrackState
from participation.tracks.room import Level
from tests.factories.contributions import make_contribution
from tests.factories.tracks import make_open_track, make_track
from tests.support.cast import Cast
from tests.support.page import Browser, Page, fields

URL = "/werk/invoer?traject=molenstraat"
WORDS = "Mevrouw zegt: het plein is te heet.\nEr moet schaduw komen."


@pytest.fixture
def track(cast: Cast) -> Track:
    return make_open_track(cast.bram)


def send(colleague: Browser, *, status: int = 200, **typed: Any) -> Page:
    form = {**colleague.get(URL).form(), "channel": "kitchen_table", "text": WORDS}
    return colleague.post(URL, {**form, **typed}, status=status)


def test_one_chooses_the_track_first_and_only_those_that_still_take_something(bram: Browser, cast: Cast) -> None:
    make_open_track(cast.bram)
    make_track(cast.bram, title="Nog niet open", slug="nog-niet")
    db.session.commit()
    page = bram.get("/werk/invoer")
    assert page.h1 == "Schrijf op wat een bewoner zei"
    assert page.link("Herinrichting Molenstraat") == URL
    assert "Nog niet open" not in page.text


def test_when_nothing_is_open_the_page_says_so(bram: Browser) -> None:
    assert "Er is nu geen traject open" in bram.get("/werk/invoer").text


def test_the_resident_gets_the_same_code_and_the_words_stay_the_residents(
    visitor: Browser, bram: Browser, track: Track, cast: Cast
) -> None:
    bram_id = cast.bram.id
    page = send(bram, received_on="2026-11-20", source_note="namens de bewonerscommissie")
    assert page.h1 == "De bijdrage is binnen"
    assert "uiterlijk vrijdag 5 februari 2027" in page.text
    found = db.session.query(Contribution).one()
    assert (found.channel, found.entered_by_id, found.source_note, found.original_text) == (
        Channel.kitchen_table, bram_id, "namens de bewonerscommissie", WORDS,
    )  # fmt: skip
    yours = visitor.post("/volg", {"code": "".join(page.all(".code span"))}, status=200)
    assert "U zei dit op 20 november 2026, aan tafel. Bram de Boer schreef uw woorden op." in yours.text
    assert "Op 20 november 2026, aan tafel." in yours.text


def test_a_colleague_of_other_tracks_can_write_it_down_as_well(chantal: Browser, track: Track) -> None:
    assert send(chantal).h1 == "De bijdrage is binnen"


def test_who_is_not_signed_in_writes_down_nothing(visitor: Browser, track: Track) -> None:
    assert visitor.get(URL, status=303).location.startswith("/inloggen")


def test_the_form_says_that_a_group_may_be_named_and_a_person_may_not(bram: Browser, track: Track) -> None:
    page = bram.get(URL)
    assert "namens de bewonerscommissie" in page.text
    assert "Schrijf hier geen naam, adres of telefoonnummer van een bewoner op." in page.text
    assert page.form()["received_on"] == "2026-11-24"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"text": ""}, "Schrijf op wat de bewoner zei. Eén zin is genoeg."),
        ({"text": " \n"}, "Schrijf op wat"),
        ({"text": "a\x00b"}, "Er staat een teken in de tekst"),
        ({"channel": ""}, "Kies hoe het binnenkwam."),
        ({"channel": "web"}, "Dit staat niet in de lijst. Kies er iets uit."),
        ({"received_on": "gisteren"}, "Deze dag begrijpen wij niet. Schrijf hem zo: 5-2-2027."),
        ({"received_on": ""}, "Vul een dag in, bijvoorbeeld 24-11-2026."),
        ({"received_on": "2026-11-25"}, "Deze dag moet nog komen."),
        ({"received_on": "2026-11-01"}, "Op die dag kon niemand op dit traject reageren."),
        ({"email": "bewoner@"}, "Vul het hele e-mailadres in"),
        ({"kind": "kreet"}, "Dit staat niet in de lijst. Kies er iets uit."),
    ],
)
def test_what_is_missing_is_asked_for_and_the_text_stays(
    bram: Browser, track: Track, typed: dict[str, str], sentence: str
) -> None:
    page = send(bram, status=422, **typed)
    assert [error for error in page.errors if error.startswith(sentence)], page.errors
    assert page.form()["text"] == {"text": WORDS, **typed}["text"].replace("\x00", "�")
    assert db.session.query(Contribution).count() == 0


def test_paper_that_came_in_time_is_written_down_after_the_closing(bram: Browser, cast: Cast) -> None:
    make_open_track(cast.bram, closes_on=date(2026, 11, 20))
    track = db.session.query(Track).one()
    track.state = TrackState.answering
    db.session.commit()
    assert "Wat op tijd binnenkwam, kunt u nog opschrijven." in bram.get("/werk/invoer").text
    send(bram, channel="paper", received_on="2026-11-21", status=422)
    assert send(bram, channel="paper", received_on="2026-11-20").h1 == "De bijdrage is binnen"


@pytest.mark.parametrize("slug", ["bestaat-niet", "nog-niet", "'", "%00"])
def test_another_track_is_not_there(bram: Browser, cast: Cast, slug: str) -> None:
    make_track(cast.bram, slug="nog-niet")
    db.session.commit()
    bram.get(f"/werk/invoer?traject={slug}", status=404)


def test_pressing_twice_is_one_contribution(bram: Browser, track: Track) -> None:
    form = {**bram.get(URL).form(), "channel": "phone", "text": WORDS}
    first, again = (bram.post(URL, form, status=200).all(".code span") for _time in range(2))
    assert first == again
    assert db.session.query(Contribution).count() == 1


def test_what_somebody_expected_on_paper_is_kept_with_the_words(bram: Browser, track: Track) -> None:
    send(bram, channel="paper", expectation="4")
    assert db.session.query(Contribution).one().expectation == 4


def test_where_nobody_is_promised_influence_the_expectation_is_not_asked(bram: Browser, cast: Cast) -> None:
    made = make_track(cast.bram)
    for path in made.rooms[0].paths:
        path.questions = []
    made.rooms[0].open_questions, made.rooms[0].level = [], Level.inform
    db.session.flush()
    made.room, made.state = made.rooms[0], TrackState.open
    db.session.commit()
    send(bram, channel="paper", kind="question", expectation="4")
    assert db.session.query(Contribution).one().expectation is None


@pytest.mark.parametrize("channel", ["letter", "street"])
def test_what_came_by_letter_or_was_said_on_the_street_is_written_down_as_such(
    bram: Browser, track: Track, channel: str
) -> None:
    send(bram, channel=channel)
    assert db.session.query(Contribution).one().channel is Channel(channel)


def test_after_each_one_the_form_comes_back_with_the_settings_of_the_pile(bram: Browser, track: Track) -> None:
    first = send(bram, channel="letter", received_on="2026-11-20", source_note="de brievenbus", speaker="group")
    assert "Dit was de 1e van deze stapel." in first.text
    form = first.form()
    assert {name: form[name] for name in ("channel", "received_on", "source_note", "speaker", "text", "nth")} == {
        "channel": "letter", "received_on": "2026-11-20", "source_note": "de brievenbus", "speaker": "group",
        "text": "", "nth": "2",
    }  # fmt: skip
    assert first.one("textarea[data-focus]")["name"] == "text"
    second = bram.post(URL, {**form, "text": "De bank is weg."}, status=200)
    assert "Dit was de 2e van deze stapel." in second.text
    assert db.session.query(Contribution).count() == 2
    assert first.all(".code span") != second.all(".code span")


def test_the_note_of_who_wrote_it_down_is_for_colleagues_and_nowhere_in_public(
    bram: Browser, visitor: Browser, track: Track
) -> None:
    page = send(bram, taker_note="Mevrouw was geëmotioneerd.", speaker="professional")
    number = db.session.query(Contribution).one().number
    desk = bram.get(f"/werk/bijdragen/{number}")
    assert "Mevrouw was geëmotioneerd." in desk.text
    assert "Gezegd door iemand die er werkt." in desk.text
    bram.post(f"/werk/bijdragen/{number}/openbaar", {**_public_form(desk)}, status=303)
    for reader in (
        visitor.get(f"/bijdragen/{number}"),
        visitor.post("/volg", {"code": "".join(page.all(".code span"))}, status=200),
        visitor.get("/trajecten/molenstraat/bijdragen"),
    ):
        assert "geëmotioneerd" not in reader.html


def _public_form(desk: Page) -> dict[str, Any]:
    forms = [form for form in desk.soup.select("main form") if str(form.get("action", "")).endswith("/openbaar")]
    return fields(forms[0])


ADDRESS = {"name": "A. Jansen", "street": "Molenstraat 12", "postcode": "1234ab", "town": "Waterdam"}


def test_somebody_without_email_leaves_an_address_apart_from_the_words(bram: Browser, track: Track) -> None:
    page = send(bram, channel="phone", **ADDRESS, large_print="y")
    assert "U krijgt het antwoord per brief." in page.text
    assert page.form()["street"] == "", "the address of one never stays for the next of the pile"
    kept = db.session.query(PostalAddress).one()
    assert (kept.name, kept.street, kept.postcode, kept.town, kept.large_print) == (
        "A. Jansen", "Molenstraat 12", "1234 AB", "Waterdam", True,
    )  # fmt: skip
    assert db.session.query(Contribution).one().by_post


@pytest.mark.parametrize(
    ("left_out", "sentence"),
    [
        ({"street": "Molenstraat"}, "Vul de straat en het huisnummer in"),
        ({"postcode": "12"}, "Vul de postcode in"),
        ({"town": ""}, "Vul de plaats in."),
        ({"name": "x" * 46}, "Dit past niet achter het venster van de envelop."),
    ],
)
def test_half_an_address_is_asked_for_and_nothing_is_kept(
    bram: Browser, track: Track, left_out: dict[str, str], sentence: str
) -> None:
    page = send(bram, status=422, **{**ADDRESS, **left_out})
    assert [error for error in page.errors if error.startswith(sentence)], page.errors
    assert page.form()["text"] == WORDS
    assert db.session.query(Contribution).count() == 0


def test_the_same_form_sent_again_after_a_lost_line_is_one_contribution_with_one_address(
    bram: Browser, track: Track
) -> None:
    form = {**bram.get(URL).form(), "channel": "phone", "text": WORDS, **ADDRESS}
    first, again = (bram.post(URL, form, status=200).all(".code span") for _time in range(2))
    assert first == again
    assert (db.session.query(Contribution).count(), db.session.query(PostalAddress).count()) == (1, 1)


def test_an_unknown_channel_is_refused_by_the_database_too(track: Track) -> None:
    make_contribution(track)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(text("UPDATE contribution SET channel = 'gerucht'"))
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(text("UPDATE contribution SET expectation = 9"))
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(text("UPDATE contribution SET public_state = 'hidden'"))
