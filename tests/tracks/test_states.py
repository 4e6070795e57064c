"""Where a track may go, and on which days residents can react: every state × every move, every state × every day."""

from datetime import date

import pytest

from participation.tracks import rules
from participation.tracks.models import TrackState
from participation.tracks.rules import Closed, Move
from tests.tracks.honest_room import NOW, TODAY, honest_room

ALLOWED = {
    (TrackState.draft, Move.request_review): TrackState.in_review,
    (TrackState.in_review, Move.approve): TrackState.ready,
    (TrackState.in_review, Move.send_back): TrackState.draft,
    (TrackState.ready, Move.change_dates): TrackState.ready,
    (TrackState.ready, Move.open): TrackState.open,
    (TrackState.open, Move.close_for_input): TrackState.answering,
    (TrackState.open, Move.change_room): TrackState.open,
    (TrackState.answering, Move.change_room): TrackState.answering,
    (TrackState.open, Move.stop): TrackState.stopped,
    (TrackState.answering, Move.stop): TrackState.stopped,
    (TrackState.answering, Move.close): TrackState.closed,
    (TrackState.closed, Move.archive): TrackState.archived,
}


@pytest.mark.parametrize("state", TrackState)
@pytest.mark.parametrize("move", Move)
def test_only_what_is_in_the_table_can_happen(state: TrackState, move: Move) -> None:
    if (state, move) in ALLOWED:
        assert rules.may_move(state, move) and rules.after(state, move) is ALLOWED[state, move]
        return
    assert not rules.may_move(state, move)
    with pytest.raises(rules.NotAllowedNow) as refusal:
        rules.after(state, move)
    assert move.value in refusal.value.sentence and state.label in refusal.value.sentence


OPEN, READY, STOPPED, ANSWERING = TrackState.open, TrackState.ready, TrackState.stopped, TrackState.answering
FIRST, LAST = date(2026, 11, 20), date(2026, 11, 30)

DAYS = [
    ("on the first day", OPEN, FIRST, None, None),
    ("on the last day", OPEN, LAST, None, None),
    ("the day before, although somebody opened it", OPEN, date(2026, 11, 19), Closed.not_yet, FIRST),
    ("the day after, although the worker did not close it", OPEN, date(2026, 12, 1), Closed.over, LAST),
    ("a plan that is ready", READY, date(2026, 11, 19), Closed.not_yet, FIRST),
    ("a plan that is ready, on its own day", READY, FIRST, Closed.not_yet, FIRST),
    ("a plan that did not open", READY, date(2026, 11, 21), Closed.late, FIRST),
    ("while we answer", ANSWERING, date(2026, 11, 25), Closed.over, LAST),
    ("after it was closed", TrackState.closed, date(2027, 3, 1), Closed.over, LAST),
    ("after it was archived", TrackState.archived, date(2028, 3, 1), Closed.over, LAST),
    ("after it was stopped", STOPPED, date(2026, 11, 25), Closed.stopped, TODAY),
    ("a draft", TrackState.draft, date(2026, 11, 25), Closed.not_public, None),
    ("in review", TrackState.in_review, date(2026, 11, 25), Closed.not_public, None),
]


@pytest.mark.parametrize(("when", "state", "today", "kind", "day"), DAYS, ids=[row[0] for row in DAYS])
def test_a_track_takes_contributions_only_between_its_days(
    when: str, state: TrackState, today: date, kind: Closed | None, day: date | None
) -> None:
    track = honest_room().track
    track.state, track.opens_on, track.closes_on, track.stopped_at = state, FIRST, LAST, NOW
    why = rules.why_closed(track, today)
    assert rules.takes_contributions(track, today) is (kind is None)
    assert (why.kind, why.day) == (kind, day) if why else kind is None


def test_without_days_nobody_can_react() -> None:
    track = honest_room().track
    track.state, track.closes_on = OPEN, None
    assert rules.why_closed(track, TODAY) == rules.WhyClosed(Closed.not_public)
    track.closes_on, track.opens_on = LAST, None
    assert not rules.takes_contributions(track, TODAY)


def test_a_track_that_stopped_without_a_moment_has_no_day() -> None:
    track = honest_room().track
    track.state = STOPPED
    assert rules.why_closed(track, TODAY) == rules.WhyClosed(Closed.stopped)


@pytest.mark.parametrize("kind", Closed)
def test_every_reason_is_a_sentence_for_residents(kind: Closed) -> None:
    sentence = rules.WhyClosed(kind, TODAY).sentence
    assert sentence.endswith(".") and ("%(day)s" in sentence) is (kind is not Closed.not_public)
