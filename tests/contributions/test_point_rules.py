"""Which words belong to which point: places in a text, and not one letter lost."""

import pytest

from participation.contributions.points import rules
from participation.contributions.points.rules import ORIGINAL, Span
from participation.refusals import Refused

SAID = "Zet bomen bij de school. 🌳 Echt waar!\n\nEn dan? Bel om 9.30 uur."


@pytest.mark.parametrize(
    "text",
    [SAID, "", " \n ", "zonder punt", "Drie... of meer?! Ja.", "regel\nregel\r\nregel", "a.b.c. d", "‘Nee.’ Toch", "…"],
)
def test_the_sentences_are_the_whole_text(text: str) -> None:
    found = rules.sentences(text)
    assert "".join(text[begins:ends] for begins, ends in found) == text
    assert all(begins < ends for begins, ends in found)


def test_a_sentence_ends_at_a_mark_or_a_new_line_and_not_in_a_number() -> None:
    assert [SAID[begins:ends].strip() for begins, ends in rules.sentences(SAID)] == [
        "Zet bomen bij de school.", "🌳 Echt waar!", "En dan?", "Bel om 9.30 uur.",
    ]  # fmt: skip


def test_places_are_counted_in_whole_characters() -> None:
    tree = SAID.index("🌳")
    assert rules.words_of({ORIGINAL: SAID}, [Span(ORIGINAL, tree, tree + 6)]) == "🌳 Echt"


def test_what_no_point_covers_is_named_without_the_white_space_between() -> None:
    covered = [Span(ORIGINAL, 0, 24), Span(ORIGINAL, SAID.index("En dan?"), SAID.index("En dan?") + 7)]
    left = rules.uncovered({ORIGINAL: SAID, 7: "Nog iets."}, covered)
    assert [(span.source, ({ORIGINAL: SAID, 7: "Nog iets."})[span.source][span.begins : span.ends]) for span in left] == [
        (ORIGINAL, "🌳 Echt waar!"), (ORIGINAL, "Bel om 9.30 uur."), (7, "Nog iets."),
    ]  # fmt: skip


def test_loose_marks_need_no_point() -> None:
    assert rules.uncovered({ORIGINAL: "Ja. (...)"}, [Span(ORIGINAL, 0, 3)]) == []


@pytest.mark.parametrize(
    ("words", "why"),
    [("bomen bij\n de  school", "white space aside"), ("🌳 Echt waar!", "marks are part of it")],
)
def test_typed_words_are_found_where_they_stand(words: str, why: str) -> None:
    place = rules.place_of(SAID, words)
    assert SAID[place.begins : place.ends].split() == words.split(), why


@pytest.mark.parametrize("words", ["Zet bankjes bij de school.", "  ", "de school. Bel om"])
def test_words_that_were_not_written_are_refused(words: str) -> None:
    with pytest.raises(Refused):
        rules.place_of(SAID, words)
