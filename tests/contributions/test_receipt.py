"""The receipt code: hard to guess, easy to copy, the same for the same form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.contributions import receipt

KEY = "a-key-of-the-municipality"
codes = st.text(receipt.ALPHABET, min_size=16, max_size=16)
anything = st.text(max_size=40)


@given(anything, anything)
def test_a_code_is_sixteen_characters_that_nobody_confuses(form_key: str, text: str) -> None:
    code = receipt.derive(KEY, form_key, receipt.content_of(text))
    assert len(code) == 16
    assert set(code) <= set(receipt.ALPHABET)
    assert not set(code) & set("OILU")


@given(anything, st.lists(anything, max_size=4))
def test_the_same_form_gives_the_same_code(form_key: str, fields: list[str]) -> None:
    assert receipt.derive(KEY, form_key, receipt.content_of(*fields)) == receipt.derive(
        KEY, form_key, receipt.content_of(*fields)
    )


@given(st.lists(anything, min_size=1, max_size=4), st.lists(anything, min_size=1, max_size=4))
def test_two_contents_that_differ_anywhere_give_two_codes(one: list[str], other: list[str]) -> None:
    same = receipt.derive(KEY, "form", receipt.content_of(*one)) == receipt.derive(
        KEY, "form", receipt.content_of(*other)
    )
    assert same == (one == other)


@given(codes, st.sampled_from([" ", "-", "–", "  ", "\n"]))
def test_a_code_is_recognised_however_it_is_typed(code: str, separator: str) -> None:
    typed = separator.join(receipt.groups(code)).lower().replace("0", "o").replace("1", "l")
    assert receipt.normalise(typed) == code


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_code_or_nothing(typed: str) -> None:
    found = receipt.normalise(typed)
    assert found is None or (len(found) == 16 and set(found) <= set(receipt.ALPHABET))


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "nothing was typed"),
        ("7K4M Q2XN 9TRB", "a group is missing"),
        ("7K4M Q2XN 9TRB V6HDD", "there is one too many"),
        ("7K4M Q2XN 9TRB V6HU", "U is in no code"),
        ("7K4M Q2XN 9TRB V6H\x00", "NUL is in no code"),
    ],
)
def test_what_can_be_no_code_is_none(typed: str, why: str) -> None:
    assert receipt.normalise(typed) is None, why


def test_another_key_gives_another_code_and_another_hash() -> None:
    content = receipt.content_of("Zet bomen bij de school.")
    assert receipt.derive(KEY, "form", content) != receipt.derive("other", "form", content)
    assert receipt.hash_of(KEY, "7K4MQ2XN9TRBV6HD") != receipt.hash_of("other", "7K4MQ2XN9TRBV6HD")


def test_what_is_stored_gives_the_code_away_to_nobody() -> None:
    code = receipt.derive(KEY, "form", receipt.content_of("a"))
    stored = receipt.hash_of(KEY, code) + receipt.form_key_hash(KEY, "form", receipt.content_of("a"))
    assert code.lower() not in stored.lower()


def test_a_code_is_copied_in_groups_of_four() -> None:
    assert receipt.groups("7K4MQ2XN9TRBV6HD") == ["7K4M", "Q2XN", "9TRB", "V6HD"]
