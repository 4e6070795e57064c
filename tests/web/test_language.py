"""The language of residents: chosen on any page, kept afterwards, and never at the price of a typed word."""

from datetime import date

import pytest

from participation import clock
from participation.contributions.models import Contribution
from participation.db import db
from participation.tracks.models import Track
from participation.web.language import gettext
from tests.factories.contributions import CODE, check_public, make_contribution
from tests.factories.outcomes import REASON, make_outcome
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.page import Browser, Page, fields

NEW = "/trajecten/molenstraat/bijdragen/nieuw"
WORDS = 'More shade,\nplease: "it\'s hot" & <b>bright</b>.'
PAGES = (
    "/", "/trajecten", "/trajecten?fase=open&buurt=BU99990001", "/trajecten/molenstraat", "/trajecten/molenstraat/plan",
    "/trajecten/molenstraat/ruimte", "/trajecten/molenstraat/bijdragen", NEW, "/volg", "/buurten", "/buurten/BU99990001",
    "/beloften", "/begrippen", "/privacy", "/toegankelijkheid",
)  # fmt: skip


@pytest.fixture
def track(cast: Cast) -> Track:
    return make_open_track(cast.bram)


def language_of(page: Page) -> str:
    assert page.response.headers["Content-Language"] == page.one("html")["lang"]
    return str(page.one("html")["lang"])


def to_other_language(visitor: Browser, page: Page, *, status: int = 200) -> Page:
    """Follow the link in the header, or press the button that stands in its place after a form was sent."""
    forms = page.soup.select(".site-nav form")
    if not forms:
        return visitor.get(page.link("English" if language_of(page) == "nl" else "Nederlands"), status=status)
    return visitor.post(str(forms[0]["action"]), fields(forms[0]), status=status)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_the_same_page_in_the_other_language(visitor: Browser, track: Track, path: str) -> None:
    dutch = visitor.get(path)
    link = dutch.one(".site-nav a[hreflang]")
    assert (link["hreflang"], link["lang"]) == ("en", "en")
    english = to_other_language(visitor, dutch)
    assert (language_of(dutch), language_of(english)) == ("nl", "en")
    assert english.response.request.path == dutch.response.request.path
    assert set(dutch.response.request.args.items()) <= set(english.response.request.args.items())
    assert to_other_language(visitor, english).h1 == dutch.h1


def test_the_choice_is_kept(visitor: Browser, track: Track) -> None:
    visitor.get("/?taal=en")
    assert language_of(visitor.get("/trajecten/molenstraat")) == "en"
    visitor.get("/privacy?taal=nl")
    assert language_of(visitor.get("/trajecten/molenstraat")) == "nl"


def test_a_language_that_we_do_not_speak_is_dutch(visitor: Browser, cast: Cast) -> None:
    assert language_of(visitor.get("/privacy?taal=fr")) == "nl"
    visitor.client.set_cookie("taal", "fr")
    assert language_of(visitor.get("/privacy")) == "nl"


def test_a_page_that_is_not_there_is_not_there_in_either_language(visitor: Browser, cast: Cast) -> None:
    dutch = visitor.get("/trajecten/bestaat-niet", status=404)
    english = to_other_language(visitor, dutch, status=404)
    assert (dutch.h1, english.h1) == ("Deze pagina bestaat niet", "This page does not exist")


def test_the_link_never_leads_to_another_website(visitor: Browser, cast: Cast) -> None:
    for path in ("/%2Felders.example", "//elders.example/x", "/%5Celders.example"):
        page = Page(visitor.client.get(path, follow_redirects=True))
        assert str(page.one(".site-nav a[hreflang]")["href"]).startswith("/")
        assert not str(page.one(".site-nav a[hreflang]")["href"]).startswith(("//", "/\\"))


def test_a_refused_form_stays_english_and_changes_language_with_the_typed_words_in_it(
    visitor: Browser, track: Track
) -> None:
    visitor.get("/?taal=en")
    typed = {**visitor.get(NEW).form(), "text": WORDS, "wants_mail": "y", "email": "nobody"}
    english = visitor.post(NEW, typed, status=422)
    assert language_of(english) == "en"
    assert english.errors == ["Fill in your whole email address, for example naam@voorbeeld.nl"]
    dutch = to_other_language(visitor, english, status=422)
    assert language_of(dutch) == "nl"
    assert dutch.errors == ["Vul uw hele e-mailadres in, bijvoorbeeld naam@voorbeeld.nl"]
    assert dutch.form()["text"] == WORDS


def test_an_old_form_is_given_back_in_the_language_of_the_visitor(visitor: Browser, track: Track) -> None:
    visitor.get("/?taal=en")
    page = visitor.post(NEW, {"csrf_token": "old", "text": WORDS}, status=400)
    assert (language_of(page), page.h1) == ("en", "Your text is not lost")
    assert "The page was open too long." in page.text
    assert page.form()["text"] == WORDS
    assert gettext("Uw tekst is niet weg") == "Uw tekst is niet weg", "the next one does not inherit the language"


def test_the_receipt_in_the_other_language_is_the_same_receipt(visitor: Browser, track: Track) -> None:
    """The code is shown only once, so changing the language may not lose it, and may not send anything twice."""
    english = visitor.post(NEW, {**visitor.get(f"{NEW}?taal=en").form(), "text": WORDS}, status=200)
    assert english.h1 == "Thank you. Your contribution has arrived."
    assert "by Friday 5 February 2027" in english.text
    assert "Tuesday 24 November 2026, 12:00" in english.text
    dutch = to_other_language(visitor, english)
    assert dutch.h1 == "Dank u wel. Uw bijdrage is binnen."
    assert dutch.all(".code span") == english.all(".code span")
    assert db.session.query(Contribution).one().original_text == WORDS


def test_your_contribution_changes_language_without_a_code_in_the_address(visitor: Browser, track: Track) -> None:
    make_contribution(track, code=CODE)
    english = to_other_language(visitor, visitor.post("/volg", {"code": CODE}, status=200))
    assert english.h1 == "Your contribution has arrived. You will still get an answer."
    assert CODE not in english.response.request.url
    asked = visitor.post("/volg/intrekken", {"code": CODE}, status=200)
    assert asked.h1 == "Do you want to withdraw your contribution?"
    assert to_other_language(visitor, asked).h1 == "Wilt u uw bijdrage intrekken?"


def test_adding_something_is_not_done_twice_by_changing_language(visitor: Browser, track: Track) -> None:
    make_contribution(track, code=CODE)
    added = visitor.post("/volg/toevoegen", {"code": CODE, "text": "Ook een bankje."}, status=200)
    to_other_language(visitor, added)
    assert [addition.text for addition in db.session.query(Contribution).one().additions] == ["Ook een bankje."]


def test_a_wrong_code_is_refused_in_the_language_of_the_visitor(visitor: Browser, cast: Cast) -> None:
    visitor.get("/volg?taal=en")
    page = visitor.post("/volg", {"code": "7K4M"}, status=422)
    assert page.errors == ["We do not know this code. Check that every character is right. Does it not work? Call us."]
    assert to_other_language(visitor, page).h1 == "Volg uw bijdrage"


def test_what_is_written_in_dutch_says_so_on_an_english_page(visitor: Browser, track: Track) -> None:
    point = check_public(make_contribution(track)).points[0]
    make_outcome(point)
    words, number = point.public_text, point.contribution.number
    page = visitor.get("/trajecten/molenstraat?taal=en")
    assert page.one("h1 [lang=nl]").get_text() == "Herinrichting Molenstraat"
    dutch = page.all(".room [lang=nl]")
    assert {"Het riool wordt vernieuwd.", "Waar komen bomen en groen?", "Komt er een warmtenet?"} <= set(dutch)
    assert page.all(".said blockquote[lang=nl]") == [words]
    assert page.all(".said__reply p[lang=nl]") == [REASON]
    answer = visitor.get(f"/bijdragen/{number}")
    assert REASON in answer.all(".trail [lang=nl]")
    assert "Het college" in answer.all(".trail [lang=nl]")
    assert not visitor.get("/trajecten/molenstraat?taal=nl").soup.select("main [lang=nl]")


def test_what_is_written_in_english_says_so_on_a_dutch_page(visitor: Browser, track: Track) -> None:
    check_public(make_contribution(track, WORDS, language="en"))
    page = visitor.get("/trajecten/molenstraat")
    assert page.one(".said blockquote")["lang"] == "en"


def test_an_address_in_dutch_words_is_still_a_link(visitor: Browser, track: Track) -> None:
    point = check_public(make_contribution(track)).points[0]
    make_outcome(point, reason="Lees het verslag op https://waterdam.example/verslag")
    page = visitor.get(f"/bijdragen/{point.contribution.number}?taal=en")
    assert page.one(".trail [lang=nl] a[rel~=nofollow]")["href"] == "https://waterdam.example/verslag"


def test_one_and_more_are_told_apart(visitor: Browser, cast: Cast) -> None:
    make_open_track(cast.bram, closes_on=date(2026, 11, 25))
    assert "– 1 day left" in visitor.get("/trajecten/molenstraat?taal=en").text
    assert "Question 1 arrives here" in visitor.get("/trajecten/molenstraat").text


def test_colleagues_work_in_dutch_whatever_they_chose_as_a_visitor(bram: Browser, track: Track) -> None:
    bram.get("/?taal=en")
    desk = bram.get("/werk")
    assert language_of(desk) == "nl"
    assert not desk.has_link("English")
    visitor = Browser(bram.app)
    visitor.get("/?taal=en")
    sign_in = visitor.get("/inloggen")
    assert language_of(sign_in) == "nl"
    assert not sign_in.soup.select("[hreflang]")
    assert language_of(visitor.get("/")) == "en"


def test_the_day_is_the_day_in_the_netherlands(visitor: Browser, track: Track) -> None:
    assert clock.today() == date(2026, 11, 24)
    assert (
        "You can respond up to and including Sunday 13 December 2026"
        in visitor.get("/trajecten/molenstraat?taal=en").text
    )
