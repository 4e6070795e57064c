"""Which characters can be printed. The typesetter refuses a whole sheet for one letter that its fonts do not have."""

import struct
import unicodedata
from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parents[3] / "static/vendor/noto-sans"
UNKNOWN = "?"
_INSTEAD = {"\u2010": "-", "\u2011": "-", "\u2192": "–", "\u2190": "–", "\u00ad": ""}


def printable(text: str) -> str:
    """*text* on one line, in letters that we can print: a letter that we lack loses its accent, or becomes a '?'."""
    flat = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(_printed(letter) for letter in flat)


def _printed(letter: str) -> str:
    if letter in _INSTEAD:
        return _INSTEAD[letter]
    if unicodedata.category(letter) in ("Cc", "Cf", "Cs"):
        return ""
    if ord(letter) in known():
        return letter
    if unicodedata.combining(letter):
        return ""
    parts = [chr(int(code, 16)) for code in unicodedata.decomposition(letter).split() if not code.startswith("<")]
    return "".join(_printed(part) for part in parts if not unicodedata.combining(part)) or UNKNOWN


@cache
def known() -> frozenset[int]:
    """Every character that our font has, read from its table once."""
    font = (FONTS / "NotoSans-Regular.ttf").read_bytes()
    tables = struct.unpack_from(">H", font, 4)[0]
    for number in range(tables):
        tag, _sum, offset, _length = struct.unpack_from(">4sIII", font, 12 + 16 * number)
        if tag == b"cmap":
            return _of_cmap(font, offset)
    return frozenset()


def _of_cmap(font: bytes, start: int) -> frozenset[int]:
    """The characters up to U+FFFF (table format 4): the segments, without what points at no letter."""
    found: set[int] = set()
    for number in range(struct.unpack_from(">H", font, start + 2)[0]):
        at = start + struct.unpack_from(">HHI", font, start + 4 + 8 * number)[2]
        if struct.unpack_from(">H", font, at)[0] != 4:
            continue
        double = struct.unpack_from(">H", font, at + 6)[0]
        ends = struct.unpack_from(f">{double // 2}H", font, at + 14)
        begins = struct.unpack_from(f">{double // 2}H", font, at + 16 + double)
        for first, last in zip(begins, ends, strict=True):
            found.update(range(first, last + 1))
    return frozenset(found - {0xFFFF})
