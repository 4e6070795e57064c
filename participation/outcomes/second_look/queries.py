"""Second looks: those of one contribution or answer, and those that wait for somebody, the first to break first."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from participation.accounts.models import User
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


def looks_at(contribution: Contribution) -> list[SecondLook]:
    """Every second look at one contribution, the oldest first."""
    return list(
        db.session.scalars(
            select(SecondLook)
            .where(SecondLook.contribution_id == contribution.id)
            .options(joinedload(SecondLook.answered_by).load_only(User.name))
            .order_by(SecondLook.id)
        )
    )


def waiting_for(outcome: Outcome) -> SecondLook | None:
    """The second look that waits for an answer about *outcome*, if there is one."""
    return db.session.scalar(
        select(SecondLook).where(SecondLook.outcome_id == outcome.id, SecondLook.verdict.is_(None))
    )
