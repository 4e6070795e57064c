"""What residents say, through whatever channel, and what happens with it until there is an answer."""

from participation.contributions import freeze

__all__ = ["freeze"]
