"""The receipt code: the only key to a contribution, made for people who have no account (I15).

Sixteen characters of Crockford's base32 carry 80 bits. A code is derived from the form and what was written in it, so
that the same form sent ten times shows the same code, and stored only as a keyed hash: whoever reads the database
cannot open a contribution with it. The key is always handed in; it is a setting, not a secret of this file.
"""

import hashlib
import hmac
import json
import re

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
BITS = LENGTH * 5
_LOOKS_LIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SEPARATORS = re.compile(r"[\s\-‐‑‒–—_.]+")


def content_of(*fields: object) -> str:
    """The fingerprint of everything that was filled in: two forms that differ anywhere differ here."""
    written = json.dumps([None if field is None else str(field) for field in fields], ensure_ascii=True)
    return hashlib.sha256(written.encode()).hexdigest()


def derive(key: str, form_key: str, content: str) -> str:
    """The code (16 characters, 80 bits) that belongs to this form with this content."""
    digest = hmac.digest(key.encode(), f"code|{form_key}|{content}".encode(), "sha256")
    number = int.from_bytes(digest[: BITS // 8], "big")
    return "".join(ALPHABET[number >> shift & 31] for shift in range(BITS - 5, -1, -5))


def form_key_hash(key: str, form_key: str, content: str) -> str:
    """What is stored to recognise the same form with the same content, however often it is sent."""
    return hmac.new(key.encode(), f"form|{form_key}|{content}".encode(), "sha256").hexdigest()


def normalise(typed: str) -> str | None:
    """The code that somebody meant: spaces, dashes and lower case do not matter, nor O for 0 and I or L for 1.

    None when it can be no code at all.
    """
    code = _SEPARATORS.sub("", typed).upper().translate(_LOOKS_LIKE)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def groups(code: str) -> list[str]:
    """The code in four groups of four, as people copy it."""
    return [code[start : start + 4] for start in range(0, LENGTH, 4)]


def hash_of(key: str, code: str) -> str:
    """What is stored instead of the (normalised) code."""
    return hmac.new(key.encode(), f"hash|{code}".encode(), "sha256").hexdigest()
