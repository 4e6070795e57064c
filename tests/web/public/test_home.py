"""The front door."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from participation import clock
from participation.db import db
from participation.promises import actions
from participation.promises.models import Promise, PromiseKind
from participation.tracks.models import Track, TrackState
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


def promised(track: Track, due: date, **values: object) -> Promise:
    """What was promised to everybody in *track*."""
    promise = Promise(kind=PromiseKind.track_answer, track_id=track.id, department_id=track.department_id,
                      made_at=clock.now(), due=due, **values)  # fmt: skip
    db.session.add(promise)
    db.session.commit()
    return promise


def test_a_broken_promise_stands_before_what_was_moved_and_what_we_kept(visitor: Browser, cast: Cast) -> None:
    late = make_open_track(cast.bram, title="Speelplek", slug="speelplek")
    promised(late, date(2026, 11, 20))
    kept = make_open_track(cast.bram, title="Markt", slug="markt")
    promised(kept, date(2026, 11, 15), kept_at=datetime(2026, 11, 12, 9, tzinfo=UTC))
    moved = promised(make_open_track(cast.bram, title="Fietsroute", slug="fietsroute"), date(2026, 12, 1))
    actions.move(moved, date(2026, 12, 15), reason="De telling is later klaar.", actor=cast.bram, now=clock.now())
    db.session.commit()
    page = visitor.get("/")
    section = page.one("section[aria-labelledby=beloften]").get_text(" ", strip=True)
    assert page.all(".notice--late") == [
        "Wij zijn te laat. Dat spijt ons. Speelplek Antwoord aan iedereen die reageerde, uiterlijk 20 november 2026. "
        "Dat is niet gelukt. Wij zijn dit nog schuldig. Vragen? Bel Bram de Boer: 0999 12 34 56."
    ]
    assert section.index("te laat") < section.index("Verzet, met reden") < section.index("Nagekomen")
    assert "Eerst beloofden wij 1 december 2026. Dat werd 15 december 2026." in section
    assert "De telling is later klaar." in section


def test_one_resident_who_waits_is_enough_to_say_it(visitor: Browser, cast: Cast) -> None:
    make_contribution(make_open_track(cast.bram))
    db.session.query(Promise).update({"due": date(2026, 11, 20)})
    db.session.commit()
    (late,) = visitor.get("/").all(".notice--late")
    assert "Antwoord op een bijdrage, uiterlijk 20 november 2026. Dat is niet gelukt." in late
    assert "meer in dit traject" not in late


def test_a_track_that_owes_many_answers_hides_no_other(visitor: Browser, cast: Cast) -> None:
    many, one = (make_open_track(cast.bram, title=title, slug=title.lower()) for title in ("Veel", "Eén"))
    for _ in range(4):
        make_contribution(many)
    make_contribution(one)
    db.session.query(Promise).update({"due": date(2026, 11, 20)})
    db.session.commit()
    first, second = visitor.get("/").all(".notice--late")
    assert "Veel" in first and "Er is meer in dit traject dat te laat is." in first
    assert "Eén" in second


@pytest.mark.parametrize("items", [1, 3])
def test_the_front_page_asks_a_fixed_number_of_questions(app: Flask, visitor: Browser, cast: Cast, items: int) -> None:
    for number in range(items):
        make_contribution(make_open_track(cast.bram, title=f"Traject {number}", slug=f"traject-{number}"))
    with counted(app) as statements:
        visitor.get("/")
    assert len(statements) == 9, "\n".join(statements)
