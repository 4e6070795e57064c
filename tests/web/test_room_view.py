"""What the drawings say: the same objects for the reviewer, the desk and the resident."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask

from participation import clock
from participation.db import db
from participation.outcomes.decisions.models import Follows, OrganDecision
from participation.tracks.models import Track, TrackState
from participation.tracks.room import FixedPoint, LandingPath, Level, PathKind, RoomState
from participation.web.path_view import mini_stops
from participation.web.room_view import level_view, path_view, room_view, track_facts
from tests.factories.tracks import make_open_track, make_room, make_track
from tests.support.cast import Cast

TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def in_a_request(app: Flask, database: None) -> Iterator[None]:
    with app.test_request_context():
        yield


def titles(track: Track, today: date = TODAY) -> list[str]:
    assert track.rooms
    return [stop.title for stop in path_view(track, track.rooms[-1], today).stops]


def test_a_fixed_point_says_why_and_who_decided_it_when(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    (point,) = room_view(track, track.rooms[0]).fixed
    assert point.why == "Het is 62 jaar oud en lekt. De gemeenteraad besloot dit op 18 december 2025."
    assert point.link == "/trajecten/molenstraat/ruimte#vast-1-1"


def test_a_draft_has_no_link_to_a_page_that_is_not_there(cast: Cast) -> None:
    track = make_track(cast.bram)
    assert room_view(track, track.rooms[0]).fixed[0].link is None


def test_an_empty_draft_can_be_drawn(cast: Cast) -> None:
    track = make_track(cast.bram, opens_on=None, closes_on=None, promised_on=None, contact=None)
    room = track.rooms[0]
    room.level, room.decider, room.fixed_points, room.open_questions, room.paths = None, "", [], [], []
    assert level_view(room) is None
    assert room_view(track, room).level_number == Level.inform.number
    assert path_view(track, room, TODAY).stops == []
    assert track_facts(track, room, TODAY) == []


def test_only_what_a_later_version_added_or_changed_is_marked(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    room = make_room(track)
    room.fixed_points[0].text = "De rijbaan blijft 4 meter breed."
    room.fixed_points.append(FixedPoint(position=2, text="De bus blijft rijden."))
    room.state, room.submitted_at = RoomState.approved, clock.now()
    room.approved_at = room.published_at = clock.now()
    db.session.flush()
    assert [point.is_new for point in room_view(track, room).fixed] == [
        "Anders sinds 24 november 2026", "Nieuw sinds 24 november 2026",
    ]  # fmt: skip
    assert room_view(track, track.rooms[0]).fixed[0].is_new is None


def test_what_we_should_know_by_now_is_said_honestly(cast: Cast) -> None:
    track = make_track(cast.bram)
    track.rooms[0].unknown_points[0].known_by = TODAY - timedelta(days=1)
    (point,) = room_view(track, track.rooms[0]).unknown
    assert point.note == "We wilden dit weten op 23 november 2026. We weten het nog niet. De gemeenteraad beslist."


def test_the_path_runs_in_order_of_date_from_the_door_to_where_it_lands(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    view = path_view(track, track.rooms[0], TODAY)
    assert [stop.title for stop in view.stops] == [
        "Start", "U denkt mee", "U krijgt antwoord", "Het college beslist", "Werkplan klaar",
    ]  # fmt: skip
    assert [stop.state for stop in view.stops] == ["past", "now", "future", "future", "future"]
    assert [(lane.from_index, lane.to_index, lane.label) for lane in view.lanes] == [
        (1, 3, "Vraag 1"),
        (1, 4, "Vraag 2"),
    ]
    assert view.stops[3].lands == "Vraag 1 komt hier aan"


def test_two_paths_on_one_day_are_one_stop(cast: Cast) -> None:
    track = make_track(cast.bram)
    first, second = track.rooms[0].paths
    second.decides_on = first.decides_on
    view = path_view(track, track.rooms[0], TODAY)
    assert view.stops[-1].title == "Het college beslist en werkplan klaar"
    assert view.stops[-1].lands == "Vraag 1 en 2 komen hier aan"
    assert [lane.label for lane in view.lanes] == ["Vraag 1 en 2"]


def test_a_decision_before_the_closing_day_still_has_its_line(cast: Cast) -> None:
    track = make_open_track(cast.bram, closes_on=date(2027, 4, 1), promised_on=date(2027, 5, 1))
    view = path_view(track, track.rooms[0], date(2027, 3, 10))
    assert [stop.title for stop in view.stops][1:3] == ["U denkt mee", "Het college beslist"]
    assert view.lanes[0].to_index == 2


def test_a_day_that_passed_is_drawn_as_late_until_somebody_recorded_the_decision(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    room, after = track.rooms[0], date(2027, 3, 10)
    stop = path_view(track, room, after).stops[3]
    assert (stop.title, stop.state, stop.unsure, stop.late) == ("Het college beslist", "future", True, True)
    assert stop.text == "Dit zou nu klaar zijn. Wij weten nog niet wat het werd. Bel Bram de Boer: 0999 12 34 56."
    assert not path_view(track, room, date(2027, 3, 9)).stops[3].late, "the whole day itself is in time"
    decision = OrganDecision(organ="Het college", decided_on=date(2027, 3, 8), follows=Follows.partly)
    stop = path_view(track, room, after, {room.paths[0].lineage: decision}).stops[3]
    assert (stop.title, stop.state, stop.late) == ("Het college besliste", "past", False)
    assert stop.when == "8 mrt 2027"
    assert stop.text == "Dit is voor een deel anders dan bewoners adviseerden."
    assert stop.href == "/trajecten/molenstraat#besluiten"


def test_the_short_line_of_a_card_knows_no_done_without_a_decision(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    room, after = track.rooms[0], date(2027, 3, 10)
    late = mini_stops(track, room, after)[3]
    assert (late.state, late.unsure) == ("future", True)
    assert mini_stops(track, room, after, {room.paths[0].lineage: date(2027, 3, 8)})[3].state == "past"


def test_work_that_is_not_sure_is_a_dashed_stop(cast: Cast) -> None:
    track = make_track(cast.bram)
    track.rooms[0].paths[0].work_from = date(2027, 9, 1)
    stop = path_view(track, track.rooms[0], TODAY).stops[-1]
    assert (stop.title, stop.unsure, stop.when) == ("Het werk begint", True, "Vanaf sep 2027")
    assert stop.text == "Dit doet: Team Straten. Deze datum is nog niet zeker."


def test_a_path_without_a_date_stands_at_the_end(cast: Cast) -> None:
    track = make_track(cast.bram)
    track.rooms[0].paths[0].decides_on = None
    stop = path_view(track, track.rooms[0], TODAY).stops[-1]
    assert (stop.when, stop.unsure) == ("Datum nog niet bekend", True)


def test_the_path_of_a_stopped_track_does_not_go_on_to_a_decision(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    track.state, track.stopped_at, track.stop_reason = TrackState.stopped, clock.now(), "Er is geen geld meer."
    assert titles(track) == ["Start", "U denkt mee", "Gestopt", "U krijgt antwoord"]
    db.session.rollback()


def test_on_level_inform_nobody_is_asked_to_think_along(cast: Cast) -> None:
    track = make_track(cast.bram)
    track.rooms[0].level = Level.inform
    assert "U stelt vragen" in titles(track)
    assert "U denkt mee" not in titles(track)


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (PathKind.decision, "Het college beslist"),
        (PathKind.policy, "Het college beslist"),
        (PathKind.budget, "Het college beslist"),
        (PathKind.design, "Ontwerp klaar"),
        (PathKind.execution, "Ontwerp klaar"),
        (PathKind.agreement, "Ontwerp klaar"),
        (None, "Het college beslist"),
    ],
)
def test_the_stop_says_what_happens_that_day(cast: Cast, kind: PathKind | None, title: str) -> None:
    track = make_track(cast.bram)
    path = LandingPath(position=1, kind=kind, organ="het college", document="ontwerp", decides_on=date(2027, 3, 9))
    track.rooms[0].paths = [path]
    assert titles(track)[-1] == title


FACTS = [
    (TrackState.open, TODAY, "Reageren kan tot en met", "zondag 13 december 2026", "– nog 19 dagen"),
    (TrackState.open, date(2026, 12, 12), "Reageren kan tot en met", "zondag 13 december 2026", "– nog 1 dag"),
    (TrackState.open, date(2026, 12, 13), "Reageren kan tot en met", "zondag 13 december 2026",
     "– vandaag is de laatste dag"),
    (TrackState.ready, date(2026, 11, 1), "Reageren kan vanaf", "maandag 2 november 2026",
     "tot en met zondag 13 december 2026"),
    (TrackState.answering, TODAY, "Reageren kan niet meer", "", "Dat kon tot en met zondag 13 december 2026."),
]  # fmt: skip


@pytest.mark.parametrize(("state", "today", "term", "strong", "text"), FACTS)
def test_the_first_fact_says_until_when(
    cast: Cast, state: TrackState, today: date, term: str, strong: str, text: str
) -> None:
    track = make_open_track(cast.bram)
    track.state = state
    fact = track_facts(track, track.rooms[0], today)[0]
    assert (fact["term"], fact.get("strong", ""), fact["text"]) == (term, strong, text)
    db.session.rollback()


def test_a_broken_promise_is_said_with_whom_to_call(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    track.state = TrackState.answering
    fact = track_facts(track, track.rooms[0], date(2027, 2, 6))[-1]
    assert (fact["icon"], fact["strong"]) == ("late", "Wij zijn te laat. Dat spijt ons.")
    assert fact["text"] == "U zou antwoord krijgen op vrijdag 5 februari 2027. Bel Bram de Boer: 0999 12 34 56."
    db.session.rollback()


@pytest.mark.parametrize(
    ("closed_on", "strong"),
    [(date(2027, 2, 5), "Nagekomen."), (date(2027, 2, 6), "Iedereen kreeg antwoord, maar te laat.")],
)
def test_a_closed_track_says_whether_the_promise_was_kept(cast: Cast, closed_on: date, strong: str) -> None:
    track = make_open_track(cast.bram)
    track.state, track.closed_at = TrackState.closed, clock.start_of(closed_on)
    assert track_facts(track, track.rooms[0], date(2027, 3, 1))[-1]["strong"] == strong
    db.session.rollback()
