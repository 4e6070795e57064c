"""Reading what taking part was like: the resident's own answers, the sentences of a track, and what may be drawn.

No page counts anything: what is drawn was counted by the worker (`experience.tally`). A sentence of a contribution that
was taken back is in no list.
"""

from collections import defaultdict
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, Text, bindparam, select, text, tuple_, type_coerce
from sqlalchemy.orm import joinedload

from participation.contributions.models import Contribution, PublicState
from participation.db import db
from participation.outcomes.experience.models import Experience, Tally
from participation.outcomes.experience.rules import Counts
from participation.outcomes.public_list import LAST
from participation.tracks.models import Track

PAGE = 20
BESIDE = 6
"""How many sentences stand beside a drawing: the newest, whatever they say."""


class Sentence(NamedTuple):
    """What one resident wrote about taking part. It names no contribution: nobody has to know whose it is."""

    id: int
    words: str
    language: str
    state: PublicState
    hidden_reason: str | None


class Listed(NamedTuple):
    """One page of sentences; `older` is the mark of the next page, None on the last."""

    rows: list[Sentence]
    older: int | None


_experience, _contribution = Experience.__table__.c, Contribution.__table__.c
_TRACK, _BEFORE = bindparam("track_id", type_=Integer), bindparam("before", type_=Integer)
_STATE = bindparam("state", type_=Text)
_state = type_coerce(_experience.sentence_state, Text)
_ROWS: Select[Any] = (
    select(
        _experience.id, _experience.sentence, _contribution.language, _experience.sentence_state,
        _experience.hidden_reason,
    )
    .join(Contribution.__table__, _contribution.id == _experience.contribution_id)
    .where(text("experience.sentence <> ''"), _experience.track_id == _TRACK, _contribution.withdrawn_at.is_(None))
    .order_by(_state.desc(), _experience.id.desc())
    .limit(bindparam("rows", type_=Integer))
)  # fmt: skip
# Each engine in the words that leave it no other road than the index (see `outcomes.public_list`).
_STATEMENTS = {
    "sqlite": _ROWS.where(_state == _STATE, _experience.id < _BEFORE),
    "postgresql": _ROWS.where(_state >= _STATE, tuple_(_state, _experience.id) < tuple_(_STATE, _BEFORE)),
}
_OF_CONTRIBUTION = select(Experience).where(Experience.contribution_id == bindparam("contribution_id"))
_TALLY = select(Tally.subject, Tally.value, Tally.number).where(Tally.track_id == bindparam("track_id"))


def of_contribution(contribution_id: int) -> Experience | None:
    """What the resident of this contribution told us."""
    return db.session.scalar(_OF_CONTRIBUTION, {"contribution_id": contribution_id})


def experience(experience_id: int) -> Experience | None:
    """One experience with its track, to check its sentence."""
    return db.session.scalar(
        select(Experience)
        .where(Experience.id == experience_id)
        .options(joinedload(Experience.contribution), joinedload(Experience.track))
    )


def sentences(track_id: int, state: PublicState, *, before: int = LAST, rows: int = PAGE) -> Listed:
    """The sentences of a track in one state before the mark *before*, the newest first."""
    values = {"track_id": track_id, "state": state.value, "before": before, "rows": rows + 1}
    found = [Sentence._make(row) for row in db.session.execute(_STATEMENTS[db.engine.dialect.name], values)]
    return Listed(found[:rows], found[rows - 1].id if len(found) > rows else None)


def tallies(track_id: int) -> dict[str, Counts]:
    """What may be drawn of a track: for each subject how often each answer was given. A small group is not in it."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for subject, value, number in db.session.execute(_TALLY, {"track_id": track_id}):
        found[subject][value] = number
    return dict(found)


def track_at_desk(slug: str) -> Track | None:
    """The track at *slug*, to read what residents found of it."""
    return db.session.scalar(select(Track).where(Track.slug == slug).options(joinedload(Track.room)))
