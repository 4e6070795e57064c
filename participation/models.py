"""Every mapped class, in one place to import: for migrations and for the checks of the whole."""

from participation import heartbeat, history, mail
from participation.accounts import models as accounts
from participation.contributions import models as contributions
from participation.contributions import search_index
from participation.db import Base
from participation.outcomes import models as outcomes
from participation.places import models as places
from participation.programmes import models as programmes
from participation.promises import models as promises
from participation.tracks import models as tracks
from participation.tracks import review, room

metadata = Base.metadata

__all__ = [
    "accounts",
    "contributions",
    "heartbeat",
    "history",
    "mail",
    "metadata",
    "outcomes",
    "places",
    "programmes",
    "promises",
    "review",
    "room",
    "search_index",
    "tracks",
]
