"""The resident says on the own page that an answer is not right; everybody reads what was found, nobody else the words."""

from datetime import timedelta
from typing import NamedTuple

import pytest
from flask import Flask

from participation import clock
from participation.accounts.models import Role, User
from participation.db import db
from participation.outcomes.models import OutcomeKind
from participation.outcomes.second_look import actions as looking_again
from participation.outcomes.second_look.models import SecondLook
from tests.factories.contributions import CODE, check_public, make_contribution
from tests.factories.tracks import make_open_track
from tests.outcomes.answered import publish
from tests.support.cast import Cast, make_user
from tests.support.page import Browser, Page

WORDS = "Er staat <i>geen</i> bank meer, die is vorig jaar weggehaald."
QUESTION = "Klopt dit antwoord niet? Vraag ons om nog eens te kijken"


class Answered(NamedTuple):
    """A contribution with an answer: its number, and the answer that counts."""

    number: str
    outcome_id: int


@pytest.fixture
def answered(cast: Cast) -> Answered:
    made = check_public(make_contribution(make_open_track(cast.bram), code=CODE))
    outcome = publish(made.points[0], cast, OutcomeKind.not_adopted)
    db.session.commit()
    return Answered(made.number, outcome.id)


def ask(visitor: Browser, answered: Answered, words: str = WORDS, *, status: int = 200) -> Page:
    fields = {"code": CODE, "outcome": str(answered.outcome_id), "words": words}
    return visitor.post("/volg/nog-eens-kijken", fields, status=status)


def test_the_own_page_offers_it_once_with_the_last_day(visitor: Browser, answered: Answered) -> None:
    page = visitor.post("/volg", {"code": CODE}, status=200)
    assert QUESTION in page.text
    assert "tot en met 5 januari 2027" in page.text
    asked = ask(visitor, answered)
    assert QUESTION not in asked.text
    assert WORDS in asked.text
    assert "Uiterlijk 22 december 2026 is er antwoord." in asked.text


def test_too_few_words_come_back_with_the_sentence_and_what_was_typed(visitor: Browser, answered: Answered) -> None:
    page = ask(visitor, answered, "Klopt niet", status=422)
    assert page.errors == ["Schrijf in één of twee zinnen op wat er niet klopt."]
    assert "Klopt niet" in page.form("/volg/nog-eens-kijken")["words"]


def test_sent_twice_it_is_one_question(visitor: Browser, answered: Answered) -> None:
    ask(visitor, answered)
    ask(visitor, answered)
    assert db.session.query(SecondLook).count() == 1


@pytest.mark.parametrize("outcome", ["", "x", "0", "999999999999999999", "²"])
def test_an_answer_that_does_not_exist_is_refused_in_words(visitor: Browser, answered: Answered, outcome: str) -> None:
    page = visitor.post("/volg/nog-eens-kijken", {"code": CODE, "outcome": outcome, "words": WORDS}, status=422)
    assert "Er is nog geen antwoord om opnieuw naar te kijken." in page.text


def test_without_the_code_nothing_is_asked(visitor: Browser, answered: Answered) -> None:
    page = visitor.post("/volg/nog-eens-kijken", {"code": "7K4M", "outcome": "1", "words": WORDS}, status=422)
    assert "Deze code kennen wij niet." in page.text
    assert db.session.query(SecondLook).count() == 0


def test_everybody_reads_that_it_was_asked_and_found_but_never_the_words(
    visitor: Browser, answered: Answered, cast: Cast
) -> None:
    esther_id = cast.esther.id
    ask(visitor, answered)
    look, esther = db.session.query(SecondLook).one(), db.session.get_one(User, esther_id)
    reason = "Ik ben gaan kijken: de bank staat aan de overkant van de halte."
    looking_again.let_stand(look, reason, actor=esther, now=clock.now())
    db.session.commit()
    page = visitor.get(f"/bijdragen/{answered.number}")
    assert "De bewoner vroeg op 24 november 2026 om nog eens te kijken." in page.text
    assert f"Dit is waarom: {reason}" in page.text
    assert "weggehaald" not in page.text


def test_a_look_that_is_late_says_so_with_the_contact(visitor: Browser, answered: Answered) -> None:
    ask(visitor, answered)
    with clock.frozen(clock.now() + timedelta(weeks=5)):
        page = visitor.post("/volg", {"code": CODE}, status=200)
    assert "Wij beloofden antwoord op 22 december 2026. Dat is niet gelukt. Dat spijt ons." in page.text


def test_at_the_desk_the_first_author_is_told_to_ask_somebody_else(
    visitor: Browser, bram: Browser, answered: Answered
) -> None:
    ask(visitor, answered)
    address = f"/werk/bijdragen/{answered.number}"
    page = bram.get(address)
    assert "De bewoner vraagt: kijk nog eens" in page.text
    assert "U gaf dit antwoord zelf." in page.text
    sent = {"punt": "1", "look-reason": "Dit antwoord blijft gewoon zoals het was, want het klopt."}
    assert "U gaf dit antwoord zelf." in bram.post(f"{address}/nog-eens", sent, status=422).text
    assert db.session.query(SecondLook).one().verdict is None


def test_somebody_else_lets_the_answer_stand_at_the_desk(
    visitor: Browser, answered: Answered, cast: Cast, app: Flask
) -> None:
    samira = make_user("Samira Bouzian", Role.civil_servant, cast.streets)
    db.session.commit()
    colleague = Browser(app).sign_in(samira)
    ask(visitor, answered)
    address = f"/werk/bijdragen/{answered.number}"
    sent = {"punt": "1", "look-reason": "Ik ben gaan kijken: de bank staat aan de overkant van de halte."}
    colleague.post(f"{address}/nog-eens", sent)
    assert "Iemand anders" not in colleague.get(address).text
    assert colleague.post(f"{address}/nog-eens", sent, status=409)
