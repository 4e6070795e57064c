"""The library of answer texts: blocks that a colleague begins with, and that alone are never an answer (I17)."""

from participation.outcomes.texts import freeze

__all__ = ["freeze"]
