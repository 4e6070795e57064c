"""Points are gathered into themes by hand; everybody can check what a summary rests on, and nothing hidden leaks."""

from datetime import timedelta

import pytest
from flask import Flask

from participation import clock
from participation.contributions import actions as contributions
from participation.contributions import search
from participation.contributions.models import Contribution
from participation.contributions.themes import actions, queries, similar
from participation.contributions.themes.models import Theme
from participation.contributions.themes.rules import MOST_AT_ONCE, ThemeChanged, WrongTrack
from participation.db import db
from participation.history import Event
from participation.refusals import Refused
from participation.tracks.models import Track
from tests.factories.contributions import check_public, make_contribution
from tests.factories.themes import make_theme
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.counting import counted


@pytest.fixture
def track(cast: Cast) -> Track:
    return make_open_track(cast.bram)


@pytest.fixture
def theme(track: Track, cast: Cast) -> Theme:
    return actions.make_theme(track, "Bomen", actor=cast.bram, now=clock.now())


def say(track: Track, text: str = "Zet bomen bij de school.") -> Contribution:
    made = make_contribution(track, text)
    search.index(made)
    db.session.commit()
    return made


def kinds(contribution: Contribution | None = None) -> list[str]:
    db.session.commit()
    found = db.session.query(Event).filter(Event.kind.like("%theme%")).order_by(Event.id)
    return [one.kind for one in found if contribution is None or one.contribution_id == contribution.id]


def test_a_theme_begins_without_summary_and_is_not_public(track: Track, theme: Theme) -> None:
    assert (theme.title, theme.summary, theme.is_public) == ("Bomen", "", False)
    assert queries.public_themes_of(track.id) == []
    assert [one.title for one in queries.themes_of(track)] == ["Bomen"]
    assert kinds() == ["theme.made"]


@pytest.mark.parametrize("title", ["", "  ", "x" * 200, "  bOMEN "])
def test_a_title_says_something_and_is_the_only_one(track: Track, theme: Theme, cast: Cast, title: str) -> None:
    with pytest.raises(Refused) as refusal:
        actions.make_theme(track, title, actor=cast.bram, now=clock.now())
    assert refusal.value.field == "title"


def test_points_are_put_in_and_the_history_of_each_says_so(track: Track, theme: Theme, cast: Cast) -> None:
    one, other = say(track), say(track)
    ids = [one.points[0].id, other.points[0].id]
    assert actions.put_in(theme, ids, actor=cast.bram, now=clock.now()) == 2
    assert actions.put_in(theme, ids, actor=cast.bram, now=clock.now()) == 0, "a second click moves nothing"
    assert [point.id for point in queries.points_of(theme)] == ids
    assert [point.id for point in queries.points_of(theme, after=ids[0], rows=1)] == ids[1:]
    assert kinds(one) == ["point.themed"]
    assert actions.take_out(theme, [ids[0]], actor=cast.bram, now=clock.now()) == 1
    assert [point.id for point in queries.points_of(theme)] == ids[1:]
    assert kinds(one) == ["point.themed", "point.unthemed"]


def test_a_point_stands_in_one_theme_at_most(track: Track, theme: Theme, cast: Cast) -> None:
    point = say(track).points[0]
    another = actions.make_theme(track, "Schaduw", actor=cast.bram, now=clock.now())
    actions.put_in(theme, [point.id], actor=cast.bram, now=clock.now())
    actions.put_in(another, [point.id], actor=cast.bram, now=clock.now())
    assert queries.points_of(theme) == []
    assert [each.id for each in queries.points_of(another)] == [point.id]


def test_points_of_another_track_and_too_many_at_once_are_refused(track: Track, theme: Theme, cast: Cast) -> None:
    elsewhere = say(make_open_track(cast.bram, slug="elders", title="Elders"))
    with pytest.raises(WrongTrack):
        actions.put_in(theme, [elsewhere.points[0].id], actor=cast.bram, now=clock.now())
    for numbers in ([], list(range(1, MOST_AT_ONCE + 2))):
        with pytest.raises(Refused):
            actions.put_in(theme, numbers, actor=cast.bram, now=clock.now())


def test_nobody_writes_over_the_summary_of_a_colleague(theme: Theme, cast: Cast) -> None:
    seen = actions.mark_of(theme)
    actions.change_theme(theme, "Bomen", "Mensen willen schaduw.", actor=cast.chantal, now=clock.now(), base=seen)
    with pytest.raises(ThemeChanged, match=cast.chantal.name):
        actions.change_theme(theme, "Bomen", "Mensen willen bladeren.", actor=cast.bram, now=clock.now(), base=seen)
    assert theme.summary == "Mensen willen schaduw."
    assert kinds() == ["theme.made", "theme.changed"]


def test_a_theme_that_is_removed_frees_its_points_and_says_so(track: Track, theme: Theme, cast: Cast) -> None:
    one = say(track)
    actions.put_in(theme, [one.points[0].id], actor=cast.bram, now=clock.now())
    actions.change_theme(theme, "Bomen", "Mensen willen schaduw.", actor=cast.bram, now=clock.now())
    actions.remove_theme(theme, actor=cast.bram, now=clock.now())
    db.session.refresh(one.points[0])
    assert one.points[0].theme_id is None
    assert queries.themes_of(track) == [] and queries.public_themes_of(track.id) == []
    assert queries.theme_at_desk(theme.id) is None
    assert kinds(one) == ["point.themed", "point.unthemed"]
    with pytest.raises(ThemeChanged):
        actions.put_in(theme, [one.points[0].id], actor=cast.bram, now=clock.now())


def test_what_is_unchecked_hidden_or_taken_back_is_not_in_a_public_theme(track: Track, cast: Cast) -> None:
    read, unchecked, hidden, gone = (say(track, f"Zet bomen, keer {number}.") for number in range(4))
    for one in (read, hidden, gone):
        check_public(one, "Zet [naam] bomen.")
    contributions.hide(hidden, "Er staat een buurman in.", actor=cast.bram, now=clock.now())
    contributions.withdraw(gone, now=clock.now())
    points = [one.points[0] for one in (read, unchecked, hidden, gone)]
    made = make_theme(track, "Bomen", *points, summary="Mensen willen schaduw.")
    (listed,) = queries.public_themes_of(track.id)
    assert listed.points == 1
    assert [(one.contribution_id, one.words) for one in queries.public_points_of(made.id)] == [
        (read.id, "Zet [naam] bomen.")
    ]
    assert [point.contribution_id for point in queries.points_of(made)] == [read.id, unchecked.id, hidden.id]


def test_the_reads_cost_the_same_for_one_point_and_for_many(app: Flask, track: Track) -> None:
    for many, title in ((1, "Een"), (6, "Zes")):
        made = make_theme(
            track, title, *(check_public(say(track)).points[0] for _ in range(many)), summary="Zo is het."
        )
        track_id, theme_id = track.id, made.id
        with counted(app) as seen:
            queries.themes_of(track)
            queries.points_of(made)
            queries.public_themes_of(track_id)
            queries.public_points_of(theme_id)
        assert len(seen) == 4, seen


SCHOOL = "Er moeten meer bomen langs de Kastanjelaan komen, want in de zomer is het op het schoolplein veel te heet."
FILLING = [
    "De vuilnisbakken zitten elke zaterdag vol.", "Mijn vader kan de trap van het station niet op.",
    "Ik wil graag meehelpen met de braderie.", "Waarom is de bibliotheek op maandag dicht?",
    "De bus naar het ziekenhuis rijdt te weinig.", "Het zwembad is te duur geworden.",
    "Wanneer komt er glasvezel in het buitengebied?", "Scooters rijden veel te hard over de brug.",
]  # fmt: skip


def test_points_with_the_same_telling_words_are_suggested_with_those_words(track: Track) -> None:
    for text in FILLING:
        say(track, text)
    like = say(track, "Plant bomen op het schoolplein: in de zomer is het daar zo heet dat kinderen binnen blijven.")
    copy = say(track, SCHOOL.replace("veel te heet", "echt te heet"))
    mine = say(track, SCHOOL).points[0]
    found = similar.to_point(mine.id, track.id, mine.text)
    assert [one.point.contribution_id for one in found] == [copy.id, like.id]
    assert [one.is_near_copy for one in found] == [True, False]
    marked = [piece.text for piece in similar.pieces(found[1].point.text, found[1].shared) if piece.matches]
    assert {"bomen", "schoolplein", "zomer", "heet"} <= set(marked)
    assert "".join(piece.text for piece in similar.pieces(found[1].point.text, found[1].shared)) == found[1].point.text


def test_a_suggestion_never_puts_anything_in_a_theme_and_leaves_out_what_has_one(track: Track) -> None:
    for text in FILLING:
        say(track, text)
    inside, free, taken = (say(track, f"{SCHOOL} Dit is reactie {number}.") for number in range(3))
    made = make_theme(track, "Hitte", inside.points[0])
    make_theme(track, "Bomen", taken.points[0])
    found = similar.to_theme(made)
    assert [one.point.contribution_id for one in found] == [free.id]
    assert [point.contribution_id for point in queries.points_of(made)] == [inside.id]


def test_other_tracks_and_what_was_taken_back_are_never_suggested(track: Track, cast: Cast) -> None:
    for text in FILLING:
        say(track, text)
    elsewhere, gone = say(make_open_track(cast.bram, slug="elders", title="Elders"), SCHOOL), say(track, SCHOOL)
    contributions.withdraw(gone, now=clock.now() + timedelta(minutes=1))
    mine = say(track, SCHOOL).points[0]
    assert elsewhere.id and similar.to_point(mine.id, track.id, mine.text) == []


@pytest.mark.parametrize("text", ["", "de het een", "?!", "' OR \" * ( ) NEAR"])
def test_words_that_say_nothing_find_nothing(track: Track, text: str) -> None:
    for each in FILLING:
        say(track, each)
    assert similar.to_point(0, track.id, text) == []
