"""On the own page: this belongs to something I said before. With both codes, in the body, and taken back as easily."""

import pytest
from sqlalchemy import select

from participation.contributions.models import Contribution
from participation.contributions.said_together.models import SaidTogether
from participation.db import db
from tests.factories.contributions import CODE, make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.page import Browser, Page

OTHER = "0123456789ABCDEF"
WORDS = "Zet er een prullenbak naast."


@pytest.fixture
def mine(cast: Cast) -> Contribution:
    track = make_open_track(cast.bram)
    make_contribution(track, WORDS, code=OTHER)
    return make_contribution(track, code=CODE)


def send(visitor: Browser, page: Page, other: str, *, status: int = 200) -> Page:
    return visitor.post("/volg/hoort-erbij", {**page.form("/volg/hoort-erbij"), "other": other}, status=status)


def own(visitor: Browser) -> Page:
    return visitor.post("/volg", {"code": CODE}, status=200)


def joined() -> int:
    """How many pairs of contributions the house knows of."""
    return len(db.session.scalars(select(SaidTogether.at)).all())


def test_with_both_codes_they_belong_together_and_can_be_parted(visitor: Browser, mine: Contribution) -> None:
    page = send(visitor, own(visitor), "0123 4567 89ab cdef")
    assert "Wij lezen deze bijdragen voortaan naast elkaar." in page.text
    assert "van 24 november 2026 hoort hierbij." in page.text
    assert "U vertelde ons dat nog een bijdrage van u hierbij hoort." in page.text
    assert joined() == 1
    after = visitor.post("/volg/hoort-niet-erbij", page.form("/volg/hoort-niet-erbij"), status=200)
    assert "Wij lezen deze bijdragen niet meer naast elkaar." in after.text
    assert joined() == 0


def test_the_words_of_the_other_are_not_shown_to_who_has_one_code(visitor: Browser, mine: Contribution) -> None:
    assert WORDS not in send(visitor, own(visitor), OTHER).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Deze code kennen wij niet. Kijk of elk teken klopt."),
        ("7K4MQ2XN9TRBV6HE", "Deze code kennen wij niet. Kijk of elk teken klopt."),
        (CODE, "Dit is de code van deze bijdrage zelf. Vul de code van een andere in."),
    ],
)
def test_a_wrong_code_is_refused_at_its_field(visitor: Browser, mine: Contribution, typed: str, sentence: str) -> None:
    assert send(visitor, own(visitor), typed, status=422).errors == [sentence]
    assert joined() == 0


def test_who_keeps_guessing_the_second_code_has_to_wait(visitor: Browser, mine: Contribution) -> None:
    page = own(visitor)
    statuses = [
        visitor.client.post(
            "/volg/hoort-erbij", data={**page.form("/volg/hoort-erbij"), "other": f"{number:016d}"}
        ).status_code
        for number in range(40)
    ]
    assert statuses[0] == 422
    assert statuses[-1] == 429


def test_without_the_own_code_nothing_is_told(visitor: Browser, mine: Contribution) -> None:
    page = own(visitor)
    fields = {**page.form("/volg/hoort-erbij"), "code": "7K4MQ2XN9TRBV6HE", "other": OTHER}
    assert "Deze code kennen wij niet." in visitor.post("/volg/hoort-erbij", fields, status=422).text
    assert joined() == 0
