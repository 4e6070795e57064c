"""Hints as a colleague would give them; never a block."""

from participation.outcomes.plain_language import HardWord, LongSentence, hints

OFFICIAL = (
    "We maken het pad vlak en hard. Conform het vigerende beheerplan wordt de realisatie hiervan, onder voorbehoud van "
    "besluitvorming door het college, voorzien in Q2 2027."
)


def test_plain_text_draws_no_hint() -> None:
    assert not hints("We maken het pad vlak en hard. Dan komt u er met een rolstoel overheen.")
    assert not hints("")


def test_a_sentence_over_fifteen_words_is_named_by_its_first_words() -> None:
    assert hints(OFFICIAL).long_sentences == (LongSentence("Conform het vigerende beheerplan", 19),)


def test_fifteen_words_are_not_too_long() -> None:
    assert not hints("een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien.")


def test_officialese_comes_with_what_could_stand_there() -> None:
    found = hints(OFFICIAL).hard_words
    assert HardWord("vigerende", "dat nu geldt") in found
    assert HardWord("onder voorbehoud van", "als … ja zegt") in found
    assert HardWord("Q2", "april, mei of juni") in found


def test_a_word_is_named_once_in_the_order_of_the_text() -> None:
    words = [word.found for word in hints("Thans niet. Indien het kan, thans wel. Tevens: thans.").hard_words]
    assert words == ["Thans", "Indien", "Tevens"]


def test_a_part_of_a_word_is_not_officialese() -> None:
    assert not hints("Het reedschip vaart. De mitsen zijn op.").hard_words


def test_a_word_of_six_syllables_is_shown_in_pieces() -> None:
    (word,) = hints("Er is een verantwoordelijkheidsverdeling.").hard_words
    assert word.found == "verantwoordelijkheidsverdeling"
    assert word.instead.startswith("een korter woord, of knip het: ver-ant")


def test_there_are_never_more_than_six_of_each() -> None:
    found = hints("Thans, indien, tevens, reeds, teneinde, middels, omtrent, inzake. " * 3)
    assert len(found.hard_words) == 6


def test_a_full_stop_inside_a_number_or_an_abbreviation_ends_no_sentence() -> None:
    text = "Er is 1.200.000 euro en om 10.30 uur is er een bijeenkomst in het gebouw van de school aan de Molenstraat."
    assert hints(text).long_sentences[0].words == 21
