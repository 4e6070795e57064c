"""Answering: one verb, all its consequences, and nothing a resident has read ever changes."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from participation import clock
from participation.db import db
from participation.history import Event, Who
from participation.outcomes import actions
from participation.outcomes.actions import AlreadyAnswered, DraftChanged
from participation.outcomes.models import Outcome, OutcomeKind, OutcomeState, PublishedIsForever
from participation.outcomes.rules import Decision, NotReady
from tests.factories.contributions import make_contribution
from tests.factories.outcomes import REASON, make_outcome
from tests.factories.tracks import make_open_track
from tests.outcomes.answered import EMAIL, contribution_of, decide, kinds, mails, publish
from tests.support.cast import Cast


def test_publishing_makes_version_one_and_names_it_on_the_point(cast: Cast) -> None:
    point = contribution_of(cast).points[0]
    outcome = publish(point, cast)
    assert (outcome.version, outcome.state, outcome.published_by) == (1, OutcomeState.published, cast.bram)
    assert (point.outcome_id, point.outcome_kind) == (outcome.id, "adopted")


def test_publishing_is_one_row_in_the_history_with_the_reason_and_no_words_of_the_resident(cast: Cast) -> None:
    point = contribution_of(cast).points[0]
    outcome = publish(point, cast)
    event = db.session.scalars(select(Event).where(Event.kind == "outcome.published")).one()
    assert (event.actor_id, event.point_id, event.why, event.who) == (cast.bram.id, point.id, REASON, Who.staff)
    assert event.data == {
        "outcome_id": outcome.id, "version": 1, "outcome_kind": "adopted", "received_on": "2026-11-24"
    }  # fmt: skip


def test_what_is_missing_keeps_the_answer_from_being_published(cast: Cast) -> None:
    point = contribution_of(cast).points[0]
    with pytest.raises(NotReady) as refusal:
        publish(point, cast, path=None, reason="Nee")
    assert [item.field for item in refusal.value.missing] == ["path", "reason"]
    db.session.rollback()
    assert "outcome.published" not in kinds()


def test_nothing_is_published_before_the_public_text_was_checked(cast: Cast) -> None:
    point = make_contribution(make_open_track(cast.bram)).points[0]
    with pytest.raises(NotReady) as refusal:
        publish(point, cast)
    assert refusal.value.field == "public"
    db.session.rollback()


def test_a_draft_may_miss_everything_and_is_the_writers_own_work(cast: Cast) -> None:
    point = contribution_of(cast).points[0]
    draft = actions.save_draft(point, Decision(reason="Half af"), actor=cast.bram, now=clock.now())
    assert (draft.state, draft.version, draft.kind, draft.written_by) == (OutcomeState.draft, None, None, cast.bram)
    assert point.outcome_id is None
    assert kinds()[-1] == "outcome.drafted"


def test_there_is_one_draft_per_point_and_publishing_turns_it_into_the_answer(cast: Cast) -> None:
    point = contribution_of(cast).points[0]
    draft = actions.save_draft(point, Decision(reason="Half af"), actor=cast.bram, now=clock.now())
    again = actions.save_draft(point, decide(point, place="vak 3"), actor=cast.bram, now=clock.now())
    assert again.id == draft.id
    outcome = publish(point, cast, OutcomeKind.not_adopted)
    assert outcome.id == draft.id
    assert (outcome.path, outcome.place) == (None, ""), "nothing of the other choice is left"


def test_an_imported_draft_has_no_writer(cast: Cast) -> None:
    point = contribution_of(cast).points[0]
    draft = actions.save_draft(point, Decision(reason="Uit de nota"), actor=None, now=clock.now())
    event = db.session.scalars(select(Event).where(Event.kind == "outcome.drafted")).one()
    assert (draft.written_by, event.who) == (None, Who.system)


def test_a_draft_that_somebody_else_saved_meanwhile_is_not_overwritten(cast: Cast) -> None:
    point = contribution_of(cast).points[0]
    seen = actions.mark_of(None)
    actions.save_draft(point, Decision(reason="Van Bram"), actor=cast.bram, now=clock.now(), base_draft=seen)
    with pytest.raises(DraftChanged) as refusal:
        actions.save_draft(point, Decision(reason="Van Dirk"), actor=cast.dirk, now=clock.now(), base_draft=seen)
    assert refusal.value.sentence.startswith("Bram de Boer heeft intussen een ander concept bewaard.")
    assert refusal.value.draft.reason == "Van Bram"
    with pytest.raises(DraftChanged):
        actions.publish(point, decide(point), base_version=0, actor=cast.dirk, now=clock.now(), base_draft=seen)


def test_who_saw_the_newest_draft_may_go_on_with_it(cast: Cast) -> None:
    point = contribution_of(cast).points[0]
    draft = actions.save_draft(point, Decision(reason="Van Bram"), actor=cast.bram, now=clock.now())
    db.session.commit()
    seen = actions.mark_of(db.session.get(Outcome, draft.id))
    later = clock.now() + timedelta(minutes=5)
    assert actions.save_draft(point, Decision(reason="Nu van Dirk"), actor=cast.dirk, now=later, base_draft=seen)


def test_a_colleague_without_a_name_is_a_colleague(cast: Cast) -> None:
    point = contribution_of(cast).points[0]
    actions.save_draft(point, Decision(reason="Uit de nota"), actor=None, now=clock.now())
    with pytest.raises(DraftChanged, match="Een collega heeft intussen een ander concept bewaard"):
        actions.save_draft(point, Decision(), actor=cast.bram, now=clock.now(), base_draft="")


def test_the_second_of_two_publishers_hears_who_was_first(cast: Cast) -> None:
    point = contribution_of(cast).points[0]
    publish(point, cast)
    with pytest.raises(AlreadyAnswered) as refusal:
        actions.publish(point, decide(point), base_version=0, actor=cast.dirk, now=clock.now())
    assert refusal.value.sentence.startswith("Bram de Boer heeft dit punt intussen beantwoord. Uw tekst staat er nog.")
    assert refusal.value.outcome.version == 1


def test_a_correction_is_version_two_and_version_one_stays_readable(cast: Cast) -> None:
    contribution = contribution_of(cast, email=EMAIL)
    point = contribution.points[0]
    first = publish(point, cast)
    second = publish(point, cast, OutcomeKind.not_adopted)
    assert (first.version, first.kind, second.version, second.kind) == (
        1,
        OutcomeKind.adopted,
        2,
        OutcomeKind.not_adopted,
    )
    assert (point.outcome_id, point.outcome_kind) == (second.id, "not_adopted")
    assert kinds()[-1] == "outcome.corrected"
    assert [mail.name for mail in mails()] == ["outcome_published", "outcome_corrected"]


@pytest.mark.parametrize(
    "change", [{"reason": "Anders"}, {"kind": OutcomeKind.not_adopted}, {"state": OutcomeState.draft}]
)
def test_a_published_answer_can_never_be_changed(cast: Cast, change: dict[str, Any]) -> None:
    outcome = make_outcome(contribution_of(cast).points[0])
    for name, value in change.items():
        setattr(outcome, name, value)
    with pytest.raises(PublishedIsForever):
        db.session.flush()
    db.session.rollback()


def test_a_published_answer_can_never_be_removed(cast: Cast) -> None:
    outcome = make_outcome(contribution_of(cast).points[0])
    db.session.delete(outcome)
    with pytest.raises(PublishedIsForever):
        db.session.flush()
    db.session.rollback()


def test_published_answers_cannot_be_rewritten_in_bulk(cast: Cast) -> None:
    make_outcome(contribution_of(cast).points[0])
    for statement in (update(Outcome).values(reason="Anders"), delete(Outcome)):
        with pytest.raises(PublishedIsForever):
            db.session.execute(statement)
    db.session.rollback()


def test_a_draft_may_change_and_a_touched_answer_may_stay_as_it_is(cast: Cast) -> None:
    point = contribution_of(cast).points[0]
    outcome = make_outcome(point)
    outcome.reason = str(outcome.reason)
    draft = actions.save_draft(point, Decision(reason="Half af"), actor=cast.bram, now=clock.now())
    draft.reason = "Iets verder"
    db.session.commit()
