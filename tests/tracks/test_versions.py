"""What changed between two versions, without a database."""

import pytest

from participation.tracks.room import DeclaredRoom, FixedPoint, Level, OpenQuestion, RoomState
from participation.tracks.versions import Direction, change, changes


def room(version: int, *, fixed: str = "", open_: str = "", level: Level = Level.advise) -> DeclaredRoom:
    made = DeclaredRoom(version=version, state=RoomState.approved, level=level)
    made.fixed_points = [FixedPoint(text=text) for text in fixed.split()]
    made.open_questions = [OpenQuestion(question=text) for text in open_.split()]
    return made


@pytest.mark.parametrize(
    ("before", "after", "direction"),
    [
        pytest.param({"fixed": "riool"}, {"fixed": "riool rijbaan"}, Direction.narrower, id="more is fixed"),
        pytest.param({"open_": "groen parkeren"}, {"open_": "groen"}, Direction.narrower, id="a question is gone"),
        pytest.param({"level": Level.advise}, {"level": Level.consult}, Direction.narrower, id="less influence"),
        pytest.param({"open_": "groen"}, {"open_": "groen plein"}, Direction.wider, id="a question is added"),
        pytest.param({"fixed": "riool"}, {"fixed": ""}, Direction.wider, id="less is fixed"),
        pytest.param({"level": Level.consult}, {"level": Level.advise}, Direction.wider, id="more influence"),
        pytest.param({"open_": "groen"}, {"open_": "plein"}, Direction.other, id="one question for another"),
        pytest.param({"open_": "a b"}, {"open_": "b a"}, Direction.other, id="only the order changed"),
    ],
)
def test_the_direction_follows_from_the_texts(before: dict, after: dict, direction: Direction) -> None:  # type: ignore[type-arg]
    assert change(room(1, **before), room(2, **after)).direction is direction


def test_each_difference_is_named() -> None:
    step = change(room(1, fixed="riool", open_="groen parkeren"), room(2, fixed="riool rijbaan", open_="groen plein"))
    assert (step.now_fixed, step.no_longer_fixed) == (["rijbaan"], [])
    assert (step.no_longer_open, step.now_open) == (["parkeren"], ["plein"])
    assert step.level is None


def test_only_approved_versions_count_and_the_newest_step_comes_first() -> None:
    first, second, third, draft = room(1), room(2), room(3), room(4)
    draft.state = RoomState.draft
    assert [(step.before, step.after) for step in changes([draft, third, first, second])] == [
        (second, third), (first, second),
    ]  # fmt: skip
    assert changes([first]) == []
