"""Every day that a room names is promised to everybody, and follows the room in the open (I7, I25, I26)."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from participation import clock
from participation.db import db
from participation.promises.actions import to_everybody
from participation.promises.models import Promise, PromiseKind, PromiseState
from participation.tracks import actions
from participation.tracks.change import Direction, RoomChange
from participation.tracks.models import Track
from participation.tracks.promising import follow_the_room, keep_about, promise_the_dates
from participation.tracks.room import DeclaredRoom, FixedPoint, LandingPath, PathKind, RoomState, UnknownPoint
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.tracks.steps import last_event

UNKNOWN, COLLEGE, BUILDER = date(2027, 1, 22), date(2027, 3, 9), date(2027, 5, 28)
REASON = "De gemeenteraad wil eerst het warmteplan van de buurt zien."


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=clock.ZONE)


def of_the_room(track: Track) -> list[Promise]:
    return [promise for promise in to_everybody(track.id) if promise.kind is not PromiseKind.track_answer]


def change(track: Track, cast: Cast, edit: Callable[[DeclaredRoom], object], now: datetime) -> RoomChange:
    """A next version in force, published at *now*, that differs by *edit*."""
    before = track.room
    assert before is not None
    room = actions.copy_room(before, author=cast.bram, now=now)
    edit(room)
    db.session.flush()
    room.state, room.approved_at, room.published_at = RoomState.approved, now, now
    made = RoomChange(track_id=track.id, room=room, before=before, direction=Direction.other, reason=REASON,
                      started_by=cast.bram, started_at=now, published_at=now)  # fmt: skip
    db.session.add(made)
    track.room = room
    db.session.flush()
    follow_the_room(made, cast.bram, now)
    return made


@pytest.fixture
def track(cast: Cast) -> Track:
    track = make_open_track(cast.bram)
    promise_the_dates(track, cast.bram, clock.now())
    return track


def test_opening_promises_every_day_that_the_room_names(track: Track) -> None:
    room = track.room
    assert room is not None
    unknown, college, builder = of_the_room(track)
    assert [(one.kind, one.due, one.text) for one in (unknown, college, builder)] == [
        (PromiseKind.unknown_point, UNKNOWN, "Wij weten: Komt er een warmtenet?"),
        (PromiseKind.decision, COLLEGE, "Het college beslist over: Definitief ontwerp."),
        (PromiseKind.decision, BUILDER, "Dit is klaar: Werkplan (De aannemer)."),
    ]
    assert unknown.about == f"unknown:{room.unknown_points[0].id}"
    assert (college.about, college.owner_id) == (f"path:{room.paths[0].id}", track.contact_id)
    assert last_event("promise.made").data["about"] == unknown.about


def test_doing_it_again_promises_nothing_twice(track: Track, cast: Cast) -> None:
    promise_the_dates(track, cast.bram, clock.now())
    assert len(of_the_room(track)) == 3


def test_a_day_that_has_passed_is_not_promised_and_today_still_is(cast: Cast) -> None:
    with_past = make_open_track(cast.bram)
    promise_the_dates(with_past, None, at(COLLEGE, 23))
    assert [promise.due for promise in of_the_room(with_past)] == [COLLEGE, BUILDER]


def test_a_new_day_before_the_old_one_moves_the_promise_with_the_reason_of_the_change(track: Track, cast: Cast) -> None:
    def later(room: DeclaredRoom) -> None:
        room.paths[0].decides_on = date(2027, 4, 6)

    change(track, cast, later, at(date(2027, 3, 8)))
    _unknown, college, _builder = of_the_room(track)
    assert college.due == date(2027, 4, 6)
    assert [(move.due_before, move.reason) for move in college.moves] == [(COLLEGE, REASON)]
    assert len(of_the_room(track)) == 3


@pytest.mark.parametrize("day", [UNKNOWN, date(2027, 1, 25)], ids=["on its day", "after its day"])
def test_from_its_day_on_a_promise_stays_missed_and_the_new_day_is_a_new_promise(
    track: Track, cast: Cast, day: date
) -> None:
    def later(room: DeclaredRoom) -> None:
        room.unknown_points[0].known_by = date(2027, 2, 19)

    change(track, cast, later, at(day))
    old, new = (one for one in of_the_room(track) if one.kind is PromiseKind.unknown_point)
    assert (old.due, old.moves, old.about) == (UNKNOWN, [], new.about)
    assert (new.due, new.state(day)) == (date(2027, 2, 19), PromiseState.open)
    assert old.state(date(2027, 1, 26)) is PromiseState.missed

    keep_about(track.id, new.about, cast.bram, at(date(2027, 2, 1)))
    assert (old.state(date(2027, 3, 1)), new.state(date(2027, 3, 1))) == (PromiseState.kept_late, PromiseState.kept)


def test_only_the_newest_promise_about_a_thing_moves(track: Track, cast: Cast) -> None:
    def known_by(day: date) -> Callable[[DeclaredRoom], object]:
        return lambda room: setattr(room.unknown_points[0], "known_by", day)

    change(track, cast, known_by(date(2027, 2, 19)), at(date(2027, 1, 25)))
    change(track, cast, known_by(date(2027, 3, 5)), at(date(2027, 2, 1)))
    old, new = (one for one in of_the_room(track) if one.kind is PromiseKind.unknown_point)
    assert (old.due, old.moves, new.due, len(new.moves)) == (UNKNOWN, [], date(2027, 3, 5), 1)


def test_what_became_known_is_kept(track: Track, cast: Cast) -> None:
    def known(room: DeclaredRoom) -> None:
        assert track.room is not None
        room.fixed_points.append(
            FixedPoint(position=2, text="Er komt een warmtenet.", was_unknown=track.room.unknown_points[0])
        )
        del room.unknown_points[0]

    change(track, cast, known, at(date(2027, 1, 20)))
    unknown = of_the_room(track)[0]
    assert unknown.state(date(2027, 2, 1)) is PromiseState.kept
    assert unknown.lapsed == ""


def test_a_row_that_disappears_lapses_with_the_reason_of_the_change(track: Track, cast: Cast) -> None:
    def gone(room: DeclaredRoom) -> None:
        del room.paths[1]

    change(track, cast, gone, at(date(2027, 1, 20)))
    assert [one.lapsed for one in of_the_room(track)] == ["", "", REASON]
    assert last_event("promise.lapsed").why == REASON


def test_a_new_row_is_promised_from_the_change_on(track: Track, cast: Cast) -> None:
    def more(room: DeclaredRoom) -> None:
        room.unknown_points.append(UnknownPoint(position=2, text="Blijft de bus rijden?", known_by=date(2027, 2, 1)))
        room.paths.append(
            LandingPath(position=3, kind=PathKind.policy, organ="De raad.", document="", decides_on=date(2027, 6, 1))
        )

    change(track, cast, more, at(date(2027, 1, 20)))
    assert {one.text for one in of_the_room(track)} >= {"Wij weten: Blijft de bus rijden?", "De raad beslist."}
    assert len(of_the_room(track)) == 5


def test_a_change_of_other_words_leaves_the_promises_alone(track: Track, cast: Cast) -> None:
    before = [(one.id, one.due) for one in of_the_room(track)]
    change(track, cast, lambda room: setattr(room, "why", "U woont er."), at(date(2027, 1, 20)))
    assert [(one.id, one.due) for one in of_the_room(track)] == before


def test_what_happened_is_kept_once_and_nothing_else_with_it(track: Track, cast: Cast) -> None:
    _unknown, college, _builder = of_the_room(track)
    keep_about(track.id, college.about, cast.bram, at(COLLEGE, 23))
    keep_about(track.id, college.about, cast.bram, at(date(2027, 4, 1)))
    assert college.state(date(2027, 5, 1)) is PromiseState.kept
    assert [one.kept_at is not None for one in of_the_room(track)] == [False, True, False]
