"""Second looks that wait for somebody, the first to break first: for the coordinator."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from participation.contributions.models import Contribution
from participation.db import db
from participation.outcomes.models import Outcome
from participation.outcomes.second_look.models import SecondLook
from participation.tracks.models import Track

WORDS = 200
"""How many characters of what the resident said stand in the list."""


class Waiting(NamedTuple):
    """One resident who waits for a second look; `first_author` gave the answer and cannot look again."""

    contribution: Contribution
    title: str
    words: str
    due: date
    first_author: str | None


def waiting(*, rows: int) -> list[Waiting]:
    """The second looks that nobody answered yet, of contributions that were not taken back."""
    found = db.session.execute(
        select(Contribution, Track.title, func.substr(SecondLook.words, 1, WORDS), SecondLook.due_on, Outcome)
        .join(Contribution, Contribution.id == SecondLook.contribution_id)
        .join(Track, Track.id == Contribution.track_id)
        .join(Outcome, Outcome.id == SecondLook.outcome_id)
        .where(SecondLook.verdict.is_(None), Contribution.withdrawn_at.is_(None))
        .options(joinedload(Outcome.published_by))
        .order_by(SecondLook.due_on, SecondLook.id)
        .limit(rows)
    )
    return [
        Waiting(contribution, title, words, due, outcome.published_by.name if outcome.published_by else None)
        for contribution, title, words, due, outcome in found
    ]
