"""A question of ours on the own page: it says that nothing is paused, and an answer is never lost nor given twice."""

from datetime import date, timedelta
from typing import NamedTuple

import pytest

from participation import clock
from participation.accounts.models import User
from participation.contributions.asking_back import actions
from participation.contributions.models import Addition, Contribution
from participation.db import db
from tests.factories.contributions import CODE, check_public, make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.page import Browser, Page

QUESTION = "Bij welke ingang van de school staat u meestal?"
WHY = "Dan weten wij welke bomen u bedoelt."
ANSWER = "Bij de ingang aan de <b>Molenstraat</b>."


class Asked(NamedTuple):
    number: str
    contribution_id: int
    question_id: int


@pytest.fixture
def asked(cast: Cast) -> Asked:
    made = check_public(make_contribution(make_open_track(cast.bram), code=CODE))
    question = actions.ask(made, QUESTION, WHY, date(2026, 12, 4), actor=cast.bram, now=clock.now())
    db.session.commit()
    return Asked(made.number, made.id, question.id)


def answer(visitor: Browser, asked: Asked, text: str = ANSWER, *, code: str = CODE, status: int = 200) -> Page:
    fields = {"code": code, "question": str(asked.question_id), "answer": text}
    return visitor.post("/volg/antwoord", fields, status=status)


def added() -> list[str]:
    db.session.expire_all()
    return [one.text for one in db.session.query(Addition).all()]


def test_the_own_page_asks_with_why_and_says_that_the_promise_stands(visitor: Browser, asked: Asked) -> None:
    page = visitor.post("/volg", {"code": CODE}, status=200)
    for words in (
        "Bram de Boer heeft een vraag aan u", QUESTION, WHY, "Antwoord liefst uiterlijk vrijdag 4 december 2026.",
        "Ons antwoord komt dus niet later door deze vraag.", "Bram de Boer vroeg u iets.",
    ):  # fmt: skip
        assert words in page.text


def test_an_answer_is_thanked_for_and_shown_once_however_often_it_is_sent(visitor: Browser, asked: Asked) -> None:
    answer(visitor, asked)
    page = answer(visitor, asked)
    assert added() == [ANSWER]
    assert page.text.count(ANSWER) == 1
    assert "Dank u wel. Wie uw bijdrage behandelt, leest uw antwoord." in page.text
    assert "U gaf antwoord op onze vraag." in page.text
    assert "heeft een vraag aan u" not in page.text


def test_an_empty_answer_is_asked_for_again(visitor: Browser, asked: Asked) -> None:
    assert answer(visitor, asked, " ", status=422).errors == ["Schrijf hier uw antwoord op."]


def test_with_a_code_that_opens_nothing_the_text_stays_and_can_be_sent_again(visitor: Browser, asked: Asked) -> None:
    page = answer(visitor, asked, code="7K4M", status=422)
    assert page.h1 == "Uw tekst is niet weg"
    form = page.form("/volg/antwoord")
    assert (form["answer"].strip(), form["question"]) == (ANSWER, str(asked.question_id))
    visitor.post("/volg/antwoord", {**form, "code": CODE}, status=200)
    assert added() == [ANSWER]


def test_without_words_a_wrong_code_just_asks_for_the_code(visitor: Browser, asked: Asked) -> None:
    assert answer(visitor, asked, "", code="7K4M", status=422).h1 == "Volg uw bijdrage"


def test_when_the_page_stood_open_too_long_the_answer_is_given_back(visitor: Browser, asked: Asked) -> None:
    fields = {"code": CODE, "question": str(asked.question_id), "answer": ANSWER, "csrf_token": "oud"}
    page = visitor.post("/volg/antwoord", fields, status=400)
    assert page.h1 == "Uw tekst is niet weg"
    assert ANSWER in page.text


def test_a_question_that_was_called_back_leaves_the_text_in_the_form_to_add_it(
    visitor: Browser, asked: Asked, cast: Cast
) -> None:
    bram = db.session.get_one(User, cast.bram.id)
    actions.call_back(db.session.get_one(Contribution, asked.contribution_id), actor=bram, now=clock.now())
    db.session.commit()
    page = answer(visitor, asked, status=422)
    assert page.form("/volg/toevoegen")["text"].strip() == ANSWER
    assert "Deze vraag staat niet meer open." in page.text
    assert "Wij hebben uw antwoord niet meer nodig." in page.text
    assert added() == []


@pytest.mark.parametrize("question", ["", "x", "0", "999999999999999999", "²"])
def test_a_question_that_does_not_exist_is_refused_in_words(visitor: Browser, asked: Asked, question: str) -> None:
    page = visitor.post("/volg/antwoord", {"code": CODE, "question": question, "answer": ANSWER}, status=422)
    assert "Deze vraag staat niet meer open." in page.text


def test_when_we_are_late_the_page_says_so(visitor: Browser, asked: Asked) -> None:
    with clock.frozen(clock.now() + timedelta(days=200)):
        page = visitor.post("/volg", {"code": CODE}, status=200)
    assert "Dat is niet gelukt. Dat spijt ons." in page.text
    assert "Ons antwoord komt dus niet later" not in page.text


def test_everybody_else_reads_neither_question_nor_answer(visitor: Browser, asked: Asked) -> None:
    answer(visitor, asked)
    for address in (f"/bijdragen/{asked.number}", "/trajecten/molenstraat/bijdragen", "/trajecten/molenstraat/nieuws"):
        page = visitor.get(address)
        assert "ingang" not in page.html


def test_in_english_the_frame_is_english_and_the_question_says_that_it_is_dutch(visitor: Browser, asked: Asked) -> None:
    page = visitor.post("/volg?taal=en", {"code": CODE}, status=200)
    assert f'<span lang="nl">{QUESTION}</span>' in page.html
