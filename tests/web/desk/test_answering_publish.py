"""Publishing: complete or not at all, one of two wins, and no text is ever lost."""

import pytest
from flask import Flask
from sqlalchemy import select

from participation.contributions.models import (
    Contribution,
    Point,
)
from participation.db import db
from participation.mail import OutboundMail
from participation.outcomes.models import OutcomeKind
from participation.promises.models import Promise
from tests.factories.contributions import check_public, make_contribution
from tests.factories.outcomes import REASON
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.page import Browser
from tests.web.desk.answering import adopted, outcomes, typed


def test_publishing_answers_keeps_the_promise_and_sends_the_mail(bram: Browser, address: str) -> None:
    bram.post(f"{address}/uitkomst", adopted(bram.get(address), address, doe="publiceer"))
    page = bram.get(address)
    assert "Uw antwoord is gepubliceerd. De bewoner krijgt een e-mail." in page.text
    assert "Versie 1, op dinsdag 24 november 2026 door Bram de Boer." in page.text
    assert db.session.scalars(select(Promise)).one().kept_at is not None
    assert db.session.query(OutboundMail).count() == 1


def test_what_is_missing_is_said_at_its_field_and_the_text_stays(bram: Browser, address: str) -> None:
    data = typed(
        bram.get(address), address, kind="partly_adopted", part_adopted="De bank.", reason="Nee", doe="publiceer"
    )
    page = bram.post(f"{address}/uitkomst", data, status=422)
    assert page.errors == [
        "Schrijf op welk deel u niet overneemt.",
        "Kies waar dit terechtkomt. Zonder landingspad is het geen belofte die iemand kan nagaan.",
        "Deze reden is te kort. Schrijf minstens één hele zin die de bewoner begrijpt.",
    ]
    form = page.form(f"{address}/uitkomst")
    assert (form["part_adopted"], form["reason"]) == ("De bank.", "Nee")
    assert outcomes() == []


def test_a_row_of_the_room_is_named_as_the_reason(bram: Browser, address: str, contribution: Contribution) -> None:
    fixed = contribution.track.room.fixed_points[0].id
    data = typed(
        bram.get(address), address, kind="outside_room", weighs=f"fixed_point:{fixed}", reason=REASON, doe="publiceer"
    )
    bram.post(f"{address}/uitkomst", data)
    assert outcomes()[0].fixed_point_id == fixed


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "verzonnen"}, {"path": "path:99999"}, {"path": "x"}, {"weighs": "fixed_point:1; DROP"},
        {"later_on": "gisteren", "kind": "decided_later"}, {"reason": "x" * 20_001}, {"reason": "nul\x00teken"},
    ],
)  # fmt: skip
def test_nonsense_is_a_clear_sentence_and_never_an_answer(bram: Browser, address: str, changes: dict[str, str]) -> None:
    data = adopted(bram.get(address), address) | changes | {"doe": "publiceer"}
    if changes == {"weighs": "fixed_point:1; DROP"}:
        data["kind"] = "outside_room"
    page = bram.post(f"{address}/uitkomst", data, status=422)
    assert page.errors
    assert outcomes() == []


@pytest.mark.parametrize("changes", [{"point": "9"}, {"point": ""}])
def test_a_point_that_is_not_there_does_not_exist(bram: Browser, address: str, changes: dict[str, str]) -> None:
    bram.post(f"{address}/uitkomst", adopted(bram.get(address), address) | changes | {"doe": "publiceer"}, status=404)


def test_a_version_that_is_no_number_is_refused(bram: Browser, address: str) -> None:
    data = adopted(bram.get(address), address) | {"base_version": "één", "doe": "publiceer"}
    bram.post(f"{address}/uitkomst", data, status=400)


def test_the_second_publisher_gets_409_with_who_and_when_and_keeps_the_text(
    app: Flask, bram: Browser, cast: Cast, contribution: Contribution, address: str
) -> None:
    contribution.track.members.append(cast.chantal)
    db.session.commit()
    chantal = Browser(app).sign_in(cast.chantal)
    mine, hers = bram.get(address), chantal.get(address)
    chantal.post(f"{address}/uitkomst", adopted(hers, address, doe="publiceer"))
    data = typed(mine, address, kind="answered", reason="Mijn eigen lange tekst, die niet weg mag.", doe="publiceer")
    page = bram.post(f"{address}/uitkomst", data, status=409)
    assert "Chantal Mulder heeft dit punt intussen beantwoord." in page.text
    assert "Dat was op dinsdag 24 november 2026, 12.00 uur." in page.text
    assert REASON in page.text
    assert page.form(f"{address}/uitkomst")["reason"] == "Mijn eigen lange tekst, die niet weg mag."
    assert [outcome.version for outcome in outcomes()] == [1]
    again = typed(page, address, doe="publiceer", kind="adopted") | {"path": data.get("path", "")}
    again["path"] = adopted(page, address)["path"]
    bram.post(f"{address}/uitkomst", again)
    assert [outcome.version for outcome in outcomes()] == [1, 2]


def test_a_draft_of_somebody_else_is_not_overwritten_unseen(
    app: Flask, bram: Browser, cast: Cast, contribution: Contribution, address: str
) -> None:
    contribution.track.members.append(cast.chantal)
    db.session.commit()
    chantal = Browser(app).sign_in(cast.chantal)
    mine, hers = bram.get(address), chantal.get(address)
    chantal.post(f"{address}/uitkomst", typed(hers, address, reason="Van Chantal", doe="bewaar"))
    page = bram.post(f"{address}/uitkomst", typed(mine, address, reason="Van Bram", doe="bewaar"), status=409)
    assert "Chantal Mulder heeft intussen een ander concept bewaard." in page.text
    assert "Van Chantal" in page.text
    assert page.form(f"{address}/uitkomst")["reason"] == "Van Bram"
    assert [outcome.reason for outcome in outcomes()] == ["Van Chantal"]


def test_a_correction_is_announced_and_the_old_answer_stays(bram: Browser, address: str) -> None:
    bram.post(f"{address}/uitkomst", adopted(bram.get(address), address, doe="publiceer"))
    page = bram.get(address)
    assert "Dit wordt versie 2. Het oude antwoord blijft te lezen." in page.text
    data = typed(page, address, kind="decided_later", later_on="9-3-2027", doe="publiceer")
    bram.post(f"{address}/uitkomst", data)
    assert [(outcome.version, outcome.kind) for outcome in outcomes()] == [
        (1, OutcomeKind.adopted), (2, OutcomeKind.decided_later)
    ]  # fmt: skip
    assert "Het nieuwe antwoord is gepubliceerd." in bram.get(address).text


def test_after_the_first_point_the_next_one_that_waits_comes_up(bram: Browser, cast: Cast) -> None:
    contribution = make_contribution(make_open_track(cast.bram))
    contribution.points.append(
        Point(track_id=contribution.track_id, position=2, title="een bank", text="Zet er een bank.")
    )
    check_public(contribution)
    address = f"/werk/bijdragen/{contribution.number}"
    page = bram.get(address)
    assert page.all(".filter a")[-2:] == ["Punt 1", "Punt 2: een bank"]
    assert bram.post(f"{address}/uitkomst", adopted(page, address, doe="publiceer")).location == f"{address}?punt=2"
    bram.get(f"{address}?punt=2")
    bram.get(f"{address}?punt=3", status=404)
