"""Reads just enough of our stylesheets to know which colour stands on which: tokens, `var()` and contrast."""

import re
from pathlib import Path

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
TOKEN = re.compile(r"(--[\w-]+)\s*:\s*([^;]+?)\s*(?:;|$)", re.DOTALL)
VAR = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*([^()]*|[^()]*\([^()]*\)[^()]*))?\)")
HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)


def source(path: Path) -> str:
    """The text of a stylesheet, without its comments."""
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


def root_tokens(path: Path) -> dict[str, str]:
    """The custom properties that a stylesheet gives :root, outside any @media."""
    tokens: dict[str, str] = {}
    for selector, body in _rules(source(path)):
        if selector == ":root":
            tokens.update(TOKEN.findall(body))
    return tokens


def used_tokens(path: Path) -> set[str]:
    """Every custom property that a stylesheet reads without a fallback of its own."""
    return {name for name, fallback in VAR.findall(source(path)) if not fallback}


def resolve(value: str, tokens: dict[str, str]) -> str:
    """Follow `var()` until a value is left. A token that does not exist raises KeyError with its name."""
    while match := VAR.search(value):
        name, fallback = match.groups()
        value = value.replace(match.group(0), tokens[name] if name in tokens or not fallback else fallback)
    return value.strip()


def contrast(foreground: str, background: str) -> float:
    """The WCAG 2 contrast of two opaque colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(foreground), _luminance(background)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _rules(css: str) -> list[tuple[str, str]]:
    """The rules at the top level: selector and body. What is nested inside an @rule is left alone."""
    rules, depth, start, selector = [], 0, 0, ""
    for place, character in enumerate(css):
        if character == "{":
            depth += 1
            if depth == 1:
                selector, start = css[start:place].strip(), place + 1
        elif character == "}":
            depth -= 1
            if depth == 0:
                rules.append((selector, css[start:place]))
                start = place + 1
    return rules


def _luminance(colour: str) -> float:
    match = HEX.fullmatch(colour)
    if match is None:
        raise ValueError(f"{colour!r} is not an opaque colour in hexadecimal")
    digits = match.group(1)
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
