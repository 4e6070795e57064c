"""A promise to everybody moves in time, for everybody at once, with a reason each of them reads (I25)."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from participation import clock
from participation.db import db
from participation.history import Event
from participation.outcomes.moving import MovesWithTheRoom, move_for_everybody
from participation.promises import actions as promises
from participation.promises.models import Promise, PromiseKind, PromiseMove, PromiseState
from participation.promises.rules import CannotMove
from participation.tracks.models import Track
from participation.tracks.notices import Notice, NoticeKind
from participation.tracks.promising import promise_the_dates
from tests.factories.contributions import make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.counting import counted

OLD, NEW = date(2027, 2, 5), date(2027, 3, 5)
REASON = "De brandweer rekent nog aan de breedte van de straat."


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.ZONE)


@pytest.fixture
def track(cast: Cast) -> Iterator[Track]:
    track = make_open_track(cast.bram)
    promises.make(PromiseKind.track_answer, due=OLD, track_id=track.id, department_id=track.department_id,
                  owner_id=cast.bram.id, now=clock.now(), text="Iedereen die reageert, krijgt antwoord.")  # fmt: skip
    promise_the_dates(track, cast.bram, clock.now())
    db.session.commit()
    yield track


def one(track: Track, kind: PromiseKind) -> Promise:
    return next(promise for promise in promises.to_everybody(track.id) if promise.kind is kind)


def answers(track: Track) -> list[Promise]:
    wanted = select(Promise).where(Promise.track_id == track.id, Promise.kind == PromiseKind.answer)
    return list(db.session.scalars(wanted.order_by(Promise.id)))


def test_every_answer_of_that_day_moves_along_each_with_its_own_reason_in_the_ledger(track: Track, cast: Cast) -> None:
    first = make_contribution(track)
    make_contribution(track)
    other, answered = make_contribution(track), make_contribution(track)
    promised = answers(track)
    promised[2].due = date(2027, 1, 20)
    promises.keep(promised[3], now=clock.now())
    promised[0].reminded = 2
    db.session.commit()

    move_for_everybody(
        one(track, PromiseKind.track_answer), NEW, reason=REASON, actor=cast.bram, now=at(date(2027, 2, 4), 23, 59)
    )
    db.session.commit()

    found = answers(track)
    assert [promise.due for promise in found] == [NEW, NEW, date(2027, 1, 20), OLD]
    assert [[(move.due_before, move.due_after, move.reason) for move in promise.moves] for promise in found] == [
        [(OLD, NEW, REASON)], [(OLD, NEW, REASON)], [], [],
    ]  # fmt: skip
    assert (found[0].reminded, track.promised_on, one(track, PromiseKind.track_answer).due) == (0, NEW, NEW)
    assert found[0].contribution_id == first.id and found[2].contribution_id == other.id
    assert found[3].contribution_id == answered.id
    answered_promise = found[3]
    answered_promise.kept_at = None
    db.session.commit()


def test_everybody_is_told_in_the_same_transaction(track: Track, cast: Cast) -> None:
    promise = one(track, PromiseKind.track_answer)
    move_for_everybody(promise, NEW, reason=REASON, actor=cast.bram, now=clock.now())
    notice = db.session.scalars(select(Notice)).one()
    assert (notice.kind, notice.text) == (NoticeKind.promise_moved, REASON)
    assert notice.data == {
        "promise_id": promise.id, "what": "track_answer", "about": "Iedereen die reageert, krijgt antwoord.",
        "before": "2027-02-05", "after": "2027-03-05",
    }  # fmt: skip
    assert db.session.scalars(select(Event.kind).order_by(Event.id)).all()[-2:] == ["promise.moved", "notice.published"]


@pytest.mark.parametrize(
    "now", [at(OLD, 0), at(OLD, 23), at(date(2027, 2, 20), 12)], ids=["at midnight", "on", "after"]
)
def test_from_its_day_on_it_is_missed_for_ever(track: Track, cast: Cast, now: datetime) -> None:
    make_contribution(track)
    promise = one(track, PromiseKind.track_answer)
    with pytest.raises(CannotMove, match="te laat blijft te laat"):
        move_for_everybody(promise, NEW, reason=REASON, actor=cast.bram, now=now)
    assert [row.due for row in answers(track)] == [OLD] and track.promised_on == OLD
    assert db.session.scalars(select(PromiseMove)).all() == []
    assert promise.state(date(2027, 2, 6)) is PromiseState.missed


@pytest.mark.parametrize("kind", [PromiseKind.decision, PromiseKind.unknown_point])
def test_a_day_that_stands_in_the_room_moves_with_the_room_only(track: Track, cast: Cast, kind: PromiseKind) -> None:
    with pytest.raises(MovesWithTheRoom, match="Verander de ruimte"):
        move_for_everybody(one(track, kind), date(2028, 1, 1), reason=REASON, actor=cast.bram, now=clock.now())


def test_without_a_reason_nothing_moves(track: Track, cast: Cast) -> None:
    with pytest.raises(CannotMove) as refusal:
        move_for_everybody(one(track, PromiseKind.track_answer), NEW, reason="druk", actor=cast.bram, now=clock.now())
    assert refusal.value.field == "reason" and track.promised_on == OLD


def test_it_takes_as_many_statements_for_many_as_for_one(app: Flask, track: Track, cast: Cast) -> None:
    def cost(new: date) -> int:
        promise = one(track, PromiseKind.track_answer)
        with counted(app) as statements:
            move_for_everybody(promise, new, reason=REASON, actor=cast.bram, now=clock.now())
            db.session.commit()
        return len(statements)

    make_contribution(track)
    few = cost(NEW)
    for _ in range(20):
        make_contribution(track)
    assert cost(date(2027, 3, 12)) == few


def test_the_last_second_before_the_day_is_in_time_also_at_the_end_of_summer_time(cast: Cast) -> None:
    """25 October 2026 has 25 hours; the day before it ends at 22.00 UTC."""
    with clock.frozen(at(date(2026, 10, 1), 12)):
        track = make_open_track(cast.bram, slug="herfst", promised_on=date(2026, 10, 25))
        promises.make(PromiseKind.track_answer, due=date(2026, 10, 25), track_id=track.id,
                      department_id=track.department_id, owner_id=cast.bram.id, now=clock.now())  # fmt: skip
    promise = one(track, PromiseKind.track_answer)
    moment = datetime(2026, 10, 24, 21, 59, 59, tzinfo=clock.UTC)
    move_for_everybody(promise, date(2026, 11, 20), reason=REASON, actor=cast.bram, now=moment)
    assert promise.due == date(2026, 11, 20)
