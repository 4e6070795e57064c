"""Two contributions belong together when the resident says so with both codes, and for no other reason (I15, I34)."""

import pytest
from sqlalchemy import select

from participation import clock
from participation.contributions.actions import withdraw
from participation.contributions.models import Contribution
from participation.contributions.said_together import actions, queries
from participation.db import db
from participation.history import Event, Who
from participation.refusals import Refused
from participation.tracks.models import Track
from tests.factories.contributions import make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast

ANA = "ana@bewoner.example"


@pytest.fixture
def track(cast: Cast) -> Track:
    return make_open_track(cast.bram)


@pytest.fixture
def first(track: Track) -> Contribution:
    return make_contribution(track, "Zet een bank bij de halte.", email=ANA)


@pytest.fixture
def second(track: Track) -> Contribution:
    return make_contribution(track, "En zet er een prullenbak naast.", email=ANA)


def kinds(contribution: Contribution) -> list[str]:
    told = select(Event.kind).where(Event.contribution_id == contribution.id).order_by(Event.id)
    return [kind for kind in db.session.scalars(told) if kind.startswith("contribution.")]


def numbers(contribution: Contribution) -> list[str]:
    return [one.number for one in queries.joined_to(contribution)]


def test_the_same_address_tells_nothing(first: Contribution, second: Contribution) -> None:
    assert numbers(first) == numbers(second) == []


@pytest.mark.parametrize("other_way", [False, True])
def test_both_are_found_beside_each_other(first: Contribution, second: Contribution, other_way: bool) -> None:
    one, other = (second, first) if other_way else (first, second)
    actions.join(one, other, now=clock.now())
    assert (numbers(first), numbers(second)) == ([second.number], [first.number])


def test_it_stands_in_the_history_of_both_and_names_nobody(first: Contribution, second: Contribution) -> None:
    actions.join(first, second, now=clock.now())
    actions.join(second, first, now=clock.now())
    assert kinds(first) == kinds(second) == ["contribution.received", "contribution.joined"]
    told = db.session.scalars(select(Event).where(Event.kind == "contribution.joined")).all()
    assert {(event.who, event.actor_id) for event in told} == {(Who.resident, None)}


def test_the_resident_takes_it_back(first: Contribution, second: Contribution) -> None:
    actions.join(first, second, now=clock.now())
    actions.part(second, first.id, now=clock.now())
    actions.part(second, first.id, now=clock.now())
    assert numbers(first) == numbers(second) == []
    assert kinds(first)[-1] == kinds(second)[-1] == "contribution.parted"
    assert len(kinds(first)) == 3


def test_what_does_not_belong_is_refused(cast: Cast, first: Contribution, second: Contribution) -> None:
    elsewhere = make_contribution(make_open_track(cast.bram, slug="elders", title="Elders"))
    for other, said in ((first, "deze bijdrage zelf"), (elsewhere, "binnen één traject")):
        with pytest.raises(Refused, match=said) as refusal:
            actions.join(first, other, now=clock.now())
        assert refusal.value.field == "other"
    withdraw(second, now=clock.now())
    with pytest.raises(Refused, match="ingetrokken"):
        actions.join(first, second, now=clock.now())


def test_so_many_and_no_more(track: Track, first: Contribution) -> None:
    for _ in range(actions.MOST):
        actions.join(first, make_contribution(track), now=clock.now())
    with pytest.raises(Refused, match="al tien bijdragen"):
        actions.join(first, make_contribution(track), now=clock.now())
