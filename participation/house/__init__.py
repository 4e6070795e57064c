"""How this municipality wants to involve people: its principles, its terms, and what each level promises."""

from participation.house import freeze

__all__ = ["freeze"]
