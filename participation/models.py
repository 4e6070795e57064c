"""Every mapped class, in one place to import: for migrations and for the checks of the whole."""

from participation import heartbeat, history, mail
from participation.accounts import models as accounts
from participation.contributions import models as contributions
from participation.contributions import search_index
from participation.contributions.asking_back import models as asking_back
from participation.contributions.bringing_in import models as bringing_in
from participation.contributions.by_post import models as by_post
from participation.contributions.dividing import models as dividing
from participation.contributions.files import models as files
from participation.contributions.moderation import models as moderation
from participation.contributions.notes import models as notes
from participation.contributions.own import models as own
from participation.contributions.points import models as points
from participation.contributions.said_together import models as said_together
from participation.contributions.sheets import models as sheets
from participation.contributions.themes import models as themes
from participation.db import Base
from participation.house import models as house
from participation.outcomes import models as outcomes
from participation.outcomes.changes import models as reissue
from participation.outcomes.decisions import models as decisions
from participation.outcomes.drafts import models as drafts
from participation.outcomes.experience import models as experience
from participation.outcomes.finding import models as finding
from participation.outcomes.following_by_mail import models as following_by_mail
from participation.outcomes.formal import models as formal
from participation.outcomes.grouped import models as grouped
from participation.outcomes.letters import models as letters
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
    "asking_back",
    "bringing_in",
    "by_post",
    "change",
    "confirming",
    "considering",
    "contributions",
    "decisions",
    "dividing",
    "drafts",
    "experience",
    "files",
    "finding",
    "following_by_mail",
    "formal",
    "grouped",
    "heartbeat",
    "history",
    "house",
    "letters",
    "mail",
    "metadata",
    "moderation",
    "notes",
    "notices",
    "outcomes",
    "own",
    "places",
    "points",
    "programmes",
    "promises",
    "reissue",
    "review",
    "room",
    "said_together",
    "search_index",
    "second_look",
    "sheets",
    "themes",
    "together",
    "tracks",
]
