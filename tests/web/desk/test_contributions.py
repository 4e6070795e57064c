"""All contributions of my tracks: found by number, by a word, by how they stand; never those of others."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from participation import clock
from participation.contributions import actions, search
from participation.contributions.models import Channel, Contribution, ContributionKind
from participation.db import db
from participation.outcomes.finding import listing, reading
from participation.outcomes.finding.states import DeskFilter
from participation.outcomes.finding.walks import WALKS, By, Way
from participation.outcomes.models import ExecutionState, OutcomeKind
from participation.permissions import Permission, can
from participation.promises import actions as promises
from participation.tracks.models import Track
from tests.factories.contributions import check_public, cut, make_contribution
from tests.factories.outcomes import make_outcome, make_step
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.counting import counted
from tests.support.page import Browser, Page

LIST = "/werk/bijdragen"
NEWEST = dict(listing.newest.__kwdefaults__ or {})


@pytest.fixture
def track(cast: Cast) -> Track:
    return make_open_track(cast.bram)


def say(track: Track, what: str = "Zet een bank bij de bushalte.", **values: Any) -> Contribution:
    one = make_contribution(track, what, **values)
    return refreshed(one)


def refreshed(contribution: Contribution) -> Contribution:
    search.index(contribution)
    db.session.commit()
    return contribution


def answered(contribution: Contribution, kind: OutcomeKind = OutcomeKind.answered) -> Contribution:
    make_outcome(contribution.points[0], kind)
    for promise in promises.open_promises(contribution.id):
        promises.keep(promise, now=clock.now())
    db.session.commit()
    return contribution


def numbers(page: Page) -> list[str]:
    return [text.removeprefix("Bijdrage ") for text in page.all(".rows a")]


def test_each_line_says_what_was_said_where_when_and_by_whom_it_is_handled(
    bram: Browser, cast: Cast, track: Track
) -> None:
    say(track, "Zet een bank bij de bushalte.", handler=cast.bram)
    answered(check_public(say(track, "Kan het hek open?")))
    page = bram.get(LIST)
    newest, oldest = page.all(".rows > li")
    assert page.h1 == "Bijdragen"
    assert "Kan het hek open? Bijdrage 2026-00002" in newest
    assert "Beantwoord" in newest
    assert "Nog van niemand" in newest
    assert "Bijdrage 2026-00001 · Herinrichting Molenstraat · website · 24 november 2026" in oldest
    assert "Wacht op antwoord Uiterlijk 5 februari 2027 Nog niet nagekeken voor de website Bram de Boer" in oldest
    assert page.link("Bijdrage 2026-00001").partition("?")[0] == "/werk/bijdragen/2026-00001"


def test_the_menu_leads_to_it(bram: Browser, track: Track) -> None:
    assert bram.get(LIST).link("Bijdragen") == LIST
    assert "Inbox Bijdragen Trajecten" in bram.get("/werk/trajecten").text


@pytest.mark.parametrize("typed", ["2026-00002", "2", "00002", " 2026-00002 ", "2026-2"])
def test_a_number_goes_straight_to_its_contribution(bram: Browser, track: Track, typed: str) -> None:
    say(track)
    answered(say(track))
    page = bram.get(f"{LIST}?zoek={typed}", status=303)
    assert page.location == "/werk/bijdragen/2026-00002"


def test_while_somebody_types_a_number_is_one_line_of_the_list(bram: Browser, track: Track) -> None:
    say(track)
    page = bram.get(f"{LIST}?zoek=1", htmx=True)
    assert numbers(page) == ["2026-00001"]


@pytest.mark.parametrize("typed", ["2025-00001", "2026-00099", "99", "2026-99999999999", "0", "2147483648"])
def test_a_number_that_does_not_exist_finds_nothing(bram: Browser, track: Track, typed: str) -> None:
    say(track)
    assert "Niets gevonden" in bram.get(f"{LIST}?zoek={typed}").text


def test_a_colleague_finds_what_was_answered_long_ago(bram: Browser, track: Track) -> None:
    there = answered(say(track, "Zet een bankje bij de bushalte.")).number
    say(track, "Het licht op de brug is stuk.")
    page = bram.get(f"{LIST}?zoek=bank+bushaltes")
    assert numbers(page) == [there]
    assert "Bijdragen met ‘bank bushaltes’. De nieuwste staat bovenaan." in page.text
    assert page.one("#zoek")["value"] == "bank bushaltes"


def test_nobody_finds_anything_of_a_track_of_others(chantal: Browser, dirk: Browser, track: Track) -> None:
    say(track)
    for browser in (chantal, dirk):
        for address in (LIST, f"{LIST}?zoek=bank", f"{LIST}?zoek=2026-00001", f"{LIST}?zoek=1", f"{LIST}?stand=wacht"):
            page = browser.get(address)
            assert "Zet een bank" not in page.text
            assert not page.all(".rows li")
        browser.get(f"{LIST}?traject=molenstraat", status=404)


def test_my_tracks_are_those_whose_contributions_i_may_handle(cast: Cast) -> None:
    streets = make_open_track(cast.bram)
    parks = make_open_track(cast.chantal, slug="park", title="Park", members=[cast.chantal, cast.dirk])
    moved = make_open_track(cast.bram, slug="haven", title="Haven", department=cast.parks, members=[])
    for user in (cast.bram, cast.chantal, cast.dirk, cast.esther, cast.fatima):
        mine = {track.id for track in listing.my_tracks(user)}
        assert mine == {
            track.id for track in (streets, parks, moved) if can(user, Permission.handle_contribution, track)
        }
    assert [track.title for track in listing.my_tracks(cast.bram)] == ["Haven", "Herinrichting Molenstraat"]


@pytest.fixture
def in_every_state(cast: Cast, track: Track) -> dict[str, Contribution]:
    """One contribution for each way in which it can stand, all about a bench."""
    other = make_open_track(cast.bram, slug="park", title="Park")
    made = {
        "new": say(track),
        "public": check_public(say(track)),
        "answered": answered(check_public(say(other))),
        "adopted": answered(check_public(say(track)), OutcomeKind.adopted),
        "under way": answered(check_public(say(track)), OutcomeKind.partly_adopted),
        "done": answered(check_public(say(track)), OutcomeKind.adopted),
        "hidden": say(other),
        "withdrawn": say(track),
        "half": say(track, "Zet een bank bij de halte. En zet er een lamp."),
    }
    make_step(made["under way"].points[0], ExecutionState.under_way)
    make_step(made["done"].points[0], ExecutionState.under_way)
    make_step(made["done"].points[0], ExecutionState.done)
    actions.hide(made["hidden"], "Er staat een naam in.", actor=cast.bram, now=clock.now())
    actions.withdraw(made["withdrawn"], now=clock.now())
    halves = [("", "Zet een bank bij de halte."), ("", "En zet er een lamp.")]
    cut(made["half"], *halves)
    check_public(made["half"])
    make_outcome(made["half"].points[0], OutcomeKind.not_adopted)
    for one in made.values():
        refreshed(one)
    return made


STANDS = {
    "": ["half", "withdrawn", "hidden", "done", "under way", "adopted", "answered", "public", "new"],
    "niet-nagekeken": ["new"],
    "wacht": ["half", "hidden", "public", "new"],
    "beantwoord": ["done", "under way", "adopted", "answered"],
    "in-uitvoering": ["under way", "adopted"],
    "verborgen": ["hidden"],
    "ingetrokken": ["withdrawn"],
}


@pytest.mark.parametrize(("stand", "expected"), STANDS.items())
@pytest.mark.parametrize("typed", ["", "bank"])
def test_a_state_shows_the_same_with_and_without_a_search(
    bram: Browser, in_every_state: dict[str, Contribution], stand: str, expected: list[str], typed: str
) -> None:
    wanted = [in_every_state[name].number for name in expected]
    assert numbers(bram.get(f"{LIST}?stand={stand}&zoek={typed}&traject=")) == wanted


def test_a_contribution_of_two_points_is_one_line_with_both_answers(
    bram: Browser, in_every_state: dict[str, Contribution]
) -> None:
    lines = bram.get(LIST).all(".rows > li")
    assert "Wacht op antwoord Niet overgenomen Uiterlijk 5 februari 2027" in lines[0]
    assert "De bewoner trok dit in op 24 november 2026" in lines[1]
    assert "Wacht op antwoord" not in lines[1], "nobody waits for what was taken back"
    assert "Niet op de website" in lines[2]


def test_one_track_can_be_chosen(bram: Browser, in_every_state: dict[str, Contribution]) -> None:
    hidden, answer = in_every_state["hidden"].number, in_every_state["answered"].number
    page = bram.get(f"{LIST}?traject=park")
    assert numbers(page) == [hidden, answer]
    assert page.one("#traject option[selected]").text == "Park"
    assert numbers(bram.get(f"{LIST}?traject=park&zoek=bank&stand=verborgen")) == [hidden]


def test_pages_go_on_where_the_one_before_ended(
    bram: Browser, cast: Cast, track: Track, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_open_track(cast.bram, slug="park", title="Park")
    made = [say(track if number % 3 else other).number for number in range(7)]
    for address in (LIST, f"{LIST}?zoek=bank", f"{LIST}?stand=wacht", f"{LIST}?stand=niet-nagekeken&zoek=bank"):
        seen: list[str] = []
        monkeypatch.setattr(listing.newest, "__kwdefaults__", {**NEWEST, "rows": 3})
        page = bram.get(address)
        while page.has_link("Ouder"):
            seen += numbers(page)
            page = bram.get(page.link("Ouder"))
            assert page.has_link("Naar de nieuwste")
        assert seen + numbers(page) == made[::-1], address


def test_a_word_in_every_text_is_not_looked_through_to_the_end(
    bram: Browser, track: Track, monkeypatch: pytest.MonkeyPatch
) -> None:
    oldest = answered(say(track)).number
    for _ in range(3):
        say(track)
    monkeypatch.setattr(reading, "WINDOW", 3)
    page = bram.get(f"{LIST}?zoek=bank&stand=beantwoord")
    assert "In dit deel staat niets" in page.text
    assert numbers(bram.get(page.link("Zoek verder in oudere bijdragen"))) == [oldest]


@pytest.mark.parametrize("address", ["?traject=nergens", "?stand=rood", "?voor=x", "?voor=-1", "?voor=9999999999"])
def test_what_does_not_exist_is_not_found(bram: Browser, track: Track, address: str) -> None:
    bram.get(f"{LIST}{address}", status=404)


def test_too_many_words_are_refused_and_kept(bram: Browser, track: Track) -> None:
    say(track)
    typed = "bank " * 30
    page = bram.get(f"{LIST}?zoek={typed}", status=422)
    assert page.errors == ["Zoek met minder woorden. Er passen 100 tekens in."]
    assert page.one("#zoek")["value"] == typed.strip()
    assert "minder woorden" in bram.get(f"{LIST}?zoek={typed}", status=422, htmx=True).text


@pytest.mark.parametrize(
    "typed",
    ['"', "' OR 1=1 --", "bank*", "(", "NEAR(", "*", "%00", "\udcff", "🪑", "<b>bank</b>", "bank AND", "^", "-bank"],
)
def test_no_sign_has_a_meaning(bram: Browser, track: Track, typed: str) -> None:
    say(track, "Het licht op de brug is stuk.")
    page = bram.get(LIST, query_string={"zoek": typed.encode("utf-8", "surrogateescape")})
    assert "Niets gevonden" in page.text


def test_empty_lists_say_what_helps(bram: Browser, chantal: Browser, track: Track) -> None:
    assert "Er kwam nog niets binnen" in bram.get(LIST).text
    assert "U hebt nog geen traject" in chantal.get(LIST).text
    page = bram.get(f"{LIST}?zoek=vijver")
    assert "Niets gevonden. Probeer één woord, of zoek op nummer" in page.text
    assert page.link("Bekijk al uw bijdragen") == LIST


def test_htmx_gets_the_lines_and_the_sentence_that_is_spoken(bram: Browser, track: Track) -> None:
    say(track)
    page = bram.get(f"{LIST}?zoek=bank", htmx=True)
    assert not page.soup.select("h1, form")
    assert page.one("#uitslag[hx-swap-oob=innerHTML]").text.startswith("Bijdragen met ‘bank’.")
    form = bram.get(LIST).one("form[role=search]")
    assert form["method"] == "get"
    assert "delay:400ms" in str(form["hx-trigger"])


def test_the_words_of_a_resident_are_inert(bram: Browser, track: Track) -> None:
    say(track, "<script>alert(1)</script> bank", language="en")
    page = bram.get(f"{LIST}?zoek=bank")
    assert "<script>alert(1)</script> bank" in page.one(".rows blockquote").text
    assert page.one(".rows blockquote")["lang"] == "en"


ADDRESSES = [LIST, f"{LIST}?stand=wacht", f"{LIST}?zoek=bank", f"{LIST}?zoek=bank&stand=wacht"]


@pytest.mark.parametrize(("address", "statements"), list(zip(ADDRESSES, [9, 9, 9, 10], strict=True)))
@pytest.mark.parametrize("items", [1, 3])
def test_a_longer_list_costs_no_more_statements(
    app: Flask, bram: Browser, track: Track, address: str, statements: int, items: int
) -> None:
    for _ in range(items):
        say(track)
    bram.get(address)
    with counted(app) as seen:
        assert len(numbers(bram.get(address))) == items
    assert len(seen) == statements, "\n".join(seen)


BEGINS = {
    By.track: "ix_contribution_track_id_contribution_id (track_id=? AND id<?)",
    By.channel: "ix_contribution_channel (track_id=? AND channel=? AND id<?)",
    By.handler: "ix_contribution_handler (handler_id=? AND track_id=? AND id<?)",
    By.nobody: "ix_contribution_handler (handler_id=? AND track_id=? AND id<?)",
    By.department: "ix_contribution_department (track_id=? AND department_id=? AND id<?)",
    By.kind: "ix_contribution_kind (track_id=? AND kind=? AND id<?)",
    By.theme: "ix_point_theme_said (theme_id=? AND contribution_id<?)",
    By.area: "ix_contribution_area (area_id=? AND id<?)",
    By.question: "ix_contribution_question (question_id=? AND id<?)",
    By.due: "ix_promise_open_said (track_id=? AND due=? AND contribution_id<?)",
    DeskFilter.unchecked: "ix_contribution_standing (track_id=? AND public_state=? AND id<?)",
    DeskFilter.waiting: "ix_point_waiting (track_id=? AND contribution_id<?)",
    DeskFilter.answered: "ix_point_answered (track_id=? AND contribution_id<?)",
    DeskFilter.under_way: "ix_point_followed (track_id=? AND contribution_id<?)",
    DeskFilter.hidden: "ix_contribution_standing (track_id=? AND public_state=? AND id<?)",
    DeskFilter.withdrawn: "ix_contribution_withdrawn (track_id=? AND id<?)",
}


@pytest.mark.sqlite
@pytest.mark.parametrize(("begin", "index"), BEGINS.items())
@pytest.mark.parametrize("way", Way)
def test_each_list_is_a_walk_over_its_own_index_without_a_sort(
    database: None, begin: By | DeskFilter, index: str, way: Way
) -> None:
    walk = WALKS["sqlite"][begin, way].params(
        track_ids=[1, 2], areas=[1, 2], mark=9, most=51, channel=Channel.paper, kind=ContributionKind.idea, handler=1,
        department=1, theme=1, question=1, due_until=clock.today(),
    )  # fmt: skip
    statement = walk.compile(dialect=db.engine.dialect, compile_kwargs={"literal_binds": True})
    steps = [row[3] for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {statement}"))]
    assert any(index.replace("<", "<" if way is Way.older else ">") in step for step in steps), steps
    assert not [step for step in steps if "TEMP B-TREE" in step]
