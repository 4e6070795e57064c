"""How the house is cut: no room too large, no word for everything."""

import ast
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
SOURCES = sorted((TOP / "participation").rglob("*.py"))
LONGEST_FILE = 300
LONGEST_FUNCTION = 40


def test_no_file_is_longer_than_300_lines() -> None:
    long = {
        str(path.relative_to(TOP)): n for path in SOURCES if (n := len(path.read_text().splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_no_function_is_longer_than_40_lines() -> None:
    long = {
        f"{path.relative_to(TOP)}:{node.name}": length
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and (length := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


def test_no_file_is_a_drawer_for_everything() -> None:
    drawers = {"utils.py", "helpers.py", "helper.py", "util.py", "common.py", "misc.py", "services.py", "managers.py"}
    assert [str(path) for path in SOURCES if path.name in drawers] == []


def test_every_module_opens_with_the_promise_it_keeps() -> None:
    silent = [str(path.relative_to(TOP)) for path in SOURCES if not ast.get_docstring(ast.parse(path.read_text()))]
    assert silent == []


def test_only_one_file_knows_the_headers_of_htmx() -> None:
    knowing = [path.name for path in SOURCES if '"HX-' in path.read_text() and "web" in path.parts]
    assert knowing == ["htmx.py"]


def test_nobody_marks_text_as_safe() -> None:
    templates = sorted((TOP / "templates").rglob("*.*"))
    assert [str(path.relative_to(TOP)) for path in templates if "|safe" in path.read_text().replace(" ", "")] == []
    assert [place for path in SOURCES for place in _built_markup(path)] == [
        "participation/web/language.py",
        "participation/web/templating.py",
    ]
    assert [path.name for path in templates if "autoescape" in path.read_text()] == ["_points.html"]


def _built_markup(path: Path) -> list[str]:
    """Where markup is made of anything but a literal (into which `format` puts escaped values).

    Two places: the public list, where fifty rows of numbers, dates and escaped parts are put together by hand, and the
    pieces of a page that were rendered (and escaped) before.
    """
    return [
        str(path.relative_to(TOP))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "Markup"
        and not all(isinstance(argument, ast.Constant) for argument in node.args)
    ]
