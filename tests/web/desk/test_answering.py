"""Reading at the desk and writing an answer: the resident's words first, the very answer in the preview."""

import pytest
from flask import Flask

from participation.accounts.models import User
from participation.contributions.models import (
    Contribution,
    Point,
)
from participation.db import db
from participation.outcomes.models import OutcomeState
from participation.tracks.models import Track
from tests.factories.contributions import check_public, make_contribution
from tests.factories.outcomes import REASON, make_bring_in, make_outcome, make_step
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.counting import counted
from tests.support.page import Browser
from tests.web.desk.answering import adopted, outcomes, typed


def test_the_words_of_the_resident_come_first_and_what_looks_like_data_stands_out(bram: Browser, address: str) -> None:
    page = bram.get(address)
    assert page.h1 == "Zet de bomen aan de kant van de school. Bel mij op …"
    assert page.all(".desk > div h2")[0] == "De woorden van de bewoner"
    assert page.all("blockquote strong") == ["06-12345678"]
    assert "Antwoord op een bijdrage: uiterlijk 5 februari 2027" in page.text
    assert "Toen deze bijdrage binnenkwam, gold dezelfde versie." in page.text
    assert "Kinderen komen veilig op school." in page.text


def test_what_happened_is_told_in_sentences(
    bram: Browser, cast: Cast, contribution: Contribution, address: str
) -> None:
    page = bram.get(address)
    assert "De bijdrage kwam binnen (website)." in page.text
    assert "Antwoord op een bijdrage: beloofd, uiterlijk vrijdag 5 februari 2027." in page.text


def test_only_who_works_here_reads_and_only_who_may_answers(
    bram: Browser, chantal: Browser, dirk: Browser, visitor: Browser, address: str
) -> None:
    chantal.get(address, status=403)
    page = dirk.get(address)
    assert "U leest mee. Alleen wie aan dit traject werkt, geeft antwoord." in page.text
    assert not page.soup.select(f"form[action='{address}/uitkomst']")
    dirk.post(f"{address}/uitkomst", {"doe": "publiceer", "point": "1"}, status=403)
    assert "/inloggen" in visitor.get(address, status=303).location


@pytest.mark.parametrize("number", ["2026-99999", "1999-00001", "2026-1", "niets", "2026-000000000001"])
def test_a_number_of_nobody_does_not_exist(bram: Browser, address: str, number: str) -> None:
    bram.get(f"/werk/bijdragen/{number}", status=404)


def test_the_page_costs_a_fixed_number_of_statements(app: Flask, bram: Browser, cast: Cast) -> None:
    numbers: list[int] = []
    track_id, chantal_id = make_open_track(cast.bram).id, cast.chantal.id
    for points in (1, 3):
        track = db.session.get_one(Track, track_id)
        contribution = make_contribution(track)
        for position in range(2, points + 1):
            contribution.points.append(Point(track_id=track.id, position=position, text="Zet er ook een bank."))
        check_public(contribution)
        for point in contribution.points:
            make_outcome(point)
            make_step(point)
            make_bring_in(point, db.session.get_one(User, chantal_id))
        db.session.commit()
        with counted(app) as statements:
            bram.get(f"/werk/bijdragen/{contribution.number}")
        numbers.append(len(statements))
    # Each part of the page has one bounded look of its own (`answering_page.BLOCKS`).
    assert numbers[0] == numbers[1] <= 34, numbers


# Choosing, looking, keeping


def test_only_the_fields_of_the_chosen_kind_are_shown(bram: Browser, address: str) -> None:
    page = bram.get(address)
    assert "Waar komt het terecht?" not in page.text
    page = bram.post(f"{address}/uitkomst", typed(page, address, kind="not_adopted", doe="kies"), status=200)
    assert "Wat voor soort reden is het?" in page.text
    assert "Het riool wordt vernieuwd." in " ".join(page.all(".choices"))
    assert outcomes() == []


def test_changing_ones_mind_loses_nothing_that_was_typed(bram: Browser, address: str) -> None:
    page = bram.get(address)
    data = typed(page, address, kind="partly_adopted", part_adopted="De bank komt er.", reason="Half", doe="kies")
    page = bram.post(f"{address}/uitkomst", data, status=200)
    data = typed(page, address, kind="decided_later", doe="kies")
    page = bram.post(f"{address}/uitkomst", data, status=200)
    assert "Wanneer hoort de bewoner meer?" in page.text
    page = bram.post(f"{address}/uitkomst", typed(page, address, kind="partly_adopted", doe="kies"), status=200)
    form = page.form(f"{address}/uitkomst")
    assert (form["part_adopted"], form["reason"]) == ("De bank komt er.", "Half")


def test_htmx_gets_only_the_form_and_only_the_preview(bram: Browser, address: str) -> None:
    page = bram.get(address)
    form = bram.post(f"{address}/uitkomst", typed(page, address, kind="adopted", doe="kies"), status=200, htmx=True)
    assert form.soup.select_one("#antwoord") and not form.soup.select("h1")
    live = bram.post(f"{address}/uitkomst", adopted(page, address, doe="bekijk"), status=200, htmx=True)
    assert live.soup.select_one("#meelezen") and not live.soup.select("form")


def test_the_preview_says_what_the_resident_will_read(bram: Browser, address: str, contribution: Contribution) -> None:
    page = bram.get(address)
    data = adopted(page, address, doe="bekijk")
    preview = bram.post(f"{address}/uitkomst", data, status=200).all(".preview .trail__body")
    bram.post(f"{address}/uitkomst", {**data, "doe": "publiceer"})
    now = bram.get(address).all("[aria-labelledby=antwoord-nu] .trail__body")
    for said, read in zip(preview, now, strict=True):
        assert said in read, "the only thing that is added is who published it, and when"
    assert REASON in now[2]


def test_looking_stores_nothing(bram: Browser, address: str) -> None:
    bram.post(f"{address}/uitkomst", adopted(bram.get(address), address, doe="bekijk"), status=200)
    assert outcomes() == []


def test_officialese_draws_a_hint_and_never_a_block(bram: Browser, address: str) -> None:
    reason = "Conform het vigerende plan komen de bomen aan de kant van de school te staan in het voorjaar van 2027."
    data = adopted(bram.get(address), address) | {"reason": reason}
    page = bram.post(f"{address}/uitkomst", {**data, "doe": "bekijk"}, status=200)
    assert "vigerende : dat nu geldt" in page.all(".readability")[0]
    assert "is lang: 20 woorden" in page.all(".readability")[0]
    bram.post(f"{address}/uitkomst", {**data, "doe": "publiceer"})
    assert outcomes()[0].reason == reason


def test_a_draft_is_kept_half_finished_and_comes_back(bram: Browser, address: str) -> None:
    data = typed(bram.get(address), address, kind="adopted", reason="Half <b>af</b>", doe="bewaar")
    assert bram.post(f"{address}/uitkomst", data).location == address
    page = bram.get(address)
    assert "Uw concept is bewaard. De bewoner ziet dit nog niet." in page.text
    assert page.form(f"{address}/uitkomst")["reason"] == "Half <b>af</b>"
    assert "Concept van Bram de Boer" in page.text
    assert outcomes()[0].state is OutcomeState.draft
