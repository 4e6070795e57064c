"""Blanking data of people with one click, an author who does not agree, and what readers report, at the desk."""

from typing import NamedTuple

import pytest

from participation import clock
from participation.accounts.models import Role
from participation.contributions import actions
from participation.contributions.models import Contribution, PublicState
from participation.contributions.moderation import names, objecting, reporting
from participation.contributions.moderation.models import ReportReason
from participation.db import db
from participation.history import Event
from tests.factories.contributions import check_public, make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast, make_user
from tests.support.page import Browser, Page

SAID = "Bel Kees of mijn buurman Kees op 06-12345678. Zet bomen <b>bij</b> de school."
WORDS = "Ik ben het er niet mee eens, want ik noem niemand."


class Told(NamedTuple):
    """A contribution: its page at the desk, and the field of its public text."""

    address: str
    field: str

    @property
    def contribution(self) -> Contribution:
        return db.session.query(Contribution).filter_by(id=int(self.address.rsplit("-", 1)[1])).one()


def told(contribution: Contribution) -> Told:
    return Told(f"/werk/bijdragen/{contribution.number}", f"public-{contribution.points[0].id}")


@pytest.fixture
def said(cast: Cast) -> Told:
    names.keep_names("Kees", seen=0, actor=cast.dirk, now=clock.now())
    return told(make_contribution(make_open_track(cast.bram), SAID))


def deed(page: Page, about: str) -> str:
    """What the button sends that blanks *about*."""
    (found,) = [str(one["value"]) for one in page.soup.select("#openbare-tekst button") if about in one.get_text()]
    return found


def test_what_looks_like_data_of_people_stands_beside_the_form_with_what_it_is(bram: Browser, said: Told) -> None:
    page = bram.get(said.address)
    assert page.all("#openbare-tekst li > span") == [
        "Kees lijkt op een naam",
        "06-12345678 lijkt op een telefoonnummer",
    ]
    assert "Kees" in page.all(".words strong")


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "htmx"])
def test_one_click_blanks_one_thing_keeps_what_was_typed_and_publishes_nothing(
    bram: Browser, said: Told, htmx: bool
) -> None:
    address, field = said
    page = bram.get(address)
    typed = {field: "Getypt. " + SAID, "punt": "1", "doe": deed(page, "06-12345678")}
    given = bram.post(f"{address}/openbaar", typed, status=200, htmx=htmx)
    text = given.one(f"textarea[name={field}]").get_text().strip()
    assert text == "Getypt. Bel Kees of mijn buurman Kees op [telefoonnummer]. Zet bomen <b>bij</b> de school."
    assert "Er is nog niets bewaard." in given.text
    found = said.contribution
    assert (found.public_state, found.points[0].public_text) == (PublicState.unchecked, None)
    assert db.session.query(Event).filter_by(kind="contribution.checked").count() == 0


def test_one_click_blanks_all_in_the_language_of_the_contribution(bram: Browser, cast: Cast, said: Told) -> None:
    words = "Mail me: amina@home.example or 06-12345678."
    address, field = told(make_contribution(said.contribution.track, words, language="en"))
    page = bram.get(address)
    typed = {field: words, "punt": "1", "doe": deed(page, "Haal alles weg")}
    given = bram.post(f"{address}/openbaar", typed, status=200)
    assert given.one(f"textarea[name={field}]").get_text().strip() == "Mail me: [email address] or [phone number]."


def test_the_history_at_the_desk_says_of_which_kind(bram: Browser, said: Told) -> None:
    bram.post(f"{said.address}/openbaar", {said.field: "Zet bomen bij de school.", "doe": "openbaar", "punt": "1"})
    assert "Weggehaald: naam, telefoonnummer." in bram.get(said.address).text


def hidden_and_answered(said: Told, cast: Cast) -> None:
    made = said.contribution
    actions.hide(made, "Het gaat over een buurman.", actor=cast.bram, now=clock.now())
    objecting.object_to(made, WORDS, now=clock.now())
    db.session.commit()


def test_an_author_who_does_not_agree_waits_for_another_colleague(bram: Browser, cast: Cast, said: Told) -> None:
    hidden_and_answered(said, cast)
    colleague = make_user("Gerda Smit", Role.civil_servant, cast.streets)
    db.session.commit()
    gerda = Browser(bram.app).sign_in(colleague)
    assert WORDS not in bram.get("/werk").text
    assert WORDS in gerda.get("/werk").text
    address = said.address
    assert "U hield deze bijdrage zelf van de website." in bram.get(address).text
    reason = {"punt": "1", "stays-reason": "Er woont daar maar één buurman."}
    assert "Iemand anders beslist" in bram.post(f"{address}/weerwoord", reason, status=422).text
    assert gerda.post(f"{address}/weerwoord", {"punt": "1", "stays-reason": "Nee"}, status=422).errors
    gerda.post(f"{address}/weerwoord", reason)
    assert "Gerda Smit besliste" in gerda.get(address).text
    assert WORDS not in gerda.get("/werk").text


def test_who_hid_it_cannot_publish_it_either_and_the_sentence_says_so(bram: Browser, cast: Cast, said: Told) -> None:
    hidden_and_answered(said, cast)
    data = {said.field: "Zet bomen.", "doe": "openbaar", "punt": "1"}
    page = bram.post(f"{said.address}/openbaar", data, status=422)
    assert "Iemand anders beslist. Vraag een collega." in " ".join(page.errors)


@pytest.fixture
def reported(said: Told) -> str:
    """The page of a report of a reader."""
    made = reporting.report(
        check_public(said.contribution),
        ReportReason.people,
        "Mijn <i>moeder</i> staat erin.",
        form_key_hash="een",
        now=clock.now(),
    )
    db.session.commit()
    return f"/werk/meldingen/{made.id}"


def test_a_report_is_in_the_inbox_in_the_list_and_at_the_contribution(
    bram: Browser, chantal: Browser, dirk: Browser, said: Told, reported: str
) -> None:
    assert "Een lezer meldt iets" in bram.get("/werk").text
    assert "Mijn <i>moeder</i> staat erin." in bram.get("/werk/meldingen").text
    assert "moeder" not in chantal.get("/werk/meldingen").text
    assert "moeder" in dirk.get("/werk/meldingen").text
    assert dirk.get(reported).text.count("U leest mee.") == 1
    assert bram.get(said.address).has_link("Lees de melding")


def test_a_report_is_settled_only_in_words_that_are_true(bram: Browser, reported: str) -> None:
    address = reported
    page = bram.post(address, {"verdict": "hidden", "answer": "Weg."}, status=422)
    assert page.errors == ["Iedereen kan deze bijdrage nog lezen. Haal haar eerst van de website, met een reden."]
    assert page.form(address)["answer"] == "Weg."
    bram.post(address, {"verdict": "fine", "answer": "Er staat geen naam van een moeder."})
    assert "Bram de Boer handelde deze melding af" in bram.get(address).text
    assert bram.post(address, {"verdict": "fine", "answer": "Er staat geen naam van een moeder."}, status=409)
    assert "moeder" in bram.get("/werk/meldingen?toon=klaar").text


@pytest.mark.parametrize("query", ["toon=x", "na=x", "na=99999999999"])
def test_a_list_of_reports_that_does_not_exist_is_not_found(bram: Browser, query: str) -> None:
    bram.get(f"/werk/meldingen?{query}", status=404)
