"""Residents who read no Dutch read the same promises in English: nothing is missing, and nothing says something else."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

TOP = Path(__file__).resolve().parent.parent
FOLDER = TOP / "translations" / "en" / "LC_MESSAGES"
MARKS = {"_", "_l", "N_", "gettext", "lazy_gettext", "ngettext"}
EXTRACT = ("extract", "-F", "babel.cfg", "-k", "N_", "-k", "_l", "--no-location")
HOW = "docs/translating.md says how to bring the catalogue up to date"


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_mo(file) if path.suffix == ".mo" else read_po(file)


Messages = dict[tuple[str, ...], Message]


def messages(catalog: Catalog) -> Messages:
    return {both(message.id): message for message in catalog if message.id}


def both(text: object) -> tuple[str, ...]:
    """One form, or the singular and the plural."""
    return tuple(str(part) for part in text) if isinstance(text, list | tuple) else (str(text),)


def holes(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]", text))


@pytest.fixture(scope="module")
def english() -> Messages:
    return messages(read(FOLDER / "messages.po"))


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Messages:
    """Every sentence that is marked for translation now, found as the documentation says."""
    found = tmp_path_factory.mktemp("catalogue") / "messages.pot"
    babel = (sys.executable, "-m", "babel.messages.frontend", "-q")
    subprocess.run([*babel, *EXTRACT, "-o", str(found), "."], cwd=TOP, check=True, capture_output=True)
    return messages(read(found))


def test_every_sentence_for_residents_is_in_the_catalogue(marked: Messages, english: Messages) -> None:
    assert sorted(set(marked) - set(english)) == [], HOW


def test_the_catalogue_holds_nothing_that_nobody_says_any_more(marked: Messages, english: Messages) -> None:
    assert sorted(set(english) - set(marked)) == [], HOW
    assert read(FOLDER / "messages.po").obsolete == {}, HOW


def test_no_mark_escapes_the_extractor(marked: Messages) -> None:
    """It does not look inside an f-string, nor inside another mark."""
    known = {part for text in marked for part in text}
    escaped = [
        f"{path.relative_to(TOP)}:{node.lineno}"
        for path in sorted((TOP / "participation").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS and node.args
        and isinstance(node.args[0], ast.Constant) and node.args[0].value not in known
    ]  # fmt: skip
    assert escaped == []


def test_every_sentence_is_translated_and_none_is_a_guess(english: Messages) -> None:
    untranslated = [
        message.id for message in english.values() if not all(part.strip() for part in both(message.string))
    ]
    assert untranslated == []
    assert [message.id for message in english.values() if message.fuzzy] == []


def test_what_is_filled_in_is_the_same_in_both_languages(english: Messages) -> None:
    different = [
        message.id
        for message in english.values()
        for dutch in [set().union(*map(holes, both(message.id)))]
        if any(holes(part) != dutch for part in both(message.string))
    ]
    assert different == []


def test_a_sentence_ends_and_begins_the_same_way(english: Messages) -> None:
    """A question stays a question, a heading gets no full stop, and what is glued to something stays glued."""
    end, edge = re.compile(r"[.?!:,]?$"), re.compile(r"^\s*|\s*$")
    different = [
        message.id
        for message in english.values()
        for dutch, other in zip(both(message.id), both(message.string), strict=True)
        if end.findall(dutch) != end.findall(other) or edge.findall(dutch) != edge.findall(other)
    ]
    assert different == []


def test_what_the_server_reads_is_what_the_catalogue_says(english: Messages) -> None:
    compiled = messages(read(FOLDER / "messages.mo"))
    said, written = (
        {text: both(message.string) for text, message in found.items()} for found in (compiled, english)
    )  # fmt: skip
    assert said == written, HOW


def test_one_dutch_word_of_ours_is_one_english_word(english: Messages) -> None:
    """The words that the whole product hangs on are the same everywhere."""
    kept_to = {"traject": "project", "bijdrage": "contribution", "belofte": "promise", "buurt": "neighbourhood"}
    strayed = [
        message.id
        for message in english.values()
        for dutch, word in kept_to.items()
        if re.search(rf"\b{dutch}(en|n)?\b", both(message.id)[0], re.IGNORECASE)
        and not re.search(rf"\b{word}s?\b", both(message.string)[0], re.IGNORECASE)
    ]
    assert strayed == []


def test_a_formal_route_keeps_its_dutch_name(english: Messages) -> None:
    """Who goes on to such a route needs the Dutch word at the counter."""
    for dutch, other in (("Bezwaar", "objection"), ("Zienswijze", "formal view"), ("Klacht", "complaint")):
        assert str(english[(dutch,)].string).lower() == f"{other} ({dutch.lower()})"
