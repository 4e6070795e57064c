"""Passwords, hashed with argon2. Slow on purpose: call it outside a writing transaction."""

import os

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# The suite signs in hundreds of times: there, and only there, the cheapest profile is used.
_CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_hasher = _CHEAP if os.environ.get("CHEAP_PASSWORDS") else PasswordHasher()
_NOBODY = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def fits(password: str, stored: str | None) -> bool:
    """Whether *password* belongs to *stored*; without a stored hash the same work is done, and the answer is no."""
    try:
        return _hasher.verify(stored or _NOBODY, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False
