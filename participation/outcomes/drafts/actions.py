"""Throwing a draft away, and taking it up again. A resident notices neither."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from participation import history
from participation.accounts.models import User
from participation.contributions.holding import hold
from participation.contributions.models import Point
from participation.db import db
from participation.outcomes import actions, trying
from participation.outcomes.actions import DraftChanged
from participation.outcomes.drafts.models import PutAwayDraft
from participation.outcomes.models import Outcome, OutcomeState
from participation.refusals import Conflict


def put_away(point: Point, *, base_draft: str, actor: User, now: datetime) -> PutAwayDraft:
    """Throw the draft of *point* away; its text is kept, and can be taken up again.

    Refuses (`Conflict`) when there is none any more, and (`DraftChanged`) when it is not the draft of the mark
    *base_draft*, which the colleague had before them.
    """
    hold(point.contribution)
    draft = _draft_of(point)
    if draft is None:
        raise Conflict("Hier ligt geen concept meer. Misschien was een collega u voor.")
    if actions.mark_of(draft) != base_draft:
        raise DraftChanged(draft)
    away = PutAwayDraft(
        point=point, written_by=draft.written_by, written_at=draft.written_at, put_away_by=actor, put_away_at=now,
        **vars(trying.decision_of(draft)),
    )  # fmt: skip
    db.session.add(away)
    db.session.delete(draft)
    db.session.flush()
    _record("outcome.draft_put_away", point, actor, now, away.id)
    return away


def take_up(point: Point, number: int, *, actor: User, now: datetime) -> Outcome:
    """Make the text that was put away as *number* the draft of *point* again, in the name of who wrote it.

    Refuses (`Conflict`) what is no longer there, and when there is another draft meanwhile.
    """
    hold(point.contribution)
    away = db.session.get(PutAwayDraft, number)
    if away is None or away.point_id != point.id:
        raise Conflict("Dit concept is er niet meer. Misschien was een collega u voor.")
    if _draft_of(point) is not None:
        raise Conflict("Er ligt hier al een ander concept. Gooi dat eerst weg, of schrijf daarin verder.")
    draft = Outcome(
        point=point, state=OutcomeState.draft, written_by=away.written_by, written_at=away.written_at,
        **vars(trying.decision_of(away)),
    )  # fmt: skip
    db.session.add(draft)
    db.session.delete(away)
    db.session.flush()
    _record("outcome.draft_taken_up", point, actor, now, draft.id)
    return draft


def last_put_away(point: Point) -> PutAwayDraft | None:
    """The draft of *point* that was put away last, to take up again."""
    return db.session.scalar(
        select(PutAwayDraft)
        .where(PutAwayDraft.point_id == point.id)
        .options(joinedload(PutAwayDraft.written_by), joinedload(PutAwayDraft.put_away_by))
        .order_by(PutAwayDraft.id.desc())
        .limit(1)
    )


def _draft_of(point: Point) -> Outcome | None:
    return db.session.scalar(
        select(Outcome)
        .where(Outcome.point_id == point.id, Outcome.state == OutcomeState.draft)
        .execution_options(populate_existing=True)
    )


def _record(kind: str, point: Point, actor: User, now: datetime, number: int) -> None:
    history.record(
        kind, now=now, actor=actor, track_id=point.track_id, contribution_id=point.contribution_id, point_id=point.id,
        draft_id=number,
    )  # fmt: skip
