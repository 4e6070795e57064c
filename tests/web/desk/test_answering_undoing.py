"""What a colleague did before publication can be taken back from the page where it was done."""

import pytest

from participation import clock
from participation.contributions.models import Contribution, PublicState
from participation.contributions.said_together import actions as said_together
from participation.db import db
from tests.factories.contributions import check_public, make_contribution
from tests.factories.outcomes import REASON
from tests.support.page import Browser, Page
from tests.web.desk.answering import outcomes, typed


def kept(bram: Browser, address: str) -> Page:
    """The page with a draft that was saved."""
    fields = typed(bram.get(address), address, kind="answered", reason=REASON, doe="bewaar")
    return bram.get(bram.post(f"{address}/uitkomst", fields, status=303).location)


def pressed(bram: Browser, page: Page, action: str, **changes: str) -> Page:
    fields = {**page.form(action), **changes}
    return bram.get(bram.post(action, fields, status=303).location)


def test_a_draft_is_thrown_away_and_taken_up_again(bram: Browser, address: str) -> None:
    away = pressed(bram, kept(bram, address), f"{address}/concept-weg")
    assert outcomes() == []
    assert "Bram de Boer gooide het concept weg. Terugzetten kan nog." in away.text
    back = pressed(bram, away, f"{address}/concept-terug")
    assert [outcome.reason for outcome in outcomes()] == [REASON]
    assert back.form(f"{address}/uitkomst")["reason"] == REASON


def test_a_draft_that_changed_meanwhile_stays(bram: Browser, address: str) -> None:
    page = kept(bram, address)
    fields = {**page.form(f"{address}/concept-weg"), "base_draft": "1/ouder"}
    refusal = bram.post(f"{address}/concept-weg", fields, status=409)
    assert "heeft intussen een ander concept bewaard" in refusal.text
    assert len(outcomes()) == 1


@pytest.mark.parametrize("number", ["", "x", "99", "9" * 12])
def test_a_draft_of_nobody_cannot_be_taken_up(bram: Browser, address: str, number: str) -> None:
    status = 409 if number == "99" else 400
    bram.get(address)
    bram.post(f"{address}/concept-terug", {"punt": "1", "concept": number}, status=status)


def test_the_check_of_the_public_text_is_taken_back_with_a_reason(
    bram: Browser, contribution: Contribution, address: str
) -> None:
    action, number = f"{address}/opnieuw-nakijken", contribution.id
    page = bram.get(address)
    refused = bram.post(action, page.form(action), status=422)
    assert refused.errors == ["Schrijf op waarom dit opnieuw nagekeken moet worden. Uw collega’s lezen dit."]
    after = pressed(bram, page, action, **{"undo-reason": "Er staat nog een telefoonnummer in."})
    db.session.expire_all()
    assert db.session.get_one(Contribution, number).public_state is PublicState.unchecked
    assert "Eerst nakijken: mag iedereen dit lezen?" in after.text
    assert "Bram de Boer draaide dat terug. Het moet opnieuw nagekeken worden." in after.text
    assert "Er staat nog een telefoonnummer in." in after.text


def test_a_reason_that_was_typed_is_not_lost_when_a_colleague_was_first(bram: Browser, address: str) -> None:
    action = f"{address}/opnieuw-nakijken"
    fields = {**bram.get(address).form(action), "undo-reason": "Er staat nog een naam in.", "base_public": "ouder"}
    refused = bram.post(action, fields, status=409)
    assert refused.form(action)["undo-reason"] == "Er staat nog een naam in."


# What else the same resident said


def test_what_the_resident_said_too_stands_beside_it_with_how_we_know(
    bram: Browser, contribution: Contribution, address: str
) -> None:
    other = check_public(make_contribution(contribution.track, "En een bank.", email=contribution.email))
    numbers = contribution.id, other.id
    assert "Deze bewoner zei ook" not in bram.get(address).text
    said_together.join(*(db.session.get_one(Contribution, number) for number in numbers), now=clock.now())
    db.session.commit()
    page = bram.get(address)
    assert page.all("[aria-labelledby=ook-gezegd] blockquote") == ["En een bank."]
    assert "omdat de bewoner op 24 november 2026 de codes van beide bijdragen invulde" in page.text
    assert "De bewoner vulde de code in van een andere eigen bijdrage." in page.text
    said_together.part(db.session.get_one(Contribution, numbers[0]), numbers[1], now=clock.now())
    db.session.commit()
    assert "Deze bewoner zei ook" not in bram.get(address).text


# Earlier answers


def test_earlier_answers_come_as_a_piece_or_as_a_page(bram: Browser, dirk: Browser, address: str) -> None:
    for browser in (bram, dirk):
        assert browser.get(f"{address}/eerder?punt=1", htmx=True).soup.select_one("h1") is None
    page = bram.get(bram.get(address).link("Antwoorden over hetzelfde"))
    assert "nog niets beantwoord dat erop lijkt" in page.text
    assert page.has_link("Terug naar de bijdrage")
    bram.get(f"{address}/eerder?punt=9", status=404)
