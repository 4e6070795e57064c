"""What residents see of tracks, read from the database."""

import pytest

from participation.db import db
from participation.tracks import queries
from participation.tracks.models import TrackState
from tests.factories.contributions import make_contribution
from tests.factories.tracks import make_open_track, make_room, make_track
from tests.support.cast import Cast


@pytest.mark.parametrize(
    ("state", "is_there"),
    [
        (TrackState.draft, False), (TrackState.in_review, False), (TrackState.ready, True), (TrackState.open, True),
        (TrackState.answering, True), (TrackState.closed, True), (TrackState.archived, True),
    ],
)  # fmt: skip
def test_a_track_is_there_from_the_day_its_room_was_approved(cast: Cast, state: TrackState, is_there: bool) -> None:
    make_open_track(cast.bram).state = state
    db.session.commit()
    assert (queries.header("molenstraat") is not None) is is_there
    assert (queries.public_track("molenstraat") is not None) is is_there


def test_only_approved_versions_are_read(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    make_room(track)
    db.session.commit()
    db.session.expunge_all()
    found = queries.public_track("molenstraat")
    assert found is not None
    assert [room.version for room in found.rooms] == [1]


def test_the_version_of_a_track_grows_with_what_happens_in_it(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    before = queries.header("molenstraat")
    make_contribution(track)
    after = queries.header("molenstraat")
    assert before is not None and after is not None
    assert before.version < after.version


def test_an_unknown_track_is_nothing(cast: Cast) -> None:
    make_track(cast.bram)
    assert queries.header("nergens") is None
    assert queries.public_track("nergens") is None
    assert queries.moment(1) is None
