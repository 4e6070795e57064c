"""News of a track stands on every page where somebody looks for it, once, and never looks like an answer."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask

from participation import clock
from participation.contributions.models import Contribution
from participation.db import db
from participation.outcomes.moving import move_for_everybody
from participation.outcomes.news.interim import publish_news
from participation.promises import actions as promises
from participation.promises.models import Promise, PromiseKind
from participation.tracks import actions
from participation.tracks.models import Track
from participation.tracks.notices import NoticeKind, tell_everybody
from tests.factories.contributions import CODE, check_public, make_contribution
from tests.factories.tracks import make_open_track, make_track
from tests.support.cast import Cast
from tests.support.counting import counted
from tests.support.page import Browser, Page

TEXT = "Wij zijn nog bezig, want de aannemer rekent <b>twee</b> plannen door."
REASON = "De brandweer rekent nog aan de breedte van de straat."


@pytest.fixture
def track(cast: Cast) -> Iterator[Track]:
    yield make_open_track(cast.bram)


@pytest.fixture
def contribution(track: Track) -> Contribution:
    return check_public(make_contribution(track, code=CODE))


def own(visitor: Browser) -> Page:
    return visitor.post("/volg", {"code": CODE}, status=200)


def news(page: Page) -> list[str]:
    return page.all("section[aria-labelledby=nieuws] li")


def test_an_interim_message_stands_on_every_page_and_the_answer_is_still_owed(
    visitor: Browser, contribution: Contribution, track: Track, cast: Cast
) -> None:
    number = contribution.number
    publish_news(track, TEXT, next_on=date(2026, 12, 8), actor=cast.bram, now=clock.now())
    db.session.commit()
    (line,) = news(own(visitor))
    assert line == (
        f"Tussenbericht 24 november 2026, Bram de Boer {TEXT} U hoort weer van ons, uiterlijk 8 december 2026. "
        "Dit is geen antwoord op uw bijdrage. Wacht u daar nog op? Dan krijgt u dat apart."
    )
    assert "Dat staat nog open." in own(visitor).text
    assert news(visitor.get("/trajecten/molenstraat")) == [line]
    assert news(visitor.get(f"/bijdragen/{number}")) == ["Tussenbericht (24 november 2026)"]
    assert visitor.get("/trajecten/molenstraat/nieuws").all(".rows > li") == [line]


def test_what_came_before_you_is_not_news_for_you(visitor: Browser, track: Track, cast: Cast) -> None:
    publish_news(track, TEXT, actor=cast.bram, now=clock.now() - timedelta(days=1))
    make_contribution(track, code=CODE)
    assert news(own(visitor)) == []


def test_the_new_day_of_the_answer_is_said_once(
    visitor: Browser, contribution: Contribution, track: Track, cast: Cast
) -> None:
    promises.make(PromiseKind.track_answer, due=date(2027, 2, 5), track_id=track.id, owner_id=cast.bram.id,
                  department_id=track.department_id, now=clock.now())  # fmt: skip
    promise = db.session.query(Promise).filter_by(kind=PromiseKind.track_answer).one()
    move_for_everybody(promise, date(2027, 3, 5), reason=REASON, actor=cast.bram, now=clock.now())
    db.session.commit()
    page = own(visitor)
    assert page.text.count(REASON) == 1 and news(page) == []
    assert "U hoort van ons op 5 maart 2027, niet op 5 februari 2027" in page.text
    assert "Antwoord beloofd, uiterlijk 5 maart 2027" in page.text
    assert "We hebben meer tijd nodig." in news(visitor.get("/trajecten/molenstraat"))[0]


def test_why_a_track_stopped_is_said_once(
    visitor: Browser, contribution: Contribution, track: Track, cast: Cast
) -> None:
    actions.stop_track(track, "Er is geen geld meer voor dit plan.", actor=cast.bram, now=clock.now())
    db.session.commit()
    assert own(visitor).text.count("Er is geen geld meer voor dit plan.") == 1
    assert news(visitor.get("/trajecten/molenstraat")) == []
    (line,) = visitor.get("/trajecten/molenstraat/nieuws").all(".rows > li")
    assert "Er is geen geld meer voor dit plan. Iedereen die reageerde, krijgt nog antwoord." in line


def test_on_an_english_page_our_own_words_are_english_and_a_colleagues_are_marked(
    visitor: Browser, track: Track, cast: Cast
) -> None:
    publish_news(track, TEXT, actor=cast.bram, now=clock.now())
    db.session.commit()
    html = visitor.get("/trajecten/molenstraat/nieuws?taal=en").html
    assert '<span lang="nl">Wij zijn nog bezig, want de aannemer rekent &lt;b&gt;twee&lt;/b&gt; plannen door.' in html


def test_all_news_is_walked_a_page_at_a_time(visitor: Browser, track: Track) -> None:
    for number in range(25):
        tell_everybody(track, NoticeKind.moments_changed, f"Bericht {number}.", actor=None, now=clock.now())
    db.session.commit()
    page = visitor.get("/trajecten/molenstraat/nieuws")
    assert len(page.all(".rows > li")) == 20 and "Bericht 24." in page.text
    older = visitor.get(page.link("Ouder"))
    assert len(older.all(".rows > li")) == 5 and "Bericht 0." in older.text
    visitor.get("/trajecten/molenstraat/nieuws?voor=x", status=404)


def test_without_news_there_is_none(visitor: Browser, contribution: Contribution, cast: Cast) -> None:
    make_track(cast.bram, slug="concept")
    db.session.commit()
    assert news(own(visitor)) == []
    assert "Er is nog geen nieuws" in visitor.get("/trajecten/molenstraat/nieuws").text
    visitor.get("/trajecten/concept/nieuws", status=404)


@pytest.mark.parametrize("items", [1, 4])
def test_the_page_costs_a_fixed_number_of_statements(app: Flask, visitor: Browser, track: Track, items: int) -> None:
    for _ in range(items):
        tell_everybody(track, NoticeKind.interim_news, TEXT, actor=track.author, now=clock.now())
    db.session.commit()
    with counted(app) as statements:
        visitor.get("/trajecten/molenstraat/nieuws")
    assert len(statements) == 2, statements
