"""A text as the words by which it is found: without accents, capitals and endings, so that "bomen" finds "boom".

Pure, and the same for both engines: what comes out is plain ASCII, so that neither engine has an opinion about it.
"""

import re
import sys
import threading
import unicodedata
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

LONGEST = 40
"""Characters of a word that count. What two words share beyond that, they share."""
_ONE_AT_A_TIME = threading.Lock()
_WORD = re.compile(r"[^\W_]+")
_INSIDE_A_WORD = re.compile(r"(?<=\w)['’‘`´](?=\w)")


def _dutch() -> Any:
    """The Dutch stemmer alone. The package reads those of 36 languages at once, which costs every process 8 MiB.

    So its folder is opened without its front door; when somebody else came in by that door, it is open already.
    """
    found = find_spec("snowballstemmer")
    assert found is not None
    if found.name not in sys.modules:
        package = ModuleType(found.name)
        package.__path__ = list(found.submodule_search_locations or ())
        sys.modules[found.name] = package
    return import_module("snowballstemmer.dutch_stemmer").DutchStemmer()


_STEMMER = _dutch()


def words(text: str) -> list[str]:
    """The words of *text* in their order, in small letters without accents; foto's is one word."""
    plain = _INSIDE_A_WORD.sub("", text).casefold()
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain)
        plain = "".join(character for character in apart if not unicodedata.combining(character))
    return [word[:LONGEST] for word in _WORD.findall(plain)]


def token(word: str) -> str:
    """How the index writes *word*; what is no Latin is spelled in numbers, and stays comparable from the left."""
    return f"w{word}" if word.isascii() else f"u{word.encode().hex()}"


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of one of those words. Remembered: people use the same few thousand words."""
    with _ONE_AT_A_TIME:
        return str(_STEMMER.stemWord(word))


@lru_cache(maxsize=8)
def stems(text: str) -> tuple[str, ...]:
    """Every different stem in *text*, as the index writes it. The public version is mostly the same text again."""
    return tuple(sorted({token(stem(word)) for word in set(words(text))}))
