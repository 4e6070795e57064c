"""Taking back the check of the public text: nobody reads it until somebody decides again."""

import pytest

from participation import clock
from participation.contributions import actions, search
from participation.contributions.models import Contribution, PublicState
from participation.contributions.moderation import objecting
from participation.contributions.moderation.rules import StillWaits
from participation.contributions.same_version import PublicChanged, public_mark
from participation.contributions.undoing import undo_check
from participation.db import db
from participation.history import Event
from participation.refusals import Conflict, Refused
from tests.factories.contributions import check_public, make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast

WHY = "De naam van de buurman staat er nog in."


@pytest.fixture
def checked(cast: Cast) -> Contribution:
    contribution = make_contribution(make_open_track(cast.bram), "Zet een bank bij de halte.")
    actions.check_public(contribution, {contribution.points[0].id: "Zet een bank."}, actor=cast.bram, now=clock.now())
    return contribution


def found(contribution: Contribution) -> list[int]:
    query = search.read("bank")
    assert query is not None
    return search.public_points(contribution.track_id, query, before=10_000, rows=5)


def test_nobody_reads_it_and_the_text_is_there_to_be_mended(cast: Cast, checked: Contribution) -> None:
    assert found(checked) == [checked.points[0].id]
    undo_check(checked, WHY, actor=cast.bram, now=clock.now())
    assert (checked.public_state, checked.is_public, found(checked)) == (PublicState.unchecked, False, [])
    assert checked.points[0].public_text == "Zet een bank."
    event = db.session.query(Event).order_by(Event.id.desc()).first()
    assert event is not None
    assert (event.kind, event.why, event.actor_id) == ("contribution.check_undone", WHY, cast.bram.id)


def test_hiding_is_taken_back_the_same_way(cast: Cast, checked: Contribution) -> None:
    actions.hide(checked, "Dit gaat over iemand.", actor=cast.bram, now=clock.now())
    undo_check(checked, WHY, actor=cast.bram, now=clock.now())
    assert (checked.public_state, checked.hidden_reason) == (PublicState.unchecked, None)


def test_it_is_no_way_to_hide_something_without_a_reason(cast: Cast, checked: Contribution) -> None:
    with pytest.raises(Refused) as refusal:
        undo_check(checked, "  ", actor=cast.bram, now=clock.now())
    assert refusal.value.field == "reason"
    assert checked.is_public


def test_it_is_no_way_round_the_second_colleague(cast: Cast, checked: Contribution) -> None:
    actions.hide(checked, "Dit gaat over iemand.", actor=cast.bram, now=clock.now())
    objecting.object_to(checked, "Het gaat over een bank, niet over iemand.", now=clock.now())
    with pytest.raises(StillWaits):
        undo_check(checked, WHY, actor=cast.bram, now=clock.now())


def test_what_a_colleague_did_meanwhile_stays(cast: Cast, checked: Contribution) -> None:
    seen = public_mark(checked)
    actions.hide(checked, "Dit gaat over iemand.", actor=cast.bram, now=clock.now())
    with pytest.raises(PublicChanged):
        undo_check(checked, WHY, actor=cast.bram, now=clock.now(), base=seen)


def test_what_nobody_checked_cannot_be_taken_back(cast: Cast) -> None:
    contribution = make_contribution(make_open_track(cast.bram))
    with pytest.raises(Conflict):
        undo_check(contribution, WHY, actor=cast.bram, now=clock.now())
    assert check_public(contribution).is_public
