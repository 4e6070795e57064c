"""Every button, pressed by hand in every state: what stands in no table does not happen.

Whoever may work on a track sends every form of it, filled in as well as can be, while the track is in a state that the
form was never drawn for. The track may end in its old state, or in one that the table of moves leads to.
"""

from datetime import timedelta

import pytest
from flask import Flask

from participation import clock
from participation.db import db
from participation.tracks.models import Track, TrackState
from participation.tracks.room import DeclaredRoom, RoomState
from participation.tracks.rules import MOVES
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.page import Browser
from tests.test_access import routes

REASON = "De gemeenteraad nam op 1 december een ander besluit. Daarom doen wij dit nu zo."
FILLED = {
    **dict.fromkeys(("reason", "stop-reason", "close-reason", "text", "words", "why", "explanation"), REASON),
    "direction": "narrower", "decided_by": "Het college", "decided_on": "2026-11-20", "verdict": "approved",
    "opens_on": "2026-12-01", "closes_on": "2026-12-20", "promised_on": "2027-02-10", "title": "Nieuw", "sure": "ja",
}  # fmt: skip
ALLOWED = {state: {moves[state] for moves in MOVES.values() if state in moves} for state in TrackState}
CLOSED_ROOMS = (RoomState.approved, RoomState.returned)


def forms(app: Flask) -> list[tuple[str, str]]:
    """Every form that is about one track, with its endpoint and rule."""
    return [
        (route.split()[0], rule)
        for route, rule in routes(app).items()
        if route.endswith("POST") and "<slug>" in rule and not route.startswith("public.")
    ]


def put(track: Track, state: TrackState) -> None:
    """Set the state behind the back of the rules, as only a test may."""
    track.state = state
    if state is TrackState.stopped:
        track.stop_reason, track.stopped_at = REASON, clock.now()
    if state in (TrackState.closed, TrackState.archived):
        track.closed_at = clock.now()
    if state in (TrackState.ready, TrackState.draft, TrackState.in_review):
        track.opens_on, track.opened_at = clock.today() + timedelta(days=3), None
    db.session.commit()


@pytest.mark.breaks_invariants
@pytest.mark.parametrize("person", ["bram", "esther"])
@pytest.mark.parametrize("state", TrackState)
def test_no_form_leads_where_the_table_does_not(app: Flask, cast: Cast, state: TrackState, person: str) -> None:
    track = make_open_track(cast.bram, slug="molenstraat")
    track_id, who = track.id, getattr(cast, person)
    put(track, state)
    browser = Browser(app).sign_in(who)
    for endpoint, rule in forms(app):
        address = rule.replace("<slug>", "molenstraat").replace("<step>", "waarom")
        if "<" in address:
            continue
        before = db.session.get_one(Track, track_id).state
        rooms = {room.id: room.state for room in db.session.query(DeclaredRoom)}
        db.session.rollback()
        answer = browser.client.post(address, data={**FILLED, "csrf_token": browser.token()})
        assert answer.status_code < 500, (endpoint, answer.status_code)
        after = db.session.get_one(Track, track_id).state
        assert after is before or after in ALLOWED[before], (endpoint, before, after)
        for room in db.session.query(DeclaredRoom):
            was = rooms.get(room.id)
            assert was not in CLOSED_ROOMS or room.state is was, (endpoint, room.version, was, room.state)
        db.session.rollback()
