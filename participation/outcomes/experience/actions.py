"""What taking part was like: the resident tells it once and may change it, a colleague reads the sentence first (I16).

The words of a resident stand in one row and nowhere else: no event holds them.
"""

import hashlib
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import inspect, select

from participation import history
from participation.accounts.models import User
from participation.contributions.holding import hold
from participation.contributions.models import Contribution, PublicState
from participation.db import db
from participation.outcomes.experience import rules
from participation.outcomes.experience.models import Experience
from participation.outcomes.experience.rules import Told
from participation.refusals import Conflict, Refused


class SentenceChanged(Conflict):
    """The resident changed or took back the sentence since the colleague read it."""

    def __init__(self) -> None:
        super().__init__("De bewoner heeft deze zin intussen veranderd. Lees de zin opnieuw. Er is niets veranderd.")


def tell_how_it_was(contribution: Contribution, told: Told, *, now: datetime) -> Experience | None:
    """Keep what the resident tells: one row for each contribution, changed when it is told again.

    A changed sentence has to be read again before everybody reads it. Telling the same twice (a second click) is one
    event. Refuses (`NotAskedYet`) before the last answer, and (`Refused`) a first time without any answer.
    """
    hold(contribution)
    before = db.session.scalar(select(Experience).where(Experience.contribution_id == contribution.id))
    told = Told(told.influence, told.understood, told.again, told.sentence.replace("\r\n", "\n").strip())
    rules.refuse(contribution, told, is_first=before is None)
    if before is not None and told == told_by(before):
        return before
    found = before or Experience(contribution_id=contribution.id, track_id=contribution.track_id, sentence="")
    if found.sentence != told.sentence:
        found.sentence_state, found.hidden_reason = PublicState.unchecked, None
        found.checked_by, found.checked_at = None, None
    for name, value in vars(told).items():
        setattr(found, name, value)
    found.given_at = now
    db.session.add(found)
    db.session.flush()
    history.record(
        "experience.changed" if before else "experience.given", now=now, track_id=contribution.track_id,
        contribution_id=contribution.id, experience_id=found.id,
        answered=[name for name, value in asdict(told).items() if value],
    )  # fmt: skip
    return found


def told_by(experience: Experience) -> Told:
    """What the resident answered, as it stands now."""
    return Told(experience.influence, experience.understood, experience.again, experience.sentence)


def mark_of(sentence: str) -> str:
    """What a form carries to notice that the sentence changed after the colleague read it."""
    return hashlib.sha256(sentence.encode()).hexdigest()[:16]


def publish_sentence(experience: Experience, *, mark: str, actor: User, now: datetime) -> None:
    """Let everybody read the sentence that carries *mark*. Refuses (`SentenceChanged`) words that nobody read."""
    _hold(experience, mark)
    _check(experience, PublicState.public, None, actor, now)


def hide_sentence(experience: Experience, reason: str, *, mark: str, actor: User, now: datetime) -> None:
    """Keep the sentence from the website, with a reason that the resident reads: a hard word is no reason by itself."""
    _hold(experience, mark)
    if not reason.strip():
        raise Refused(
            "Schrijf op waarom niet iedereen deze zin mag lezen. De bewoner leest deze reden.", field="reason"
        )
    _check(experience, PublicState.hidden, reason.strip(), actor, now)


def _hold(experience: Experience, mark: str) -> None:
    db.session.refresh(experience, inspect(Experience).column_attrs.keys(), with_for_update=True)
    if not experience.sentence or mark != mark_of(experience.sentence) or experience.contribution.withdrawn_at:
        raise SentenceChanged


def _check(experience: Experience, state: PublicState, reason: str | None, actor: User, now: datetime) -> None:
    if (experience.sentence_state, experience.hidden_reason) == (state, reason):
        return
    experience.sentence_state, experience.hidden_reason = state, reason
    experience.checked_by, experience.checked_at = actor, now
    db.session.flush()
    history.record(
        "experience.published" if state is PublicState.public else "experience.hidden", now=now, actor=actor,
        track_id=experience.track_id, contribution_id=experience.contribution_id, why=reason or "",
        experience_id=experience.id,
    )  # fmt: skip
