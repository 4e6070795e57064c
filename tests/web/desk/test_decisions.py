"""Recording a decision at the desk: nothing typed is lost, and the rules hold for who posts by hand (I30)."""

from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from participation import clock
from participation.accounts.models import User
from participation.db import db
from participation.outcomes.decisions.models import OrganDecision
from participation.tracks.models import Track, TrackState
from participation.tracks.room import Level
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.counting import counted
from tests.support.page import Browser

PAGE = "/werk/trajecten/molenstraat/besluiten"
AFTER = datetime(2027, 3, 12, 11, 0, tzinfo=clock.ZONE)
TYPED = {
    "organ": "Het college", "decided_on": "9-3-2027", "text": "Het college stelde het ontwerp vast, met twaalf bomen.",
    "url": "https://raad.waterdam.example/12", "follows": "partly",
    "deviation_reason": "Aan de kant van de winkels ligt een gasleiding. Daar kunnen geen bomen staan.",
}  # fmt: skip


@pytest.fixture
def path(cast: Cast) -> str:
    """The number of the first landing path of a track that gives answers."""
    track = make_open_track(cast.bram)
    track.state = TrackState.answering
    db.session.commit()
    assert track.room is not None
    return str(track.room.paths[0].id)


def signed_in(app: Flask) -> Browser:
    return Browser(app).sign_in(db.session.query(User).filter_by(name="Bram de Boer").one())


def record(app: Flask, path: str, status: int = 303, **changes: Any) -> Any:
    with clock.frozen(AFTER):
        return signed_in(app).post(PAGE, {**TYPED, "path": path, "seen": "0", **changes}, status=status)


def test_the_page_lists_every_path_and_says_what_is_late(app: Flask, path: str) -> None:
    with clock.frozen(AFTER):
        page = signed_in(app).get(PAGE)
    assert page.all(".rows h2") == ["Definitief ontwerp", "Werkplan"]
    assert "Zou er zijn op 9 maart 2027" in page.text
    assert "Werkplan klaar, verwacht op vrijdag 28 mei 2027" in page.text


def test_a_decision_is_recorded_and_read_by_residents(app: Flask, path: str) -> None:
    with clock.frozen(AFTER):
        form = signed_in(app).get(f"{PAGE}?pad={path}").form(PAGE)
    assert (form["organ"], form["decided_on"], form["seen"]) == ("Het college", "2027-03-09", "0")
    record(app, path)
    with clock.frozen(AFTER):
        page = Browser(app).get("/trajecten/molenstraat")
        text = page.soup.select_one("[aria-labelledby=besluiten]").get_text(" ", strip=True)
    assert "Het college besliste op dinsdag 9 maart 2027" in text
    assert "Dit is voor een deel anders dan bewoners adviseerden." in text
    assert "Dit is waarom: Aan de kant van de winkels ligt een gasleiding." in text
    assert page.link("Lees het besluit zelf") == "https://raad.waterdam.example/12"


def test_a_correction_keeps_what_stood_there_first(app: Flask, path: str) -> None:
    record(app, path)
    with clock.frozen(AFTER):
        browser = signed_in(app)
        form = browser.get(f"{PAGE}?pad={path}").form(PAGE)
        browser.post(PAGE, {**form, "text": "Het college stelde het ontwerp vast, met elf bomen."})
        page = Browser(app).get("/trajecten/molenstraat")
    assert "met elf bomen" in page.text
    assert "Wat hier eerst stond" in page.text
    assert "met twaalf bomen" in page.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"deviation_reason": ""}, "Het besluit is anders dan bewoners zeiden."),
        ({"decided_on": "13-3-2027"}, "Deze dag moet nog komen."),
        ({"decided_on": "gisteren"}, "Deze dag begrijpen wij niet."),
        ({"follows": ""}, "Kies of het besluit past bij wat bewoners zeiden."),
        ({"follows": "verzonnen"}, "Dit staat niet in de lijst."),
        ({"url": "javascript:alert(1)"}, "Dit is geen adres op internet."),
    ],
)
def test_what_is_refused_keeps_what_was_typed(app: Flask, path: str, changes: dict[str, str], sentence: str) -> None:
    page = record(app, path, 422, **changes)
    assert sentence in page.errors[0]
    assert TYPED["text"] in page.html
    assert db.session.query(OrganDecision).count() == 0


def test_a_path_that_is_not_there_is_refused_by_hand(app: Flask, path: str) -> None:
    for wrong in ("", "999999", "x"):
        assert record(app, wrong, 422).errors == ["Kies het pad waar dit besluit bij hoort."]


def test_who_was_second_reads_the_first_and_keeps_the_own_text(app: Flask, path: str) -> None:
    record(app, path)
    page = record(app, path, 409, text="Een ander verhaal over hetzelfde besluit.")
    assert page.errors == [
        "Een collega legde dit besluit vast terwijl u schreef. Lees dat eerst. Uw tekst staat er nog."
    ]
    assert "Een ander verhaal over hetzelfde besluit." in page.html
    assert "met twaalf bomen" in page.html


def test_deciding_together_asks_for_the_result_the_rule_and_the_share(app: Flask, path: str) -> None:
    db.session.query(Track).one()
    _level(Level.co_decide)
    page = record(app, path, 422, follows="wholly", deviation_reason="")
    assert len(page.errors) == 3
    record(
        app, path, follows="wholly", deviation_reason="", binding_result="De Spil gaat elke dag open.",
        rule="Iedereen kon ermee leven.", share="Bijna iedereen was voor, de buren boven twijfelden.",
    )  # fmt: skip
    with clock.frozen(AFTER):
        text = Browser(app).get("/trajecten/molenstraat").text
    assert "Wie het ermee eens was: Bijna iedereen was voor, de buren boven twijfelden." in text


def test_who_was_only_told_is_not_asked_what_it_did_with_advice(app: Flask, path: str) -> None:
    _level(Level.inform)
    with clock.frozen(AFTER):
        assert "follows" not in signed_in(app).get(f"{PAGE}?pad={path}").form(PAGE)
    record(app, path, follows="", deviation_reason="")
    with clock.frozen(AFTER):
        assert "adviseerden" not in Browser(app).get("/trajecten/molenstraat").text


def _level(level: Level) -> None:
    """Set by hand: this room was never anything else."""
    db.session.connection().exec_driver_sql(f"UPDATE declared_room SET level = '{level.value}'")
    db.session.commit()
    db.session.expire_all()


@pytest.mark.parametrize("paths", [1, 3])
def test_the_page_takes_the_same_statements_whatever_was_decided(app: Flask, cast: Cast, path: str, paths: int) -> None:
    for _ in range(paths):
        current = db.session.query(OrganDecision).order_by(OrganDecision.id.desc()).first()
        record(app, path, seen=str(current.id if current else 0))
    with clock.frozen(AFTER):
        browser = signed_in(app)
        with counted(app) as statements:
            browser.get(PAGE)
    assert len(statements) == 4, statements
