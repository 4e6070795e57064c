"""Themes at the desk and on the website: written by hand, checkable by anyone, and no figure without its sentence."""

from typing import NamedTuple

import pytest
from flask import Flask

from participation.contributions import search
from participation.contributions.models import Point
from participation.contributions.themes.models import Theme
from participation.db import db
from participation.tracks.models import Track
from tests.factories.contributions import check_public, make_contribution
from tests.factories.themes import make_theme
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.page import Browser

HOSTILE = "<script>alert(1)</script> {{ 7*7 }}"


@pytest.fixture
def track(cast: Cast) -> Track:
    return make_open_track(cast.bram)


@pytest.fixture
def bram(app: Flask, cast: Cast) -> Browser:
    return Browser(app).sign_in(cast.bram)


class Told(NamedTuple):
    """What a test needs of a contribution after the requests that follow."""

    number: str
    point: Point
    point_id: int


def say(track: Track, text: str, *, public: str = "") -> Told:
    made = make_contribution(track, text)
    search.index(made)
    db.session.commit()
    if public:
        check_public(made, public)
    db.session.refresh(track)
    return Told(made.number, made.points[0], made.points[0].id)


def theme_of(track: Track, title: str, *said: Told, summary: str = "") -> int:
    number = make_theme(track, title, *(one.point for one in said), summary=summary).id
    db.session.refresh(track)
    return number


def test_a_theme_is_made_written_and_then_read_by_everybody(app: Flask, bram: Browser, track: Track) -> None:
    visitor, public = Browser(app), f"/trajecten/{track.slug}/themas"
    said = say(track, "Zet bomen bij de school.", public="Zet bomen bij de school.")
    made = bram.post(f"/werk/trajecten/{track.slug}/themas", {"title": "Bomen"}).location
    bram.post(f"{made}/punten", {"punten": [str(said.point_id)]})
    assert "Bomen" not in visitor.get(public).text, "without a summary it is not public"
    visitor.get(f"{public}/{made.rsplit('/', 1)[1]}", status=404)
    form = bram.get(made).form(made)
    bram.post(made, {**form, "summary": "Mensen willen schaduw."})
    page = visitor.get(public)
    assert "Mensen willen schaduw." in page.text and "het is geen stemming" in page.text
    page = visitor.get(page.link("Bomen"))
    assert page.h1 == "Bomen"
    assert "Zet bomen bij de school." in page.text and "Dat is geen stemming" in page.text
    assert page.link(f"Bijdrage {said.number}") == f"/bijdragen/{said.number}"


def test_a_public_theme_shows_the_checked_words_only(app: Flask, track: Track) -> None:
    read = say(track, "Kees woont op nummer 7.", public="[naam] woont in de straat.")
    unchecked = say(track, "Dit las nog niemand na.")
    theme = theme_of(track, "Bomen", read, unchecked, summary=HOSTILE)
    page = Browser(app).get(f"/trajecten/{track.slug}/themas/{theme}")
    assert "[naam] woont in de straat." in page.text
    assert "Kees" not in page.html and "las nog niemand" not in page.html
    assert HOSTILE in page.text and "<script>alert" not in page.html


@pytest.mark.parametrize("address", ["999999", "99999999999999", "0", "1?na=x"])
def test_a_theme_that_is_not_there(app: Flask, track: Track, address: str) -> None:
    Browser(app).get(f"/trajecten/{track.slug}/themas/{address}", status=404)


def test_a_theme_of_another_track_is_not_there(app: Flask, cast: Cast, track: Track) -> None:
    elsewhere = theme_of(make_open_track(cast.bram, slug="elders", title="Elders"), "Bomen", summary="Zo is het.")
    Browser(app).get(f"/trajecten/{track.slug}/themas/{elsewhere}", status=404)


def test_two_who_write_a_summary_both_keep_their_text(app: Flask, bram: Browser, track: Track) -> None:
    theme = theme_of(track, "Bomen", summary="Eerst.")
    address = f"/werk/themas/{theme}"
    form = bram.get(address).form(address)
    bram.post(address, {**form, "summary": "Van de eerste."})
    page = bram.post(address, {**form, "summary": "Van de tweede."}, status=409)
    assert "Bram de Boer veranderde dit thema terwijl u schreef." in page.text
    assert "Van de eerste." in page.all("blockquote")
    assert page.form(address)["summary"] == "Van de tweede."
    bram.post(address, page.form(address))
    assert db.session.get_one(Theme, theme).summary == "Van de tweede."


def test_a_refused_title_keeps_the_summary(bram: Browser, track: Track) -> None:
    theme = theme_of(track, "Bomen")
    address = f"/werk/themas/{theme}"
    form = bram.get(address).form(address)
    page = bram.post(address, {**form, "title": " ", "summary": "Mensen willen schaduw."}, status=422)
    assert page.errors == ["Geef het thema een naam. Een paar woorden is genoeg."]
    assert page.form(address)["summary"] == "Mensen willen schaduw."


def test_suggestions_show_the_words_that_match_and_wait_for_a_choice(bram: Browser, track: Track) -> None:
    for text in ("De bus rijdt te weinig.", "De bak is vol.", "Het zwembad is te duur.", "Scooters rijden te hard."):
        say(track, text)
    inside = say(track, "Het schoolplein is in de zomer te heet, daar horen bomen.")
    like = say(track, "Plant bomen op dat hete schoolplein.")
    theme = theme_of(track, "Hitte", inside)
    page = bram.get(f"/werk/themas/{theme}")
    marked = page.all("aside mark")
    assert {"bomen", "schoolplein"} <= set(marked)
    assert "%" not in page.text
    bram.post(f"/werk/themas/{theme}/punten", {"punten": [str(like.point_id)]})
    page = bram.get(f"/werk/themas/{theme}")
    assert page.has_link(f"Bijdrage {like.number}") and not page.all("aside mark")
    bram.post(f"/werk/themas/{theme}/punten", {"punten": [str(like.point_id)], "doe": "eruit"})
    assert bram.get(f"/werk/themas/{theme}").all("aside mark")


def test_points_are_found_by_their_words_and_gathered(bram: Browser, track: Track) -> None:
    one = say(track, "Bij de vijver staat geen enkele boom.")
    theme = theme_of(track, "Vijver")
    page = bram.get(f"/werk/themas/{theme}?zoek=bomen")
    assert page.all("aside mark") == ["boom"], "the search knows the word in its other forms"
    assert page.has_link(f"Bijdrage {one.number}")
    assert "Niets gevonden." in bram.get(f"/werk/themas/{theme}?zoek=zwembad").text


def test_from_a_point_a_selection_goes_into_a_theme(bram: Browser, track: Track) -> None:
    for text in ("De bus rijdt te weinig.", "De bak is vol.", "Het zwembad is te duur.", "Scooters rijden te hard."):
        say(track, text)
    mine = say(track, "Het schoolplein is in de zomer te heet, daar horen bomen.")
    like = say(track, "Plant bomen op dat hete schoolplein.")
    theme = theme_of(track, "Hitte")
    gather = f"/werk/trajecten/{track.slug}/themas/punten"
    page = bram.get(f"/werk/bijdragen/{mine.number}/punten/1/lijkt-op")
    assert page.has_link(f"Bijdrage {like.number}")
    bram.post(gather, {**page.form(gather), "punten": [str(like.point_id)], "thema": str(theme)})
    assert bram.get(f"/werk/themas/{theme}").has_link(f"Bijdrage {like.number}")
    bram.post(gather, {"punten": [str(like.point_id)], "thema": "0"}, status=422)
    bram.post(f"/werk/themas/{theme}/punten", {}, status=422)


def test_a_theme_that_is_removed_leaves_its_points(bram: Browser, track: Track) -> None:
    said = say(track, "Zet bomen bij de school.")
    theme = theme_of(track, "Bomen", said, summary="Zo is het.")
    bram.post(f"/werk/themas/{theme}/weg", {})
    bram.get(f"/werk/themas/{theme}", status=404)
    page = bram.get(f"/werk/bijdragen/{said.number}")
    assert "Bram de Boer haalde het thema ‘Bomen’ weg. Dit staat nu in geen thema." in page.text
