"""What happens to a contribution afterwards, each verb with its event."""

from datetime import date

import pytest

from participation import clock
from participation.contributions import actions
from participation.contributions.actions import AlreadyAnswered, AlreadyWithdrawn
from participation.contributions.bringing_in.models import BringInState
from participation.contributions.models import Contribution, PublicState
from participation.db import db
from participation.history import Event
from participation.promises.actions import open_promises
from participation.refusals import Refused
from tests.factories.contributions import check_public, make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast

TWO = "Zet bomen bij de school. En zet een bank bij de vijver."


@pytest.fixture
def contribution(cast: Cast) -> Contribution:
    return make_contribution(make_open_track(cast.bram), TWO)


def events(kind: str) -> list[Event]:
    db.session.commit()
    return db.session.query(Event).filter_by(kind=kind).all()


def test_adding_leaves_the_original_as_it_was(contribution: Contribution) -> None:
    actions.add_to(contribution, "En een prullenbak.\r\nDank u.", now=clock.now())
    (event,) = events("contribution.added_to")
    assert contribution.original_text == TWO
    assert [addition.text for addition in contribution.additions] == ["En een prullenbak.\nDank u."]
    assert "prullenbak" not in str(event.data)


def test_a_second_click_adds_nothing(contribution: Contribution) -> None:
    for _click in range(2):
        actions.add_to(contribution, "En een prullenbak.", now=clock.now())
    assert len(events("contribution.added_to")) == 1


def test_adding_nothing_is_refused(contribution: Contribution) -> None:
    with pytest.raises(Refused) as refusal:
        actions.add_to(contribution, " \n", now=clock.now())
    assert refusal.value.field == "text"


def test_withdrawing_takes_it_from_the_website_ends_what_is_owed_and_forgets_the_address(
    contribution: Contribution,
) -> None:
    contribution.email = "bewoner@voorbeeld.nl"
    check_public(contribution)
    actions.withdraw(contribution, now=clock.now())
    assert len(events("contribution.withdrawn")) == 1
    assert not contribution.is_public
    assert not any(point.is_public for point in contribution.points)
    assert contribution.email is None
    assert open_promises(contribution.id) == []


def test_withdrawing_twice_is_once(contribution: Contribution) -> None:
    for _click in range(2):
        actions.withdraw(contribution, now=clock.now())
    assert len(events("contribution.withdrawn")) == 1


def test_what_is_withdrawn_can_get_no_addition_and_no_public_version(contribution: Contribution, cast: Cast) -> None:
    actions.withdraw(contribution, now=clock.now())
    with pytest.raises(AlreadyWithdrawn):
        actions.add_to(contribution, "Toch wel", now=clock.now())
    with pytest.raises(AlreadyWithdrawn):
        actions.check_public(contribution, {}, actor=cast.bram, now=clock.now())


def test_the_public_version_is_separate_and_signed(contribution: Contribution, cast: Cast) -> None:
    point = contribution.points[0]
    actions.check_public(contribution, {point.id: "Zet bomen bij de school."}, actor=cast.bram, now=clock.now())
    (event,) = events("contribution.checked")
    assert (contribution.is_public, point.is_public) == (True, True)
    assert (point.public_text, point.text, contribution.original_text) == ("Zet bomen bij de school.", TWO, TWO)
    assert (contribution.checked_by, event.actor_id) == (cast.bram, cast.bram.id)
    assert event.data == {"again": False, "changed": [point.id], "blanked": [], "objected": False}


def test_a_point_without_public_words_is_refused(contribution: Contribution, cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        actions.check_public(contribution, {contribution.points[0].id: " "}, actor=cast.bram, now=clock.now())
    assert refusal.value.field == f"public-{contribution.points[0].id}"
    assert contribution.public_state is PublicState.unchecked


def test_hiding_needs_a_reason_and_leaves_the_answer_owed(contribution: Contribution, cast: Cast) -> None:
    with pytest.raises(Refused):
        actions.hide(contribution, " ", actor=cast.bram, now=clock.now())
    check_public(contribution)
    actions.hide(contribution, "Er staat veel in over uw buren.", actor=cast.bram, now=clock.now())
    (event,) = events("contribution.hidden")
    assert event.why == "Er staat veel in over uw buren."
    assert not any(point.is_public for point in contribution.points)
    assert len(open_promises(contribution.id)) == 1


def test_what_was_hidden_can_become_public_after_all(contribution: Contribution, cast: Cast) -> None:
    actions.hide(contribution, "Er staat veel in over uw buren.", actor=cast.bram, now=clock.now())
    texts = {contribution.points[0].id: "Zet bomen bij de school."}
    actions.check_public(contribution, texts, actor=cast.bram, now=clock.now())
    db.session.commit()
    assert contribution.is_public and contribution.hidden_reason is None


def test_who_takes_it_on_owes_the_answer_from_now_on(contribution: Contribution, cast: Cast) -> None:
    actions.take_on(contribution, actor=cast.chantal, now=clock.now())
    (event,) = events("contribution.assigned")
    assert contribution.handler is cast.chantal
    assert [promise.owner_id for promise in open_promises(contribution.id)] == [cast.chantal.id]
    assert event.data == {"handler_id": cast.chantal.id, "before_id": None}
    assert contribution.track.contact is cast.bram, "the resident's contact stays"


def test_giving_it_to_who_has_it_changes_nothing(contribution: Contribution, cast: Cast) -> None:
    for _click in range(2):
        actions.assign(contribution, cast.chantal, actor=cast.bram, now=clock.now())
    assert len(events("contribution.assigned")) == 1


def test_nobody_is_given_work_who_left(contribution: Contribution, cast: Cast) -> None:
    cast.chantal.active = False
    with pytest.raises(Refused):
        actions.assign(contribution, cast.chantal, actor=cast.bram, now=clock.now())


def test_a_colleague_is_asked_and_accepts_and_the_contact_stays(contribution: Contribution, cast: Cast) -> None:
    point = contribution.points[0]
    asked = actions.ask_in(point, cast.chantal, "Kan daar een boom?", actor=cast.bram, now=clock.now())
    assert asked.state is BringInState.asked
    actions.accept_bring_in(asked, actor=cast.chantal, now=clock.now(), answer="Ja, er liggen geen kabels.")
    assert asked.state is BringInState.accepted
    assert [event.point_id for event in events("bring_in.asked") + events("bring_in.accepted")] == [point.id] * 2
    assert contribution.track.contact is cast.bram
    assert "kabels" not in str([event.data for event in events("bring_in.accepted")])


def test_a_colleague_who_declines_says_why_and_it_stays_where_it_was(contribution: Contribution, cast: Cast) -> None:
    asked = actions.ask_in(contribution.points[0], cast.chantal, "Kan dat?", actor=cast.bram, now=clock.now())
    with pytest.raises(Refused):
        actions.decline_bring_in(asked, " ", actor=cast.chantal, now=clock.now())
    actions.decline_bring_in(asked, "Dit is van team Water.", actor=cast.chantal, now=clock.now())
    assert (asked.state, asked.answer) == (BringInState.declined, "Dit is van team Water.")
    with pytest.raises(AlreadyAnswered):
        actions.accept_bring_in(asked, actor=cast.chantal, now=clock.now())


@pytest.mark.parametrize("question", ["", "  "])
def test_asking_in_needs_a_question_and_another_colleague(
    contribution: Contribution, cast: Cast, question: str
) -> None:
    with pytest.raises(Refused):
        actions.ask_in(contribution.points[0], cast.chantal, question, actor=cast.bram, now=clock.now())
    with pytest.raises(Refused):
        actions.ask_in(contribution.points[0], cast.bram, "Kan dat?", actor=cast.bram, now=clock.now())


def test_the_promise_is_the_day_of_the_track(contribution: Contribution) -> None:
    assert [promise.due for promise in open_promises(contribution.id)] == [date(2027, 2, 5)]
