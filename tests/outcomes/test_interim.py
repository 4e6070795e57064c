"""A message in between says how it is going, and is never an answer (I17, I21)."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from sqlalchemy import select

from participation import clock
from participation.db import db
from participation.outcomes.news.interim import NothingToTell, publish_news
from participation.promises.actions import open_promises, to_everybody
from participation.promises.models import Promise, PromiseKind, PromiseState
from participation.refusals import Conflict, Refused
from participation.tracks.models import Track, TrackState
from participation.tracks.notices import Notice
from tests.factories.contributions import make_contribution
from tests.factories.tracks import make_open_track, make_track
from tests.support.cast import Cast

TEXT = "Wij zijn nog bezig, want de aannemer rekent twee plannen door."


@pytest.fixture
def track(cast: Cast) -> Iterator[Track]:
    yield make_open_track(cast.bram)


def news(track: Track) -> list[Promise]:
    return [promise for promise in to_everybody(track.id) if promise.kind is PromiseKind.news]


def test_waiting_stays_waiting(track: Track, cast: Cast) -> None:
    contribution = make_contribution(track)
    owed = [(promise.id, promise.due) for promise in open_promises(contribution.id)]
    publish_news(track, TEXT, actor=cast.bram, now=clock.now())
    assert contribution.points[0].outcome_id is None
    assert [(promise.id, promise.due) for promise in open_promises(contribution.id)] == owed
    assert track.state is TrackState.open


def test_the_next_message_is_promised_and_keeps_the_promise_of_this_one(track: Track, cast: Cast) -> None:
    notice = publish_news(track, f" {TEXT} ", next_on=date(2026, 12, 8), actor=cast.bram, now=clock.now())
    assert (notice.text, notice.data, notice.question_root) == (TEXT, {"next_on": "2026-12-08"}, None)
    (first,) = news(track)
    assert (first.due, first.text, first.owner_id) == (date(2026, 12, 8), "Nieuws over hoe het gaat.", cast.bram.id)

    in_time = datetime(2026, 12, 8, 23, 59, tzinfo=clock.ZONE)
    publish_news(track, TEXT, next_on=date(2026, 12, 22), actor=cast.bram, now=in_time)
    first, second = news(track)
    assert (first.state(date(2027, 1, 1)), second.due, second.kept_at) == (PromiseState.kept, date(2026, 12, 22), None)

    publish_news(track, TEXT, actor=cast.bram, now=datetime(2026, 12, 23, tzinfo=clock.ZONE))
    assert news(track)[1].state(date(2027, 1, 1)) is PromiseState.kept_late


def test_news_about_one_question_keeps_only_what_was_promised_about_that_question(track: Track, cast: Cast) -> None:
    assert track.room is not None
    trees, order = track.room.open_questions
    publish_news(track, TEXT, next_on=date(2026, 12, 8), actor=cast.bram, now=clock.now())
    publish_news(track, TEXT, question=trees, next_on=date(2026, 12, 9), actor=cast.bram, now=clock.now())
    publish_news(track, TEXT, question=order, actor=cast.bram, now=clock.now())
    everybody, about_trees = news(track)
    assert (everybody.kept_at, about_trees.kept_at) == (None, None)
    assert (about_trees.about, about_trees.text) == (
        f"question:{trees.lineage}", "Nieuws over de vraag: Waar komen bomen en groen?",
    )  # fmt: skip
    publish_news(track, TEXT, question=trees, actor=cast.bram, now=clock.now())
    assert [promise.kept_at is not None for promise in news(track)] == [False, True]
    publish_news(track, TEXT, actor=cast.bram, now=clock.now())
    assert all(promise.kept_at for promise in news(track))
    assert db.session.scalars(select(Notice.question_root).order_by(Notice.id)).all() == [
        None, trees.id, order.id, trees.id, None,
    ]  # fmt: skip


def test_what_says_nothing_is_refused(track: Track, cast: Cast) -> None:
    with pytest.raises(NothingToTell) as refusal:
        publish_news(track, "Nog even.", actor=cast.bram, now=clock.now())
    assert refusal.value.field == "text"


@pytest.mark.parametrize("day", [date(2026, 11, 24), date(2026, 11, 23)], ids=["today", "yesterday"])
def test_the_next_day_has_to_come(track: Track, cast: Cast, day: date) -> None:
    with pytest.raises(Refused) as refusal:
        publish_news(track, TEXT, next_on=day, actor=cast.bram, now=clock.now())
    assert refusal.value.field == "next_on"


def test_a_question_of_another_track_is_refused(track: Track, cast: Cast) -> None:
    other = make_open_track(cast.bram, slug="elders")
    assert other.room is not None
    with pytest.raises(Refused) as refusal:
        publish_news(track, TEXT, question=other.room.open_questions[0], actor=cast.bram, now=clock.now())
    assert refusal.value.field == "question"


@pytest.mark.parametrize("state", [TrackState.draft, TrackState.in_review, TrackState.ready, TrackState.archived])
def test_before_anybody_could_react_there_is_nobody_to_tell(cast: Cast, state: TrackState) -> None:
    track = make_track(cast.bram, state=state, slug="later")
    track.room = track.rooms[0]
    with pytest.raises(Conflict):
        publish_news(track, TEXT, actor=cast.bram, now=clock.now())
    db.session.rollback()
