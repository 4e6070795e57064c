"""Reading one contribution after another, in the list from which the reader came."""

from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from participation import clock
from participation.contributions import search
from participation.db import db
from participation.tracks.models import Track
from tests.factories.contributions import check_public, make_contribution
from tests.factories.outcomes import REASON
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.counting import counted
from tests.support.page import Browser, Page


@pytest.fixture
def track(cast: Cast) -> Track:
    return make_open_track(cast.bram)


@pytest.fixture
def four(track: Track) -> list[str]:
    """The numbers of contributions that wait, the first with the oldest promise; the second and the fourth are about a bench."""
    said = ("Zet er een boom.", "Zet er een bank.", "Maak het pad vlak.", "Nog een bank, bij de halte.")
    made = [check_public(make_contribution(track, text)) for text in said]
    for one in made:
        search.index(one)
    db.session.commit()
    return [one.number for one in made]


def opened(bram: Browser, list_address: str, number: str) -> Page:
    """The page of *number*, by the link in the list."""
    page = bram.get(list_address)
    links = {str(a["href"]) for a in page.soup.select("main a[href]") if number in str(a["href"])}
    assert len(links) == 1, links
    return bram.get(links.pop())


def beside(page: Page) -> list[str]:
    return [number_in(str(a["href"])) for a in page.soup.select(".desk__list--beside .inbox a")]


def number_in(address: str) -> str:
    return urlsplit(address).path.rpartition("/")[2]


def neighbour(page: Page, rel: str) -> str | None:
    found = page.soup.select_one(f".pager.reading a[rel={rel}]")
    return str(found["href"]) if found else None


def walked(bram: Browser, page: Page) -> list[str]:
    """The numbers on the way from here to the end, by the link to the next one."""
    seen: list[str] = []
    while (address := neighbour(page, "next")) is not None:
        page = bram.get(address)
        seen.append(number_in(address))
    return seen


def publish(bram: Browser, page: Page) -> Page:
    """Answer as the browser would, with the list in the address of the form."""
    (form,) = page.soup.select("form#antwoord")
    action = str(form["action"])
    fields = {**page.form(action), "kind": "answered", "reason": REASON, "doe": "publiceer"}
    return bram.get(bram.post(action, fields, status=303).location)


def test_the_inbox_is_walked_in_the_order_of_its_promises(bram: Browser, four: list[str]) -> None:
    page = opened(bram, "/werk", four[0])
    assert beside(page) == four
    assert page.one(".inbox a[aria-current]")["href"]
    assert neighbour(page, "prev") is None
    assert "Dit is de eerste" in page.text
    assert walked(bram, page) == four[1:]


def test_the_way_back_is_the_same(bram: Browser, four: list[str]) -> None:
    page = opened(bram, "/werk", four[2])
    address = neighbour(page, "prev")
    assert address is not None
    assert number_in(address) == four[1]
    assert number_in(str(neighbour(bram.get(address), "next"))) == four[2]


def test_a_search_is_walked_with_its_words(bram: Browser, four: list[str]) -> None:
    page = opened(bram, "/werk/bijdragen?zoek=bank", four[3])
    assert beside(page) == [four[3], four[1]]
    assert walked(bram, page) == [four[1]]
    assert page.link("Naar de hele lijst").endswith("/werk/bijdragen?zoek=bank")
    assert page.one("nav [aria-current]").get_text(strip=True) == "Bijdragen"


@pytest.mark.parametrize("list_address", ["/werk", "/werk?van=team", "/werk?traject=molenstraat"])
def test_after_an_answer_the_next_one_of_the_same_list_is_offered(
    bram: Browser, four: list[str], list_address: str
) -> None:
    """Who skipped the first two is not sent back to them."""
    after = publish(bram, opened(bram, list_address, four[2]))
    assert number_in(after.link("Lees de volgende")) == four[3]
    assert number_in(str(neighbour(after, "prev"))) == four[1]
    assert number_in(str(neighbour(bram.get(after.link("Lees de volgende")), "prev"))) == four[1]


def test_after_an_answer_a_search_goes_on_too(bram: Browser, four: list[str]) -> None:
    after = publish(bram, opened(bram, "/werk/bijdragen?zoek=bank&stand=wacht", four[3]))
    assert number_in(after.link("Lees de volgende")) == four[1]


def test_every_form_on_the_page_stays_in_the_list(bram: Browser, four: list[str]) -> None:
    page = opened(bram, "/werk/bijdragen?zoek=bank", four[1])
    for form in page.soup.select("main form[method=post]"):
        action = str(form["action"])
        if four[1] in action:
            assert parse_qs(urlsplit(action).query)["lijst"] == ["bijdragen?zoek=bank"], action


@pytest.mark.parametrize(
    "asked",
    ["", "onzin", "inbox?van=niemendal", "inbox?traject=bestaat-niet", "inbox?na=x", "inbox?op=x", "bijdragen?stand=x",
     "bijdragen?traject=elders", "inbox?traject=elders", "bijdragen?zoek=" + "a" * 500, "x" * 3000],
)  # fmt: skip
def test_a_list_that_is_not_there_or_not_mine_is_my_own_inbox(
    bram: Browser, cast: Cast, four: list[str], asked: str
) -> None:
    """Nothing of a track that the reader may not see comes in by the address of a list."""
    elsewhere = make_open_track(cast.chantal, slug="elders", title="Elders", department=cast.parks)
    secret = check_public(make_contribution(elsewhere, "Geheim.")).number
    page = bram.get(f"/werk/bijdragen/{four[0]}", query_string={"lijst": asked})
    assert beside(page) == four
    assert "Geheim." not in page.text
    assert secret not in page.html


def test_the_bare_address_stays_bare(bram: Browser, four: list[str]) -> None:
    page = bram.get(f"/werk/bijdragen/{four[0]}")
    assert page.form(f"/werk/bijdragen/{four[0]}/uitkomst")


def test_a_key_is_named_where_it_works_and_says_how_to_switch_it_off(bram: Browser, four: list[str]) -> None:
    page = bram.get(f"/werk/bijdragen/{four[0]}")
    assert page.one("a[rel=next]")["aria-keyshortcuts"] == "j"
    assert page.one("details[data-keys]").has_attr("hidden"), "Without JavaScript there is no key to tell about."
    assert page.all("[data-keys-switch]") == ["Zet sneltoetsen uit"]


@pytest.mark.parametrize(("list_address", "most"), [("/werk", 1), ("/werk/bijdragen?zoek=bank", 10)])
def test_the_list_costs_so_many_statements(
    app: Flask, bram: Browser, track: Track, four: list[str], list_address: str, most: int
) -> None:
    """Compared with the bare address, which shows the beginning of the own inbox."""
    costs, track_id = [], track.id
    for _ in range(2):
        address = opened_address(bram, list_address, four[1])
        with counted(app) as bare:
            bram.get(f"/werk/bijdragen/{four[1]}")
        with counted(app) as listed:
            bram.get(address)
        costs.append(len(listed) - len(bare))
        again = db.session.get_one(Track, track_id)
        for each in range(20):
            search.index(make_contribution(again, f"Een bank, nummer {each}.", received_at=clock.now()))
        db.session.commit()
    assert costs[0] == costs[1] <= most, costs


def opened_address(bram: Browser, list_address: str, number: str) -> str:
    page = bram.get(list_address)
    return next(str(a["href"]) for a in page.soup.select("main a[href]") if number in str(a["href"]))
