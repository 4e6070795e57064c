"""What a resident wrote stays what it is, whoever tries (I16)."""

import pytest
from sqlalchemy import update

from participation import clock
from participation.contributions import actions
from participation.contributions.freeze import OriginalIsImmutable
from participation.contributions.models import Addition, Channel, Contribution
from participation.db import db
from tests.factories.contributions import TEXT, make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast


@pytest.fixture
def contribution(cast: Cast) -> Contribution:
    return make_contribution(make_open_track(cast.bram))


@pytest.mark.parametrize(
    ("name", "value"),
    [("original_text", "Iets anders"), ("received_at", clock.start_of(clock.today())), ("channel", Channel.phone)],
)
def test_no_script_rewrites_what_came_in(contribution: Contribution, name: str, value: object) -> None:
    setattr(contribution, name, value)
    with pytest.raises(OriginalIsImmutable):
        db.session.flush()
    db.session.rollback()
    assert contribution.original_text == TEXT


def test_not_even_all_at_once(contribution: Contribution) -> None:
    with pytest.raises(OriginalIsImmutable):
        db.session.execute(update(Contribution).values(original_text="Weg"))


def test_an_addition_stays_as_well(contribution: Contribution) -> None:
    addition = actions.add_to(contribution, "En een bank.", now=clock.now())
    db.session.commit()
    addition.text = "En geen bank."
    with pytest.raises(OriginalIsImmutable):
        db.session.flush()
    db.session.rollback()
    with pytest.raises(OriginalIsImmutable):
        db.session.execute(update(Addition).values(text="Weg"))


def test_everything_around_the_words_may_change(contribution: Contribution, cast: Cast) -> None:
    actions.take_on(contribution, actor=cast.bram, now=clock.now())
    db.session.execute(update(Contribution).values(email=None))
    db.session.commit()
    assert contribution.handler is cast.bram
