"""A question back pauses nothing, there is one at a time, and an answer is never given twice."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from participation import clock, mail
from participation.accounts.models import Absence
from participation.contributions.actions import assign, withdraw
from participation.contributions.asking_back import actions, queries, rules
from participation.contributions.asking_back.models import AskedBack
from participation.contributions.models import Addition, Contribution
from participation.db import db
from participation.history import Event
from participation.mail import OutboundMail
from participation.outcomes.models import OutcomeKind
from participation.promises.actions import open_promises
from participation.refusals import Conflict, Refused
from tests.factories.contributions import check_public, make_contribution
from tests.factories.tracks import make_open_track
from tests.outcomes.answered import publish
from tests.support.cast import Cast

QUESTION = "Bij welke ingang van de school staat u meestal?"
WHY = "Dan weten wij welke bomen u bedoelt."
WISH = date(2026, 12, 4)
ANSWER = "Bij de ingang aan de <b>Molenstraat</b>, om kwart over acht."


@pytest.fixture
def contribution(cast: Cast) -> Iterator[Contribution]:
    yield check_public(make_contribution(make_open_track(cast.bram), email="amina@bewoner.example"))


def ask(contribution: Contribution, cast: Cast, **changes: object) -> AskedBack:
    values = {"question": QUESTION, "why": WHY, "wish_on": WISH, **changes}
    return actions.ask(contribution, actor=cast.bram, now=clock.now(), **values)  # type: ignore[arg-type]


def kinds() -> list[str]:
    return list(db.session.scalars(select(Event.kind).where(Event.kind.like("asked_back.%")).order_by(Event.id)))


def mails() -> list[OutboundMail]:
    return list(db.session.scalars(select(OutboundMail).where(OutboundMail.name == "asked_back")))


def test_asking_moves_no_promise_and_the_mail_says_so(contribution: Contribution, cast: Cast) -> None:
    before = [(promise.id, promise.due, promise.moves) for promise in open_promises(contribution.id)]
    ask(contribution, cast)
    assert [(promise.id, promise.due, promise.moves) for promise in open_promises(contribution.id)] == before
    (queued,) = mails()
    assert queued.to == "amina@bewoner.example"
    for words in (QUESTION, WHY, "4 december 2026", "Ons antwoord komt dus niet later door deze vraag.", "/volg"):
        assert words in queued.body_text, words
        assert words in queued.body_html, words
    assert contribution.number not in queued.subject
    assert kinds() == ["asked_back.asked"]


def test_who_left_no_address_finds_it_on_the_own_page_only(contribution: Contribution, cast: Cast) -> None:
    contribution.email = None
    db.session.commit()
    asked = ask(contribution, cast)
    assert mails() == []
    assert rules.open_question(contribution, queries.asked_at(contribution.id)) is asked


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"question": "Waar staat u"}, "question"),
        ({"question": "Ja?"}, "question"),
        ({"question": "Waar staat u precies? En hoe laat is dat?"}, "question"),
        ({"question": f"Waar {'heel ' * 200} precies?"}, "question"),
        ({"why": "Zomaar."}, "why"),
        ({"wish_on": None}, "wish_on"),
        ({"wish_on": date(2026, 11, 24)}, "wish_on"),
        ({"wish_on": date(2099, 1, 1)}, "wish_on"),
    ],
)
def test_one_clear_question_with_why_and_a_day_before_the_promised_one(
    contribution: Contribution, cast: Cast, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        ask(contribution, cast, **changes)
    assert refusal.value.field == field


def test_after_a_promise_that_was_missed_we_can_still_ask(contribution: Contribution, cast: Cast) -> None:
    (promise,) = open_promises(contribution.id)
    promise.due = date(2026, 11, 20)
    ask(contribution, cast)
    (queued,) = mails()
    assert "Wij beloofden u antwoord op 20 november 2026. Dat is niet gelukt. Dat spijt ons." in queued.body_text


def test_there_is_one_open_question_at_a_time(contribution: Contribution, cast: Cast) -> None:
    first = ask(contribution, cast)
    assert ask(contribution, cast) is first, "a second click"
    with pytest.raises(rules.CannotAskBack):
        ask(contribution, cast, question="Hoe laat bent u daar meestal?")
    actions.call_back(contribution, actor=cast.bram, now=clock.now())
    with pytest.raises(Conflict):
        actions.call_back(contribution, actor=cast.bram, now=clock.now())
    ask(contribution, cast, question="Hoe laat bent u daar meestal?")
    assert kinds() == ["asked_back.asked", "asked_back.called_back", "asked_back.asked"]


def test_nothing_is_asked_about_what_was_taken_back_or_answered(contribution: Contribution, cast: Cast) -> None:
    asked = ask(contribution, cast)
    (queued,) = mails()
    assert mail.may_send["asked_back"](queued)
    publish(contribution.points[0], cast, OutcomeKind.not_adopted)
    assert rules.open_question(contribution, [asked]) is None
    assert not mail.may_send["asked_back"](queued)
    with pytest.raises(rules.CannotAskBack):
        ask(contribution, cast, question="Hoe laat bent u daar meestal?")
    other = make_contribution(contribution.track, "Nog iets")
    withdraw(other, now=clock.now())
    with pytest.raises(rules.CannotAskBack):
        ask(other, cast)


def test_the_answer_is_an_addition_and_counts_once_however_often_it_is_sent(
    contribution: Contribution, cast: Cast
) -> None:
    asked = ask(contribution, cast)
    first = actions.answer(contribution, asked.id, ANSWER, now=clock.now())
    assert actions.answer(contribution, asked.id, ANSWER, now=clock.now()) is first
    assert db.session.scalars(select(Addition.text)).all() == [ANSWER]
    assert (asked.answer, asked.answered_at) == (first, clock.now())
    assert kinds() == ["asked_back.asked", "asked_back.answered"]
    with pytest.raises(rules.NotAsked):
        actions.answer(contribution, asked.id, "Toch iets anders.", now=clock.now())


def test_an_empty_answer_and_an_answer_to_another_question_are_refused(contribution: Contribution, cast: Cast) -> None:
    asked = ask(contribution, cast)
    with pytest.raises(Refused) as refusal:
        actions.answer(contribution, asked.id, " \r\n", now=clock.now())
    assert refusal.value.field == "answer"
    with pytest.raises(rules.NotAsked):
        actions.answer(contribution, asked.id + 1, ANSWER, now=clock.now())


def test_the_answer_waits_for_who_handles_it_until_it_is_read(contribution: Contribution, cast: Cast) -> None:
    asked = ask(contribution, cast)
    today = clock.today()
    assert queries.waiting_for(cast.bram, today) == []
    actions.answer(contribution, asked.id, ANSWER, now=clock.now())
    (line,) = queries.waiting_for(cast.bram, today)
    assert (line.words, line.is_answered, line.number) == (ANSWER, True, contribution.number)
    assign(contribution, cast.dirk, actor=cast.bram, now=clock.now())
    assert (queries.waiting_for(cast.bram, today), len(queries.waiting_for(cast.dirk, today))) == ([], 1)
    actions.read(contribution, actor=cast.dirk, now=clock.now())
    actions.read(contribution, actor=cast.dirk, now=clock.now())
    assert queries.waiting_for(cast.dirk, today) == []
    assert kinds().count("asked_back.read") == 1


@pytest.mark.parametrize(
    ("moment", "is_told"),
    [(datetime(2026, 12, 4, 23, 59, 59, tzinfo=clock.ZONE), False), (datetime(2026, 12, 5, tzinfo=clock.ZONE), True)],
    ids=["the last second of the day", "the day after"],
)
def test_the_day_after_the_wish_the_desk_is_told_that_nobody_answered(
    contribution: Contribution, cast: Cast, moment: datetime, is_told: bool
) -> None:
    ask(contribution, cast)
    with clock.frozen(moment):
        assert [line.is_answered for line in queries.waiting_for(cast.bram, clock.today())] == [False] * is_told


def test_who_stands_in_finds_it_as_long_as_the_handler_is_away(contribution: Contribution, cast: Cast) -> None:
    actions.answer(contribution, ask(contribution, cast).id, ANSWER, now=clock.now())
    today = clock.today()
    db.session.add(Absence(user_id=cast.bram.id, deputy_id=cast.dirk.id, first=today, last=today, made_at=clock.now()))
    db.session.flush()
    assert [line.words for line in queries.waiting_for(cast.dirk, today)] == [ANSWER]
    assert queries.waiting_for(cast.dirk, today + timedelta(days=1)) == []


def test_an_answer_after_the_day_is_still_welcome_and_waits_anew(contribution: Contribution, cast: Cast) -> None:
    asked = ask(contribution, cast)
    with clock.frozen(clock.now() + timedelta(days=20)):
        actions.read(contribution, actor=cast.bram, now=clock.now())
        assert queries.waiting_for(cast.bram, clock.today()) == []
        actions.answer(contribution, asked.id, ANSWER, now=clock.now())
        assert [line.words for line in queries.waiting_for(cast.bram, clock.today())] == [ANSWER]


def test_once_we_answered_nothing_waits_any_more(contribution: Contribution, cast: Cast) -> None:
    asked = ask(contribution, cast)
    actions.answer(contribution, asked.id, ANSWER, now=clock.now())
    publish(contribution.points[0], cast, OutcomeKind.not_adopted)
    db.session.flush()
    assert queries.waiting_for(cast.bram, clock.today()) == []


def test_the_history_says_that_but_not_what(contribution: Contribution, cast: Cast) -> None:
    actions.answer(contribution, ask(contribution, cast).id, ANSWER, now=clock.now())
    for told in db.session.scalars(select(Event).where(Event.kind.like("asked_back.%"))):
        assert "Molenstraat" not in f"{told.why}{told.data}" and "ingang" not in f"{told.why}{told.data}"
