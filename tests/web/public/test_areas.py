"""One page per neighbourhood."""

import pytest
from flask import Flask

from participation.db import db
from participation.places import queries as places
from participation.places.models import Area, AreaKind
from participation.tracks.models import TrackState
from tests.factories.tracks import make_area, make_open_track
from tests.support.cast import Cast
from tests.support.counting import counted
from tests.support.page import Browser


def make_tree() -> dict[str, Area]:
    """Waterdam > West > Molenbuurt > Molenstraat, and Havenkwartier beside it."""
    found: dict[str, Area] = {}
    for name, code, kind, parent in (
        ("Waterdam", "GM1", AreaKind.municipality, None), ("West", "WK1", AreaKind.district, "Waterdam"),
        ("Molenbuurt", "BU1", AreaKind.neighbourhood, "West"), ("Molenstraat", "ST1", AreaKind.street, "Molenbuurt"),
        ("Havenkwartier", "BU2", AreaKind.neighbourhood, "West"),
    ):  # fmt: skip
        found[name] = Area(name=name, code=code, kind=kind, parent=found.get(parent or ""))
        db.session.add(found[name])
    db.session.commit()
    return found


def test_the_tree_is_walked_both_ways(cast: Cast) -> None:
    tree = make_tree()
    assert places.inside(tree["Molenbuurt"].id) == {tree["Molenbuurt"].id, tree["Molenstraat"].id}
    assert [place.name for place in places.around(tree["Molenstraat"].id)] == ["Molenbuurt", "West", "Waterdam"]
    assert places.around(tree["Waterdam"].id) == []
    assert places.place("nergens") is None


def test_a_neighbourhood_is_one_page_across_departments_and_time(visitor: Browser, cast: Cast) -> None:
    tree = make_tree()
    for title, state, area, author in (
        ("Straat", TrackState.open, "Molenstraat", cast.bram),
        ("Park", TrackState.answering, "Molenbuurt", cast.chantal),
        ("Riool", TrackState.closed, "Molenbuurt", cast.bram), ("Warmte", TrackState.ready, "Waterdam", cast.chantal),
        ("Haven", TrackState.open, "Havenkwartier", cast.bram),
    ):  # fmt: skip
        make_open_track(author, title=title, slug=title.lower(), areas=[tree[area]]).state = state
    db.session.commit()
    page = visitor.get("/buurten/BU1")
    assert page.h1 == "Molenbuurt"
    assert page.all("section h2")[1:] == [
        "Nu open", "Wij geven antwoord", "Dit geldt ook voor u", "Eerder", "Dit ligt in Molenbuurt",
    ]  # fmt: skip
    assert page.all(".card__title") == ["Straat", "Park", "Warmte", "Riool"]
    assert len(page.soup.select(".contact")) == 1
    assert page.one(".contact b").get_text() == "Chantal Mulder"


def test_where_nothing_goes_on_there_is_still_somebody_to_call(visitor: Browser, cast: Cast) -> None:
    make_area()
    db.session.commit()
    page = visitor.get("/buurten/BU99990001")
    assert page.all(".empty__title") == ["Nu loopt er niets"]
    assert page.one(".contact b").get_text() == "Gemeente Waterdam"


def test_the_list_shows_every_area_in_its_place(visitor: Browser, cast: Cast) -> None:
    tree = make_tree()
    make_open_track(cast.bram, areas=[tree["Molenstraat"]])
    page = visitor.get("/buurten")
    assert page.all("section h2")[-2:] == ["Waterdam", "West"]
    assert page.all(".areas li") == [
        "Havenkwartier (buurt) Nu loopt er niets.", "Molenbuurt (buurt) Nu loopt er niets.",
        "Molenstraat (straat) Herinrichting Molenstraat.",
    ]  # fmt: skip


def test_without_areas_the_page_says_so(visitor: Browser, cast: Cast) -> None:
    assert visitor.get("/buurten").all(".empty__title") == ["Hier staat nog niets"]


@pytest.mark.parametrize("code", ["nergens", "BU1' OR 1=1", "%F0%9F%92%A9"])
def test_an_unknown_area_is_not_found(visitor: Browser, cast: Cast, code: str) -> None:
    make_tree()
    assert "niet" in visitor.get(f"/buurten/{code}", status=404).h1


@pytest.mark.parametrize("items", [1, 3])
def test_an_area_asks_a_fixed_number_of_questions(app: Flask, visitor: Browser, cast: Cast, items: int) -> None:
    tree = make_tree()
    for number in range(items):
        make_open_track(cast.bram, title=f"Traject {number}", slug=f"traject-{number}", areas=[tree["Molenbuurt"]])
        make_open_track(cast.bram, title=f"Breed {number}", slug=f"breed-{number}", areas=[tree["Waterdam"]])
    with counted(app) as statements:
        visitor.get("/buurten/BU1")
    assert len(statements) == 10, "\n".join(statements)
    with counted(app) as statements:
        visitor.get("/buurten")
    assert len(statements) == 2, "\n".join(statements)
