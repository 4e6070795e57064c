"""The colours of the municipality, for paper: the same tokens that the website reads, followed to their value."""

import re
from functools import cache
from pathlib import Path

NAMES = ("ink", "ink-soft", "paper", "paper-edge", "surface", "accent", "accent-dark", "accent-line", "accent-tint",
         "accent-wash", "button", "on-dark")  # fmt: skip
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_TOKEN = re.compile(r"(--[\w-]+)\s*:\s*([^;{}]+)")
_VAR = re.compile(r"var\((--[\w-]+)\)")
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)


@cache
def colours(static: Path, theme: str) -> dict[str, str]:
    """Every colour of `NAMES` as `#rrggbb`, read once. A token without a colour raises `ValueError` with its name."""
    tokens: dict[str, str] = {}
    for path in (static / "vendor/nlds/basis.css", static / f"theme/{theme}.css", static / "app.css"):
        found = _TOKEN.findall(_COMMENT.sub("", path.read_text(encoding="utf-8")))
        # The first one counts within a file: what comes later stands in a media query.
        tokens |= {name: value.strip() for name, value in reversed(found)}
    return {name: _colour(f"--{name}", tokens) for name in NAMES}


def _colour(name: str, tokens: dict[str, str]) -> str:
    value, seen = tokens.get(name, ""), {name}
    while (follows := _VAR.fullmatch(value)) and follows[1] not in seen:
        seen.add(follows[1])
        value = tokens.get(follows[1], "")
    if not _HEX.fullmatch(value):
        raise ValueError(f"{name} is '{value}'. A sheet of paper needs a colour like #00646b.")
    return value
