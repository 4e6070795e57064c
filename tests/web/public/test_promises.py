"""Every promise, in sentences: the missed ones first, with whom to call, and never a score."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from participation import clock
from participation.contributions.models import Contribution
from participation.db import db
from participation.outcomes import ledger
from participation.outcomes.decisions.models import Follows, OrganDecision
from participation.outcomes.moving import move_for_everybody
from participation.promises import actions
from participation.promises.models import Promise, PromiseKind, PromiseState
from participation.tracks.models import Track
from tests.factories.contributions import check_public, make_contribution
from tests.factories.many import many
from tests.factories.outcomes import make_outcome
from tests.factories.tracks import make_open_track, make_track
from tests.support.cast import Cast
from tests.support.counting import counted
from tests.support.page import Browser, Page

TODAY = date(2026, 11, 24)
REASON = "De brandweer rekent nog aan de breedte van de straat."


def owed(contribution: Contribution, due: date, kept_at: datetime | None = None) -> Promise:
    promise = db.session.query(Promise).filter_by(contribution_id=contribution.id).one()
    promise.due = due
    if kept_at is not None:
        promise.kept_at = kept_at
        make_outcome(contribution.points[0])
    db.session.commit()
    return promise


def part(page: Page, name: str) -> list[str]:
    return page.all(f"section[aria-labelledby={name}] .rows > li")


def test_missed_stands_first_and_says_whom_to_call(visitor: Browser, cast: Cast) -> None:
    contribution = check_public(make_contribution(make_open_track(cast.bram)))
    owed(contribution, date(2026, 11, 20))
    number = contribution.number
    page = visitor.get("/beloften")
    assert page.h1 == "Deden wij wat we beloofden?"
    assert page.all("main h2")[0] == "Niet nagekomen"
    (line,) = part(page, "te-laat")
    assert line == (
        "Te laat Antwoord op een bijdrage, uiterlijk 20 november 2026. Dat is niet gelukt. Wij zijn dit nog schuldig. "
        f"Herinrichting Molenstraat Bijdrage {number} Vragen? Bel Bram de Boer: 0999 12 34 56."
    )
    assert page.link(number) == f"/bijdragen/{number}"


def test_kept_kept_late_open_and_moved_each_have_their_sentence(visitor: Browser, cast: Cast) -> None:
    track = make_open_track(cast.bram)
    noon = datetime(2026, 11, 23, 12, tzinfo=clock.ZONE)
    owed(make_contribution(track), date(2026, 11, 30), noon)
    owed(make_contribution(track), date(2026, 11, 20), noon - timedelta(hours=1))
    owed(make_contribution(track), TODAY)
    moved = owed(make_contribution(track), date(2027, 2, 5))
    actions.move(moved, date(2027, 3, 5), reason=REASON, actor=cast.bram, now=clock.now())
    db.session.commit()
    page = visitor.get("/beloften")
    assert part(page, "te-laat") == []
    assert "Op dit moment is er geen belofte die wij niet nakwamen." in page.text
    first, second = part(page, "open")
    assert first.startswith("Beloofd Antwoord op een bijdrage, uiterlijk 24 november 2026.")
    assert second.startswith("Verzet, met reden Antwoord op een bijdrage, uiterlijk 5 maart 2027.")
    assert f"Eerst beloofden wij 5 februari 2027. Dat werd 5 maart 2027. Dit is waarom: {REASON}" in second
    kept, late = part(page, "nagekomen")
    assert "Nagekomen Antwoord op een bijdrage, uiterlijk 30 november 2026. Dat deden we op 23 november 2026." in kept
    assert "Nagekomen, maar te laat" in late and "Het werd 23 november 2026. Dat was te laat." in late


def test_the_same_promise_to_several_residents_is_one_sentence(visitor: Browser, cast: Cast) -> None:
    track = make_open_track(cast.bram)
    public, hidden = check_public(make_contribution(track)), make_contribution(track)
    numbers = [public.number, hidden.number]
    page = visitor.get("/beloften?soort=open")
    (line,) = part(page, "open")
    assert f"Bijdragen {numbers[0]} , {numbers[1]}" in line
    assert page.link(numbers[0]) and not page.has_link(numbers[1]), "what was not checked is named, not shown"


def test_a_promise_to_everybody_has_no_number(visitor: Browser, cast: Cast) -> None:
    track = make_open_track(cast.bram)
    db.session.add(
        Promise(
            kind=PromiseKind.track_answer,
            track_id=track.id,
            department_id=track.department_id,
            made_at=clock.now(),
            due=date(2027, 2, 5),
        )
    )
    db.session.commit()
    (line,) = part(visitor.get("/beloften"), "open")
    assert line.startswith("Beloofd Antwoord aan iedereen die reageerde, uiterlijk 5 februari 2027.")
    assert "Bijdrage" not in line


def to_everybody(track: Track, kind: PromiseKind, due: date, **values: Any) -> Promise:
    promise = Promise(
        kind=kind, track_id=track.id, department_id=track.department_id, made_at=clock.now(), due=due, **values
    )
    db.session.add(promise)
    db.session.commit()
    return promise


def test_a_promise_to_everybody_stands_in_the_words_residents_read(visitor: Browser, cast: Cast) -> None:
    track = make_open_track(cast.bram)
    to_everybody(track, PromiseKind.unknown_point, date(2026, 11, 20), text="Wij weten: Komt er een warmtenet?")
    to_everybody(track, PromiseKind.decision, date(2027, 3, 9), text="Het college beslist over: <i>Ontwerp</i>.")
    page = visitor.get("/beloften")
    assert "Te laat Wij weten: Komt er een warmtenet? Uiterlijk 20 november 2026." in part(page, "te-laat")[0]
    assert "Het college beslist over: <i>Ontwerp</i>. Uiterlijk 9 maart 2027." in part(page, "open")[0]
    english = visitor.get("/beloften?taal=en")
    assert '<span lang="nl">Wij weten: Komt er een warmtenet?</span>' in english.html


def test_what_was_decided_stands_beside_the_promise_of_a_decision(visitor: Browser, cast: Cast) -> None:
    track = make_open_track(cast.bram)
    assert track.room is not None
    path = track.room.paths[0]
    to_everybody(track, PromiseKind.decision, date(2026, 11, 27), about=f"path:{path.lineage}",
                 text="Het college beslist over: Definitief ontwerp.", kept_at=clock.now())  # fmt: skip
    db.session.add(
        OrganDecision(track_id=track.id, path_id=path.id, path_root=path.lineage, organ="Het college",
                      decided_on=date(2026, 11, 23), text="De straat krijgt twaalf bomen.", follows=Follows.wholly,
                      recorded_by_id=cast.bram.id, at=clock.now())
    )  # fmt: skip
    db.session.commit()
    (line,) = part(visitor.get("/beloften"), "nagekomen")
    assert "Dit besliste het college op 23 november 2026: De straat krijgt twaalf bomen." in line


def test_what_will_not_happen_any_more_says_why_and_what_was_missed_stays_missed(visitor: Browser, cast: Cast) -> None:
    track = make_open_track(cast.bram)
    for day in (date(2026, 11, 20), date(2027, 3, 9)):
        promise = to_everybody(track, PromiseKind.decision, day, text="Het college beslist.")
        actions.lapse(promise, why="Er is geen geld meer voor.", now=clock.now())
    db.session.commit()
    lapsed, missed = part(visitor.get("/beloften"), "nagekomen")
    assert lapsed.startswith("Gaat niet door Het college beslist. Uiterlijk 9 maart 2027. Dit gaat niet meer door.")
    assert missed.startswith("Niet nagekomen") and "Dat is niet op tijd gelukt." in missed
    assert "Dit is waarom: Er is geen geld meer voor." in missed


def test_answers_that_moved_together_are_one_sentence(visitor: Browser, cast: Cast) -> None:
    track = make_open_track(cast.bram)
    for _ in range(3):
        make_contribution(track)
    promise = to_everybody(track, PromiseKind.track_answer, date(2027, 2, 5))
    move_for_everybody(promise, date(2027, 3, 5), reason=REASON, actor=cast.bram, now=clock.now())
    db.session.commit()
    found = part(visitor.get("/beloften"), "open")
    assert len(found) == 2 and all(line.count(REASON) == 1 for line in found)


def test_a_track_without_a_contact_names_nobody(visitor: Browser, cast: Cast) -> None:
    track = make_open_track(cast.bram)
    make_contribution(track)
    track.contact = None
    db.session.commit()
    assert "Vragen?" not in part(visitor.get("/beloften"), "open")[0]


def test_a_contact_without_a_phone_is_asked_for_by_name(visitor: Browser, cast: Cast) -> None:
    make_contribution(make_open_track(cast.bram))
    cast.bram.phone = ""
    db.session.commit()
    assert "Vragen? Vraag naar Bram de Boer." in part(visitor.get("/beloften"), "open")[0]


def test_what_was_withdrawn_is_owed_to_nobody(visitor: Browser, cast: Cast) -> None:
    contribution = make_contribution(make_open_track(cast.bram))
    contribution.withdrawn_at = clock.now()
    db.session.commit()
    assert part(visitor.get("/beloften"), "open") == []


def test_one_track_and_one_list_can_be_chosen(visitor: Browser, cast: Cast) -> None:
    make_contribution(make_open_track(cast.bram))
    make_contribution(make_open_track(cast.bram, title="De brug", slug="de-brug"))
    page = visitor.get("/beloften?traject=de-brug")
    assert "Molenstraat" not in page.text and len(part(page, "open")) == 1
    assert page.link("Nog te doen") == "/beloften?soort=open&traject=de-brug"
    assert visitor.get("/beloften?soort=nagekomen").all("main h2") == ["Gedaan"]


@pytest.mark.parametrize(
    "address",
    [
        "/beloften?soort=alles",
        "/beloften?traject=nergens",
        "/beloften?traject=concept",
        "/beloften?soort=open&na=x.1",
        "/beloften?soort=open&na=2026-02-30.1",
        "/beloften?soort=nagekomen&na=2026-11-24.1",
        "/beloften?soort=nagekomen&na=999999999999999999.1",
        "/beloften?soort=te-laat&na=1",
    ],
)
def test_an_unknown_list_track_or_place_does_not_exist(visitor: Browser, cast: Cast, address: str) -> None:
    make_track(cast.bram, slug="concept")
    db.session.commit()
    visitor.get(address, status=404)


def walked(visitor: Browser, address: str) -> list[str]:
    """The numbers on every page of one list."""
    seen: list[str] = []
    while address:
        page = visitor.get(address)
        seen += [number for line in page.all(".rows > li") for number in re.findall(r"\d{4}-\d{5}", line)]
        more = [link for link in page.soup.select("main a.more") if "Verder" in link.get_text()]
        address = str(more[0]["href"]) if more else ""
    return seen


def test_every_promise_stands_on_exactly_one_page(visitor: Browser, cast: Cast) -> None:
    track = make_open_track(cast.bram)
    many(track, 120, days=2)
    seen = walked(visitor, "/beloften?soort=open&traject=molenstraat")
    assert len(seen) == len(set(seen)) == 120
    for promise in db.session.query(Promise):
        promise.kept_at = clock.now() - timedelta(minutes=promise.id % 3)
    db.session.commit()
    seen = walked(visitor, "/beloften?soort=nagekomen")
    assert len(seen) == len(set(seen)) == 120
    db.session.query(Promise).update({"kept_at": None})
    db.session.commit()


@pytest.mark.parametrize("items", [1, 3])
def test_the_page_costs_a_fixed_number_of_statements(app: Flask, visitor: Browser, cast: Cast, items: int) -> None:
    track = make_open_track(cast.bram)
    for number in range(items):
        owed(make_contribution(track), TODAY - timedelta(days=number + 1))
    with counted(app) as statements:
        visitor.get("/beloften")
    assert len(statements) <= 8, statements


def test_there_is_no_score(visitor: Browser, cast: Cast) -> None:
    make_contribution(make_open_track(cast.bram))
    assert not re.search(r"\d+ ?%|\d+ van de \d+", visitor.get("/beloften").text)


def test_a_mark_is_read_as_it_was_written() -> None:
    moment = ledger.Mark(datetime(2026, 11, 24, 11, 0, 0, 123_457, tzinfo=clock.ZONE), 7)
    assert ledger.mark_of(str(moment), PromiseState.kept) == moment
    day = ledger.Mark(date(2026, 11, 24), 7)
    assert ledger.mark_of(str(day), PromiseState.open) == day
    assert ledger.mark_of("", PromiseState.open) is None
