"""A draft that is thrown away is not lost: before publication everything can be undone."""

import pytest
from sqlalchemy import select

from participation import clock
from participation.contributions.models import Point
from participation.db import db
from participation.history import Event
from participation.outcomes import actions, trying
from participation.outcomes.actions import DraftChanged, mark_of
from participation.outcomes.drafts import actions as drafts
from participation.outcomes.drafts.models import PutAwayDraft
from participation.outcomes.models import Outcome, OutcomeKind
from participation.outcomes.rules import Decision
from participation.refusals import Conflict
from tests.factories.contributions import check_public, make_contribution
from tests.factories.outcomes import decision_values
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast


@pytest.fixture
def point(cast: Cast) -> Point:
    return check_public(make_contribution(make_open_track(cast.bram))).points[0]


def save(point: Point, cast: Cast, reason: str = "", kind: OutcomeKind = OutcomeKind.not_adopted) -> Outcome:
    values = decision_values(kind, point, colleague=cast.chantal)
    decision = Decision(kind=kind, **{**values, "reason": reason or values["reason"]})
    return actions.save_draft(point, decision, actor=cast.bram, now=clock.now())


def outcomes() -> list[Outcome]:
    return list(db.session.scalars(select(Outcome)))


@pytest.mark.parametrize("kind", OutcomeKind)
def test_what_was_thrown_away_comes_back_as_it_was(cast: Cast, point: Point, kind: OutcomeKind) -> None:
    draft = save(point, cast, kind=kind)
    decided, written_at = trying.decision_of(draft), draft.written_at
    away = drafts.put_away(point, base_draft=mark_of(draft), actor=cast.esther, now=clock.now())
    assert outcomes() == []
    again = drafts.take_up(point, away.id, actor=cast.esther, now=clock.now())
    db.session.expire_all()
    assert (trying.decision_of(again), again.written_by, again.written_at) == (decided, cast.bram, written_at)
    assert drafts.last_put_away(point) is None


def test_each_is_told_with_who_did_it(cast: Cast, point: Point) -> None:
    away = drafts.put_away(point, base_draft=mark_of(save(point, cast)), actor=cast.esther, now=clock.now())
    drafts.take_up(point, away.id, actor=cast.bram, now=clock.now())
    told = db.session.scalars(select(Event).where(Event.kind.startswith("outcome.")).order_by(Event.id)).all()
    assert [(event.kind, event.actor_id, event.point_id) for event in told] == [
        ("outcome.drafted", cast.bram.id, point.id),
        ("outcome.draft_put_away", cast.esther.id, point.id),
        ("outcome.draft_taken_up", cast.bram.id, point.id),
    ]


def test_a_draft_that_a_colleague_changed_is_not_thrown_away_unseen(cast: Cast, point: Point) -> None:
    with pytest.raises(DraftChanged):
        drafts.put_away(point, base_draft=mark_of(save(point, cast)) + "-ouder", actor=cast.bram, now=clock.now())
    assert len(outcomes()) == 1


def test_what_was_published_cannot_be_thrown_away(cast: Cast, point: Point) -> None:
    values = decision_values(OutcomeKind.not_adopted, point)
    decision = Decision(kind=OutcomeKind.not_adopted, **values)
    actions.publish(point, decision, base_version=0, actor=cast.bram, now=clock.now())
    with pytest.raises(Conflict):
        drafts.put_away(point, base_draft="", actor=cast.bram, now=clock.now())
    assert len(outcomes()) == 1


def test_nothing_is_taken_up_over_another_draft_or_at_another_point(cast: Cast, point: Point) -> None:
    away = drafts.put_away(point, base_draft=mark_of(save(point, cast)), actor=cast.bram, now=clock.now())
    other = check_public(make_contribution(point.contribution.track)).points[0]
    with pytest.raises(Conflict, match="niet meer"):
        drafts.take_up(other, away.id, actor=cast.bram, now=clock.now())
    save(point, cast, "Een ander concept, dat er intussen kwam.")
    with pytest.raises(Conflict, match="ander concept"):
        drafts.take_up(point, away.id, actor=cast.bram, now=clock.now())
    assert db.session.scalars(select(PutAwayDraft)).one() is away
