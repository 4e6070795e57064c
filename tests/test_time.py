"""The clock of the house: a worker that stood still for three days, the end of summer time, and the end of a Dutch day.

Whatever the worker did or not, what residents were told holds; and when it comes back it says everything once.
"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from participation import clock, worker
from participation.config import Settings
from participation.db import db
from participation.history import Event
from participation.mail import OutboundMail
from participation.promises.models import Promise, PromiseKind, PromiseState
from participation.tracks.actions import run_calendar
from participation.tracks.models import Track, TrackState
from participation.tracks.notices import NoticeKind, tell_everybody
from participation.tracks.rules import takes_contributions
from tests.factories.contributions import make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast

FRIDAY = datetime(2026, 10, 23, 8, 0, tzinfo=UTC)
"""The last working day of summer time: the clocks go back in the night of Saturday 24 on Sunday 25 October 2026."""
MONDAY = datetime(2026, 10, 26, 8, 0, tzinfo=UTC)


@pytest.fixture
def house(app: Flask, cast: Cast) -> Settings:
    """On Friday: a track whose last day is Saturday, an answer due on Monday, and news that nobody was mailed yet."""
    with clock.frozen(FRIDAY):
        track = make_open_track(cast.bram, opens_on=date(2026, 10, 1), closes_on=date(2026, 10, 24),
                                promised_on=date(2026, 10, 26))  # fmt: skip
        make_contribution(track, email="amina@bewoner.example")
        tell_everybody(track, NoticeKind.interim_news, "Wij lezen nog.", actor=cast.bram, now=FRIDAY)
        db.session.commit()
    found: Settings = app.config["SETTINGS"]
    return found


def round_at(settings: Settings, moment: datetime) -> None:
    """One round of everything but the delivery of mail, which would empty the outbox that we look at."""
    with clock.frozen(moment):
        assert worker.run_once([job for job in worker.jobs(settings) if job.name not in ("mail", "seal")])


def said() -> Counter[tuple[str, str]]:
    """Each mail that was made, by its name and whom it is for."""
    db.session.rollback()
    return Counter((mail.name, mail.to) for mail in db.session.scalars(select(OutboundMail)))


def happened() -> Counter[str]:
    db.session.rollback()
    return Counter(db.session.scalars(select(Event.kind)))


def test_after_three_days_down_everything_is_said_once_and_nothing_is_skipped(house: Settings) -> None:
    round_at(house, MONDAY + timedelta(days=1))
    mails, log = said(), happened()
    track = db.session.scalars(select(Track)).one()
    assert track.state is TrackState.answering
    assert mails["notice", "amina@bewoner.example"] == 1
    assert {to for name, to in mails if name == "promises_to_keep"} == {
        "bram@doorwerking.example", "dirk@doorwerking.example", "esther@doorwerking.example",
    }  # fmt: skip
    assert max(mails.values()) == 1
    round_at(house, MONDAY + timedelta(days=1, minutes=40))
    assert (said(), happened()) == (mails, log)


def test_a_worker_that_ran_every_day_ends_in_the_same_place(house: Settings) -> None:
    for days in range(5):
        round_at(house, FRIDAY + timedelta(days=days))
    track, mails = db.session.scalars(select(Track)).one(), said()
    assert track.state is TrackState.answering
    assert mails["notice", "amina@bewoner.example"] == 1
    assert {step for step in db.session.scalars(select(Promise.reminded))} == {3}
    assert happened()["track.closed_for_input"] == 1


def test_a_day_ends_at_midnight_in_the_netherlands_not_in_utc(house: Settings) -> None:
    track = db.session.scalars(select(Track)).one()
    last = datetime(2026, 10, 24, 21, 59, 59, tzinfo=UTC)
    assert takes_contributions(track, clock.local(last).date())
    assert not takes_contributions(track, clock.local(last + timedelta(seconds=1)).date())


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (datetime(2026, 10, 24, 21, 59, 59, tzinfo=UTC), TrackState.open),
        (datetime(2026, 10, 24, 22, 0, 0, tzinfo=UTC), TrackState.answering),
    ],
    ids=["the last second of Saturday", "the first second of Sunday"],
)
def test_the_calendar_closes_a_track_after_its_last_dutch_second(
    house: Settings, moment: datetime, state: TrackState
) -> None:
    run_calendar(moment, house.municipality)
    assert db.session.scalars(select(Track)).one().state is state


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC), PromiseState.open),
        (datetime(2026, 10, 26, 22, 59, 59, tzinfo=UTC), PromiseState.open),
        (datetime(2026, 10, 26, 23, 0, 0, tzinfo=UTC), PromiseState.missed),
    ],
    ids=["the evening before, in winter time", "the last second of the day", "the next day"],
)
def test_a_promise_breaks_at_the_end_of_its_dutch_day_also_after_the_clock_went_back(
    house: Settings, moment: datetime, state: PromiseState
) -> None:
    promise = db.session.scalars(select(Promise).where(Promise.kind == PromiseKind.answer)).one()
    assert promise.state(clock.local(moment).date()) is state


def test_the_night_with_an_hour_twice_does_everything_once(house: Settings) -> None:
    for moment in (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)):
        assert clock.local(moment).hour == 2
        round_at(house, moment)
    assert happened()["track.closed_for_input"] == 1
    assert said()["notice", "amina@bewoner.example"] == 1
