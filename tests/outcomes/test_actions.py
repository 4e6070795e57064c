"""Answering: one verb, all its consequences, and nothing a resident has read ever changes."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from participation import clock
from participation.contributions.models import Contribution, Point
from participation.db import db
from participation.history import Event, Who
from participation.mail import OutboundMail
from participation.outcomes import actions, messages, moving
from participation.outcomes.actions import AlreadyAnswered, DraftChanged
from participation.outcomes.models import ExecutionState, Outcome, OutcomeKind, OutcomeState, PublishedIsForever
from participation.outcomes.rules import Decision, NotReady
from participation.promises.models import Promise, PromiseKind, PromiseState
from participation.promises.rules import CannotMove
from participation.tracks.models import TrackState
from tests.factories.contributions import check_public, make_contribution
from tests.factories.outcomes import REASON, decision_values, make_outcome, make_step
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast

EMAIL = "amina@bewoner.example"


def contribution_of(cast: Cast, **values: Any) -> Contribution:
    return check_public(make_contribution(make_open_track(cast.bram), **values))


def split(contribution: Contribution) -> Point:
    second = Point(contribution=contribution, track_id=contribution.track_id, position=2, text="Zet er ook een bank.",
                   public_text="Zet er ook een bank.", is_public=True)  # fmt: skip
    db.session.add(second)
    db.session.commit()
    return second


def decide(point: Point, kind: OutcomeKind = OutcomeKind.adopted, **changes: Any) -> Decision:
    return Decision(kind=kind, **{**decision_values(kind, point), **changes})


def publish(point: Point, cast: Cast, kind: OutcomeKind = OutcomeKind.adopted, **changes: Any) -> Outcome:
    version = db.session.query(Outcome).filter_by(point_id=point.id, state=OutcomeState.published).count()
    return actions.publish(point, decide(point, kind, **changes), base_version=version, actor=cast.bram, now=clock.now())


def kinds() -> list[str]:
    return list(db.session.scalars(select(Event.kind).order_by(Event.id)))


def promise(contribution: Contribution, kind: PromiseKind = PromiseKind.answer) -> Promise:
    found = db.session.scalars(
        select(Promise).where(Promise.contribution_id == contribution.id, Promise.kind == kind).order_by(Promise.id.desc())
    ).first()
    assert found is not None
    return found


def mails() -> list[OutboundMail]:
    return list(db.session.scalars(select(OutboundMail).order_by(OutboundMail.id)))


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
    assert (first.version, first.kind, second.version, second.kind) == (1, OutcomeKind.adopted, 2, OutcomeKind.not_adopted)
    assert (point.outcome_id, point.outcome_kind) == (second.id, "not_adopted")
    assert kinds()[-1] == "outcome.corrected"
    assert [mail.name for mail in mails()] == ["outcome_published", "outcome_corrected"]


@pytest.mark.parametrize("change", [{"reason": "Anders"}, {"kind": OutcomeKind.not_adopted}, {"state": OutcomeState.draft}])
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


# What the answer does to what was promised


def test_an_answer_to_the_last_point_keeps_the_promise_of_an_answer(cast: Cast) -> None:
    contribution = contribution_of(cast)
    second = split(contribution)
    publish(contribution.points[0], cast)
    assert promise(contribution).kept_at is None
    publish(second, cast, OutcomeKind.not_adopted)
    assert promise(contribution).state(clock.today()) is PromiseState.kept


def test_an_answer_after_the_day_keeps_the_promise_late(cast: Cast) -> None:
    contribution = contribution_of(cast)
    with clock.frozen(datetime(2027, 2, 8, 12, tzinfo=clock.ZONE)):
        publish(contribution.points[0], cast)
        assert promise(contribution).state(clock.today()) is PromiseState.kept_late


def test_deciding_later_keeps_the_answer_and_promises_a_day(cast: Cast) -> None:
    contribution = contribution_of(cast)
    publish(contribution.points[0], cast, OutcomeKind.decided_later)
    assert promise(contribution).kept_at is not None
    news = promise(contribution, PromiseKind.later_decision)
    assert (news.due, news.kept_at, news.point_id) == (date(2027, 3, 9), None, contribution.points[0].id)
    assert news.owner_id == cast.bram.id


def test_bringing_in_a_colleague_promises_news_by_the_first_contact(cast: Cast) -> None:
    contribution = contribution_of(cast, handler=None)
    publish(contribution.points[0], cast, OutcomeKind.brought_in)
    news = promise(contribution, PromiseKind.brought_in)
    assert (news.due, news.owner_id, news.department_id) == (date(2027, 1, 15), cast.bram.id, cast.streets.id)


def test_the_final_answer_keeps_the_promise_of_news(cast: Cast) -> None:
    contribution = contribution_of(cast)
    publish(contribution.points[0], cast, OutcomeKind.decided_later)
    publish(contribution.points[0], cast, OutcomeKind.adopted)
    assert promise(contribution, PromiseKind.later_decision).kept_at is not None


def test_deciding_later_once_more_in_time_moves_the_promise(cast: Cast) -> None:
    contribution = contribution_of(cast)
    publish(contribution.points[0], cast, OutcomeKind.decided_later)
    publish(contribution.points[0], cast, OutcomeKind.decided_later, later_on=date(2027, 4, 6))
    news = promise(contribution, PromiseKind.later_decision)
    assert (news.due, news.kept_at) == (date(2027, 4, 6), None)
    assert [(move.due_before, move.due_after) for move in news.moves] == [(date(2027, 3, 9), date(2027, 4, 6))]
    assert db.session.query(Promise).filter_by(kind=PromiseKind.later_decision).count() == 1


def test_the_same_day_once_more_moves_nothing(cast: Cast) -> None:
    contribution = contribution_of(cast)
    publish(contribution.points[0], cast, OutcomeKind.decided_later)
    publish(contribution.points[0], cast, OutcomeKind.decided_later)
    assert promise(contribution, PromiseKind.later_decision).moves == []


def test_deciding_later_once_more_after_the_day_was_missed_stays_visible_as_late(cast: Cast) -> None:
    contribution = contribution_of(cast)
    publish(contribution.points[0], cast, OutcomeKind.decided_later)
    missed = promise(contribution, PromiseKind.later_decision)
    with clock.frozen(datetime(2027, 3, 10, 12, tzinfo=clock.ZONE)):
        publish(contribution.points[0], cast, OutcomeKind.decided_later, later_on=date(2027, 4, 6))
        assert missed.state(clock.today()) is PromiseState.kept_late
    assert promise(contribution, PromiseKind.later_decision).due == date(2027, 4, 6)


def test_a_colleague_instead_of_a_later_day_is_another_promise(cast: Cast) -> None:
    contribution = contribution_of(cast)
    publish(contribution.points[0], cast, OutcomeKind.decided_later)
    publish(contribution.points[0], cast, OutcomeKind.brought_in)
    assert promise(contribution, PromiseKind.later_decision).kept_at is not None
    assert promise(contribution, PromiseKind.brought_in).kept_at is None


def track_promise(contribution: Contribution) -> Promise:
    owed = Promise(kind=PromiseKind.track_answer, track_id=contribution.track_id, department_id=contribution.track.department_id,
                   made_at=clock.now(), due=date(2027, 2, 5))  # fmt: skip
    db.session.add(owed)
    db.session.commit()
    return owed


def test_the_last_answer_of_a_track_that_takes_no_more_keeps_its_promise_to_everybody(cast: Cast) -> None:
    contribution = contribution_of(cast)
    owed = track_promise(contribution)
    contribution.track.state = TrackState.answering
    other = check_public(make_contribution(contribution.track))
    publish(contribution.points[0], cast)
    assert owed.kept_at is None, "somebody still waits"
    publish(other.points[0], cast)
    assert owed.kept_at is not None


def test_an_open_track_has_not_answered_everybody_yet(cast: Cast) -> None:
    contribution = contribution_of(cast)
    owed = track_promise(contribution)
    publish(contribution.points[0], cast)
    assert owed.kept_at is None


# Telling the resident


@pytest.mark.parametrize("kind", list(OutcomeKind))
def test_who_left_an_address_gets_the_answer_in_the_same_words(cast: Cast, kind: OutcomeKind) -> None:
    contribution = contribution_of(cast, email=EMAIL, text="Kunnen de bomen aan de kant van de school?")
    publish(contribution.points[0], cast, kind)
    (mail,) = mails()
    assert (mail.name, mail.to, mail.contribution_id) == ("outcome_published", EMAIL, contribution.id)
    for body in (mail.body_text, mail.body_html):
        assert REASON in body
        assert "0999 12 34 56" in body
    assert mail.subject == f"Ons antwoord op uw bijdrage {contribution.number}"


def test_who_left_no_address_gets_no_mail(cast: Cast) -> None:
    publish(contribution_of(cast).points[0], cast)
    assert mails() == []


def test_a_mail_is_not_sent_any_more_when_the_address_was_taken_back(cast: Cast) -> None:
    contribution = contribution_of(cast, email=EMAIL)
    publish(contribution.points[0], cast)
    (mail,) = mails()
    assert messages.still_wanted(mail)
    contribution.email = None
    assert not messages.still_wanted(mail)
    assert not messages.still_wanted(OutboundMail(to=EMAIL))


def test_the_words_of_a_colleague_are_inert_in_the_mail(cast: Cast) -> None:
    contribution = contribution_of(cast, email=EMAIL)
    publish(contribution.points[0], cast, reason="Wij doen dit & meer: <b>bomen</b> komen bij de school, 100%.")
    assert "&lt;b&gt;bomen&lt;/b&gt;" in mails()[0].body_html
    assert "<b>bomen</b> komen bij de school, 100%." in mails()[0].body_text


# Following what was adopted


def test_what_was_adopted_is_followed_until_it_is_done(cast: Cast) -> None:
    contribution = contribution_of(cast, email=EMAIL)
    point = contribution.points[0]
    publish(point, cast)
    for state, extra in (("under_way", {"note": "De aannemer begint bij de winkels."}), ("done", {"evidence": "Foto van 24 november"})):
        actions.record_execution(point, ExecutionState(state), on=clock.today(), actor=cast.bram, now=clock.now(), **extra)
    assert kinds()[-2:] == ["execution.recorded", "execution.recorded"]
    assert [mail.name for mail in mails()] == ["outcome_published", "execution_changed", "execution_changed"]
    assert "De aannemer begint bij de winkels." in mails()[1].body_text
    assert "Foto van 24 november" in mails()[2].body_html


def test_the_author_hears_that_it_will_not_happen_after_all(cast: Cast) -> None:
    contribution = contribution_of(cast, email=EMAIL)
    publish(contribution.points[0], cast)
    note = "Er ligt een gasleiding onder het gras. Daar mogen geen bomen staan."
    actions.record_execution(contribution.points[0], ExecutionState.lapsed, on=clock.today(), note=note, actor=cast.bram,
                             now=clock.now())  # fmt: skip
    assert note in mails()[-1].body_text
    assert "gaat niet door" in mails()[-1].subject.lower() + mails()[-1].body_text.lower()


def test_nothing_is_done_without_evidence_and_nothing_follows_the_end(cast: Cast) -> None:
    point = contribution_of(cast).points[0]
    make_outcome(point)
    with pytest.raises(NotReady) as refusal:
        actions.record_execution(point, ExecutionState.done, on=clock.today(), actor=cast.bram, now=clock.now())
    assert refusal.value.field == "evidence"
    make_step(point, ExecutionState.done)
    with pytest.raises(NotReady) as refusal:
        actions.record_execution(point, ExecutionState.under_way, on=clock.today(), actor=cast.bram, now=clock.now())
    assert refusal.value.field == "state"


def test_a_point_that_waits_has_nothing_to_follow(cast: Cast) -> None:
    point = contribution_of(cast).points[0]
    with pytest.raises(NotReady):
        actions.record_execution(point, ExecutionState.under_way, on=clock.today(), actor=cast.bram, now=clock.now())


def test_a_new_decision_starts_the_following_anew(cast: Cast) -> None:
    point = contribution_of(cast).points[0]
    make_outcome(point)
    make_step(point, ExecutionState.lapsed, note="De eigenaar wil het niet meer.")
    with clock.frozen(clock.now() + timedelta(days=3)):
        publish(point, cast)
        assert actions.record_execution(point, ExecutionState.under_way, on=clock.today(), actor=cast.bram, now=clock.now())


# Needing more time


def test_more_time_is_told_before_the_old_day(cast: Cast) -> None:
    contribution = contribution_of(cast, email=EMAIL)
    moving.move_and_tell(promise(contribution), date(2027, 3, 5), reason="De brandweer rekent nog aan de breedte van de straat.",
                         actor=cast.bram, now=clock.now())  # fmt: skip
    (mail,) = mails()
    assert mail.name == "promise_moved"
    for part in ("vrijdag 5 februari 2027", "vrijdag 5 maart 2027", "De brandweer rekent nog aan de breedte van de straat."):
        assert part in mail.body_text
        assert part in mail.body_html


def test_a_move_that_is_refused_tells_nobody(cast: Cast) -> None:
    contribution = contribution_of(cast, email=EMAIL)
    with pytest.raises(CannotMove):
        moving.move_and_tell(promise(contribution), date(2027, 3, 5), reason="", actor=cast.bram, now=clock.now())
    assert mails() == []
