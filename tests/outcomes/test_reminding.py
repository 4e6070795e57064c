"""What is about to break is said in time, step by step, once each, to who can still do something about it (I25, I26)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import select, update

from participation import clock, worker
from participation.config import Municipality
from participation.db import db
from participation.mail import OutboundMail
from participation.outcomes.reminding import remind
from participation.promises import actions as promises
from participation.promises.models import Promise, PromiseKind
from participation.tracks.models import Track
from tests.factories.contributions import make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.counting import counted

TERMS = Municipality()
FRIDAY = date(2027, 2, 5)


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=clock.ZONE)


@pytest.fixture
def track(cast: Cast) -> Iterator[Track]:
    yield make_open_track(cast.bram)


def told(day: date) -> list[str]:
    """Who is told on *day*, by name, as the worker would in the morning."""
    names = remind(at(day), TERMS)
    db.session.commit()
    return sorted(names)


def test_first_the_owner_then_the_coordinator_then_the_director_each_once(track: Track, cast: Cast) -> None:
    make_contribution(track)
    days = {
        date(2027, 1, 28): [],
        date(2027, 1, 29): [cast.bram.name],  # Five working days before Friday 5 February.
        date(2027, 1, 30): [],
        date(2027, 2, 2): [],
        date(2027, 2, 3): [cast.dirk.name],  # Two working days before.
        date(2027, 2, 4): [],
        FRIDAY: [],
        date(2027, 2, 6): [cast.esther.name],  # The day on which it is broken.
        date(2027, 2, 7): [],
        date(2027, 3, 7): [],
    }
    assert {day: told(day) for day in days} == days


def test_a_worker_that_stood_still_tells_everybody_it_skipped_and_nobody_twice(track: Track, cast: Cast) -> None:
    make_contribution(track)
    assert told(date(2027, 2, 8)) == sorted([cast.bram.name, cast.dirk.name, cast.esther.name])
    assert told(date(2027, 2, 8)) == []
    assert db.session.scalars(select(Promise.reminded)).all() == [3]


def test_working_days_are_counted_over_a_weekend(track: Track, cast: Cast) -> None:
    make_contribution(track)
    db.session.execute(update(Promise).values(due=date(2027, 2, 8)))  # A Monday.
    assert told(date(2027, 2, 1)) == [cast.bram.name]
    assert told(date(2027, 2, 3)) == []
    assert told(date(2027, 2, 4)) == [cast.dirk.name]
    assert told(date(2027, 2, 8)) == []
    assert told(date(2027, 2, 9)) == [cast.esther.name]


def test_one_mail_for_each_person_with_the_first_words_of_each_track(track: Track, cast: Cast) -> None:
    for number in range(5):
        make_contribution(track, f"Idee {number}: zet een bank bij de halte.")
    other = make_open_track(cast.bram, slug="havendijk", title="Fietsroute Havendijk")
    make_contribution(other, "<b>Meer licht</b> op het fietspad.")
    told(date(2027, 2, 1))
    (queued,) = db.session.scalars(select(OutboundMail))
    assert (queued.to, queued.name) == (cast.bram.email, "promises_to_keep")
    assert [f"Idee {number}" in queued.body_text for number in range(5)] == [True, True, True, False, False]
    assert "/werk?traject=molenstraat" in queued.body_text and "Fietsroute Havendijk" in queued.body_text
    assert "&lt;b&gt;Meer licht" in queued.body_html
    assert "vrijdag 5 februari 2027" in queued.body_text


def test_what_nobody_keeps_goes_to_the_coordinator_in_the_place_of_an_owner(track: Track, cast: Cast) -> None:
    make_contribution(track)
    make_contribution(track)
    first, second = db.session.scalars(select(Promise).order_by(Promise.id))
    first.owner_id = None
    gone = cast.chantal
    gone.active = False
    second.owner_id = gone.id
    db.session.commit()
    assert told(date(2027, 1, 29)) == [cast.dirk.name]
    assert told(date(2027, 2, 3)) == [], "the coordinator knows"
    assert told(date(2027, 2, 6)) == [cast.esther.name]


def test_a_promise_that_was_moved_begins_again(track: Track, cast: Cast) -> None:
    make_contribution(track)
    assert told(date(2027, 2, 3)) == sorted([cast.bram.name, cast.dirk.name])
    promise = db.session.scalars(select(Promise)).one()
    promises.move(promise, date(2027, 3, 5), reason="De brandweer rekent nog aan de straat.", actor=cast.bram,
                  now=at(date(2027, 2, 4)))  # fmt: skip
    db.session.commit()
    assert told(date(2027, 2, 25)) == []
    assert told(date(2027, 2, 26)) == [cast.bram.name]


def test_what_was_kept_needs_no_reminder(track: Track, cast: Cast) -> None:
    make_contribution(track)
    promise = db.session.scalars(select(Promise)).one()
    promises.keep(promise, now=clock.now())
    assert told(date(2027, 2, 8)) == []
    promise.kept_at = None
    db.session.commit()


def test_a_promise_to_everybody_is_named_in_the_words_residents_read(track: Track, cast: Cast) -> None:
    promises.make(PromiseKind.decision, due=FRIDAY, track_id=track.id, department_id=track.department_id,
                  owner_id=cast.bram.id, now=clock.now(), about="path:1", text="Het college beslist over: Ontwerp.")  # fmt: skip
    told(date(2027, 2, 1))
    (queued,) = db.session.scalars(select(OutboundMail))
    assert "Het college beslist over: Ontwerp." in queued.body_text


def test_the_work_is_the_same_for_many_as_for_few(app: Flask, track: Track) -> None:
    def cost(day: date) -> int:
        with counted(app) as statements:
            told(day)
        return len(statements)

    make_contribution(track)
    few = cost(date(2027, 2, 1))
    for _ in range(30):
        make_contribution(track)
    assert cost(date(2027, 2, 1)) == few


@pytest.mark.parametrize(("moment", "is_told"), [
    (datetime(2026, 10, 26, 5, 59, tzinfo=clock.UTC), False),  # 6.59 in the first winter morning
    (datetime(2026, 10, 26, 6, 0, tzinfo=clock.UTC), True),
    (datetime(2026, 10, 23, 5, 0, tzinfo=clock.UTC), True),  # 7.00 in the last summer week
    (datetime(2026, 10, 23, 17, 0, tzinfo=clock.UTC), False),
])  # fmt: skip
def test_the_worker_reminds_in_the_hours_in_which_people_work(
    app: Flask, cast: Cast, moment: datetime, is_told: bool
) -> None:
    track = make_open_track(cast.bram, slug="herfst", promised_on=date(2026, 10, 28))
    make_contribution(track)
    worker._remind(app.config["SETTINGS"], moment, Event())
    assert bool(db.session.scalars(select(OutboundMail)).all()) is is_told


def test_a_promise_breaks_at_the_end_of_its_day_also_when_that_day_has_25_hours(cast: Cast) -> None:
    track = make_open_track(cast.bram, slug="herfst", promised_on=date(2026, 10, 25))
    make_contribution(track)
    last = datetime(2026, 10, 25, 22, 59, tzinfo=clock.UTC)
    assert cast.esther.name not in remind(last, TERMS)
    assert remind(last + timedelta(minutes=1), TERMS) == [cast.esther.name]
    db.session.commit()
