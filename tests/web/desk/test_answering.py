"""Answering at the desk: the resident's words first, the very answer in the preview, and never a lost text."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from participation import clock
from participation.accounts.models import User
from participation.contributions.models import BringIn, BringInState, Channel, Contribution, Point, PublicState
from participation.db import db
from participation.mail import OutboundMail
from participation.outcomes.models import ExecutionState, ExecutionStep, Outcome, OutcomeKind, OutcomeState
from participation.promises.models import Promise
from participation.tracks.models import Track
from tests.factories.contributions import check_public, make_contribution
from tests.factories.outcomes import REASON, make_bring_in, make_outcome, make_step
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.counting import counted
from tests.support.page import Browser, Page

SAID = "Zet de bomen aan de kant van de school. Bel mij op 06-12345678."


@pytest.fixture
def contribution(cast: Cast) -> Contribution:
    """Checked, waiting for an answer, by the date its track promised."""
    return check_public(make_contribution(make_open_track(cast.bram), SAID, email="amina@bewoner.example"))


@pytest.fixture
def address(contribution: Contribution) -> str:
    return f"/werk/bijdragen/{contribution.number}"


def typed(page: Page, address: str, **changes: str) -> dict[str, Any]:
    """The answer form as the browser would send it, with *changes*."""
    return {**page.form(f"{address}/uitkomst"), **changes}


def adopted(page: Page, address: str, **changes: str) -> dict[str, Any]:
    path = db.session.execute(select(Contribution)).scalar_one().track.room.paths[0].id
    return typed(page, address, kind="adopted", path=f"path:{path}", reason=REASON, **changes)


def outcomes() -> list[Outcome]:
    db.session.expire_all()
    return list(db.session.scalars(select(Outcome).order_by(Outcome.id)))


# Reading


def test_the_words_of_the_resident_come_first_and_what_looks_like_data_stands_out(bram: Browser, address: str) -> None:
    page = bram.get(address)
    assert page.h1 == "Zet de bomen aan de kant van de school. Bel mij op …"
    assert page.all("h2")[0] == "De woorden van de bewoner"
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
    assert numbers[0] == numbers[1] <= 26, numbers


# Choosing, looking, keeping


def test_only_the_fields_of_the_chosen_kind_are_shown(bram: Browser, address: str) -> None:
    page = bram.get(address)
    assert "Waar komt het terecht?" not in page.text
    page = bram.post(f"{address}/uitkomst", typed(page, address, kind="not_adopted", doe="kies"), status=200)
    assert "Wat voor soort reden is het?" in page.text
    assert "Het riool wordt vernieuwd." in page.all(".choices")[1]
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


# Publishing


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


# Handling


def test_the_public_text_is_checked_before_anybody_reads_it(bram: Browser, cast: Cast) -> None:
    contribution = make_contribution(make_open_track(cast.bram), SAID)
    address, point = f"/werk/bijdragen/{contribution.number}", contribution.points[0].id
    page = bram.get(address)
    assert "Eerst nakijken: mag iedereen dit lezen?" in page.text
    data = {f"public-{point}": "Zet de bomen aan de kant van de school.", "doe": "openbaar", "punt": "1"}
    assert bram.post(f"{address}/openbaar", {**data, f"public-{point}": " "}, status=422).errors == [
        "Schrijf voor elk punt op wat iedereen mag lezen."
    ]
    bram.post(f"{address}/openbaar", data)
    found = db.session.scalars(select(Contribution)).one()
    assert (found.public_state, found.points[0].public_text) == (
        PublicState.public,
        "Zet de bomen aan de kant van de school.",
    )
    assert found.original_text == SAID


def test_publishing_before_the_check_says_what_comes_first(bram: Browser, cast: Cast) -> None:
    contribution = make_contribution(make_open_track(cast.bram), SAID)
    address = f"/werk/bijdragen/{contribution.number}"
    page = bram.post(f"{address}/uitkomst", adopted(bram.get(address), address, doe="publiceer"), status=422)
    assert page.errors == ["Kijk eerst de openbare tekst na: mag iedereen hem lezen, of niet en waarom niet?"]


def test_hiding_needs_a_reason_and_still_owes_an_answer(bram: Browser, address: str) -> None:
    assert bram.post(f"{address}/openbaar", {"doe": "verberg", "hide-reason": " "}, status=422).errors
    bram.post(
        f"{address}/openbaar", {"doe": "verberg", "hide-reason": "Het gaat over een buurman die te herkennen is."}
    )
    assert "Dit staat niet op de website." in bram.get(address).text
    assert db.session.scalars(select(Promise)).one().kept_at is None


def test_splitting_uses_the_words_of_the_resident(bram: Browser, address: str) -> None:
    data = {"split-parts-0-title": "de bomen", "split-parts-0-text": "Zet de bomen aan de kant van de school.",
            "split-parts-1-title": "bellen", "split-parts-1-text": "Iets wat niemand zei."}  # fmt: skip
    page = bram.post(f"{address}/splitsen", data, status=422)
    assert page.errors == ["Gebruik in elk punt de woorden van de bewoner zelf, zonder er iets bij te zetten."]
    bram.post(f"{address}/splitsen", {**data, "split-parts-1-text": "Bel mij op 06-12345678."})
    assert bram.get(address).all(".filter a")[-2:] == ["Punt 1: de bomen", "Punt 2: bellen"]


def test_who_takes_it_on_finds_it_in_the_own_inbox(bram: Browser, cast: Cast, address: str) -> None:
    db.session.query(Promise).update({"owner_id": None})
    db.session.commit()
    bram.post(f"{address}/behandelen", {"doe": "pak-op"})
    assert len(bram.get("/werk").all(".inbox__said")) == 1
    assert "Bram de Boer pakte de bijdrage op." in bram.get(address).text


def test_it_goes_only_to_who_may_answer_here(bram: Browser, cast: Cast, address: str) -> None:
    page = bram.post(f"{address}/behandelen", {"assign-handler": str(cast.chantal.id)}, status=422)
    assert page.errors


def test_a_colleague_is_brought_in_and_says_yes(bram: Browser, chantal: Browser, cast: Cast, address: str) -> None:
    colleague = str(cast.chantal.id)
    assert bram.post(f"{address}/erbij", {"ask-colleague": colleague, "ask-question": " "}, status=422).errors
    assert bram.post(f"{address}/erbij", {"ask-colleague": "", "ask-question": "Wie weet dit?"}, status=422).errors
    bram.post(f"{address}/erbij", {"ask-colleague": colleague, "ask-question": "Wie beheert het licht?"})
    asked = db.session.scalars(select(BringIn)).one().id
    page = chantal.get(f"/werk/erbij/{asked}")
    assert page.h1 == "Bram de Boer vraagt u iets"
    assert "Zet de bomen aan de kant van de school." in page.text
    chantal.post(f"/werk/erbij/{asked}", {"answer": "Dat doen wij.", "doe": "ja"})
    assert "Bram de Boer leest uw antwoord." in chantal.get("/werk").text
    assert "U zei ja op dinsdag 24 november 2026." in chantal.get(f"/werk/erbij/{asked}").text
    page = bram.post(
        f"{address}/uitkomst", typed(bram.get(address), address, kind="brought_in", doe="kies"), status=200
    )
    assert "Chantal Mulder" in page.all(".choices")[-1]
    data = typed(page, address, bring_in=f"bring_in:{asked}", later_on="2027-01-15", reason=REASON, doe="publiceer")
    bram.post(f"{address}/uitkomst", data)
    assert outcomes()[0].bring_in_id == asked


def test_saying_no_needs_a_reason_and_only_the_asked_colleague_answers(
    bram: Browser, chantal: Browser, cast: Cast, contribution: Contribution
) -> None:
    asked = make_bring_in(contribution.points[0], cast.chantal, accepted=False).id
    db.session.commit()
    bram.get(f"/werk/erbij/{asked}", status=403)
    chantal.get("/werk/erbij/99", status=404)
    page = chantal.post(f"/werk/erbij/{asked}", {"answer": "", "doe": "nee"}, status=422)
    assert page.errors == ["Schrijf op waarom u niet kunt helpen. Uw collega moet verder."]
    chantal.post(f"/werk/erbij/{asked}", {"answer": "Dit hoort bij het waterschap.", "doe": "nee"})
    assert db.session.scalars(select(BringIn)).one().state is BringInState.declined
    chantal.post(f"/werk/erbij/{asked}", {"answer": "Toch wel", "doe": "ja"}, status=409)


def test_what_was_adopted_is_followed_until_it_is_done(bram: Browser, contribution: Contribution, address: str) -> None:
    make_outcome(contribution.points[0])
    page = bram.post(f"{address}/uitvoering", {"work-state": "done", "work-on": "2026-11-24"}, status=422)
    assert page.errors == ["Laat zien dat het klaar is: noem het besluit, het document of de foto."]
    assert bram.post(f"{address}/uitvoering", {"work-on": "2026-11-24"}, status=422).errors
    assert bram.post(f"{address}/uitvoering", {"work-state": "done", "work-on": ""}, status=422).errors
    bram.post(f"{address}/uitvoering", {"work-state": "done", "work-on": "24-11-2026", "work-evidence": "Foto"})
    step = db.session.scalars(select(ExecutionStep)).one()
    assert (step.state, step.on, step.evidence) == (ExecutionState.done, date(2026, 11, 24), "Foto")
    assert "Klaar" in bram.get(address).all("ol.rows li")[0]


def test_a_promise_is_moved_in_time_with_a_reason(bram: Browser, contribution: Contribution, address: str) -> None:
    promise = str(db.session.scalars(select(Promise)).one().id)
    fields = {"belofte": promise, f"move{promise}-due": "2027-03-05", f"move{promise}-reason": "Te druk"}
    page = bram.post(f"{address}/verzetten", fields, status=422)
    assert page.errors == ["Leg in minstens één zin uit waarom u meer tijd nodig hebt. De bewoner leest dit."]
    fields[f"move{promise}-reason"] = "De brandweer rekent nog aan de breedte van de straat."
    assert bram.post(f"{address}/verzetten", {**fields, f"move{promise}-due": ""}, status=422).errors
    bram.post(f"{address}/verzetten", fields)
    assert "verzette de belofte van vrijdag 5 februari 2027 naar vrijdag 5 maart 2027" in bram.get(address).text
    bram.post(f"{address}/verzetten", {**fields, "belofte": "99"}, status=404)


def test_a_missed_promise_can_no_longer_be_moved(bram: Browser, address: str) -> None:
    db.session.query(Promise).update({"due": clock.today() - timedelta(days=1)})
    db.session.commit()
    page = bram.get(address)
    assert "Antwoord op een bijdrage: te laat, sinds gisteren" in page.text
    assert "Verzet de belofte" not in page.text


def test_a_withdrawn_contribution_asks_for_nothing(bram: Browser, contribution: Contribution, address: str) -> None:
    contribution.withdrawn_at = clock.now()
    db.session.commit()
    page = bram.get(address)
    assert "De bewoner trok deze bijdrage in op dinsdag 24 november 2026." in page.text
    assert not page.soup.select(f"form[action='{address}/uitkomst']")


def test_hostile_words_are_inert(bram: Browser, cast: Cast) -> None:
    words = "<script>alert(1)</script> {{ 7*7 }} 06-12345678 <b>"
    contribution = check_public(make_contribution(make_open_track(cast.bram), words, channel=Channel.paper))
    page = bram.get(f"/werk/bijdragen/{contribution.number}")
    assert page.soup.select_one("blockquote.words").get_text() == words
    assert not page.soup.select("main script")
