"""Words that residents read, marked where they are written and translated where they are shown.

Dutch is the source language. The model names things in Dutch; the web layer and the mails translate at the last moment.
"""

import re

_WORD = re.compile(r"[^\W\d_]{2,}")


def N_(text: str) -> str:  # noqa: N802  (the usual name of this mark)
    """Mark *text* for the catalogue of translations and return it unchanged."""
    return text


def says_something(text: str, shortest: int) -> bool:
    """Whether *text* is a sentence of real words: long enough, and at least three different words."""
    return len(text.strip()) >= shortest and len({word.lower() for word in _WORD.findall(text)}) >= 3
