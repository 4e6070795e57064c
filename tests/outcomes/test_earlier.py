"""Earlier answers about the same are an offer to read: published, of this track, with the words that match."""

import pytest
from flask import Flask

from participation import clock
from participation.contributions import search
from participation.contributions.actions import withdraw
from participation.contributions.models import Contribution, Point
from participation.contributions.themes.models import Theme
from participation.db import db
from participation.outcomes.earlier import earlier
from participation.tracks.models import Track
from tests.factories.contributions import check_public, make_contribution
from tests.factories.outcomes import make_outcome
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.counting import counted

BENCH = "Zet een bank bij de bushalte, dan kan mijn moeder uitrusten."
ALSO = "Bij de bushalte is geen bank. Oudere mensen willen daar uitrusten."
OTHER = "De lantaarn in de Molenstraat knippert de hele nacht."


@pytest.fixture
def track(cast: Cast) -> Track:
    return make_open_track(cast.bram)


def said(track: Track, text: str, *, answered: bool = True) -> Point:
    contribution = check_public(make_contribution(track, text))
    search.index(contribution)
    if answered:
        make_outcome(contribution.points[0])
    db.session.commit()
    return contribution.points[0]


def others(track: Track) -> None:
    """What else was said: a word that everybody uses tells nothing."""
    for number in range(8):
        said(track, f"Nummer {number} in de straat.", answered=False)


def of(point: Point) -> Contribution:
    return point.contribution


def test_the_words_that_both_used_are_named(track: Track) -> None:
    before = said(track, ALSO)
    others(track)
    (found,) = earlier(said(track, BENCH, answered=False))
    assert (found.number, found.position, found.reason) == (of(before).number, 1, found.reason)
    assert {"bushalte", "bank", "uitrusten"} <= set(found.words)
    assert not found.same_theme


def test_what_waits_for_an_answer_or_was_taken_back_is_not_offered(track: Track) -> None:
    said(track, ALSO, answered=False)
    withdraw(of(said(track, ALSO)), now=clock.now())
    db.session.commit()
    assert earlier(said(track, BENCH, answered=False)) == []


def test_another_track_is_not_looked_into(cast: Cast, track: Track) -> None:
    said(make_open_track(cast.bram, slug="elders", title="Elders"), ALSO)
    assert earlier(said(track, BENCH, answered=False)) == []


def test_the_same_theme_comes_first_whatever_the_words(cast: Cast, track: Track) -> None:
    theme = Theme(track=track, title="Zitten", made_at=clock.now(), made_by=cast.bram)
    db.session.add(theme)
    db.session.flush()
    alike, themed = said(track, ALSO), said(track, OTHER)
    others(track)
    point = said(track, BENCH, answered=False)
    point.theme_id = themed.theme_id = theme.id
    db.session.commit()
    found = earlier(point)
    assert [(one.number, one.same_theme) for one in found] == [(of(themed).number, True), (of(alike).number, False)]


def test_it_costs_so_many_statements_however_much_was_said(app: Flask, track: Track) -> None:
    costs = []
    others(track)
    for times in (1, 3):
        for _ in range(times):
            said(track, ALSO)
        point = said(track, BENCH, answered=False)
        assert point.text
        with counted(app) as statements:
            earlier(point)
        costs.append(len(statements))
    assert costs == [3, 3]
