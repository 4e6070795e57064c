"""What paper is made of: letters that can be printed, and the colours of the theme."""

from pathlib import Path

import pytest

from participation.web.paper.colours import NAMES, colours
from participation.web.paper.letters import printable
from tests.support.css import contrast

STATIC = Path(__file__).resolve().parents[2] / "static"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Café – ‘één’ € 1,50", "Café – ‘één’ € 1,50"),
        ("Şükrü Ğ ł ő ș", "Şükrü Ğ ł ő ș"),
        ("Nguyễn Ấn", "Nguyên Ân"),
        ("ﬁets", "fiets"),
        ("regel\r\neen\ttwee", "regel een twee"),
        ("\u202eom\u200f\x00", "om"),
        ("田 🎉", "? ?"),
        ("warm\u2011water →", "warm-water –"),
    ],
)
def test_a_letter_that_the_font_lacks_never_stops_the_press(typed: str, printed: str) -> None:
    assert printable(typed) == printed


@pytest.mark.parametrize("theme", sorted(path.stem for path in (STATIC / "theme").glob("*.css")))
def test_paper_has_the_colours_of_the_municipality(theme: str) -> None:
    found = colours(STATIC, theme)
    assert sorted(found) == sorted(NAMES)
    assert contrast(found["on-dark"], found["button"]) >= 4.5
    assert contrast(found["accent"], found["paper"]) >= 4.5


def test_the_colours_follow_the_theme_to_their_value() -> None:
    assert colours(STATIC, "waterdam")["accent"] == "#00646b"
    assert colours(STATIC, "waterdam")["paper"] == "#faf7f1"


def test_a_theme_without_a_colour_says_which_one(tmp_path: Path) -> None:
    for name in ("vendor/nlds/basis.css", "theme/leeg.css", "app.css"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(":root { --ink: var(--paper); --paper: var(--ink) }")
    with pytest.raises(ValueError, match="--ink is 'var"):
        colours(tmp_path, "leeg")
