"""Telling the resident, and following what was adopted until it is done (I19, I24, I40)."""

from datetime import timedelta

import pytest

from participation import clock
from participation.mail import OutboundMail
from participation.outcomes import actions, messages
from participation.outcomes.models import ExecutionState, OutcomeKind
from participation.outcomes.rules import NotReady
from tests.factories.outcomes import REASON, make_outcome, make_step
from tests.outcomes.answered import EMAIL, contribution_of, kinds, mails, publish
from tests.support.cast import Cast


@pytest.mark.parametrize("kind", list(OutcomeKind))
def test_who_left_an_address_gets_the_answer_in_the_same_words(cast: Cast, kind: OutcomeKind) -> None:
    contribution = contribution_of(cast, email=EMAIL, text="Kunnen de bomen aan de kant van de school?")
    publish(contribution.points[0], cast, kind)
    (mail,) = mails()
    assert (mail.name, mail.to, mail.contribution_id) == ("outcome_published", EMAIL, contribution.id)
    for body in (mail.body_text, mail.body_html):
        assert REASON in body
        assert "0999 12 34 56" in body
    assert mail.subject == f"Ons antwoord op uw bijdrage {contribution.number}"


def test_who_left_no_address_gets_no_mail(cast: Cast) -> None:
    publish(contribution_of(cast).points[0], cast)
    assert mails() == []


def test_a_mail_is_not_sent_any_more_when_the_address_was_taken_back(cast: Cast) -> None:
    contribution = contribution_of(cast, email=EMAIL)
    publish(contribution.points[0], cast)
    (mail,) = mails()
    assert messages.still_wanted(mail)
    contribution.email = None
    assert not messages.still_wanted(mail)
    assert not messages.still_wanted(OutboundMail(to=EMAIL))


def test_the_words_of_a_colleague_are_inert_in_the_mail(cast: Cast) -> None:
    contribution = contribution_of(cast, email=EMAIL)
    publish(contribution.points[0], cast, reason="Wij doen dit & meer: <b>bomen</b> komen bij de school, 100%.")
    assert "&lt;b&gt;bomen&lt;/b&gt;" in mails()[0].body_html
    assert "<b>bomen</b> komen bij de school, 100%." in mails()[0].body_text


def test_what_was_adopted_is_followed_until_it_is_done(cast: Cast) -> None:
    contribution = contribution_of(cast, email=EMAIL)
    point = contribution.points[0]
    publish(point, cast)
    for state, extra in (
        ("under_way", {"note": "De aannemer begint bij de winkels."}),
        ("done", {"evidence": "Foto van 24 november"}),
    ):
        actions.record_execution(
            point, ExecutionState(state), on=clock.today(), actor=cast.bram, now=clock.now(), **extra
        )
    assert kinds()[-2:] == ["execution.recorded", "execution.recorded"]
    assert [mail.name for mail in mails()] == ["outcome_published", "execution_changed", "execution_changed"]
    assert "De aannemer begint bij de winkels." in mails()[1].body_text
    assert "Foto van 24 november" in mails()[2].body_html


def test_the_author_hears_that_it_will_not_happen_after_all(cast: Cast) -> None:
    contribution = contribution_of(cast, email=EMAIL)
    publish(contribution.points[0], cast)
    note = "Er ligt een gasleiding onder het gras. Daar mogen geen bomen staan."
    actions.record_execution(
        contribution.points[0], ExecutionState.lapsed, on=clock.today(), note=note, actor=cast.bram, now=clock.now()
    )
    assert note in mails()[-1].body_text
    assert "gaat niet door" in mails()[-1].subject.lower() + mails()[-1].body_text.lower()


def test_nothing_is_done_without_evidence_and_nothing_follows_the_end(cast: Cast) -> None:
    point = contribution_of(cast).points[0]
    make_outcome(point)
    with pytest.raises(NotReady) as refusal:
        actions.record_execution(point, ExecutionState.done, on=clock.today(), actor=cast.bram, now=clock.now())
    assert refusal.value.field == "evidence"
    make_step(point, ExecutionState.done)
    with pytest.raises(NotReady) as refusal:
        actions.record_execution(point, ExecutionState.under_way, on=clock.today(), actor=cast.bram, now=clock.now())
    assert refusal.value.field == "state"


def test_a_point_that_waits_has_nothing_to_follow(cast: Cast) -> None:
    point = contribution_of(cast).points[0]
    with pytest.raises(NotReady):
        actions.record_execution(point, ExecutionState.under_way, on=clock.today(), actor=cast.bram, now=clock.now())


def test_a_new_decision_starts_the_following_anew(cast: Cast) -> None:
    point = contribution_of(cast).points[0]
    make_outcome(point)
    make_step(point, ExecutionState.lapsed, note="De eigenaar wil het niet meer.")
    with clock.frozen(clock.now() + timedelta(days=3)):
        publish(point, cast)
        assert actions.record_execution(
            point, ExecutionState.under_way, on=clock.today(), actor=cast.bram, now=clock.now()
        )
