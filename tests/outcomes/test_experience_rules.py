"""Whom we ask, what may be shown, and when people expect more than we promised: without database."""

import pytest

from participation.contributions.models import Contribution, Point
from participation.outcomes.experience import rules
from participation.outcomes.experience.models import Again
from participation.outcomes.experience.rules import NotAskedYet, Told
from participation.outcomes.models import OutcomeKind
from participation.refusals import Refused
from participation.tracks.room import DeclaredRoom, Level

FINAL = [kind for kind in OutcomeKind if not kind.is_interim]


def answered(*kinds: OutcomeKind | None, level: Level = Level.advise) -> Contribution:
    found = Contribution(room=DeclaredRoom(level=level))
    found.points = [Point(outcome_kind=kind.value if kind else None) for kind in kinds]
    return found


@pytest.mark.parametrize("kind", FINAL)
def test_everybody_with_a_last_answer_is_asked_whatever_it_was(kind: OutcomeKind) -> None:
    assert rules.is_asked(answered(kind))


@pytest.mark.parametrize("kind", [None, OutcomeKind.decided_later, OutcomeKind.brought_in])
def test_nobody_is_asked_while_something_is_still_to_come(kind: OutcomeKind | None) -> None:
    waiting = answered(OutcomeKind.adopted, kind)
    assert not rules.is_asked(waiting)
    with pytest.raises(NotAskedYet):
        rules.refuse(waiting, Told(influence=3), is_first=True)


def test_one_answer_is_enough_and_none_is_too_few() -> None:
    contribution = answered(OutcomeKind.not_adopted)
    for told in (Told(influence=1), Told(again=Again.no), Told(sentence="Nooit meer.")):
        rules.refuse(contribution, told, is_first=True)
    with pytest.raises(Refused, match="één zin"):
        rules.refuse(contribution, Told(sentence=" \n"), is_first=True)


def test_later_everything_may_be_taken_back() -> None:
    rules.refuse(answered(OutcomeKind.adopted), Told(), is_first=False)


@pytest.mark.parametrize("influence", [0, 6, -1])
def test_an_answer_that_is_not_on_the_scale_is_refused(influence: int) -> None:
    with pytest.raises(Refused, match="Kies een van de antwoorden"):
        rules.refuse(answered(OutcomeKind.adopted), Told(influence=influence), is_first=True)


def test_where_we_only_informed_nobody_is_asked_about_influence() -> None:
    informed = answered(OutcomeKind.answered, level=Level.inform)
    rules.refuse(informed, Told(sentence="Duidelijk verteld."), is_first=True)
    with pytest.raises(Refused):
        rules.refuse(informed, Told(influence=3), is_first=True)


@pytest.mark.parametrize(
    ("shown", "counted", "expected"),
    [
        pytest.param({}, {"2": 4}, {}, id="four people are too few"),
        pytest.param({}, {"2": 4, "3": 0}, {}, id="nobody does not count"),
        pytest.param({}, {"2": 4, "5": 1}, {"2": 4, "5": 1}, id="five people are shown"),
        pytest.param({"2": 5}, {"2": 5, "3": 1}, {"2": 5}, id="one more is not told apart"),
        pytest.param({"2": 5}, {"2": 5, "3": 5}, {"2": 5, "3": 5}, id="five more are"),
        pytest.param({"2": 9}, {"2": 7, "4": 2}, {"2": 9}, id="two who changed are not told apart"),
        pytest.param({"2": 9}, {"2": 4, "4": 5}, {"2": 4, "4": 5}, id="five who changed are"),
        pytest.param({"2": 6}, {"2": 5}, {"2": 6}, id="one who left is not told apart"),
        pytest.param({"2": 5}, {"2": 4}, {}, id="too few are left"),
    ],
)
def test_what_a_small_group_said_is_not_shown_and_cannot_be_told(
    shown: dict[str, int], counted: dict[str, int], expected: dict[str, int]
) -> None:
    assert rules.may_be_shown(shown, counted) == expected


@pytest.mark.parametrize(
    ("number", "total", "drawn"),
    [(0, 9, 0), (1, 9, 1), (4, 9, 1), (4, 400, 1), (5, 100, 2), (30, 100, 3), (50, 100, 4), (60, 100, 5), (9, 9, 5)],
)
def test_a_drawing_stays_small_and_never_tells_how_many_of_a_few(number: int, total: int, drawn: int) -> None:
    assert rules.marks({"1": number, "2": total - number}, "1") == drawn


@pytest.mark.parametrize(
    ("expected", "value"),
    [({"3": 5}, 3), ({"1": 2, "3": 1, "5": 2}, 3), ({"2": 3, "4": 3}, 2), ({"2": 2, "4": 3}, 4), ({"5": 1}, 5)],
)
def test_the_middle_is_the_answer_of_the_person_in_the_middle(expected: dict[str, int], value: int) -> None:
    assert rules.middle(expected) == value


class TestGap:
    @pytest.mark.parametrize(
        ("level", "expected", "is_gap"),
        [
            pytest.param(Level.consult, {"3": 5}, True, id="a whole step more"),
            pytest.param(Level.consult, {"3": 4}, False, id="four people are too few"),
            pytest.param(Level.consult, {"2": 5}, False, id="what was declared"),
            pytest.param(Level.consult, {"2": 3, "5": 2}, False, id="some expect more, the one in the middle does not"),
            pytest.param(Level.consult, {"2": 3, "5": 3}, False, id="half is not yet more"),
            pytest.param(Level.consult, {"1": 2, "3": 3}, True, id="also when some expect nothing"),
            pytest.param(Level.co_decide, {"5": 50}, False, id="more than everything is not possible"),
            pytest.param(None, {"5": 50}, False, id="nothing was declared yet"),
        ],
    )
    def test_people_expect_clearly_more(self, level: Level | None, expected: dict[str, int], is_gap: bool) -> None:
        assert (rules.gap(level, expected) is not None) is is_gap

    def test_it_is_said_as_a_spread_without_a_number(self) -> None:
        found = rules.gap(Level.consult, {"2": 1, "4": 3, "5": 1})
        assert found is not None
        assert found.sentence == (
            "Bewoners verwachten van weinig tot heel veel invloed, met ‘veel’ in het midden. "
            "Wij beloofden raadplegen: dat is weinig invloed."
        )
        assert not any(sign.isdigit() for sign in found.sentence)
