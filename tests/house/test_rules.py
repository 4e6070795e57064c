"""What makes sense as a vision and as terms."""

from dataclasses import replace
from typing import Any

import pytest

from participation.house.levels import Level, LevelWords
from participation.house.rules import TERMS, Said, terms_problems, vision_problems
from tests.factories.house import INTRO, NUMBERS, PRINCIPLES, REASON

USUAL = {level: LevelWords.usual(level) for level in Level}


def fields(
    numbers: dict[str, Any] | None = None, levels: dict[Level, LevelWords] | None = None, **text: str
) -> list[str]:
    found = terms_problems(
        NUMBERS | (numbers or {}), USUAL | (levels or {}),
        **{"ordinance": "", "ordinance_url": "", "reason": REASON, **text},
    )  # fmt: skip
    return [problem.field for problem in found]


def test_what_holds_without_anybody_setting_it_makes_sense() -> None:
    assert fields() == []
    assert vision_problems(INTRO, PRINCIPLES, REASON) == []


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.name)
def test_a_term_lies_between_its_bounds(term: Any) -> None:
    assert fields({term.name: term.least}) == fields({term.name: term.most}) == []
    for nonsense in (term.least - 1, term.most + 1, -1, None):
        assert fields({term.name: nonsense}) == [term.name]


@pytest.mark.parametrize(
    ("level", "changes", "field"),
    [
        (Level.inform, {"promise": ""}, "inform_promise"),
        (Level.inform, {"promise": "Ja ja ja"}, "inform_promise"),
        (Level.inform, {"must_motivate_deviation": True}, "inform_must_motivate_deviation"),
        (Level.consult, {"short_promise": "  "}, "consult_short_promise"),
        (Level.consult, {"short_promise": "x" * 61}, "consult_short_promise"),
        (Level.consult, {"binding": True}, "consult_binding"),
        (Level.advise, {"binding": True}, "advise_binding"),
        (Level.co_produce, {"must_motivate_deviation": False}, "co_produce_must_motivate_deviation"),
        (Level.co_decide, {"binding": False}, "co_decide_binding"),
    ],
)
def test_a_level_promises_no_more_and_no_less_than_its_name(level: Level, changes: dict[str, Any], field: str) -> None:
    assert fields(levels={level: replace(USUAL[level], **changes)}) == [field]


def test_a_result_that_was_made_together_may_bind_us() -> None:
    assert fields(levels={Level.co_produce: replace(USUAL[Level.co_produce], binding=True)}) == []


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ({"ordinance_url": "javascript:alert(1)", "ordinance": "Verordening"}, "ordinance_url"),
        ({"ordinance_url": "www.waterdam.example", "ordinance": "Verordening"}, "ordinance_url"),
        ({"ordinance_url": "https://waterdam.example/v"}, "ordinance"),
        ({"reason": "Zomaar."}, "reason"),
    ],
)
def test_the_ordinance_has_a_name_and_a_real_address_and_a_version_says_why(text: dict[str, str], field: str) -> None:
    assert fields(**text) == [field]


@pytest.mark.parametrize(
    ("intro", "principles", "reason", "field"),
    [
        ("", PRINCIPLES, REASON, "intro"),
        (INTRO, [], REASON, "rows"),
        (INTRO, [Said(f"Uitgangspunt {number}") for number in range(11)], REASON, "rows"),
        (INTRO, [Said("", "Wel een tekst.")], REASON, "rows-0-title"),
        (INTRO, [Said("x" * 91)], REASON, "rows-0-title"),
        (INTRO, [Said("Vroeg"), Said(" vroeg ")], REASON, "rows-1-title"),
        (INTRO, PRINCIPLES, "", "reason"),
    ],
)
def test_a_vision_is_short_and_says_something(intro: str, principles: Any, reason: str, field: str) -> None:
    assert [problem.field for problem in vision_problems(intro, principles, reason)] == [field]
