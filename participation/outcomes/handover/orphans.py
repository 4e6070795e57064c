"""What was left with nobody: a contact, a promise, a contribution, a question, a draft of who left (I33).

Normally there is nothing here, because `leaving.deactivate` refuses. It is looked at from the few people who left, so
it never walks through what grew.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from participation.accounts.models import User
from participation.contributions.bringing_in.models import BringIn
from participation.contributions.dividing.models import DealingRule
from participation.contributions.handing_over import still_waits
from participation.contributions.models import Contribution, Point
from participation.db import db
from participation.outcomes.handover.open_work import waiting_contribution
from participation.promises.models import Promise
from participation.tracks.actions.handing_over import WRITTEN
from participation.tracks.models import Track, TrackState
from participation.tracks.queries import PUBLIC
from participation.tracks.room import DeclaredRoom

GONE = select(User.id).where(~User.active)
OVER = (TrackState.closed, TrackState.archived)


@dataclass(frozen=True)
class Orphan:
    """One thing in one track that nobody has; `user_id` and `name` are of who had it, if anybody."""

    kind: str
    slug: str
    title: str
    user_id: int | None
    name: str

    @property
    def sentence(self) -> str:
        """What is wrong, in words."""
        words = {
            "contact": "Bewoners hebben geen contact dat hier nog werkt.",
            "promise": "Een belofte staat op naam van wie hier niet meer werkt.",
            "handled": "Een bijdrage wacht bij wie hier niet meer werkt.",
            "asked": "Een vraag van een collega wacht bij wie hier niet meer werkt.",
            "draft": "De tekst is nog niet klaar, en wie hem schreef werkt hier niet meer.",
            "rule": "Een verdeelregel wijst naar wie hier niet meer werkt. Wat binnenkomt, gaat naar het team.",
            "mandate": "Wie volgens de tekst het mandaat heeft, werkt hier niet meer. Verander de ruimte.",
        }[self.kind]
        return f"{words} Dat was {self.name}." if self.name else words


def _statements() -> dict[str, Any]:
    about: Any = select(Track.slug, Track.title, User.id, User.name, Track.id).order_by(Track.id, User.id).distinct()
    return {
        "contact": about.outerjoin_from(Track, User, User.id == Track.contact_id).where(
            Track.state.in_(PUBLIC), or_(Track.contact_id.is_(None), Track.contact_id.in_(GONE))
        ),
        "promise": about.select_from(Promise)
        .join(Track, Track.id == Promise.track_id)
        .join(User, User.id == Promise.owner_id)
        .where(Promise.kept_at.is_(None), Promise.owner_id.in_(GONE)),
        "handled": about.select_from(Contribution)
        .join(Track, Track.id == Contribution.track_id)
        .join(User, User.id == Contribution.handler_id)
        .where(Contribution.handler_id.in_(GONE), waiting_contribution()),
        "asked": about.select_from(BringIn)
        .join(Point, Point.id == BringIn.point_id)
        .join(Contribution, Contribution.id == Point.contribution_id)
        .join(Track, Track.id == Point.track_id)
        .join(User, User.id == BringIn.colleague_id)
        .where(BringIn.colleague_id.in_(GONE), still_waits()),
        "draft": about.select_from(Track)
        .join(User, User.id == Track.author_id)
        .where(Track.author_id.in_(GONE), Track.state.in_(WRITTEN)),
        "rule": about.select_from(DealingRule)
        .join(Track, Track.id == DealingRule.track_id)
        .join(User, User.id == DealingRule.user_id)
        .where(DealingRule.user_id.in_(GONE)),
        "mandate": about.select_from(Track)
        .join(DeclaredRoom, DeclaredRoom.id == Track.room_id)
        .join(User, User.id == DeclaredRoom.mandate_user_id)
        .where(DeclaredRoom.mandate_user_id.in_(GONE), Track.state.not_in(OVER)),
    }


def orphans(limit: int = 50) -> list[Orphan]:
    """What nobody has, at most *limit* of each kind: residents without a contact first."""
    found = []
    for kind, statement in _statements().items():
        for slug, title, user_id, name, _track in db.session.execute(statement.limit(limit)):
            found.append(Orphan(kind, slug, title, user_id, name or ""))
    return found
