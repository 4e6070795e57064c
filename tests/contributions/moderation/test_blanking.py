"""Data of people in a text: found, said what it is, and blanked without touching anything else (I16)."""

import time
import unicodedata

import pytest

from participation.contributions.moderation import blanking
from participation.contributions.moderation.blanking import ALL, names_of

NAMES = names_of(["Andre", "Kees Vermeer", "Kees", "O'Brien", "Jan-Peter"])
SAID = "Bel Kees Vermeer op 06-12345678, of mail kees@vermeer.example. Kees weet alles."


def found(text: str) -> list[tuple[str, str]]:
    return [(one.kind, one.fragment) for one in blanking.passages(text, NAMES)]


def test_everything_is_said_with_what_it_is_in_the_order_of_the_text() -> None:
    assert found(SAID) == [
        ("name", "Kees Vermeer"), ("phone", "06-12345678"), ("email", "kees@vermeer.example"), ("name", "Kees"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Vraag het ANDRÉ maar.", "ANDRÉ"), (unicodedata.normalize("NFD", "Zo is André."), unicodedata.normalize("NFD", "André")),
        ("De tuin van kees.", "kees"), ("Bij Kees's schuur", "Kees"), ("kees\n vermeer", "kees\n vermeer"),
        ("volgens O’Brien", "O’Brien"), ("JAN PETER zei het", "JAN PETER"),
    ],
)  # fmt: skip
def test_accents_capitals_and_line_breaks_hide_no_name(text: str, name: str) -> None:
    assert found(text) == [("name", name)]


@pytest.mark.parametrize("text", ["Andrea zag het.", "Keesje", "Vermeer", "de keeshond", "André_x", ""])
def test_only_whole_words_are_names(text: str) -> None:
    assert found(text) == []


def test_one_passage_is_blanked_wherever_it_stands_and_the_rest_stays_as_it_was() -> None:
    text = "  Kees zei:\tKees! \n\n Bel 06-12345678."
    mark = blanking.passages(text, NAMES)[0].mark
    assert blanking.blank(text, mark, NAMES) == "  [naam] zei:\t[naam]! \n\n Bel 06-12345678."


def test_all_at_once_leaves_nothing_that_looks_like_data_of_people() -> None:
    assert (
        blanking.blank(SAID, ALL, NAMES) == "Bel [naam] op [telefoonnummer], of mail [e-mailadres]. [naam] weet alles."
    )


def test_what_is_blanked_is_said_in_the_language_of_the_contribution() -> None:
    said = blanking.blank("Ask Kees.", ALL, NAMES, lambda words: {"[naam]": "[name]"}[words])
    assert said == "Ask [name]."


def test_a_mark_holds_no_words_and_an_unknown_one_changes_nothing() -> None:
    mark = blanking.passages("Kees", NAMES)[0].mark
    assert "kees" not in mark.lower()
    assert blanking.blank(SAID, "bestaat-niet", NAMES) == SAID


def test_the_kinds_that_went_are_named_and_what_stayed_is_not() -> None:
    assert blanking.kinds_blanked(SAID, SAID.replace("06-12345678", "mij"), NAMES) == ["phone"]
    assert blanking.kinds_blanked(SAID, SAID, NAMES) == []
    assert blanking.kinds_blanked(SAID, "Iets heel anders.", NAMES) == ["name", "email", "phone"]


def test_a_long_list_and_a_long_text_cost_no_time() -> None:
    many = names_of(f"Naam{number} Achternaam{number}" for number in range(2_000))
    began = time.perf_counter()
    assert blanking.passages("naam7 achternaam8 " * 1_000, many) == []
    assert time.perf_counter() - began < 1
