"""At the desk: read a sentence before everybody does, and see that people expect more than was promised."""

import pytest
from flask import Flask

from participation import clock
from participation.contributions.models import PublicState
from participation.db import db
from participation.outcomes.experience import actions
from participation.outcomes.experience.actions import mark_of
from participation.outcomes.experience.models import Experience
from participation.outcomes.experience.rules import Told
from participation.outcomes.experience.tally import count_changed
from participation.outcomes.models import OutcomeKind
from participation.tracks.models import Track
from tests.factories.contributions import make_contribution
from tests.factories.outcomes import make_outcome
from tests.factories.tracks import make_open_track
from tests.support.again import again
from tests.support.cast import Cast
from tests.support.counting import counted
from tests.support.page import Browser

ANGRY = "Ik had net zo goed tegen de muur kunnen praten."
TRACK, LIST = "/werk/trajecten/molenstraat", "/werk/trajecten/molenstraat/ervaringen"


@pytest.fixture
def track(cast: Cast) -> Track:
    return make_open_track(cast.bram)


def somebody(track: Track, sentence: str = "", influence: int = 1) -> Experience:
    contribution = make_contribution(again(track))
    make_outcome(contribution.points[0], OutcomeKind.not_adopted)
    found = actions.tell_how_it_was(contribution, Told(influence=influence, sentence=sentence), now=clock.now())
    assert found is not None
    db.session.commit()
    return found


def address(experience: Experience) -> str:
    return f"/werk/ervaringen/{again(experience).id}"


def test_a_colleague_reads_the_sentence_and_lets_everybody_read_it(bram: Browser, track: Track) -> None:
    found = somebody(track, ANGRY)
    page = bram.get(TRACK)
    assert ANGRY in page.text
    fields = {"mark": mark_of(ANGRY), "doe": "openbaar"}
    assert bram.post(address(found), fields).location == f"{LIST}?toon=lezen"
    page = bram.get(LIST)
    assert "Alles is gelezen" in page.text
    assert ANGRY in bram.get(f"{LIST}?toon=website").text


def test_keeping_it_away_needs_a_reason_and_the_typed_one_is_not_lost(bram: Browser, track: Track) -> None:
    found = somebody(track, "Bram is een sukkel.")
    fields = {"mark": mark_of("Bram is een sukkel."), "doe": "verberg"}
    page = bram.post(address(found), fields, status=422)
    assert page.errors == ["Schrijf op waarom niet iedereen deze zin mag lezen. De bewoner leest deze reden."]
    page = bram.post(address(found), {**fields, "reason": "a" * 20_001}, status=422)
    assert "a" * 20_001 in page.html
    bram.post(address(found), {**fields, "reason": "Er staat een naam in."})
    assert "Er staat een naam in." in bram.get(f"{LIST}?toon=niet").text


def test_what_the_resident_changed_meanwhile_is_not_published(bram: Browser, track: Track) -> None:
    found = somebody(track, "Prima.")
    seen = mark_of("Prima.")
    actions.tell_how_it_was(found.contribution, Told(sentence="Bram is een sukkel."), now=clock.now())
    db.session.commit()
    page = bram.post(address(found), {"mark": seen, "doe": "openbaar"}, status=409)
    assert "De bewoner heeft deze zin intussen veranderd." in page.text
    assert db.session.get_one(Experience, again(found).id).sentence_state is PublicState.unchecked


def test_a_coordinator_reads_along_and_has_no_buttons(app: Flask, track: Track, cast: Cast) -> None:
    found = somebody(track, ANGRY)
    dirk = Browser(app).sign_in(cast.dirk)
    page = dirk.get(LIST)
    assert ANGRY in page.text
    assert not page.soup.select("main form")
    dirk.post(address(found), {"mark": mark_of(ANGRY), "doe": "openbaar"}, status=403)


def test_nobody_sees_whose_sentence_it_is(bram: Browser, track: Track) -> None:
    found = somebody(track, ANGRY)
    number = found.contribution.number
    assert number not in bram.get(LIST).html


@pytest.mark.parametrize("query", ["toon=x", "voor=x", "voor=99999999999999"])
def test_an_address_that_means_nothing_is_not_found(bram: Browser, track: Track, query: str) -> None:
    bram.get(f"{LIST}?{query}", status=404)


class TestGap:
    def test_it_stands_on_the_page_with_what_to_do(self, bram: Browser, track: Track) -> None:
        for expectation in (4, 4, 4, 5, 5):
            make_contribution(track, expectation=expectation)
        assert "verwachten" not in bram.get(TRACK).text
        count_changed(clock.now())
        page = bram.get(TRACK)
        assert "Bewoners verwachten meer dan wij beloofden" in page.text
        assert "Bewoners verwachten van veel tot heel veel invloed, met ‘veel’ in het midden." in page.text
        assert "Bel mensen." in page.text

    def test_people_who_expect_what_was_promised_are_no_news(self, bram: Browser, track: Track) -> None:
        for expectation in (3, 3, 3, 5, 5):
            make_contribution(track, expectation=expectation)
        count_changed(clock.now())
        assert "Bewoners verwachten meer" not in bram.get(TRACK).text


def test_figures_stand_beside_words_or_not_at_all(bram: Browser, track: Track, cast: Cast) -> None:
    for influence in (1, 2, 3, 4):
        somebody(track, influence=influence)
    found = somebody(track, ANGRY)
    count_changed(clock.now())
    assert not bram.get(TRACK).soup.select(".mirror")
    again(cast.bram)
    actions.publish_sentence(again(found), mark=mark_of(ANGRY), actor=cast.bram, now=clock.now())
    db.session.commit()
    assert bram.get(TRACK).soup.select(".mirror")


def test_the_page_of_the_track_costs_three_statements_for_it(app: Flask, bram: Browser, track: Track) -> None:
    def cost() -> int:
        with counted(app) as statements:
            bram.get(TRACK)
        return len([one for one in statements if "experience" in one or "tally" in one])

    somebody(track, ANGRY)
    few = cost()
    for number in range(9):
        somebody(track, f"Zin {number}")
    assert (few, cost()) == (3, 3)


def test_the_list_is_one_statement_however_long(app: Flask, bram: Browser, track: Track) -> None:
    for number in range(25):
        somebody(track, f"Zin {number}")
    with counted(app) as statements:
        page = bram.get(LIST)
    assert len([one for one in statements if "experience" in one]) == 1
    assert len(page.all(".words")) == 20
    assert len(bram.get(page.link("Ouder")).all(".words")) == 5
