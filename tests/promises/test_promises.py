"""A promise is made, kept, moved in time, or missed; nothing makes a missed one look kept (I25, I26)."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from participation import clock
from participation.db import db
from participation.history import Event
from participation.promises import actions, rules
from participation.promises.models import Promise, PromiseKind, PromiseState
from participation.promises.rules import CannotMove
from tests.factories.contributions import make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast

DUE = date(2027, 2, 5)
REASON = "De brandweer rekent nog aan de breedte van de straat."


@pytest.mark.parametrize(
    ("kept", "today", "state"),
    [
        (None, date(2027, 2, 5), PromiseState.open),
        (None, date(2027, 2, 6), PromiseState.missed),
        (datetime(2027, 2, 5, 23, 59, 59, tzinfo=clock.ZONE), date(2027, 3, 1), PromiseState.kept),
        (datetime(2027, 2, 6, 0, 0, 0, tzinfo=clock.ZONE), date(2027, 3, 1), PromiseState.kept_late),
    ],
)
def test_the_state_follows_from_the_days_alone(kept: datetime | None, today: date, state: PromiseState) -> None:
    assert Promise(due=DUE, kept_at=kept).state(today) is state


@pytest.mark.parametrize(
    ("promise", "new_due", "reason", "today", "sentence"),
    [
        (Promise(due=DUE, kept_at=datetime(2027, 1, 5, tzinfo=clock.ZONE)), date(2027, 3, 5), REASON, date(2027, 1, 9),
         "Deze belofte is al nagekomen. Verzetten hoeft niet meer."),
        (Promise(due=DUE), date(2027, 3, 5), REASON, DUE,
         "Verzetten kan alleen vóór de beloofde dag. Geef zo snel mogelijk antwoord; te laat blijft te laat."),
        (Promise(due=DUE), date(2027, 3, 5), REASON, date(2027, 2, 9),
         "Verzetten kan alleen vóór de beloofde dag. Geef zo snel mogelijk antwoord; te laat blijft te laat."),
        (Promise(due=DUE), DUE, REASON, date(2027, 2, 4),
         "Kies een dag die later is dan de dag die u eerst beloofde."),
        (Promise(due=DUE), date(2027, 3, 5), " te druk ", date(2027, 2, 4),
         "Leg in minstens één zin uit waarom u meer tijd nodig hebt. De bewoner leest dit."),
        (Promise(due=DUE), date(2027, 3, 5), "vakantievakantievakantie", date(2027, 2, 4),
         "Leg in minstens één zin uit waarom u meer tijd nodig hebt. De bewoner leest dit."),
        (Promise(due=DUE), date(2027, 3, 5), REASON, date(2027, 2, 4), None),
    ],
)  # fmt: skip
def test_a_promise_moves_only_in_time_to_a_later_day_with_a_reason(
    promise: Promise, new_due: date, reason: str, today: date, sentence: str | None
) -> None:
    refusal = rules.why_not_move(promise, new_due, reason, today=today)
    assert (refusal.sentence if refusal else None) == sentence


def owed(cast: Cast) -> Promise:
    contribution = make_contribution(make_open_track(cast.bram))
    return db.session.scalars(select(Promise).where(Promise.contribution_id == contribution.id)).one()


def test_a_move_keeps_the_old_day_and_the_reason_beside_the_new_one(cast: Cast) -> None:
    promise = owed(cast)
    move = actions.move(promise, date(2027, 3, 5), reason=f" {REASON} ", actor=cast.bram, now=clock.now())
    assert (move.due_before, move.due_after, move.reason) == (DUE, date(2027, 3, 5), REASON)
    assert promise.due == date(2027, 3, 5)
    event = db.session.scalars(select(Event).where(Event.kind == "promise.moved")).one()
    assert (event.why, event.data["due_before"], event.data["due_after"]) == (REASON, "2027-02-05", "2027-03-05")


def test_a_refused_move_changes_nothing(cast: Cast) -> None:
    promise = owed(cast)
    with pytest.raises(CannotMove):
        actions.move(promise, date(2027, 1, 1), reason=REASON, actor=cast.bram, now=clock.now())
    assert (promise.due, promise.moves) == (DUE, [])


def test_a_promise_is_kept_once(cast: Cast) -> None:
    promise = owed(cast)
    actions.keep(promise, now=clock.now(), actor=cast.bram)
    first = promise.kept_at
    actions.keep(promise, now=datetime(2027, 1, 1, tzinfo=clock.ZONE))
    assert promise.kept_at == first
    assert db.session.query(Event).filter_by(kind="promise.kept").count() == 1
    assert actions.open_promises(promise.contribution_id or 0) == []
    promise.kept_at = None


def test_another_colleague_takes_over_and_the_department_stays_answerable(cast: Cast) -> None:
    promise = owed(cast)
    actions.give_to(promise, cast.chantal, actor=cast.dirk, now=clock.now())
    actions.give_to(promise, cast.chantal, actor=cast.dirk, now=clock.now())
    assert (promise.owner_id, promise.department_id) == (cast.chantal.id, cast.streets.id)
    assert db.session.query(Event).filter_by(kind="promise.given").count() == 1


def test_what_is_still_owed_in_a_track_is_found_by_kind(cast: Cast) -> None:
    promise = owed(cast)
    assert actions.first_open(promise.track_id, PromiseKind.answer) is promise
    assert actions.first_open(promise.track_id, PromiseKind.track_answer) is None
