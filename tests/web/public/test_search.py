"""Residents look for their subject in the list of a track, and find it in what everybody may read only."""

import pytest
from flask import Flask

from participation import clock
from participation.contributions import actions, search
from participation.db import db
from participation.outcomes import public_list
from participation.outcomes.models import OutcomeKind
from participation.tracks.models import Track
from tests.factories.contributions import check_public, make_contribution
from tests.factories.outcomes import make_outcome
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.counting import counted
from tests.support.page import Browser, Page

LIST = "/trajecten/molenstraat/bijdragen"
NEWEST = dict(public_list.found.__kwdefaults__ or {})


@pytest.fixture
def track(cast: Cast) -> Track:
    return make_open_track(cast.bram)


def say(track: Track, words: str, kind: OutcomeKind | None = None, *, public: str | None = None) -> str:
    one = check_public(make_contribution(track, words), public or words)
    if kind:
        make_outcome(one.points[0], kind)
    search.index(one)
    db.session.commit()
    return one.number


def numbers(page: Page) -> list[str]:
    return [text.removeprefix("Bijdrage ") for text in page.all(".rows a[href]") if text.startswith("Bijdrage")]


def test_a_resident_finds_a_subject_in_the_list_of_a_track(visitor: Browser, track: Track) -> None:
    oldest = say(track, "Zet een bankje bij de bushalte.")
    say(track, "Het licht op de brug is stuk.")
    newest = say(track, "Meer banken, ook bij de halte van de bus.")
    page = visitor.get(f"{LIST}?zoek=bank")
    assert numbers(page) == [newest, oldest]
    assert page.one("#zoek")["value"] == "bank"
    assert len(numbers(visitor.get(LIST))) == 3


def test_adopted_and_not_adopted_are_searched_alike(visitor: Browser, track: Track) -> None:
    adopted = say(track, "Een bank in de zon", OutcomeKind.adopted)
    refused = say(track, "Een bank in de schaduw", OutcomeKind.not_adopted)
    waits = say(track, "Een bank bij de brug")
    page = visitor.get(f"{LIST}?zoek=bank")
    assert numbers(page) == [waits, refused, adopted]
    for choice, expected in (("Niet overgenomen", refused), ("Overgenomen", adopted), ("Wacht op antwoord", waits)):
        address = next(str(a["href"]) for a in page.soup.select(".filter a") if a.text == choice)
        narrowed = visitor.get(address)
        assert numbers(narrowed) == [expected]
        assert narrowed.one("#zoek")["value"] == "bank"
        assert narrowed.one("input[name=uitkomst]")["value"] in address


def test_words_that_were_taken_out_are_not_found_by_anybody(visitor: Browser, cast: Cast, track: Track) -> None:
    say(track, "Buurvrouw Kanariepiet laat de hond los.", public="Iemand laat de hond los.")
    unchecked = make_contribution(track, "Nog niet nagekeken: kanariepiet")
    hidden = make_contribution(track, "Verborgen: kanariepiet")
    search.index(unchecked)
    actions.hide(hidden, "Er staat een naam in.", actor=cast.bram, now=clock.now())
    db.session.commit()
    for typed in ("kanariepiet", "kanarie", "Kanariepiet hond"):
        assert numbers(visitor.get(f"{LIST}?zoek={typed}")) == []
    assert len(numbers(visitor.get(f"{LIST}?zoek=hond"))) == 1


def test_nothing_found_says_what_helps(visitor: Browser, track: Track) -> None:
    say(track, "Een bank in de zon")
    page = visitor.get(f"{LIST}?zoek=vijver")
    assert "Niets gevonden" in page.text
    assert page.link("Bekijk alle bijdragen") == LIST


@pytest.mark.parametrize("typed", ['"', "bank OR zon*", "' OR 1=1 --", "%00", "🪑", "(", "bank AND"])
def test_no_sign_has_a_meaning(visitor: Browser, track: Track, typed: str) -> None:
    say(track, "Het licht op de brug is stuk.")
    assert "Niets gevonden" in visitor.get(LIST, query_string={"zoek": typed}).text


def test_nothing_typed_is_the_whole_list(visitor: Browser, track: Track) -> None:
    number = say(track, "Een bank in de zon")
    assert numbers(visitor.get(f"{LIST}?zoek=&uitkomst=")) == [number]
    assert numbers(visitor.get(f"{LIST}?zoek=+")) == [number]


def test_too_many_words_are_refused_and_kept(visitor: Browser, track: Track) -> None:
    page = visitor.get(f"{LIST}?zoek={'bank ' * 30}", status=422)
    assert page.one("#zoek-fout").text.strip() == "Zoek met minder woorden. Er passen 100 tekens in."
    assert page.one("#zoek")["value"] == ("bank " * 30).strip()


def test_pages_go_on_with_the_same_words(visitor: Browser, track: Track, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [say(track, "Een bank", OutcomeKind.answered) for _ in range(5)]
    monkeypatch.setattr(public_list.found, "__kwdefaults__", {**NEWEST, "rows": 2})
    for address in (f"{LIST}?zoek=bank", f"{LIST}?zoek=bank&uitkomst=beantwoord"):
        page, seen = visitor.get(address), []
        while page.has_link("Ouder"):
            seen += numbers(page)
            page = visitor.get(page.link("Ouder"))
        assert seen + numbers(page) == made[::-1]


def test_a_word_in_every_text_is_not_looked_through_to_the_end(
    visitor: Browser, track: Track, monkeypatch: pytest.MonkeyPatch
) -> None:
    oldest = say(track, "Een bank", OutcomeKind.answered)
    for _ in range(3):
        say(track, "Een bank")
    monkeypatch.setattr(public_list, "WINDOW", 3)
    page = visitor.get(f"{LIST}?zoek=bank&uitkomst=beantwoord")
    assert "In dit deel staat niets" in page.text
    assert numbers(visitor.get(page.link("Zoek verder in oudere bijdragen"))) == [oldest]


def test_what_was_searched_for_is_part_of_the_mark_of_the_page(visitor: Browser, track: Track) -> None:
    say(track, "Een bank in de zon")
    marks = {
        visitor.get(address).response.headers["ETag"] for address in (LIST, f"{LIST}?zoek=bank", f"{LIST}?zoek=zon")
    }
    assert len(marks) == 3
    mark = visitor.get(f"{LIST}?zoek=bank").response.headers["ETag"]
    assert visitor.get(f"{LIST}?zoek=bank", status=304, headers={"If-None-Match": mark}).html == ""


@pytest.mark.parametrize(("asked", "statements"), [("zoek=bank", 3), ("zoek=bank&uitkomst=wacht", 4)])
@pytest.mark.parametrize("items", [1, 3])
def test_a_longer_list_costs_no_more_statements(
    app: Flask, visitor: Browser, track: Track, asked: str, statements: int, items: int
) -> None:
    for _ in range(items):
        say(track, "Een bank")
    with counted(app) as seen:
        assert len(numbers(visitor.get(f"{LIST}?{asked}"))) == items
    assert len(seen) == statements, "\n".join(seen)
