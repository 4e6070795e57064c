"""Every mapped class, in one place to import: for migrations and for the checks of the whole."""

from participation import heartbeat, history, mail
from participation.accounts import models as accounts
from participation.contributions import models as contributions
from participation.contributions import search_index
from participation.contributions.moderation import models as moderation
from participation.db import Base
from participation.house import models as house
from participation.outcomes import models as outcomes
from participation.outcomes.changes import models as reissue
from participation.outcomes.decisions import models as decisions
from participation.outcomes.experience import models as experience
from participation.outcomes.second_look import models as second_look
from participation.outcomes.texts import models as answer_texts
from participation.outcomes.together import models as together
from participation.places import models as places
from participation.programmes import models as programmes
from participation.promises import models as promises
from participation.tracks import change, confirming, considering, notices, review, room
from participation.tracks import models as tracks

metadata = Base.metadata

__all__ = [
    "accounts",
    "answer_texts",
    "change",
    "confirming",
    "considering",
    "contributions",
    "decisions",
    "experience",
    "heartbeat",
    "history",
    "house",
    "mail",
    "metadata",
    "moderation",
    "notices",
    "outcomes",
    "places",
    "programmes",
    "promises",
    "reissue",
    "review",
    "room",
    "search_index",
    "second_look",
    "together",
    "tracks",
]
