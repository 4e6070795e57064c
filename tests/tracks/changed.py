"""The short way to a change of a room that is in force, through the same actions as the buttons."""

from collections.abc import Callable
from datetime import date

from participation import clock
from participation.db import db
from participation.tracks import actions
from participation.tracks.change import Direction, RoomChange
from participation.tracks.models import Track
from participation.tracks.review import Review
from participation.tracks.room import DeclaredRoom
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.tracks.steps import FINE, REASON, TERMS

WHY = "De brandweer heeft de hele rijbaan nodig voor de hoge gebouwen."
ORGAN, DECIDED = "Het college", date(2026, 11, 23)

Act = Callable[[DeclaredRoom], object]


def close_a_question(room: DeclaredRoom) -> None:
    """The second question is not open any more; its path goes with it."""
    room.paths.remove(room.paths[1])
    room.open_questions.remove(room.open_questions[1])


def explain_better(room: DeclaredRoom) -> None:
    """Another example with the first question: nothing narrows."""
    room.open_questions[0].example = "Een boom voor de bakker."


def started(cast: Cast, act: Act = close_a_question, *, track: Track | None = None) -> RoomChange:
    """A change that Bram writes, of a track that is open today."""
    change = actions.start_change(track or make_open_track(cast.bram), actor=cast.bram, now=clock.now())
    act(change.room)
    db.session.flush()
    return change


def confirmed(
    cast: Cast, act: Act = close_a_question, direction: Direction = Direction.narrower, *, track: Track | None = None
) -> RoomChange:
    """The same with the reason and the organ that residents will read."""
    change = started(cast, act, track=track)
    return actions.confirm_direction(change, direction, WHY, ORGAN, DECIDED, actor=cast.bram, now=clock.now())


def asked(cast: Cast, change: RoomChange) -> Review:
    """Bram asks for the second person."""
    return actions.request_review(change.room.track, actor=cast.bram, now=clock.now(), terms=TERMS)


def approved(cast: Cast, act: Act = close_a_question, *, track: Track | None = None) -> RoomChange:
    """A narrower room that Dirk agreed with and that nobody put in force yet."""
    change = confirmed(cast, act, track=track)
    actions.approve(asked(cast, change), FINE, REASON, actor=cast.dirk, now=clock.now(), terms=TERMS)
    return change
