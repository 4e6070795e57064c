"""Whoever tries, through whatever door: what was submitted or approved cannot be rewritten (I23)."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, insert, update

from participation import clock
from participation.db import db
from participation.tracks.freeze import RoomIsFrozen
from participation.tracks.models import Track
from participation.tracks.room import (
    Criterion,
    DeclaredRoom,
    Explanation,
    FixedPoint,
    OpenQuestion,
    RoomState,
    path_question,
)
from tests.factories.tracks import make_open_track, make_room, make_track
from tests.support.cast import Cast


def move_to_a_draft(room: DeclaredRoom) -> None:
    room.criteria[0].room = make_room(room.track)


def move_by_number(room: DeclaredRoom) -> None:
    draft = make_room(room.track)
    point = db.session.get_one(FixedPoint, room.fixed_points[0].id)
    db.session.expire(point)
    point.room_id = draft.id


def move_into_it(room: DeclaredRoom) -> None:
    make_room(room.track).criteria[0].room = room


WAYS: dict[str, Callable[[DeclaredRoom], object]] = {
    "another word in a field": lambda room: setattr(room, "why", "Iets anders"),
    "another level": lambda room: setattr(room, "honest", False),
    "another word in a row": lambda room: setattr(room.open_questions[0], "example", "Iets anders"),
    "another place in the list": lambda room: setattr(room.fixed_points[0], "position", 9),
    "a new row through the list": lambda room: room.criteria.append(Criterion(position=3, text="Geld")),
    "a new row by itself": lambda room: db.session.add(Criterion(room_id=room.id, room=room, position=3, text="Geld")),
    "a row taken out of the list": lambda room: room.criteria.pop(),
    "a row deleted": lambda room: db.session.delete(room.unknown_points[0]),
    "a path that no longer serves its question": lambda room: room.paths[0].questions.clear(),
    "a path that serves one question more": lambda room: room.paths[0].questions.append(room.open_questions[1]),
    "a question that leaves its path": lambda room: room.open_questions[0].paths.clear(),
    "a row moved to a draft": move_to_a_draft,
    "a row moved to a draft by number": move_by_number,
    "a row moved into it": move_into_it,
    "the version deleted": db.session.delete,
    "back to draft": lambda room: setattr(room, "state", RoomState.draft),
}


@pytest.mark.parametrize("state", [RoomState.submitted, RoomState.approved, RoomState.returned])
@pytest.mark.parametrize("way", WAYS)
def test_a_frozen_version_cannot_be_rewritten(cast: Cast, way: str, state: RoomState) -> None:
    track = make_track(cast.bram)
    room = track.rooms[0]
    room.state, room.approved_at = state, clock.now() if state is RoomState.approved else None
    db.session.commit()
    with pytest.raises(RoomIsFrozen):
        WAYS[way](db.session.get_one(DeclaredRoom, room.id))
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize("way", WAYS)
def test_a_draft_can_be_rewritten(cast: Cast, way: str) -> None:
    room = make_track(cast.bram).rooms[0]
    db.session.commit()
    WAYS[way](db.session.get_one(DeclaredRoom, room.id))
    db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (RoomState.approved, RoomState.returned),
        (RoomState.returned, RoomState.approved),
        (RoomState.approved, RoomState.submitted),
    ],
)
def test_a_verdict_is_not_undone(cast: Cast, before: RoomState, after: RoomState) -> None:
    room = make_track(cast.bram).rooms[0]
    room.state, room.approved_at = before, clock.now() if before is RoomState.approved else None
    db.session.flush()
    room.state, room.approved_at = after, clock.now() if after is RoomState.approved else None
    with pytest.raises(RoomIsFrozen):
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize(
    "statement",
    [update(FixedPoint).values(text="x"), delete(OpenQuestion), update(DeclaredRoom).values(why="x"),
     delete(path_question), insert(path_question).values(path_id=1, question_id=1)],
    ids=["change rows", "remove rows", "change rooms", "unlink", "link"],
)  # fmt: skip
def test_no_statement_passes_by_the_session(cast: Cast, statement) -> None:
    with pytest.raises(RoomIsFrozen):
        db.session.execute(statement)
    db.session.rollback()


def test_other_tables_can_be_written_at_once(cast: Cast) -> None:
    track = make_track(cast.bram)
    db.session.execute(update(Track).values(title="Een andere naam"))
    db.session.refresh(track)
    assert track.title == "Een andere naam"


def test_what_people_say_beside_the_text_can_still_be_added(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    assert track.room is not None
    track.room.explanations.append(Explanation(rule="I7", text="Het duurt langer.", by=cast.bram, at=clock.now()))
    track.title = "Het traject zelf heeft een andere naam"
    db.session.commit()


def test_a_version_may_be_stored_with_its_verdict(cast: Cast) -> None:
    track = make_track(cast.bram)
    room = DeclaredRoom(track=track, version=2, author=cast.bram, created_at=clock.now(), state=RoomState.returned)
    room.criteria.append(Criterion(position=1, text="Geld"))
    db.session.add(room)
    db.session.flush()
    assert room.id
