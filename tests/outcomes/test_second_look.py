"""Second look (C19): once per answer, within its term, answered by somebody else by a promised day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from participation import clock
from participation.config import Municipality
from participation.contributions import actions as contributions
from participation.contributions.models import Contribution
from participation.db import db
from participation.outcomes.models import Outcome, OutcomeKind
from participation.outcomes.second_look import actions as looking_again
from participation.outcomes.second_look import rules as look_rules
from participation.outcomes.second_look.models import LookVerdict, SecondLook
from participation.outcomes.second_look.rules import CannotAsk, SameHand
from participation.promises.models import PromiseKind, PromiseState
from participation.refusals import Refused
from tests.outcomes.answered import EMAIL, contribution_of, decide, kinds, mails, promise, publish
from tests.support.cast import Cast

TERMS = Municipality(second_look_weeks=6, second_look_answer_weeks=4)
WORDS = "Er staat geen bank meer, die is vorig jaar weggehaald."
REASON = "Ik ben gaan kijken. De bank staat er nog, aan de overkant van de halte."


def answered(cast: Cast, kind: OutcomeKind = OutcomeKind.not_adopted, **values: object) -> tuple[Contribution, Outcome]:
    contribution = contribution_of(cast, **values)
    return contribution, publish(contribution.points[0], cast, kind)


def ask(contribution: Contribution, outcome: Outcome, words: str = WORDS, *, days: int = 1) -> SecondLook:
    now = clock.now() + timedelta(days=days)
    look = looking_again.ask(contribution, outcome.id, words, now=now, terms=TERMS)
    db.session.commit()
    return look


def test_who_asks_gets_a_day_and_somebody_else_looks(cast: Cast) -> None:
    contribution, outcome = answered(cast)
    look = ask(contribution, outcome)
    owed = promise(contribution, PromiseKind.second_look)
    assert owed.due == look.due_on == date(2026, 11, 25) + timedelta(weeks=4)
    assert owed.owner_id != cast.bram.id
    assert kinds()[-2:] == ["second_look.asked", "promise.made"]


def test_the_words_of_the_resident_are_kept_as_they_were_and_stay_out_of_the_log(cast: Cast) -> None:
    contribution, outcome = answered(cast)
    look = ask(contribution, outcome, "<b>Dit klopt niet</b>,\r\nwant de bank is weg.")
    assert look.words == "<b>Dit klopt niet</b>,\nwant de bank is weg."
    from participation.history import Event

    assert all("bank is weg" not in str(event.data) + event.why for event in db.session.query(Event))


def test_asking_is_possible_once_per_answer(cast: Cast) -> None:
    contribution, outcome = answered(cast)
    look = ask(contribution, outcome)
    assert ask(contribution, outcome) is look
    with pytest.raises(CannotAsk, match="één keer"):
        ask(contribution, outcome, "En nu heb ik nog iets heel anders.")


def test_the_last_day_of_the_term_is_included(cast: Cast) -> None:
    contribution, outcome = answered(cast)
    with pytest.raises(CannotAsk, match="voorbij"):
        ask(contribution, outcome, days=43)
    assert ask(contribution, outcome, days=42)


def test_the_term_ends_with_the_dutch_day_also_across_the_end_of_summer_time() -> None:
    outcome = Outcome(published_at=datetime(2026, 10, 24, 22, 30, tzinfo=UTC), kind=OutcomeKind.not_adopted)
    assert look_rules.last_day(outcome, Municipality(second_look_weeks=1)) == date(2026, 11, 1)


@pytest.mark.parametrize("kind", [OutcomeKind.decided_later])
def test_an_interim_answer_is_not_looked_at_again(cast: Cast, kind: OutcomeKind) -> None:
    contribution, outcome = answered(cast, kind)
    with pytest.raises(CannotAsk, match="laatste antwoord"):
        ask(contribution, outcome)


def test_too_few_words_are_sent_back(cast: Cast) -> None:
    contribution, outcome = answered(cast)
    with pytest.raises(Refused) as refused:
        ask(contribution, outcome, "Klopt niet!")
    assert refused.value.field == "words"


def test_an_answer_that_is_not_the_current_one_or_of_somebody_else_is_refused(cast: Cast) -> None:
    contribution, _ = answered(cast)
    with pytest.raises(CannotAsk):
        looking_again.ask(contribution, 999_999, WORDS, now=clock.now(), terms=TERMS)


def test_who_took_the_contribution_back_asks_nothing_more(cast: Cast) -> None:
    contribution, outcome = answered(cast)
    contributions.withdraw(contribution, now=clock.now())
    with pytest.raises(CannotAsk, match="ingetrokken"):
        ask(contribution, outcome)


def test_the_first_author_cannot_let_the_own_answer_stand(cast: Cast) -> None:
    look = ask(*answered(cast))
    with pytest.raises(SameHand):
        looking_again.let_stand(look, REASON, actor=cast.bram, now=clock.now())
    assert look.verdict is None


def test_somebody_else_lets_it_stand_with_a_reason_and_the_promise_is_kept(cast: Cast) -> None:
    contribution, outcome = answered(cast, email=EMAIL)
    look = ask(contribution, outcome)
    looking_again.let_stand(look, REASON, actor=cast.esther, now=clock.now())
    assert (look.verdict, look.answered_by) == (LookVerdict.stands, cast.esther)
    assert promise(contribution, PromiseKind.second_look).state(clock.today()) is PromiseState.kept
    assert [mail.name for mail in mails()][-2:] == ["look_asked", "look_answered"]


def test_letting_it_stand_takes_a_whole_sentence(cast: Cast) -> None:
    look = ask(*answered(cast))
    with pytest.raises(Refused, match="waarom"):
        looking_again.let_stand(look, "Nee hoor.", actor=cast.esther, now=clock.now())


def test_two_colleagues_at_once_one_is_first(cast: Cast) -> None:
    look = ask(*answered(cast))
    looking_again.let_stand(look, REASON, actor=cast.esther, now=clock.now())
    with pytest.raises(looking_again.AlreadyLooked):
        looking_again.let_stand(look, REASON, actor=cast.dirk, now=clock.now())


def test_while_it_waits_the_first_author_cannot_publish_a_correction(cast: Cast) -> None:
    contribution, outcome = answered(cast)
    ask(contribution, outcome)
    with pytest.raises(SameHand):
        publish(contribution.points[0], cast, OutcomeKind.adopted)


def test_a_correction_by_somebody_else_answers_the_question(cast: Cast) -> None:
    from participation.outcomes import actions

    contribution, outcome = answered(cast)
    look = ask(contribution, outcome)
    point = contribution.points[0]
    better = actions.publish(point, decide(point, OutcomeKind.adopted), base_version=1, actor=cast.esther,
                             now=clock.now())  # fmt: skip
    assert (look.verdict, look.new_outcome_id) == (LookVerdict.corrected, better.id)
    assert promise(contribution, PromiseKind.second_look).kept_at is not None
    with pytest.raises(CannotAsk):
        ask(contribution, better, "Nu klopt het nog altijd niet, zeg ik.")


def test_a_look_that_was_forgotten_is_missed_for_ever(cast: Cast) -> None:
    contribution, outcome = answered(cast)
    look = ask(contribution, outcome)
    late = clock.now() + timedelta(weeks=6)
    looking_again.let_stand(look, REASON, actor=cast.esther, now=late)
    assert promise(contribution, PromiseKind.second_look).state(clock.local(late).date()) is PromiseState.kept_late
