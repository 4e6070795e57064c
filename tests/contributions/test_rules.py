"""What may be received, until when, and by which day it is answered."""

from datetime import date

import pytest

from participation.contributions import rules
from participation.contributions.models import ContributionKind
from participation.tracks.models import Track, TrackState
from participation.tracks.room import DeclaredRoom, Level

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("promised", "received", "due", "why"),
    [
        (date(2027, 2, 5), TODAY, date(2027, 2, 5), "the track promised a day"),
        (TODAY, TODAY, TODAY, "today is still in time"),
        (None, TODAY, date(2027, 1, 19), "no day was promised: eight weeks"),
        (date(2026, 11, 23), TODAY, date(2027, 1, 19), "the day of the track has passed: eight weeks"),
        (None, date(2026, 10, 6), date(2026, 12, 1), "eight weeks count from the day it came in"),
        (None, date(2026, 1, 6), date(2027, 1, 19), "nobody promises a day that is behind us"),
    ],
)
def test_everybody_hears_by_a_day_that_is_still_to_come(
    promised: date | None, received: date, due: date, why: str
) -> None:
    assert rules.answer_due(promised, received, TODAY, 8) == due, why


@pytest.mark.parametrize(
    ("state", "received", "may", "why"),
    [
        (TrackState.open, TODAY, True, "the track is open"),
        (TrackState.answering, date(2026, 12, 13), True, "paper that came in on the last day"),
        (TrackState.answering, date(2026, 12, 14), False, "one day too late"),
        (TrackState.open, date(2026, 11, 1), False, "the track was not open yet"),
        (TrackState.ready, TODAY, False, "not opened"),
        (TrackState.closed, TODAY, False, "closed"),
        (TrackState.stopped, TODAY, False, "stopped"),
    ],
)
def test_a_colleague_writes_down_what_came_in_in_time(state: TrackState, received: date, may: bool, why: str) -> None:
    track = Track(state=state, opens_on=date(2026, 11, 2), closes_on=date(2026, 12, 13), room=DeclaredRoom())
    assert rules.may_still_be_entered(track, received) is may, why


def test_nothing_comes_in_without_an_approved_room() -> None:
    assert not rules.may_still_be_entered(Track(state=TrackState.open, room=None), TODAY)


@pytest.mark.parametrize("level", list(Level))
def test_on_the_level_inform_only_questions_and_worries_come_in(level: Level) -> None:
    taken = set(rules.kinds_for(level))
    few = {ContributionKind.question, ContributionKind.worry}
    assert taken == (few if level is Level.inform else set(ContributionKind))
