"""Staff see what waits and what did not arrive, and why; they can try again, and see no address in full."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from participation import clock, history
from participation.db import db, writing
from participation.mail.models import MailState, OutboundMail
from tests.support.cast import Cast
from tests.support.counting import counted
from tests.support.page import Browser

PAGE = "/regie/mail"


def add_mail(number: int = 1, *, state: MailState = MailState.queued, error: str = "", attempts: int = 0) -> int:
    with writing() as session:
        mail = OutboundMail(
            name="outcome_published", to=f"amina{number}@bewoner.example", subject=f"Antwoord op uw bijdrage {number}",
            body_text="de tekst van het antwoord", body_html="", message_id=f"<{number}@x>", state=state,
            last_error=error, attempts=attempts, queued_at=clock.now() - timedelta(minutes=10 - number),
            next_try_at=clock.now(),
        )  # fmt: skip
        session.add(mail)
        session.flush()
        return mail.id


def test_when_nothing_waits_the_page_says_so(dirk: Browser) -> None:
    page = dirk.get(PAGE)
    assert page.h1 == "Post die wacht"
    assert "Alle mail is de deur uit." in page.text
    assert "Er is geen mail die wij na twee dagen moesten opgeven." in page.text


def test_what_waits_is_shown_with_the_oldest_first(dirk: Browser) -> None:
    add_mail(2)
    add_mail(1)
    page = dirk.get(PAGE)
    assert "Er wachten 2 mails, de oudste sinds dinsdag 24 november 2026, 11.51 uur." in page.text
    assert page.text.index("Antwoord op uw bijdrage 1") < page.text.index("Antwoord op uw bijdrage 2")


def test_a_mail_that_failed_says_why(dirk: Browser) -> None:
    add_mail(state=MailState.failed, error="550 5.1.1 <a…@bewoner.example> unknown", attempts=1)
    page = dirk.get(PAGE)
    assert "550 5.1.1 <a…@bewoner.example> unknown" in page.text
    assert "Eén keer geprobeerd" in page.text


def test_no_address_and_no_text_is_shown(dirk: Browser) -> None:
    add_mail()
    page = dirk.get(PAGE)
    assert "a…@bewoner.example" in page.text
    assert "amina1" not in page.html
    assert "de tekst van het antwoord" not in page.html


def test_a_mail_that_failed_can_be_tried_again(dirk: Browser, cast: Cast) -> None:
    number = add_mail(state=MailState.failed, error="550 unknown", attempts=3)
    retry = f"{PAGE}/{number}/opnieuw"
    form = dirk.get(PAGE).form(retry)
    assert dirk.post(retry, form).location == PAGE
    mail = db.session.get(OutboundMail, number)
    assert mail is not None
    assert (mail.state, mail.attempts, mail.next_try_at) == (MailState.queued, 0, clock.now())
    assert "De mail aan a…@bewoner.example gaat opnieuw weg" in dirk.get(PAGE).text
    event = db.session.scalars(select(history.Event).where(history.Event.kind == "mail.retried")).one()
    assert event.data == {"mail_id": number}


@pytest.mark.parametrize("htmx", [False, True])
def test_a_mail_that_is_gone_already_cannot_be_tried_again(dirk: Browser, htmx: bool) -> None:
    number = add_mail(state=MailState.sent)
    page = dirk.post(f"{PAGE}/{number}/opnieuw", status=409, htmx=htmx)
    assert "Deze mail staat niet meer bij de mails die niet aankwamen." in page.text


def test_an_unknown_mail_is_not_found(dirk: Browser) -> None:
    dirk.post(f"{PAGE}/999/opnieuw", status=404)


def test_only_who_looks_after_the_house_sees_the_mail(bram: Browser, visitor: Browser) -> None:
    bram.get(PAGE, status=403)
    visitor.get(PAGE, status=303)


@pytest.mark.parametrize("count", [1, 3])
def test_a_longer_list_asks_the_database_nothing_more(dirk: Browser, count: int) -> None:
    for number in range(count):
        add_mail(number, state=MailState.failed)
        add_mail(number + 10)
    with counted(dirk.app) as statements:
        dirk.get(PAGE)
    assert len(statements) == 4, statements
