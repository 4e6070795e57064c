"""Two people at one contribution: who is there is seen, and what somebody types is theirs and stays."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from participation import clock
from participation.contributions import actions as contributions
from participation.contributions.models import Contribution, Point, PublicState
from participation.contributions.points.actions import make_point
from participation.contributions.points.rules import ORIGINAL, Span
from participation.contributions.same_version import PublicChanged, public_mark
from participation.db import db
from participation.history import Event
from participation.outcomes.together import looking, unsaved
from participation.outcomes.together.models import Presence, UnsavedAnswer
from participation.outcomes.together.unsaved import TooLong, TypedElsewhere
from tests.conftest import NOON
from tests.factories.contributions import check_public, make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast

A_MINUTE = timedelta(minutes=1)
TYPED = {"kind": "answered", "reason": "Wij kijken ernaar.\n\n  <b>Echt</b> 🌳"}


@pytest.fixture
def contribution(cast: Cast) -> Contribution:
    return check_public(make_contribution(make_open_track(cast.bram)))


@pytest.fixture
def point(contribution: Contribution) -> Point:
    return contribution.points[0]


def names(contribution: Contribution, after: timedelta) -> list[tuple[str, bool]]:
    return [(one.name, one.writes) for one in looking.looking(contribution.id, NOON + after)]


# Looking


def test_who_opened_the_page_is_seen_since_then_and_gone_after_a_minute(cast: Cast, contribution: Contribution) -> None:
    looking.give_sign(contribution.id, cast.chantal.id, now=NOON)
    looking.give_sign(contribution.id, cast.bram.id, now=NOON + timedelta(seconds=20))
    looking.give_sign(contribution.id, cast.chantal.id, now=NOON + timedelta(seconds=40))
    seen = looking.looking(contribution.id, NOON + timedelta(seconds=50))
    assert [(one.name, one.since) for one in seen] == [
        (cast.chantal.name, NOON), (cast.bram.name, NOON + timedelta(seconds=20)),
    ]  # fmt: skip
    assert names(contribution, timedelta(seconds=80)) == [(cast.chantal.name, False)]
    assert names(contribution, timedelta(seconds=100)) == []


def test_who_comes_back_after_an_absence_is_here_since_now(cast: Cast, contribution: Contribution) -> None:
    looking.give_sign(contribution.id, cast.chantal.id, now=NOON)
    looking.give_sign(contribution.id, cast.chantal.id, now=NOON + A_MINUTE)
    assert looking.looking(contribution.id, NOON + A_MINUTE)[0].since == NOON + A_MINUTE


def test_a_sign_of_life_that_is_young_is_not_given_again(cast: Cast, contribution: Contribution) -> None:
    looking.give_sign(contribution.id, cast.bram.id, now=NOON)
    seen = looking.looking(contribution.id, NOON)
    assert not looking.needs_sign(seen, cast.bram.id, NOON + timedelta(seconds=9))
    assert looking.needs_sign(seen, cast.bram.id, NOON + timedelta(seconds=10))
    assert looking.needs_sign(seen, cast.chantal.id, NOON)


def test_who_typed_just_now_writes_and_looking_is_no_history(
    cast: Cast, contribution: Contribution, point: Point
) -> None:
    events = db.session.scalar(select(func.count(Event.id)))
    looking.give_sign(contribution.id, cast.bram.id, now=NOON)
    unsaved.keep(point, TYPED, seat="a", actor=cast.bram, now=NOON)
    assert names(contribution, timedelta(seconds=30)) == [(cast.bram.name, True)]
    looking.give_sign(contribution.id, cast.bram.id, now=NOON + timedelta(minutes=3))
    assert names(contribution, timedelta(minutes=3)) == [(cast.bram.name, False)]
    assert db.session.scalar(select(func.count(Event.id))) == events


def test_the_worker_forgets_who_left_and_text_of_a_month_ago(
    cast: Cast, contribution: Contribution, point: Point
) -> None:
    looking.give_sign(contribution.id, cast.bram.id, now=NOON)
    unsaved.keep(point, TYPED, seat="a", actor=cast.bram, now=NOON)
    looking.forget_gone(NOON + A_MINUTE)
    unsaved.forget_old(NOON + timedelta(days=29))
    assert db.session.scalar(select(func.count(Presence.user_id))) == 0
    assert unsaved.of(point, cast.bram) is not None
    unsaved.forget_old(NOON + timedelta(days=30))
    assert db.session.scalar(select(func.count(UnsavedAnswer.user_id))) == 0


# What was typed


def test_what_is_typed_is_kept_letter_by_letter_and_for_the_own_eyes_only(cast: Cast, point: Point) -> None:
    unsaved.keep(point, {"reason": "Half"}, seat="a", actor=cast.bram, now=NOON)
    unsaved.keep(point, TYPED, seat="a", actor=cast.bram, now=NOON + A_MINUTE)
    unsaved.keep(point, {"reason": "é" * 20_000}, seat="b", actor=cast.chantal, now=NOON)
    db.session.expire_all()
    mine, hers = unsaved.of(point, cast.bram), unsaved.of(point, cast.chantal)
    assert mine is not None and hers is not None
    assert (mine.fields, mine.at) == (TYPED, NOON + A_MINUTE)
    assert hers.fields["reason"] == "é" * 20_000
    assert unsaved.of(point, cast.dirk) is None


def test_another_window_of_the_same_colleague_overwrites_nothing_and_forgets_nothing(cast: Cast, point: Point) -> None:
    unsaved.keep(point, TYPED, seat="laptop", actor=cast.bram, now=NOON)
    with pytest.raises(TypedElsewhere):
        unsaved.keep(point, {"reason": "Nieuw"}, seat="telefoon", actor=cast.bram, now=NOON)
    unsaved.forget(point, seat="telefoon", actor=cast.bram)
    unsaved.forget(point, seat="laptop", actor=cast.chantal)
    db.session.expire_all()
    mine = unsaved.of(point, cast.bram)
    assert mine is not None and mine.fields == TYPED
    unsaved.forget(point, seat="laptop", actor=cast.bram)
    db.session.expire_all()
    assert unsaved.of(point, cast.bram) is None


def test_a_text_that_is_too_long_is_refused_and_what_was_kept_stays(cast: Cast, point: Point) -> None:
    unsaved.keep(point, TYPED, seat="a", actor=cast.bram, now=NOON)
    with pytest.raises(TooLong):
        unsaved.keep(point, {"reason": "x" * 20_001}, seat="a", actor=cast.bram, now=NOON)
    kept = unsaved.of(point, cast.bram)
    assert kept is not None and kept.fields == TYPED


# The public version


def test_nobody_saves_the_public_version_over_what_a_colleague_did(cast: Cast, contribution: Contribution) -> None:
    base, now = public_mark(contribution), clock.now() + A_MINUTE
    text = {contribution.points[0].id: "Zonder naam."}
    contributions.check_public(contribution, text, actor=cast.chantal, now=now, base=base)
    for act in (
        lambda: contributions.check_public(contribution, text, actor=cast.bram, now=now, base=base),
        lambda: contributions.hide(contribution, "Er staat een naam in.", actor=cast.bram, now=now, base=base),
        lambda: make_point(contribution, [Span(ORIGINAL, 0, 9)], actor=cast.bram, now=now, base=base),
    ):
        with pytest.raises(PublicChanged, match=f"{cast.chantal.name} heeft de openbare tekst intussen nagekeken"):
            act()
    assert contribution.points[0].public_text == "Zonder naam."
    contributions.hide(contribution, "Er staat een naam in.", actor=cast.bram, now=now, base=public_mark(contribution))
    assert contribution.public_state is PublicState.hidden
