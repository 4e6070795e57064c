"""What may be recorded of a decision, and what is owed before a track closes (I30)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from participation.outcomes.decisions.models import Follows, OrganDecision
from participation.outcomes.decisions.rules import Ruling, late, missing_in, why_not_close_without_deviation_reason
from participation.tracks.room import DeclaredRoom, LandingPath, Level

TODAY, TOLD = date(2027, 3, 12), date(2026, 11, 1)
HONEST = Ruling(
    organ="Het college",
    decided_on=date(2027, 3, 9),
    text="Het college stelde het ontwerp vast.",
    follows=Follows.wholly,
)
TOGETHER = replace(
    HONEST, binding_result="De Spil gaat elke dag open.", rule="Iedereen kon ermee leven.",
    share="Bijna iedereen was voor, de buren boven twijfelden.",
)  # fmt: skip


def fields(ruling: Ruling, level: Level | None = Level.advise, told_on: date | None = TOLD) -> list[str]:
    return [one.field for one in missing_in(ruling, level, told_on=told_on, today=TODAY)]


def test_an_honest_decision_may_be_recorded() -> None:
    assert fields(HONEST) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"organ": " "}, "organ"),
        ({"decided_on": None}, "decided_on"),
        ({"decided_on": date(2027, 3, 13)}, "decided_on"),  # It still has to come.
        ({"decided_on": date(2026, 10, 31)}, "decided_on"),  # Residents could not read the rules yet.
        ({"text": "Ja."}, "text"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "raad.waterdam.example/besluit"}, "url"),
        ({"follows": None}, "follows"),
        ({"follows": Follows.partly}, "deviation_reason"),
        ({"follows": Follows.not_at_all, "deviation_reason": "Dit is niet mogelijk."}, "deviation_reason"),
    ],
)
def test_what_is_missing_is_said_at_its_field(changes: dict[str, Any], field: str) -> None:
    assert fields(replace(HONEST, **changes)) == [field]


@pytest.mark.parametrize("day", [TODAY, TOLD])
def test_today_and_the_day_of_the_rules_themselves_are_fine(day: date) -> None:
    assert fields(replace(HONEST, decided_on=day)) == []


def test_a_room_that_nobody_could_read_has_no_decision() -> None:
    assert fields(HONEST, told_on=None) == ["decided_on"]


def test_who_was_only_told_is_not_asked_whether_it_helped() -> None:
    assert fields(replace(HONEST, follows=None), Level.inform) == []


@pytest.mark.parametrize("level", [Level.consult, Level.advise, Level.co_produce, Level.co_decide])
def test_otherwise_than_residents_said_always_has_a_public_reason(level: Level) -> None:
    assert fields(replace(TOGETHER, follows=Follows.not_at_all), level) == ["deviation_reason"]


def test_deciding_together_tells_the_result_the_rule_and_the_share_in_words() -> None:
    assert fields(HONEST, Level.co_decide) == ["binding_result", "rule", "share"]
    assert fields(TOGETHER, Level.co_decide) == []
    assert fields(replace(TOGETHER, share="62 procent"), Level.co_decide) == ["share"], "a figure alone is no sentence"


PATHS = [LandingPath(id=3, organ="Het college", document="Ontwerp", decides_on=date(2027, 3, 9)),
         LandingPath(id=9, root_id=4, organ="De raad", document="Plan", decides_on=date(2027, 5, 9))]  # fmt: skip


def decision(**values: Any) -> OrganDecision:
    return OrganDecision(**{"organ": "Het college", "follows": Follows.wholly, "deviation_reason": "", **values})


def test_late_is_what_should_be_known_and_is_not() -> None:
    assert late(PATHS, {}, date(2027, 3, 9)) == []
    assert late(PATHS, {}, date(2027, 3, 10)) == [PATHS[0]]
    assert late(PATHS, {3}, date(2027, 6, 1)) == [PATHS[1]]
    assert late(PATHS, {3, 4}, date(2027, 6, 1)) == [], "the lineage counts, not the row of this version"


@pytest.mark.parametrize(
    ("level", "must_motivate", "decided", "sentence"),
    [
        (Level.consult, False, {}, None),
        (Level.advise, True, {}, "Van Ontwerp staat nog niet vast wat er besloten is."),
        (Level.co_produce, False, {3: decision()}, "Van Plan staat nog niet vast"),
        (Level.advise, True, {3: decision(), 4: decision()}, None),
        (Level.advise, True, {3: decision(), 4: decision(follows=Follows.partly)}, "Leg eerst in het openbaar uit"),
        (Level.consult, False, {3: decision(follows=Follows.partly)}, "Leg eerst in het openbaar uit"),
        (Level.co_decide, True, {3: decision(), 4: decision()}, "Bij meebeslissen hoort het besluit"),
        (Level.co_decide, True, {3: decision(binding_result="a"), 4: decision(binding_result="b")}, None),
    ],
)
def test_before_closing_every_path_has_its_end_and_every_deviation_its_reason(
    level: Level, must_motivate: bool, decided: dict[int, OrganDecision], sentence: str | None
) -> None:
    decided = {root: _with(one) for root, one in decided.items()}
    room = DeclaredRoom(level=level)
    room.paths = [
        LandingPath(id=path.id, root_id=path.root_id, document=path.document, organ=path.organ) for path in PATHS
    ]
    refusal = why_not_close_without_deviation_reason(room, decided, must_motivate=must_motivate)
    assert (refusal is None) if sentence is None else (refusal is not None and sentence in refusal.sentence)


def _with(one: OrganDecision) -> OrganDecision:
    one.binding_result = one.binding_result or ""
    return one
