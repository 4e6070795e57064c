"""Moments after the plan became public: one more, another, or none, and whoever took part is told."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from sqlalchemy import select

from participation import clock
from participation.db import db
from participation.history import Event
from participation.refusals import Refused
from participation.tracks.actions.moments import CannotMeet, Occasion, add_moment, cancel_moment, change_moment
from participation.tracks.models import Moment, Track, TrackState
from participation.tracks.notices import Notice, NoticeKind
from tests.factories.tracks import make_open_track, make_track
from tests.support.cast import Cast

EVENING = Occasion(title="Inloop", day=date(2026, 12, 1), begins=time(19, 30), ends=time(21, 0), place="De school")
WHY = "De zaal is die avond dicht."


@pytest.fixture
def track(cast: Cast) -> Track:
    return make_open_track(cast.bram)


@pytest.fixture
def moment(track: Track, cast: Cast) -> Moment:
    return add_moment(track, EVENING, actor=cast.bram, now=clock.now())


def notices() -> list[Notice]:
    return list(db.session.scalars(select(Notice).order_by(Notice.id)))


def test_a_moment_more_is_told(moment: Moment) -> None:
    assert moment.starts_at == datetime(2026, 12, 1, 18, 30, tzinfo=UTC)
    (notice,) = notices()
    assert notice.kind is NoticeKind.moments_changed
    assert notice.data == {"moments": ["Erbij: Inloop, dinsdag 1 december 2026 om 19.30 uur, De school"]}


def test_another_evening_is_told_with_the_reason(moment: Moment, cast: Cast) -> None:
    assert change_moment(moment, replace(EVENING, day=date(2026, 12, 3)), reason=WHY, actor=cast.bram, now=clock.now())
    notice = notices()[-1]
    assert notice.text == WHY
    assert notice.data["moments"] == [
        "Inloop, dinsdag 1 december 2026 om 19.30 uur, De school wordt: "
        "Inloop, donderdag 3 december 2026 om 19.30 uur, De school"
    ]
    assert db.session.scalars(select(Event.kind).where(Event.kind.startswith("moment."))).all() == [
        "moment.added", "moment.changed"
    ]  # fmt: skip


def test_the_same_moment_again_tells_nobody(moment: Moment, cast: Cast) -> None:
    assert not change_moment(moment, EVENING, reason="", actor=cast.bram, now=clock.now())
    assert len(notices()) == 1


def test_what_is_called_off_is_gone_and_told(track: Track, moment: Moment, cast: Cast) -> None:
    cancel_moment(moment, reason=WHY, actor=cast.bram, now=clock.now())
    assert track.moments == []
    assert notices()[-1].data["moments"][0].startswith("Gaat niet door: Inloop, dinsdag 1 december")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"day": None}, "day"),
        ({"begins": None}, "begins"),
        ({"day": date(2026, 11, 23)}, "day"),
        ({"ends": time(19, 0)}, "ends"),
        ({"place": ""}, "place"),
    ],
)
def test_what_nobody_could_come_to_is_refused(track: Track, cast: Cast, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        add_moment(track, replace(EVENING, **changes), actor=cast.bram, now=clock.now())
    assert refusal.value.field == field
    assert notices() == []


def test_a_change_and_an_end_have_a_reason(moment: Moment, cast: Cast) -> None:
    with pytest.raises(Refused, match="Leg in een zin uit"):
        change_moment(moment, replace(EVENING, place="De kerk"), reason="Zomaar", actor=cast.bram, now=clock.now())
    assert moment.place == "De school"
    with pytest.raises(Refused, match="Leg in een zin uit"):
        cancel_moment(moment, reason="", actor=cast.bram, now=clock.now())


def test_what_has_been_stays_as_it_was(moment: Moment, cast: Cast) -> None:
    later = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
    with pytest.raises(Refused, match="al begonnen of geweest"):
        cancel_moment(moment, reason=WHY, actor=cast.bram, now=later)


@pytest.mark.parametrize("state", [TrackState.draft, TrackState.in_review, TrackState.closed, TrackState.archived])
def test_only_a_track_that_is_public_and_not_over_has_moments(cast: Cast, state: TrackState) -> None:
    track = make_track(cast.bram, state=state)
    with pytest.raises(CannotMeet):
        add_moment(track, EVENING, actor=cast.bram, now=clock.now())


def test_the_hour_is_the_one_on_the_wall_after_summer_time(cast: Cast, track: Track) -> None:
    spring = replace(EVENING, day=date(2027, 3, 30))
    assert add_moment(track, spring, actor=cast.bram, now=clock.now()).starts_at == datetime(
        2027, 3, 30, 17, 30, tzinfo=UTC
    )
