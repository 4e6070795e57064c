"""What a request costs, counted exactly: statements, steps of the database, plans. `make bench` measures the rest."""

from collections.abc import Iterator

import pytest
from flask import Flask, template_rendered

from participation import clock
from participation.contributions.actions import withdraw
from participation.contributions.models import Contribution
from participation.db import db, write_row
from participation.history import Event, Who, record
from participation.web.freshness import KeptPages, Key, kept_pages
from tests.bench.__main__ import BIG, counted
from tests.bench.data import house
from tests.bench.requests import Counters, faults, plans
from tests.conftest import NOON
from tests.factories.contributions import check_public, make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.counting import counted as statements_of
from tests.support.page import Browser

FEW, MANY = 1_000, 3_000
STATEMENTS = {
    "list": 2, "list filtered": 2, "list waiting": 2, "list, kept": 1, "search": 3, "search, nothing found": 2,
    "detail": 6, "detail, kept": 1, "track": 16, "inbox": 8, "desk list": 8, "desk search": 8, "overdue": 2, "submit": 10, "publish": 12,
}  # fmt: skip
NARROWED = {
    "desk list, handler": 8, "desk list, theme": 9, "desk list, question": 9, "desk list, channel": 9,
    "desk list, team": 9, "desk list, kind": 9, "desk list, area": 11, "desk list, promise date": 9,
    "desk list, combined": 10, "desk list, ranked": 9,
}  # fmt: skip
"""The list narrowed: at most twelve statements, whatever is asked together (`tests/web/desk/test_finding.py`)."""
CALLS = {"list": 5_400, "list, kept": 1_800, "detail": 9_000, "detail, kept": 1_800, "submit": 7_700, "publish": 7_600}
"""The most Python calls that a request may take: below the gates of `make bench`, so that what was won stays won."""
LISTS = (
    "list", "list filtered", "list waiting", "search", "search, nothing found", "detail", "track", "inbox",
    "answering", "desk list", "desk list answered", "desk search", "overdue", *NARROWED,
)  # fmt: skip


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A house with 3,000 contributions."""
    with clock.frozen(NOON):
        return house(tmp_path_factory.mktemp("many"), MANY)


@pytest.fixture(scope="module")
def cost(tmp_path_factory: pytest.TempPathFactory, many: Flask) -> dict[int, dict[str, Counters]]:
    """What each request costs among few and among many contributions."""
    with clock.frozen(NOON):
        few = house(tmp_path_factory.mktemp("few"), FEW)
        return {FEW: counted(few), MANY: counted(many)}


@pytest.mark.sqlite
@pytest.mark.parametrize(("name", "number"), [*STATEMENTS.items(), *NARROWED.items()])
def test_a_request_takes_a_fixed_number_of_statements(
    cost: dict[int, dict[str, Counters]], name: str, number: int
) -> None:
    assert [len(cost[rows][name].statements) for rows in (FEW, MANY)] == [number, number]


@pytest.mark.sqlite
@pytest.mark.parametrize(("name", "most"), CALLS.items())
def test_a_request_takes_no_more_than_so_many_python_calls(
    cost: dict[int, dict[str, Counters]], name: str, most: int
) -> None:
    assert cost[MANY][name].calls <= most


@pytest.mark.sqlite
@pytest.mark.parametrize("name", [name for name in LISTS if "search" not in name])  # That index merges when it likes.
def test_the_work_of_the_database_does_not_grow_with_what_is_stored(
    cost: dict[int, dict[str, Counters]], name: str
) -> None:
    assert cost[MANY][name].steps <= 1.05 * cost[FEW][name].steps


@pytest.mark.sqlite
@pytest.mark.parametrize("name", LISTS)
def test_no_big_table_is_read_whole_and_nothing_is_sorted(
    cost: dict[int, dict[str, Counters]], many: Flask, name: str
) -> None:
    assert faults(plans(many, cost[MANY][name].statements, BIG), BIG) == []


@pytest.fixture
def drawn(app: Flask) -> Iterator[list[str]]:
    """The names of the templates that were rendered, pieces of the frame left out."""
    names: list[str] = []

    def note(_sender: Flask, template: object, **_context: object) -> None:
        names.append(str(getattr(template, "name", "")))

    with template_rendered.connected_to(note, app):
        yield names


@pytest.fixture
def address(cast: Cast) -> str:
    """A public contribution in an open track."""
    contribution = make_contribution(make_open_track(cast.bram), "Zet een bank bij de halte.")
    check_public(contribution)
    db.session.commit()
    return f"/bijdragen/{contribution.number}"


PAGES = ("/trajecten/molenstraat", "/trajecten/molenstraat/bijdragen", "")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_did_not_change_is_not_drawn_again(
    app: Flask, visitor: Browser, address: str, drawn: list[str], page: str
) -> None:
    first = visitor.get(page or address)
    drawn.clear()
    with statements_of(app) as statements:
        second = Browser(app).get(page or address)
    assert (second.html, drawn, len(statements)) == (first.html, [], 1)


@pytest.mark.parametrize("page", PAGES)
def test_whatever_happens_in_a_track_draws_its_pages_anew(
    visitor: Browser, address: str, drawn: list[str], page: str
) -> None:
    visitor.get(page or address)
    record("track.looked_at", now=clock.now(), track_id=1)
    db.session.commit()
    drawn.clear()
    visitor.get(page or address)
    assert drawn


def test_what_comes_in_late_counts_as_well(visitor: Browser, address: str, drawn: list[str]) -> None:
    """Two who write at once can commit in the other order: the lower number appears when the higher is known."""
    write_row(Event, id=5_000, at=clock.now(), kind="track.looked_at", who=Who.resident, track_id=1)
    db.session.commit()
    visitor.get(address)
    drawn.clear()
    write_row(Event, id=4_999, at=clock.now(), kind="track.looked_at", who=Who.resident, track_id=1)
    db.session.commit()
    visitor.get(address)
    assert drawn


def test_every_language_has_its_own_page(visitor: Browser, address: str) -> None:
    assert visitor.get(address).soup.html["lang"] == "nl"
    assert visitor.get(f"{address}?taal=en").soup.html["lang"] == "en"
    assert visitor.get(address).soup.html["lang"] == "en"
    assert Browser(visitor.app).get(address).soup.html["lang"] == "nl"


def test_every_question_has_its_own_answer(visitor: Browser, address: str) -> None:
    page = "/trajecten/molenstraat/bijdragen"
    assert "Zet een bank" in visitor.get(page).text
    assert "Zet een bank" not in visitor.get(f"{page}?zoek=vijver").text
    assert "Zet een bank" in visitor.get(page).text


def test_a_message_for_one_visitor_is_for_nobody_else(app: Flask, visitor: Browser, address: str) -> None:
    with visitor.client.session_transaction() as session:
        session["_flashes"] = [("success", "Alleen voor u.")]
    assert "Alleen voor u." in visitor.get(address).text
    assert "Alleen voor u." not in Browser(app).get(address).text


@pytest.mark.parametrize("page", ["/volg", "/trajecten/molenstraat/bijdragen/nieuw", "/", "/inloggen"])
def test_a_page_with_a_form_of_somebody_is_never_kept(app: Flask, visitor: Browser, address: str, page: str) -> None:
    visitor.get(page)
    assert len(kept_pages(app)) == 0


def test_what_was_taken_back_is_gone_at_once(visitor: Browser, address: str) -> None:
    visitor.get(address)
    contribution = db.session.get_one(Contribution, 1)
    withdraw(contribution, now=clock.now())
    db.session.commit()
    visitor.get(address, status=404)
    assert "Zet een bank" not in visitor.get("/trajecten/molenstraat/bijdragen").text


def test_the_page_that_nobody_asked_for_longest_makes_room() -> None:
    pages = KeptPages(most=2)
    first, second, third = (Key("", f"/{name}", b"", "") for name in "abc")
    pages.put(first, b"a")
    pages.put(second, b"b")
    pages.get(first)
    pages.put(third, b"c")
    assert [pages.get(key) for key in (first, second, third)] == [b"a", None, b"c"]
