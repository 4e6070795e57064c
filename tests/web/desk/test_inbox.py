"""The inbox: what breaks first stands on top, everybody sees their own work, and 10,000 open promises stay quick."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, text

from participation import clock
from participation.accounts.models import User
from participation.contributions.models import Channel, Contribution
from participation.db import db
from participation.outcomes import owed
from participation.outcomes.models import OutcomeKind
from participation.promises.models import Promise, PromiseKind
from participation.tracks.models import Track
from tests.factories.contributions import make_contribution
from tests.factories.many import many
from tests.factories.outcomes import make_bring_in, make_outcome, make_promise
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.counting import counted
from tests.support.page import Browser, Page

TODAY = date(2026, 11, 24)


def due(contribution: Contribution, day: date) -> Contribution:
    """Let the answer to *contribution* be promised by *day*."""
    db.session.query(Promise).filter_by(contribution_id=contribution.id).update({"due": day})
    db.session.commit()
    return contribution


def said(page: Page) -> list[str]:
    return page.all(".inbox__said")


def when(page: Page) -> list[str]:
    return page.all(".inbox .promise")


def test_the_promise_that_breaks_first_stands_on_top(bram: Browser, cast: Cast) -> None:
    track = make_open_track(cast.bram)
    due(make_contribution(track, "In februari."), date(2027, 2, 5))
    due(make_contribution(track, "Vandaag."), TODAY)
    due(make_contribution(track, "Al voorbij."), date(2026, 11, 20))
    due(make_contribution(track, "Morgen."), TODAY + timedelta(days=1))
    due(make_contribution(track, "Over een maand."), date(2026, 12, 24))
    page = bram.get("/werk")
    assert said(page) == ["Al voorbij.", "Vandaag.", "Morgen.", "Over een maand.", "In februari."]
    assert when(page) == [
        "Te laat, sinds vrijdag 20 november", "Vandaag is de laatste dag", "Beloofd, uiterlijk morgen",
        "Uiterlijk 24 december", "Uiterlijk 5 februari 2027",
    ]  # fmt: skip


def test_an_item_says_where_and_how_it_came_in_and_leads_to_the_answer(bram: Browser, cast: Cast) -> None:
    contribution = make_contribution(make_open_track(cast.bram), channel=Channel.kitchen_table)
    make_outcome(contribution.points[0], OutcomeKind.adopted, published=False)
    number = contribution.number
    page = bram.get("/werk")
    assert page.all(".inbox .soft") == ["Herinrichting Molenstraat · aan tafel · er ligt een concept"]
    assert page.soup.select_one(f".inbox a[href^='/werk/bijdragen/{number}']")


def test_mine_my_team_and_nobody_are_three_lists(bram: Browser, cast: Cast) -> None:
    track = make_open_track(cast.bram)
    make_contribution(track, "Van Bram.")
    for words, owner in (("Van Dirk.", cast.dirk.id), ("Van niemand.", None)):
        other = make_contribution(track, words)
        db.session.query(Promise).filter_by(contribution_id=other.id).update({"owner_id": owner})
    db.session.commit()
    assert said(bram.get("/werk")) == ["Van Bram."]
    assert said(bram.get("/werk?van=team")) == ["Van Bram.", "Van Dirk.", "Van niemand."]
    assert said(bram.get("/werk?van=niemand")) == ["Van niemand."]


def test_chantal_sees_nothing_of_what_bram_does(bram: Browser, chantal: Browser, cast: Cast) -> None:
    make_contribution(make_open_track(cast.bram), "Van Bram.")
    for address in ("/werk", "/werk?van=team", "/werk?van=niemand"):
        assert said(chantal.get(address)) == []
    chantal.get("/werk?traject=molenstraat", status=404)
    assert said(bram.get("/werk?traject=molenstraat")) == ["Van Bram."]


def test_one_track_shows_everything_that_is_owed_there(bram: Browser, cast: Cast) -> None:
    track = make_open_track(cast.bram)
    contribution = make_contribution(track)
    promise = Promise(
        kind=PromiseKind.track_answer,
        track_id=track.id,
        department_id=track.department_id,
        made_at=clock.now(),
        due=date(2027, 2, 5),
    )
    db.session.add(promise)
    db.session.commit()
    make_promise(
        contribution, kind=PromiseKind.later_decision, point_id=contribution.points[0].id, due=date(2027, 3, 9)
    )
    page = bram.get("/werk?traject=molenstraat")
    assert page.h1 == "Inbox: Herinrichting Molenstraat"
    assert said(page)[1] == "Antwoord aan iedereen die reageerde"
    assert page.soup.select_one(".inbox a[href='/werk/trajecten/molenstraat/beloften']")
    assert "wij beloofden een besluit" in page.all(".inbox .soft")[2]


def test_questions_of_colleagues_stand_on_top_of_mine(chantal: Browser, cast: Cast) -> None:
    contribution = make_contribution(make_open_track(cast.bram))
    asked = make_bring_in(contribution.points[0], cast.chantal, accepted=False)
    db.session.commit()
    number = asked.id
    page = chantal.get("/werk")
    assert said(page) == ["Bram de Boer vraagt: Weet jij wie het licht op de dijk beheert?"]
    assert page.soup.select_one(f".inbox a[href='/werk/erbij/{number}']")
    assert said(chantal.get("/werk?van=team")) == []


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/werk", "U hebt alles beantwoord"),
        ("/werk?van=team", "Uw team heeft alles beantwoord"),
        ("/werk?van=niemand", "Alles is van iemand"),
        ("/werk?traject=molenstraat", "Iedereen heeft antwoord"),
        ("/werk?na=2027-02-05-9", "Hier staat niets meer"),
    ],
)
def test_an_empty_list_says_what_helps(bram: Browser, cast: Cast, address: str, sentence: str) -> None:
    make_open_track(cast.bram)
    assert sentence in bram.get(address).text


@pytest.mark.parametrize(
    "address",
    [
        "/werk?van=iedereen",
        "/werk?na=morgen",
        "/werk?na=2027-02-30-1",
        "/werk?na=2027-02-05-x",
        "/werk?traject=nergens",
    ],
)
def test_an_unknown_list_or_place_does_not_exist(bram: Browser, address: str) -> None:
    bram.get(address, status=404)


def test_pages_follow_each_other_without_a_gap_and_without_the_same_twice(bram: Browser, cast: Cast) -> None:
    many(make_open_track(cast.bram), 120, days=2)
    seen, address = [], "/werk"
    for _page in range(3):
        page = bram.get(address)
        seen += said(page)
        older = page.soup.select_one("a[rel=next]")
        address = str(older["href"]) if older else ""
    assert address == ""
    assert len(seen) == len(set(seen)) == 120


@pytest.mark.parametrize("items", [1, 3])
def test_the_inbox_costs_the_same_number_of_statements_however_long_it_is(
    app: Flask, bram: Browser, cast: Cast, items: int
) -> None:
    many(make_open_track(cast.bram), items)
    with counted(app) as statements:
        bram.get("/werk")
    assert len(statements) == 8, statements


def plans(user: User, track: Track) -> dict[str, str]:
    """How SQLite reads each list, both steps of it."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if "FROM promise" in statement:
            seen.append((statement, parameters))

    mark, found = owed.Mark(TODAY, 1), {}
    reads = {
        "owner": lambda: owed.of_person(user, mark), "owner  ": lambda: owed.mine(user, mark),
        "team": lambda: owed.to_take_up(user, mark), "department": lambda: owed.of_team(user, mark),
        "nobody": lambda: owed.of_nobody(user, mark), "track": lambda: owed.of_track(track, mark),
        "": lambda: owed.until(TODAY, mark), "owner ": lambda: owed.orphans(rows=5),
    }  # fmt: skip
    for name, read in reads.items():
        seen.clear()
        event.listen(db.engine, "before_cursor_execute", note)
        read()
        event.remove(db.engine, "before_cursor_execute", note)
        for step, (statement, parameters) in enumerate(seen):
            rows = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            found[f"{name} {step}"] = "\n".join(str(row[3]) for row in rows)
    assert len(found) == 15
    return found


@pytest.mark.sqlite
def test_every_list_is_one_walk_over_its_own_index_without_sorting(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    many(track, 200)
    for name, plan in plans(cast.bram, track).items():
        index = f"ix_promise_open_{name.split(' ')[0]}".rstrip("_")
        assert re.search(rf" promise(_1)? USING (COVERING )?INDEX {index} ", plan), f"{name}: {plan}"
        assert "TEMP B-TREE" not in plan, f"{name}: {plan}"
        assert "SCAN" not in plan, f"{name}: {plan}"


@pytest.mark.sqlite
def test_the_last_page_of_ten_thousand_costs_no_more_than_the_first(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    many(track, 10_000)
    steps = []
    connection = db.session.connection().connection.driver_connection
    for mark in (None, owed.Mark(date(2027, 2, 6), 5_000), owed.Mark(date(2027, 2, 7), 9_800)):
        count = [0]
        connection.set_progress_handler(lambda count=count: count.__setitem__(0, count[0] + 1) or 0, 1)
        assert len(owed.mine(cast.bram, mark).rows) == 50
        connection.set_progress_handler(None, 1)
        steps.append(count[0])
    assert max(steps) <= min(steps) * 1.2, steps


def test_the_same_lists_on_a_page_in_the_middle_of_a_day(cast: Cast) -> None:
    many(make_open_track(cast.bram), 110, days=1)
    first = owed.mine(cast.bram)
    second = owed.mine(cast.bram, first.next)
    third = owed.mine(cast.bram, second.next)
    assert [len(page.rows) for page in (first, second, third)] == [50, 50, 10]
    assert third.next is None
    assert db.session.execute(text("SELECT count(*) FROM promise WHERE kept_at IS NULL")).scalar() == 110
