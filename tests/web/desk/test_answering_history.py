"""What happened to a contribution can be read back in sentences, whatever it was."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import participation
from participation.web.desk.answering_history import OF_THE_RESIDENT, SENTENCES

HOUSE = Path(participation.__file__).parent
ROOMS = ("contributions", "outcomes", "promises", "mail")
"""Where what happens to a contribution is recorded."""
OF_SOMETHING_ELSE = (
    "answer_text.", "change.", "expectation.", "moment.", "names.", "promise.all_given", "room.", "text.", "track.",
    "notice.", "news.", "decision.", "rule.", "search.", "sheet.", "theme.", "grouped.", "own.", "letters.", "meeting.", "following.",
    "formal.receiver_kept",
)  # fmt: skip
"""What is recorded there and is about no contribution: the library, the room, a track as a whole."""
OF_BEFORE = {"contribution.split"}
"""What is no longer done, and stands in the history of houses that are older."""


def recorded() -> Iterator[tuple[str, str]]:
    """Every kind that the code can record about a contribution, with the file that does it."""
    for room in ROOMS:
        for file in (HOUSE / room).rglob("*.py"):
            for call in ast.walk(ast.parse(file.read_text())):
                said = _said(call)
                yield from ((kind, str(file.relative_to(HOUSE))) for kind in (_kinds_in(said) if said else ()))


def _said(code: ast.AST) -> ast.expr | None:
    """Where a kind is named: first in a call that records or tells, or beforehand, as `kind`."""
    if isinstance(code, ast.Call) and code.args and any(word in _name_of(code.func) for word in ("record", "tell")):
        return code.args[0]
    if isinstance(code, ast.Assign) and [_name_of(target) for target in code.targets] == ["kind"]:
        return code.value
    return None


def _name_of(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def _kinds_in(said: ast.expr) -> Iterator[str]:
    for part in ast.walk(said):
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and re.fullmatch(r"\w+\.\w+", part.value):
            yield part.value


def test_whatever_happens_to_a_contribution_has_a_sentence() -> None:
    kinds = dict(recorded())
    assert len(kinds) > 25, "The kinds are no longer found where they are recorded."
    without = {
        kind: file
        for kind, file in kinds.items()
        if kind not in SENTENCES and not kind.startswith((*OF_SOMETHING_ELSE, OF_THE_RESIDENT))
    }
    assert without == {}, "These events would be told by their name in the code."


def test_no_sentence_is_about_something_that_never_happens() -> None:
    assert set(SENTENCES) - set(dict(recorded())) == OF_BEFORE
