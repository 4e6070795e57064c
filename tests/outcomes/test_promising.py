"""What an answer does to what was promised, and when more time is told (I21, I25)."""

from datetime import date, datetime

import pytest

from participation import clock
from participation.contributions.models import Contribution
from participation.db import db
from participation.outcomes import moving, promising
from participation.outcomes.models import OutcomeKind
from participation.promises.models import Promise, PromiseKind, PromiseState
from participation.promises.rules import CannotMove
from participation.tracks.models import TrackState
from tests.factories.contributions import check_public, make_contribution
from tests.outcomes.answered import EMAIL, contribution_of, mails, promise, publish, split
from tests.support.cast import Cast


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
    owed = Promise(
        kind=PromiseKind.track_answer,
        track_id=contribution.track_id,
        department_id=contribution.track.department_id,
        made_at=clock.now(),
        due=date(2027, 2, 5),
    )
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


def test_the_clock_keeps_it_when_the_last_answer_came_before_the_track_closed(cast: Cast) -> None:
    contribution = contribution_of(cast)
    owed = track_promise(contribution)
    publish(contribution.points[0], cast)
    assert promising.keep_track_answers(clock.now()) == []
    contribution.track.state = TrackState.answering
    assert promising.keep_track_answers(clock.now()) == ["molenstraat"]
    assert owed.kept_at is not None
    assert promising.keep_track_answers(clock.now()) == []


def test_the_clock_keeps_nothing_while_somebody_waits(cast: Cast) -> None:
    contribution = contribution_of(cast)
    owed = track_promise(contribution)
    contribution.track.state = TrackState.answering
    assert promising.keep_track_answers(clock.now()) == []
    assert owed.kept_at is None


def test_an_open_track_has_not_answered_everybody_yet(cast: Cast) -> None:
    contribution = contribution_of(cast)
    owed = track_promise(contribution)
    publish(contribution.points[0], cast)
    assert owed.kept_at is None


def test_more_time_is_told_before_the_old_day(cast: Cast) -> None:
    contribution = contribution_of(cast, email=EMAIL)
    moving.move_and_tell(
        promise(contribution),
        date(2027, 3, 5),
        reason="De brandweer rekent nog aan de breedte van de straat.",
        actor=cast.bram,
        now=clock.now(),
    )
    (mail,) = mails()
    assert mail.name == "promise_moved"
    for part in (
        "vrijdag 5 februari 2027",
        "vrijdag 5 maart 2027",
        "De brandweer rekent nog aan de breedte van de straat.",
    ):
        assert part in mail.body_text
        assert part in mail.body_html


def test_a_move_that_is_refused_tells_nobody(cast: Cast) -> None:
    contribution = contribution_of(cast, email=EMAIL)
    with pytest.raises(CannotMove):
        moving.move_and_tell(promise(contribution), date(2027, 3, 5), reason="", actor=cast.bram, now=clock.now())
    assert mails() == []
