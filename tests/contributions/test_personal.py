"""What looks like data of a person draws a question; what only resembles it does not."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.contributions import personal
from participation.contributions.personal import Choice, PersonalKind


@pytest.mark.parametrize(
    ("kind", "text", "fragment"),
    [
        (PersonalKind.phone, "U mag mij bellen: 0999 12 34 57.", "0999 12 34 57"),
        (PersonalKind.phone, "Bel 06-12345678 na zes uur", "06-12345678"),
        (PersonalKind.phone, "06 12 34 56 78", "06 12 34 56 78"),
        (PersonalKind.phone, "bel (020) 123 45 67", "(020) 123 45 67"),
        (PersonalKind.phone, "+31 6 12345678", "+31 6 12345678"),
        (PersonalKind.phone, "+31 (0)6 12345678", "+31 (0)6 12345678"),
        (PersonalKind.phone, "0031612345678", "0031612345678"),
        (PersonalKind.email, "Mail mij: jan.jansen+straat@voorbeeld.nl.", "jan.jansen+straat@voorbeeld.nl"),
        (PersonalKind.bsn, "Mijn bsn is 123456782", "123456782"),
        (PersonalKind.bsn, "bsn 1234.56.782", "1234.56.782"),
        (PersonalKind.iban, "Stort op NL91 ABNA 0417 1643 00 graag", "NL91 ABNA 0417 1643 00"),
        (PersonalKind.iban, "nl91abna0417164300", "nl91abna0417164300"),
        (PersonalKind.address, "Ik woon op Molenstraat 12, 1234 AB Waterdam", "Molenstraat 12, 1234 AB"),
        (PersonalKind.address, "1234AB 12a", "1234AB 12a"),
        (PersonalKind.address, "Molenstraat 12\n1234 AB", "Molenstraat 12\n1234 AB"),
    ],
)
def test_data_of_a_person_draws_a_question(kind: PersonalKind, text: str, fragment: str) -> None:
    assert [(found.kind, found.fragment) for found in personal.find(text)] == [(kind, fragment)]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Mijn bijdrage heeft nummer 2026-00123.", "the number of a contribution"),
        ("Zaak 2026-0012345678 loopt nog.", "the number of a case"),
        ("Het begon op 01-02-2026 11:30.", "a day and a time"),
        ("In 2026 IN 3 straten", "a year and a word in capitals"),
        ("2026 IN", "a year and a word"),
        ("Het kost € 123.456.782.", "an amount"),
        ("123456789", "nine digits that fail the eleven test"),
        ("NL00 ABNA 9417 1643 00", "an account number with a wrong check"),
        ("Postcode 1234 AB", "a postcode without a house number"),
        ("apenstaart @ is een teken", "an at sign on its own"),
        ("tussen 2010 en 2020, 1500 mensen", "years"),
        ("", "nothing"),
    ],
)
def test_what_only_resembles_it_draws_no_question(text: str, what: str) -> None:
    assert personal.find(text) == [], what


def test_what_is_taken_away_leaves_its_name_and_all_the_rest_as_it_was() -> None:
    text = "Bel 06-12345678 of\nmail a@b.nl. Groet!"
    assert personal.apply(text, {PersonalKind.phone: Choice.remove}) == "Bel [telefoonnummer] of\nmail a@b.nl. Groet!"


@pytest.mark.parametrize("choice", [Choice.none_such, Choice.keep])
def test_what_may_stay_stays(choice: Choice) -> None:
    assert personal.apply("Bel 06-12345678", {PersonalKind.phone: choice}) == "Bel 06-12345678"


def test_two_of_a_kind_are_one_question_and_both_go() -> None:
    text = "Bel 06-12345678 of 06-87654321"
    assert personal.kinds_in(personal.find(text)) == [PersonalKind.phone]
    assert personal.apply(text, {PersonalKind.phone: Choice.remove}) == "Bel [telefoonnummer] of [telefoonnummer]"


def test_the_question_shows_the_sentence_as_it_becomes() -> None:
    text = "Hallo. U mag mij bellen: 0999 12 34 57. Tot ziens"
    assert personal.sentence_after(text, personal.find(text)[0]) == "U mag mij bellen: [telefoonnummer]."


def test_what_is_taken_away_is_named_in_the_language_of_the_text() -> None:
    text, english = "Call me: 06-12345678.", {"[telefoonnummer]": "[phone number]"}
    assert personal.apply(text, {PersonalKind.phone: Choice.remove}, english.__getitem__) == "Call me: [phone number]."
    assert personal.sentence_after(text, personal.find(text)[0], english.__getitem__) == "Call me: [phone number]."


@given(st.text(max_size=300))
def test_findings_are_where_they_say_and_never_overlap(text: str) -> None:
    found = personal.find(text)
    assert all(text[item.start : item.end] == item.fragment for item in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


@given(st.text(alphabet="0123456789 -.ABab@NL+()\n", max_size=200))
def test_nothing_is_left_to_ask_about_after_taking_it_away(text: str) -> None:
    removed = personal.apply(text, dict.fromkeys(PersonalKind, Choice.remove))
    assert len(personal.find(removed)) <= len(personal.find(text))


@pytest.mark.parametrize("piece", ["a", "0", "0 ", "aa11 ", "1234 AB ", "a@", "A1", "+31 "])
def test_the_longest_text_takes_no_time(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    begun = time.perf_counter()
    personal.find(text)
    assert time.perf_counter() - begun < 2
