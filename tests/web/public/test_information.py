"""Words explained, privacy, accessibility."""

import pytest

from participation.outcomes.models import OutcomeKind
from participation.tracks.room import Level
from participation.web.public.information import MEANINGS
from tests.support.page import Browser


def test_every_level_and_every_outcome_is_explained(visitor: Browser) -> None:
    page = visitor.get("/begrippen")
    for level in Level:
        assert level.promise in page.one(f"#niveau-{level.number}").get_text()
    assert set(MEANINGS) == set(OutcomeKind)
    for kind in OutcomeKind:
        assert kind.label in page.one(f"#uitkomst-{kind.slug}").get_text()


@pytest.mark.parametrize("anchor", ["code-kwijt", "bezwaar", "ruimte", "landingspad", "contact", "belofte", "gestopt"])
def test_words_that_other_pages_point_at_are_there(visitor: Browser, anchor: str) -> None:
    assert visitor.get("/begrippen").one(f"#{anchor}")


def test_the_statement_about_accessibility_says_what_was_not_tested(visitor: Browser) -> None:
    page = visitor.get("/toegankelijkheid")
    assert "Geen mens met een schermlezer heeft de website getest." in page.text
    assert "Deze verklaring is van 22 november 2026." in page.text


def test_privacy_says_that_the_code_is_not_kept(visitor: Browser) -> None:
    assert "De code zelf bewaren wij niet." in visitor.get("/privacy").text
