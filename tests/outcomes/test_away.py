"""Who is away says until when and who stands in: nothing waits, and no day moves because of it."""

from datetime import date, datetime

import pytest

from participation import clock
from participation.accounts import absence
from participation.accounts.models import User
from participation.config import Municipality
from participation.contributions.dividing import queries
from participation.contributions.dividing.actions import add_rule, give
from participation.contributions.dividing.rules import Asks
from participation.contributions.models import Channel
from participation.db import db
from participation.outcomes import owed
from participation.outcomes.handover import away, leaving, open_work, orphans
from participation.outcomes.handover.actions import hand_over_track
from participation.outcomes.handover.away import CannotStandIn
from participation.outcomes.reminding import remind
from participation.tracks.models import Track
from tests.factories.contributions import make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast, make_user

TODAY, LAST = date(2026, 11, 24), date(2026, 12, 3)


@pytest.fixture
def track(cast: Cast) -> Track:
    return make_open_track(cast.bram, departments=[cast.parks])


@pytest.fixture
def jan(cast: Cast) -> User:
    jan = make_user("Jan Smit", cast.bram.role, cast.streets)
    db.session.commit()
    return jan


def told(day: date) -> list[str]:
    names = remind(datetime(day.year, day.month, day.day, 9, tzinfo=clock.ZONE), Municipality())
    db.session.commit()
    return sorted(names)


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (date(2026, 12, 3), date(2026, 12, 1), "ligt vóór de eerste"),
        (date(2026, 11, 1), date(2026, 11, 23), "al voorbij"),
        (date(2026, 11, 24), date(2027, 12, 24), "langer dan een jaar"),
    ],
)
def test_the_days_have_to_be_in_order_and_not_over(cast: Cast, first: date, last: date, sentence: str) -> None:
    with pytest.raises(CannotStandIn, match=sentence):
        away.plan(cast.bram, first, last, None, now=clock.now())


def test_only_who_may_answer_in_the_same_tracks_stands_in(track: Track, cast: Cast, jan: User) -> None:
    make_contribution(track)
    assert [one.name for one in away.deputies(cast.bram)] == ["Chantal Mulder", "Jan Smit"]
    with pytest.raises(CannotStandIn, match="werkt niet aan ‘Herinrichting Molenstraat’"):
        away.plan(cast.bram, TODAY, LAST, cast.esther, now=clock.now())
    with pytest.raises(CannotStandIn, match="andere collega"):
        away.plan(cast.bram, TODAY, LAST, cast.bram, now=clock.now())
    away.plan(jan, TODAY, TODAY, None, now=clock.now())
    with pytest.raises(CannotStandIn, match="zelf ook niet"):
        away.plan(cast.bram, TODAY, LAST, jan, now=clock.now())


def test_the_deputy_has_the_inbox_from_the_first_day_to_the_last(track: Track, cast: Cast, jan: User) -> None:
    make_contribution(track)
    away.plan(cast.bram, date(2026, 11, 25), LAST, jan, now=clock.now())
    db.session.commit()
    days = {TODAY: [], date(2026, 11, 25): ["Bram de Boer"], LAST: ["Bram de Boer"], date(2026, 12, 4): []}
    for day, whose in days.items():
        with clock.frozen(datetime(day.year, day.month, day.day, 12, tzinfo=clock.ZONE)):
            assert [row.owner for row in owed.mine(jan).rows] == whose, day
    assert [row.owner for row in owed.mine(cast.bram).rows] == ["Bram de Boer"], "the own inbox stays"


def test_the_reminder_goes_to_the_deputy_or_else_to_the_team(track: Track, cast: Cast, jan: User) -> None:
    make_contribution(track)
    soon = date(2027, 1, 29)  # Five working days before Friday 5 February.
    away.plan(cast.bram, date(2027, 1, 25), date(2027, 2, 20), jan, now=clock.now())
    assert told(soon) == ["Jan Smit"]
    make_contribution(track)
    away.plan(cast.bram, date(2027, 1, 25), date(2027, 2, 20), None, now=clock.now())
    make_user("Kees Tol", cast.bram.role, cast.streets)
    db.session.commit()
    assert told(soon) == ["Jan Smit", "Kees Tol"]


def test_what_waits_for_a_team_is_told_to_the_team(track: Track, cast: Cast) -> None:
    give(make_contribution(track), cast.parks, actor=cast.bram, now=clock.now())
    db.session.commit()
    assert told(date(2027, 1, 29)) == ["Chantal Mulder"]
    assert told(date(2027, 2, 3)) == ["Dirk Visser"], "two working days before the coordinator hears it"


def test_who_is_away_without_a_deputy_while_something_breaks_is_named(track: Track, cast: Cast, jan: User) -> None:
    make_contribution(track)
    away.plan(cast.bram, TODAY, LAST, None, now=clock.now())
    assert (away.uncovered(TODAY), away.breaks_meanwhile(cast.bram, TODAY, LAST)) == ([], None)
    away.plan(cast.bram, TODAY, date(2027, 2, 5), None, now=clock.now())
    assert [one.name for one in away.uncovered(TODAY)] == ["Bram de Boer"]
    away.plan(cast.bram, TODAY, date(2027, 2, 5), jan, now=clock.now())
    assert away.uncovered(TODAY) == []
    db.session.commit()
    leaving.deactivate(jan, actor=cast.esther, now=clock.now())
    db.session.commit()
    assert [one.name for one in away.uncovered(TODAY)] == ["Bram de Boer"], "the deputy left: the team stands in"
    found = absence.of(cast.bram)
    assert found is not None and found.deputy is None


def test_who_a_rule_points_to_cannot_leave_before_somebody_else_has_it(track: Track, cast: Cast, jan: User) -> None:
    add_rule(track, Asks(channel=Channel.paper), jan, actor=cast.bram, now=clock.now())
    db.session.commit()
    with pytest.raises(leaving.StillHasWork, match="krijgt bijdragen door een verdeelregel"):
        leaving.deactivate(jan, actor=cast.esther, now=clock.now())
    hand_over_track(track, jan, cast.chantal, actor=cast.dirk, now=clock.now())
    db.session.commit()
    assert open_work.of(jan) == []
    (rule,) = queries.rules_of([track.id])
    assert rule.user is cast.chantal
    leaving.deactivate(jan, actor=cast.esther, now=clock.now())
    db.session.commit()


def test_a_rule_that_points_to_a_closed_account_is_named(track: Track, cast: Cast, jan: User) -> None:
    add_rule(track, Asks(channel=Channel.paper), jan, actor=cast.bram, now=clock.now())
    jan.active = False
    db.session.commit()
    assert [(one.kind, one.name) for one in orphans.orphans()] == [("rule", "Jan Smit")]
    assert "Een verdeelregel wijst naar wie hier niet meer werkt" in orphans.orphans()[0].sentence
