"""A reader reports something; an author answers to being hidden; the house rules say what holds."""

import pytest

from participation import clock
from participation.contributions import actions
from participation.contributions.models import Contribution
from participation.contributions.moderation import objecting
from participation.contributions.moderation.models import Objection, Report
from participation.db import db
from tests.factories.contributions import CODE, check_public, make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.page import Browser

WORDS = "Ik ben het er <b>niet</b> mee eens, want ik noem niemand."


@pytest.fixture
def public(cast: Cast) -> str:
    """The number of a contribution that everybody can read."""
    return check_public(make_contribution(make_open_track(cast.bram), code=CODE)).number


@pytest.fixture
def hidden(cast: Cast) -> str:
    """The number of one that is kept from the website."""
    made = make_contribution(make_open_track(cast.bram), code=CODE)
    actions.hide(made, "Het gaat over een buurman.", actor=cast.bram, now=clock.now())
    db.session.commit()
    return made.number


def reports() -> list[Report]:
    db.session.expire_all()
    return db.session.query(Report).order_by(Report.id).all()


def test_the_public_page_leads_to_the_form_and_the_reader_hears_what_happens(visitor: Browser, public: str) -> None:
    page = visitor.get(f"/bijdragen/{public}")
    address = page.link("Klopt hier iets niet? Meld het")
    form = {**visitor.get(address).form(address), "reason": "people", "words": "Mijn moeder staat erin."}
    assert visitor.post(address, form).location == f"/bijdragen/{public}"
    after = visitor.get(f"/bijdragen/{public}")
    assert "Een collega leest uw melding en kijkt de tekst opnieuw na." in after.text
    assert "moeder" not in after.text
    assert "moeder" not in visitor.post("/volg", {"code": CODE}, status=200).text


def test_the_same_form_sent_again_is_one_report(visitor: Browser, public: str) -> None:
    address = f"/bijdragen/{public}/melden"
    form = {**visitor.get(address).form(address), "reason": "hurtful"}
    visitor.post(address, form)
    visitor.post(address, form)
    assert [made.reason.value for made in reports()] == ["hurtful"]


def test_a_report_without_reason_comes_back_with_what_was_typed(visitor: Browser, public: str) -> None:
    address = f"/bijdragen/{public}/melden"
    page = visitor.post(address, {"words": "Dit <i>klopt</i> niet."}, status=422)
    assert page.errors == ["Kies wat er niet klopt."]
    assert page.form(address)["words"] == "Dit <i>klopt</i> niet."


def test_who_keeps_reporting_has_to_wait_and_loses_no_words(visitor: Browser, public: str) -> None:
    address = f"/bijdragen/{public}/melden"
    for number in range(5):
        visitor.post(address, {"reason": "other", "words": f"Melding {number}"})
    page = visitor.post(address, {"reason": "other", "words": "Nog een"}, status=429)
    assert page.form(address)["words"] == "Nog een"
    assert len(reports()) == 5


def test_what_is_not_public_cannot_be_reported(visitor: Browser, hidden: str) -> None:
    visitor.get(f"/bijdragen/{hidden}/melden", status=404)
    visitor.post(f"/bijdragen/{hidden}/melden", {"reason": "people"}, status=404)


def test_who_is_hidden_answers_once_and_reads_what_happens(visitor: Browser, hidden: str) -> None:
    page = visitor.post("/volg", {"code": CODE}, status=200)
    assert "Bent u het er niet mee eens? Schrijf ons waarom" in page.text
    refused = visitor.post("/volg/niet-mee-eens", {"code": CODE, "words": "Nee hoor"}, status=422)
    assert refused.form("/volg/niet-mee-eens")["words"] == "Nee hoor"
    after = visitor.post("/volg/niet-mee-eens", {"code": CODE, "words": WORDS}, status=200)
    assert WORDS in after.text
    assert "Een andere collega leest het opnieuw." in after.text
    assert "Bent u het er niet mee eens?" not in after.text
    visitor.post("/volg/niet-mee-eens", {"code": CODE, "words": WORDS}, status=200)
    assert db.session.query(Objection).count() == 1
    again = visitor.post("/volg/niet-mee-eens", {"code": CODE, "words": WORDS + " Echt niet."}, status=422)
    assert again.errors == ["U hebt ons dit al geschreven. Dat kan één keer."]


def test_the_author_reads_why_it_stays_hidden(visitor: Browser, cast: Cast, hidden: str) -> None:
    made = db.session.query(Contribution).one()
    objecting.object_to(made, WORDS, now=clock.now())
    objecting.uphold(made, "Er woont daar maar één buurman.", actor=cast.dirk, now=clock.now())
    db.session.commit()
    page = visitor.post("/volg", {"code": CODE}, status=200)
    assert "Dirk Visser las het opnieuw." in page.text
    assert "Er woont daar maar één buurman." in page.text


def test_a_wrong_code_opens_nothing(visitor: Browser, hidden: str) -> None:
    visitor.post("/volg/niet-mee-eens", {"code": "0000-0000-0000-0000", "words": WORDS}, status=422)
    assert db.session.query(Objection).count() == 0


def test_what_waits_for_the_check_says_so_to_its_author(visitor: Browser, cast: Cast) -> None:
    make_contribution(make_open_track(cast.bram), code=CODE)
    page = visitor.post("/volg", {"code": CODE}, status=200)
    assert "Een collega leest uw bijdrage eerst." in page.text


@pytest.mark.parametrize("address", ["/", "/trajecten/molenstraat/bijdragen/nieuw"])
def test_the_house_rules_are_one_click_away(visitor: Browser, public: str, address: str) -> None:
    assert visitor.get(address).has_link("huisregels") or visitor.get(address).has_link("Huisregels")
    assert visitor.get("/huisregels").h1 == "Huisregels"
