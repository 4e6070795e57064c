"""Making points of what a resident wrote, on the page where it is read: without JavaScript, never over a colleague."""

import pytest
from flask import Flask

from participation.contributions.models import Contribution
from participation.db import db
from participation.outcomes.models import OutcomeKind
from tests.factories.contributions import check_public, make_contribution
from tests.factories.themes import make_theme
from tests.factories.tracks import make_open_track
from tests.outcomes.answered import publish
from tests.support.cast import Cast
from tests.support.page import Browser, Page

TREES, BENCH, BIN = "Zet bomen bij de school.", "En zet een bank bij de vijver.", "De bak is vol."
SAID = f"{TREES} {BENCH} {BIN}"


@pytest.fixture
def contribution(cast: Cast) -> Contribution:
    return make_contribution(make_open_track(cast.bram), SAID)


@pytest.fixture
def address(contribution: Contribution) -> str:
    return f"/werk/bijdragen/{contribution.number}"


@pytest.fixture
def bram(app: Flask, cast: Cast) -> Browser:
    return Browser(app).sign_in(cast.bram)


def boxes(page: Page) -> dict[str, str]:
    """The sentences that can be chosen, with what their box sends."""
    found = page.soup.select("input[name=woorden]")
    return {box.find_parent("label").get_text().strip(): str(box["value"]) for box in found}  # type: ignore[union-attr]


def make(browser: Browser, address: str, *words: str, status: int = 303, **typed: str) -> Page:
    page = browser.get(address)
    form = page.form(f"{address}/punten")
    chosen = [boxes(page)[one] for one in words]
    return browser.post(f"{address}/punten", {**form, "woorden": chosen, "doe": "maak", **typed}, status=status)


def test_sentences_are_ticked_and_become_a_point(bram: Browser, address: str) -> None:
    assert list(boxes(bram.get(address))) == [TREES, BENCH, BIN]
    make(bram, address, TREES, BIN, title="Bomen")
    page = bram.get(address)
    assert list(boxes(page)) == [BENCH], "what belongs to a point is no choice any more"
    assert "1 stuk tekst hoort nog bij geen punt." in page.text
    assert page.all(".words .uncovered") == [f"(hoort nog bij geen punt:) {BENCH}"]
    assert page.all(".words mark") == [TREES, BIN]
    make(bram, address, BENCH, doe="bij-1")
    page = bram.get(address)
    assert "Alle woorden van de bewoner horen bij een punt." in page.text
    assert not page.soup.select(".uncovered")
    assert "Bram de Boer maakte punt 1 van woorden van de bewoner." in page.text
    assert "Bram de Boer voegde woorden toe aan punt 1." in page.text


def test_the_selection_of_words_goes_before_the_boxes(bram: Browser, address: str) -> None:
    begins = SAID.index("bank")
    make(bram, address, TREES, selection=f"0:{begins}-{begins + 4}")
    assert bram.get(address).all(".words mark") == ["bank"]


@pytest.mark.parametrize("selection", ["0:5-99999", "0:9-3", "7:0-4", "bomen", "0:-1-4", "0:²-4"])
def test_a_selection_that_is_none_is_refused_and_everything_typed_is_kept(
    bram: Browser, address: str, selection: str
) -> None:
    page = make(bram, address, TREES, title="De bomen", selection=selection, status=422)
    assert page.errors
    assert page.form(f"{address}/punten")["title"] == "De bomen"
    assert page.form(f"{address}/punten")["woorden"]


def test_nothing_chosen_says_what_to_do(bram: Browser, address: str) -> None:
    page = make(bram, address, title="De bomen", status=422)
    assert page.errors == ["Kies eerst woorden in de tekst van de bewoner."]


def test_who_was_second_gets_the_choice_back(app: Flask, cast: Cast, bram: Browser, address: str) -> None:
    page = bram.get(address)
    form = {**page.form(f"{address}/punten"), "woorden": [boxes(page)[TREES]], "title": "Mijn naam", "doe": "maak"}
    make(bram, address, BENCH, title="Eerst")
    answer = bram.post(f"{address}/punten", form, status=409)
    assert "Een collega heeft de bijdrage intussen anders in punten verdeeld." in answer.text
    assert answer.form(f"{address}/punten")["title"] == "Mijn naam"
    assert answer.form(f"{address}/punten")["woorden"] == boxes(answer)[TREES]


def test_a_point_is_named_joined_and_taken_away(bram: Browser, address: str) -> None:
    for words in (TREES, BENCH, BIN):
        make(bram, address, words)
    form = bram.get(address).form(f"{address}/punten/2")
    bram.post(f"{address}/punten/2", {**form, "title": "De bank", "doe": "hernoem"})
    assert "Punt 2: De bank" in " ".join(bram.get(address).all(".filter a"))
    form = bram.get(address).form(f"{address}/punten/3")
    bram.post(f"{address}/punten/3", {**form, "met": "2", "doe": "samen"})
    assert bram.get(f"{address}?punt=2").all(".words mark") == [f"{BENCH} {BIN}"]
    form = bram.get(address).form(f"{address}/punten/2")
    bram.post(f"{address}/punten/2", {**form, "doe": "weg"})
    assert list(boxes(bram.get(address))) == [BENCH, BIN]
    bram.post(f"{address}/geheel", bram.get(address).form(f"{address}/geheel"))
    assert "De hele bijdrage is nu één punt" in bram.get(address).text


def test_one_passage_is_taken_out(bram: Browser, address: str) -> None:
    make(bram, address, TREES, BIN)
    page = bram.get(address)
    (out, _other) = [str(one["value"]) for one in page.soup.select("button[name=doe][value^=uit-]")]
    bram.post(f"{address}/punten/1", {**page.form(f"{address}/punten/1"), "doe": out})
    assert bram.get(address).all(".words mark") == [BIN]


def test_cutting_what_was_public_asks_for_a_new_check(bram: Browser, contribution: Contribution, address: str) -> None:
    number = check_public(contribution).number
    make(bram, address, TREES)
    page = bram.get(address)
    assert "Kijk de openbare tekst opnieuw na." in page.text
    bram.get(f"/bijdragen/{number}", status=404)


def test_before_the_last_answer_the_desk_says_what_no_point_covers(bram: Browser, cast: Cast, address: str) -> None:
    make(bram, address, TREES)
    make(bram, address, BENCH)
    warning = "Dit is het laatste punt dat op antwoord wacht."
    assert warning not in bram.get(address).text
    found = check_public(db.session.query(Contribution).one())
    db.session.add_all([cast.bram])
    publish(found.points[0], cast, OutcomeKind.not_adopted)
    db.session.commit()
    assert warning in bram.get(f"{address}?punt=2").text
    form = bram.get(f"{address}?punt=2").form(f"{address}/punten/2")
    refused = bram.post(f"{address}/punten/2", {**form, "doe": "weg"}, status=422)
    assert "Dit is het laatste punt dat op antwoord wacht. Geef er eerst antwoord op." in refused.errors
    answered = bram.post(f"{address}/punten/1", {"doe": "hernoem", "title": "Anders"}, status=409)
    assert "Op dit punt is al antwoord gegeven." in answered.text


def test_a_point_is_put_in_a_theme_and_out_of_it_again(bram: Browser, contribution: Contribution, address: str) -> None:
    theme = make_theme(contribution.track, "Bomen").id
    form = bram.get(address).form(f"{address}/punten/1/thema")
    bram.post(f"{address}/punten/1/thema", {**form, "thema": str(theme)})
    page = bram.get(address)
    assert page.form(f"{address}/punten/1/thema")["thema"] == str(theme)
    assert "Bram de Boer zette dit in het thema ‘Bomen’." in page.text
    bram.post(f"{address}/punten/1/thema", {**form, "thema": ""})
    assert "Bram de Boer haalde dit uit het thema ‘Bomen’." in bram.get(address).text
    bram.post(f"{address}/punten/1/thema", {**form, "thema": "999"}, status=422)


def test_who_only_reads_along_makes_no_points(app: Flask, cast: Cast, address: str) -> None:
    page = Browser(app).sign_in(cast.dirk).get(address)
    assert not boxes(page)
    assert "De hele bijdrage is nu één punt" in page.text
