"""What became of an adopted point is written down truthfully (I19)."""

from datetime import date
from typing import Any

import pytest

from participation.outcomes import rules
from participation.outcomes.models import ExecutionState, OutcomeKind
from participation.outcomes.rules import Missing

TODAY = date(2026, 11, 24)
STEP = {"on": TODAY, "note": "", "evidence": "", "kind": OutcomeKind.adopted, "last": None, "today": TODAY}


@pytest.mark.parametrize(
    ("state", "changes", "field", "sentence"),
    [
        ("under_way", {"kind": None}, "state",
         "Alleen wat is overgenomen, wordt uitgevoerd. Geef eerst een antwoord op dit punt."),
        ("under_way", {"kind": OutcomeKind.not_adopted}, "state",
         "Alleen wat is overgenomen, wordt uitgevoerd. Geef eerst een antwoord op dit punt."),
        ("under_way", {"last": ExecutionState.done}, "state",
         "Dit punt staat al op ‘klaar’. Klopt dat niet? Geef dan een nieuw antwoord op het punt."),
        ("under_way", {"last": ExecutionState.lapsed}, "state",
         "Dit punt staat al op ‘gaat niet door’. Klopt dat niet? Geef dan een nieuw antwoord op het punt."),
        ("under_way", {"on": date(2026, 11, 25)}, "on", "Deze dag moet nog komen. Vul in wanneer het gebeurde."),
        ("done", {}, "evidence", "Laat zien dat het klaar is: noem het besluit, het document of de foto."),
        ("lapsed", {}, "note",
         "Leg uit waarom dit niet doorgaat. Schrijf waarom, in uw eigen woorden. Minstens één zin."),
    ],
)  # fmt: skip
def test_a_step_in_the_work_must_be_true(state: str, changes: dict[str, Any], field: str, sentence: str) -> None:
    assert rules.execution_missing(ExecutionState(state), **{**STEP, **changes}) == [Missing(field, sentence)]


@pytest.mark.parametrize(
    ("state", "changes"),
    [
        ("decided", {}),
        ("under_way", {"last": ExecutionState.decided, "kind": OutcomeKind.partly_adopted}),
        ("done", {"evidence": "Foto van 24 november 2026"}),
        ("lapsed", {"note": "De eigenaar van de grond wil het niet meer. Daarom komt de bank er niet."}),
    ],
)
def test_a_true_step_may_be_written_down(state: str, changes: dict[str, Any]) -> None:
    assert rules.execution_missing(ExecutionState(state), **{**STEP, **changes}) == []
