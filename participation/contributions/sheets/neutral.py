"""Text that a spreadsheet would take for a formula gets an apostrophe before it, and loses it when it comes back.

Reversible byte for byte: what begins with apostrophes before such a mark gets one more. Pure.
"""

import re

_RISKY = re.compile(r"'*[=+\-@\t\r]")
_NEUTRAL = re.compile(r"'+[=+\-@\t\r]")


def neutral(text: str) -> str:
    """*text* as it can stand in a cell without being run."""
    return f"'{text}" if _RISKY.match(text) else text


def restored(cell: str) -> str:
    """The text that became *cell*."""
    return cell[1:] if _NEUTRAL.match(cell) else cell
