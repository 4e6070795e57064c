"""What differs between two versions, and the direction that the rows speak of, without a database."""

from collections.abc import Callable
from copy import copy
from datetime import date

import pytest

from participation.tracks.differences import Effect, Subject, What, differences, direction_of, may_narrow
from participation.tracks.room import (
    Constraint,
    Criterion,
    DeclaredRoom,
    Deviation,
    FixedPoint,
    LandingPath,
    Level,
    OpenQuestion,
    UnknownPoint,
)
from participation.tracks.rules import COPIED_FIELDS, LATER_FIELDS, ROOM_FIELDS
from participation.tracks.versions import Direction, steps
from tests.tracks.honest_room import NOW, honest_room

ROWS = {
    "fixed_points": FixedPoint, "open_questions": OpenQuestion, "unknown_points": UnknownPoint,
    "constraints": Constraint, "criteria": Criterion, "paths": LandingPath,
}  # fmt: skip


def next_version(before: DeclaredRoom) -> DeclaredRoom:
    """The same words in a new version, with row numbers of its own."""
    values = {name: getattr(before, name) for name in (*ROOM_FIELDS, *LATER_FIELDS)}
    after = DeclaredRoom(id=before.id + 1, version=before.version + 1, **values)
    for rows, mapped in ROWS.items():
        for row in getattr(before, rows):
            fields = {name: getattr(row, name) for name in COPIED_FIELDS[rows]}
            getattr(after, rows).append(mapped(id=row.id + 100, root_id=row.lineage, position=row.position, **fields))
    by_root = {row.root_id: row for row in after.open_questions}
    for path, was in zip(after.paths, before.paths, strict=True):
        path.questions = [by_root[question.lineage] for question in was.questions]
    return after


def setting(rows: str, **values: object) -> Callable[[DeclaredRoom], None]:
    return lambda room: [setattr(getattr(room, rows)[0], name, value) for name, value in values.items()] and None  # type: ignore[func-returns-value]


def dropping(rows: str) -> Callable[[DeclaredRoom], None]:
    return lambda room: getattr(room, rows).remove(getattr(room, rows)[0])


def adding(rows: str, row: object) -> Callable[[DeclaredRoom], None]:
    return lambda room: getattr(room, rows).append(copy(row))


def known(row: object, rows: str) -> Callable[[DeclaredRoom], None]:
    def act(room: DeclaredRoom) -> None:
        room.unknown_points = []
        getattr(room, rows).append(row)

    return act


def both(*acts: Callable[[DeclaredRoom], None]) -> Callable[[DeclaredRoom], None]:
    return lambda room: [act(room) for act in acts] and None  # type: ignore[func-returns-value]


def whole(**values: object) -> Callable[[DeclaredRoom], None]:
    return lambda room: [setattr(room, name, value) for name, value in values.items()] and None  # type: ignore[func-returns-value]


NARROWER, WIDER, OTHER = Direction.narrower, Direction.wider, Direction.other


@pytest.mark.parametrize(
    ("act", "direction", "is_read_again"),
    [
        pytest.param(adding("fixed_points", FixedPoint(id=9, text="De weg")), NARROWER, True, id="more is fixed"),
        pytest.param(dropping("fixed_points"), WIDER, False, id="less is fixed"),
        pytest.param(setting("fixed_points", text="Alles."), OTHER, True, id="what is fixed reads otherwise"),
        pytest.param(setting("fixed_points", reason="Het is op."), OTHER, False, id="why it is fixed"),
        pytest.param(dropping("open_questions"), NARROWER, True, id="a question is gone"),
        pytest.param(adding("open_questions", OpenQuestion(id=9, question="Licht?")), WIDER, False, id="one more question"),
        pytest.param(both(dropping("open_questions"), adding("open_questions", OpenQuestion(id=9, question="Licht?"))),
                     NARROWER, True, id="one question for another takes one away"),
        pytest.param(setting("open_questions", question="Welke bomen?"), OTHER, True, id="a question reads otherwise"),
        pytest.param(setting("open_questions", limits="Er is geld voor 3."), NARROWER, True, id="a limit appears"),
        pytest.param(setting("open_questions", can_change=""), NARROWER, True, id="nothing can change any more"),
        pytest.param(setting("open_questions", can_change="De plek en de soort."), OTHER, True, id="what can change"),
        pytest.param(setting("open_questions", example="Op het plein."), OTHER, False, id="another example"),
        pytest.param(whole(level=Level.consult), NARROWER, True, id="less influence"),
        pytest.param(whole(level=Level.co_produce), WIDER, False, id="more influence"),
        pytest.param(whole(level=None), OTHER, True, id="no level"),
        pytest.param(adding("constraints", Constraint(id=9, text="De wet")), NARROWER, True, id="one more limit"),
        pytest.param(dropping("constraints"), WIDER, False, id="a limit less"),
        pytest.param(setting("constraints", room_left=""), NARROWER, True, id="a limit leaves nothing"),
        pytest.param(setting("constraints", text="Er is weinig."), OTHER, True, id="a limit reads otherwise"),
        pytest.param(adding("criteria", Criterion(id=9, text="Geld")), OTHER, True, id="something else weighs"),
        pytest.param(dropping("criteria"), OTHER, True, id="something weighs no longer"),
        pytest.param(setting("paths", latest_input_on=date(2027, 2, 1)), NARROWER, True, id="less time for input"),
        pytest.param(setting("paths", latest_input_on=date(2027, 3, 1)), WIDER, False, id="more time for input"),
        pytest.param(setting("paths", decides_on=date(2027, 4, 1)), OTHER, False, id="the decision comes later"),
        pytest.param(dropping("paths"), NARROWER, True, id="a path is gone"),
        pytest.param(adding("paths", LandingPath(id=9, document="Nota")), WIDER, False, id="one more path"),
        pytest.param(lambda room: room.paths[0].questions.clear(), NARROWER, True, id="a question lands here no more"),
        pytest.param(setting("unknown_points", known_by=date(2027, 3, 1)), OTHER, False, id="we know it later"),
        pytest.param(known(FixedPoint(id=9, text="Er komt een warmtenet.", was_unknown_id=31), "fixed_points"),
                     OTHER, True, id="what was unknown is fixed"),
        pytest.param(known(OpenQuestion(id=9, question="Welk warmtenet?", was_unknown_id=31), "open_questions"),
                     WIDER, False, id="what was unknown is open"),
        pytest.param(whole(decider="De burgemeester"), OTHER, True, id="somebody else decides"),
        pytest.param(whole(why="U fietst er."), OTHER, False, id="why we ask"),
        pytest.param(both(dropping("fixed_points"), dropping("open_questions")), NARROWER, True, id="more and less"),
    ],
)  # fmt: skip
def test_the_direction_follows_from_the_rows(
    act: Callable[[DeclaredRoom], None], direction: Direction, is_read_again: bool
) -> None:
    before = honest_room()
    after = next_version(before)
    act(after)
    found = differences(before, after)
    assert (direction_of(found), may_narrow(found)) == (direction, is_read_again)


def test_a_copy_in_another_order_says_the_same() -> None:
    before = honest_room()
    after = next_version(before)
    after.open_questions.reverse()
    after.capacity_hours = 5
    assert differences(before, after) == [], "the order is no difference, and hours are not for residents"


def test_an_edited_row_was_changed_and_not_removed_and_added() -> None:
    before = honest_room()
    after = next_version(before)
    after.open_questions[0].question = "Welke bomen komen er?"
    after.open_questions[0].limits = "Er is geld voor drie."
    (found,) = differences(before, after)
    assert (found.subject, found.what, found.effect) == (Subject.question, What.changed, Effect.narrower)
    assert [(part.name, part.before, part.after) for part in found.parts] == [
        ("question", "Waar komen bomen?", "Welke bomen komen er?"), ("limits", "", "Er is geld voor drie."),
    ]  # fmt: skip
    assert (found.row, found.lineage) == ("question:11", 11)


def test_what_became_known_is_one_difference_with_what_we_did_not_know() -> None:
    before = honest_room()
    after = next_version(before)
    after.unknown_points = []
    after.fixed_points.append(FixedPoint(text="Er komt een warmtenet.", was_unknown_id=31))
    (found,) = differences(before, after)
    assert (found.what, found.unknown.text, found.row) == (What.known, "Komt er een warmtenet?", "")


def test_a_row_that_was_never_saved_is_new() -> None:
    before = honest_room()
    after = next_version(before)
    after.criteria.append(Criterion(text="Geld"))
    after.criteria.append(Criterion(text="Tijd"))
    assert [found.what for found in differences(before, after)] == [What.new, What.new]


def test_what_takes_room_away_comes_first() -> None:
    before = honest_room()
    after = next_version(before)
    dropping("fixed_points")(after)
    dropping("open_questions")(after)
    assert [found.effect for found in differences(before, after)][:1] == [Effect.narrower]


def test_a_row_of_an_older_version_is_recognised_through_every_version() -> None:
    first = honest_room()
    third = next_version(next_version(first))
    assert differences(first, third) == []


def test_only_versions_that_were_in_force_count_and_the_newest_step_comes_first() -> None:
    first = honest_room()
    second, draft = next_version(first), next_version(next_version(first))
    third = next_version(draft)
    first.published_at = second.published_at = third.published_at = NOW
    third.version = 5
    assert [(step.before, step.after) for step in steps([draft, third, first, second])] == [
        (second, third), (first, second),
    ]  # fmt: skip
    assert steps([first]) == []


def test_why_a_principle_is_not_followed_is_read_by_residents_as_well() -> None:
    before = honest_room()
    after = next_version(before)
    after.deviations.append(Deviation(id=9, reason="Het spoor beslist hier zelf."))
    (found,) = differences(before, after)
    assert (found.subject, found.what, found.effect) == (Subject.deviation, What.new, Effect.other)
