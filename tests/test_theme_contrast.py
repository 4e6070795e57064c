"""A municipality may replace the theme; nobody may lose sight of a word because of it.

Themes break contrast, components do not. So every pair of colours that the stylesheet puts on each other is measured,
for each theme in static/theme/ and for the bare tokens without any.
"""

import re
from pathlib import Path

import pytest

from tests.support.css import contrast, resolve, root_tokens, source, used_tokens

STATIC = Path(__file__).parent.parent / "static"
BASIS = STATIC / "vendor" / "nlds" / "basis.css"
APP = STATIC / "app.css"
THEMES = [None, *sorted((STATIC / "theme").glob("*.css"))]

CHANGED = "--basis-color-highlight-bg-default"
FOCUS = "--basis-focus-outline-color"
FOCUS_ON_DARK = "--basis-focus-inverse-outline-color"

TEXT = {
    "--ink": ["--paper", "--surface", "--paper-deep", "--accent-wash", "--late-wash", "--mark", CHANGED],
    "--ink-soft": ["--paper", "--surface", "--paper-deep", "--accent-wash", CHANGED],
    "--accent": ["--paper", "--surface", "--paper-deep", "--accent-wash", "--accent-tint", "--late-wash", CHANGED],
    "--accent-dark": ["--paper", "--surface", "--accent-wash", "--accent-tint"],
    "--on-dark": ["--ink", "--button", "--accent-dark"],
    "--late": ["--paper", "--surface", "--late-wash", "--accent-wash"],
    "--due": ["--paper", "--surface", "--accent-wash"],
}
LINES = {
    "--control-edge": ["--paper", "--surface", "--paper-deep"],
    "--accent-line": ["--paper", "--surface", "--accent-wash"],
    "--button": ["--paper", "--surface"],
    "--late-edge": ["--paper", "--surface", "--late-wash"],
    "--ink-soft": ["--paper", "--surface"],
    FOCUS: ["--paper", "--surface", "--accent-wash", CHANGED],
    FOCUS_ON_DARK: ["--ink"],
}
PAIRS = [
    (front, back, least) for group, least in ((TEXT, 4.5), (LINES, 3.0)) for front in group for back in group[front]
]

RAW_COLOUR = re.compile(
    r"""\#[0-9a-f]{3,8}\b
    | \b (?:rgb|hsl|hwb|lab|lch|oklab|oklch|color) a? \(
    | (?<![\w-]) (?:black|white|red|green|blue|yellow|orange|purple|pink|brown|gr[ae]y|silver|navy|teal) (?![\w-])""",
    re.IGNORECASE | re.VERBOSE,
)


def theme_name(theme: Path | None) -> str:
    return theme.stem if theme else "no theme"


def tokens_of(theme: Path | None) -> dict[str, str]:
    themed = root_tokens(theme) if theme else {}
    return root_tokens(BASIS) | themed | root_tokens(APP)


@pytest.mark.parametrize(("front", "back", "least"), PAIRS, ids=lambda value: str(value))
@pytest.mark.parametrize("theme", THEMES, ids=theme_name)
def test_what_stands_on_each_other_can_be_told_apart(theme: Path | None, front: str, back: str, least: float) -> None:
    tokens = tokens_of(theme)

    measured = contrast(resolve(f"var({front})", tokens), resolve(f"var({back})", tokens))

    assert measured >= least, (
        f"{front} on {back} is {measured:.2f}:1 in {theme_name(theme)}, at least {least}:1 is needed"
    )


@pytest.mark.parametrize("theme", THEMES, ids=theme_name)
def test_every_token_that_the_stylesheet_reads_has_a_value(theme: Path | None) -> None:
    tokens = tokens_of(theme)

    for name in used_tokens(APP):
        assert resolve(f"var({name})", tokens)


@pytest.mark.parametrize("theme", THEMES[1:], ids=theme_name)
def test_a_theme_only_gives_tokens_another_value(theme: Path) -> None:
    unknown = root_tokens(theme).keys() - root_tokens(BASIS).keys()

    assert not unknown, f"{theme.name} sets tokens that basis.css does not have: {', '.join(sorted(unknown))}"
    assert re.sub(r":root\s*\{[^}]*\}", "", source(theme)).strip() == "", f"{theme.name} holds more than one :root"


@pytest.mark.parametrize("theme", THEMES[1:], ids=theme_name)
def test_a_theme_brings_its_marks_for_the_light_and_the_dark_header(theme: Path) -> None:
    assert theme.with_name(f"{theme.stem}-logo.svg").exists()
    assert theme.with_name(f"{theme.stem}-logo-inverse.svg").exists()


def test_the_stylesheet_holds_no_colour_of_its_own() -> None:
    raw = [match.group(0) for match in RAW_COLOUR.finditer(source(APP))]

    assert raw == [], f"app.css may only use tokens, but says {', '.join(raw)}"


@pytest.mark.parametrize(
    ("front", "back", "expected"), [("#000", "#fff", 21.0), ("#777777", "#ffffff", 4.48), ("#abc", "#abc", 1.0)]
)
def test_the_ruler_itself(front: str, back: str, expected: float) -> None:
    assert contrast(front, back) == pytest.approx(expected, abs=0.005)
    assert contrast(back, front) == pytest.approx(expected, abs=0.005)
