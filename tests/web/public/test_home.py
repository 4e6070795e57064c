"""The front door."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from participation import clock
from participation.db import db
from participation.promises.models import Promise, PromiseMove
from participation.tracks.models import TrackState
from tests.factories.contributions import make_contribution
from tests.factories.tracks import make_open_track, make_track
from tests.support.cast import Cast
from tests.support.counting import counted
from tests.support.page import Browser


def test_an_empty_house_says_so_and_helps_on(visitor: Browser, cast: Cast) -> None:
    page = visitor.get("/")
    assert page.h1 == "Zeg wat u vindt. Zie wat er mee gebeurt."
    assert "Nu loopt er niets" in page.text
    assert page.one("svg[role=img] title").get_text().startswith("Een plattegrond.")
    assert page.form("/volg").keys() == {"csrf_token", "code"}


def test_what_is_open_comes_first_then_what_we_must_answer_then_what_opens(visitor: Browser, cast: Cast) -> None:
    for title, state, closes in (
        ("Straks", TrackState.ready, date(2026, 12, 30)), ("Antwoord", TrackState.answering, date(2026, 11, 20)),
        ("Later dicht", TrackState.open, date(2026, 12, 20)), ("Eerst dicht", TrackState.open, date(2026, 12, 1)),
        ("Voorbij", TrackState.closed, date(2026, 11, 10)),
    ):  # fmt: skip
        make_open_track(cast.bram, title=title, slug=title.lower().replace(" ", "-"), closes_on=closes).state = state
    make_track(cast.bram, title="Concept", slug="concept")
    db.session.commit()
    page = visitor.get("/")
    assert page.all(".card__title") == ["Eerst dicht", "Later dicht", "Antwoord", "Straks", "Staat het er niet bij?"]
    assert page.all(".card .eyebrow")[0] == "U adviseert"
    assert page.all(".card__foot")[0] == "Reageren kan tot en met 1 december 2026. Het college beslist op 9 maart 2027."
    assert "Concept" not in page.html


def test_a_neighbourhood_says_what_goes_on(visitor: Browser, cast: Cast) -> None:
    make_open_track(cast.bram)
    page = visitor.get("/")
    assert page.all(".areas li") == ["Molenbuurt Herinrichting Molenstraat."]
    assert page.link("Molenbuurt") == "/buurten/BU99990001"


def test_a_broken_promise_stands_before_what_we_kept(visitor: Browser, cast: Cast) -> None:
    late = make_open_track(cast.bram, title="Speelplek", slug="speelplek", promised_on=date(2026, 11, 20),
                           closes_on=date(2026, 11, 10))  # fmt: skip
    make_contribution(late)
    kept = make_open_track(cast.bram, title="Markt", slug="markt", promised_on=date(2026, 11, 15))
    kept.state, kept.closed_at = TrackState.closed, datetime(2026, 11, 12, 9, tzinfo=UTC)
    moved = make_open_track(cast.bram, title="Fietsroute", slug="fietsroute")
    make_contribution(moved)
    promise = db.session.query(Promise).filter_by(track_id=moved.id).one()
    move = {"due_before": date(2026, 12, 1), "due_after": date(2026, 12, 15), "reason": "De telling is later klaar."}
    db.session.add(PromiseMove(promise_id=promise.id, moved_by_id=cast.bram.id, at=clock.now(), **move))
    db.session.commit()
    page = visitor.get("/")
    section = page.one("section[aria-labelledby=beloften]").get_text(" ", strip=True)
    assert page.all(".notice--late") == [
        "Wij zijn te laat. Dat spijt ons. Wij beloofden iedereen antwoord over Speelplek vóór 20 november 2026. "
        "Dat is niet gelukt. Vragen? Bel Bram de Boer. Het nummer staat bij het traject."
    ]
    assert section.index("te laat") < section.index("Verzet, met reden") < section.index("Nagekomen")
    assert "hoort u van ons op 15 december 2026, niet op 1 december 2026. De telling is later klaar." in section


def test_one_resident_who_waits_is_enough_to_say_it(visitor: Browser, cast: Cast) -> None:
    track = make_open_track(cast.bram)
    make_contribution(track)
    db.session.query(Promise).update({"due": date(2026, 11, 20)})
    db.session.commit()
    assert (
        "Wij beloofden een bewoner antwoord over Herinrichting Molenstraat" in visitor.get("/").all(".notice--late")[0]
    )


@pytest.mark.parametrize("items", [1, 3])
def test_the_front_page_asks_a_fixed_number_of_questions(app: Flask, visitor: Browser, cast: Cast, items: int) -> None:
    for number in range(items):
        make_contribution(make_open_track(cast.bram, title=f"Traject {number}", slug=f"traject-{number}"))
    with counted(app) as statements:
        visitor.get("/")
    assert len(statements) == 9, "\n".join(statements)
