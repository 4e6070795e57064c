"""One mail in the morning: what names a colleague and what residents answered, once, and nothing that was read."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import select

from participation import clock, worker
from participation.contributions.asking_back import actions as asking_back
from participation.contributions.asking_back.models import AskedBack
from participation.contributions.models import Contribution
from participation.contributions.notes import actions as notes
from participation.db import db
from participation.mail import OutboundMail
from participation.outcomes.models import OutcomeKind
from tests.factories.contributions import check_public, make_contribution
from tests.factories.tracks import make_open_track
from tests.outcomes.answered import publish
from tests.support.cast import Cast

QUESTION, WHY = "Bij welke ingang van de school staat u?", "Dan weten wij welke bomen u bedoelt."


@pytest.fixture
def contribution(cast: Cast) -> Iterator[Contribution]:
    yield make_contribution(make_open_track(cast.bram))


def mails() -> list[OutboundMail]:
    found = select(OutboundMail).where(OutboundMail.name == "waiting_for_you").order_by(OutboundMail.id)
    return list(db.session.scalars(found))


def morning(days: int = 1, hour: int = 8) -> None:
    """The worker comes by, so many days later."""
    today = clock.today() + timedelta(days=days)
    worker._tell_in_the_morning(datetime(today.year, today.month, today.day, hour, tzinfo=clock.ZONE), Event())


def test_who_is_named_hears_it_the_next_morning_in_one_mail(contribution: Contribution, cast: Cast) -> None:
    other = make_contribution(contribution.track, "Nog iets.")
    for said in (contribution, other):
        notes.write(said, "Een geheime gedachte over dit plan.", [cast.dirk.id], actor=cast.bram, now=clock.now())
    db.session.commit()
    numbers = [contribution.number, other.number]
    morning(days=0, hour=18)
    assert mails() == []
    morning(hour=6)
    assert mails() == [], "not before people work"
    for hour in (7, 8, 18):
        morning(hour=hour)
    morning(days=3)
    (queued,) = mails()
    assert (queued.to, queued.subject) == ("dirk@doorwerking.example", "Een collega noemde u in een notitie")
    for body in (queued.body_text, queued.body_html):
        assert all(f"/werk/bijdragen/{number}" in body for number in numbers)
        assert "Bram de Boer" in body
        assert "geheime" not in body, "the note itself stays at the desk"


def test_what_was_read_is_in_no_mail(contribution: Contribution, cast: Cast) -> None:
    notes.write(contribution, "Wil je dit lezen?", [cast.dirk.id], actor=cast.bram, now=clock.now())
    notes.read(contribution, actor=cast.dirk, now=clock.now())
    db.session.commit()
    morning()
    assert mails() == []


def test_who_left_or_may_not_see_the_track_any_more_gets_no_mail(contribution: Contribution, cast: Cast) -> None:
    contribution.track.departments = [cast.parks]
    db.session.flush()
    notes.write(contribution, "Wil je dit lezen?", [cast.chantal.id, cast.dirk.id], actor=cast.bram, now=clock.now())
    contribution.track.departments, cast.dirk.active = [], False
    db.session.commit()
    morning()
    assert mails() == []


def test_an_answer_and_a_silence_are_told_to_who_handles_it(contribution: Contribution, cast: Cast) -> None:
    asked = asking_back.ask(contribution, QUESTION, WHY, date(2026, 12, 4), actor=cast.bram, now=clock.now())
    other = make_contribution(contribution.track, "Nog iets.")
    asking_back.ask(other, QUESTION, WHY, date(2026, 12, 4), actor=cast.bram, now=clock.now())
    asking_back.answer(contribution, asked.id, "Bij de achterdeur.", now=clock.now())
    db.session.commit()
    morning()
    (first,) = mails()
    assert (first.to, first.subject) == ("bram@doorwerking.example", "Nieuws van bewoners aan wie wij iets vroegen")
    assert "de bewoner gaf antwoord" in first.body_text
    assert "achterdeur" not in first.body_text
    morning(days=10)
    assert mails() == [first], "the wish is for the fourth, and that day is not over"
    morning(days=11)
    (_first, second) = mails()
    assert (
        "op 4 december 2026 was er nog geen antwoord van de bewoner. Geef antwoord met wat u weet." in second.body_text
    )
    assert "Wat wij bewoners beloofden, blijft staan." in second.body_html
    morning(days=12)
    assert len(mails()) == 2


def test_what_is_over_leaves_the_walk_of_what_waits(contribution: Contribution, cast: Cast) -> None:
    asking_back.ask(contribution, QUESTION, WHY, date(2026, 12, 4), actor=cast.bram, now=clock.now())
    other = make_contribution(contribution.track, "Nog iets.")
    still = asking_back.ask(other, QUESTION, WHY, date(2026, 12, 4), actor=cast.bram, now=clock.now())
    publish(check_public(contribution).points[0], cast, OutcomeKind.not_adopted)
    db.session.commit()
    still_id = still.id
    morning(days=11)
    assert "Herinrichting Molenstraat" in mails()[0].body_text
    unseen = select(AskedBack.id).where(AskedBack.seen_at.is_(None))
    assert db.session.scalars(unseen).all() == [still_id]


def test_a_worker_that_stood_still_for_days_tells_it_once(contribution: Contribution, cast: Cast) -> None:
    notes.write(contribution, "Wil je dit lezen?", [cast.dirk.id], actor=cast.bram, now=clock.now())
    db.session.commit()
    morning(days=9)
    morning(days=9, hour=9)
    assert len(mails()) == 1
