"""A track asks residents for input, in a room that was declared and checked before it opened."""

from participation.tracks import freeze

__all__ = ["freeze"]
