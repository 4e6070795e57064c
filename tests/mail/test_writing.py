"""A mail is readable for people, harmless for programs, and holds no code in clear."""

from pathlib import Path

import pytest
from cryptography.fernet import InvalidToken
from jinja2 import UndefinedError

from participation import clock, mail
from participation.mail import MailState, sealing
from participation.mail.queries import outbox
from participation.refusals import Refused
from tests.mail.outbox import AMINA, CODE, queue, row
from tests.support.post import PostOffice


def test_a_mail_has_text_and_html_in_utf8_and_says_that_a_machine_sent_it(office: PostOffice) -> None:
    queue(words="Één bankje – voor Zoë & Łukasz 🌳")
    mail.deliver(clock.now(), office.server)
    message = office.message()
    assert message["Subject"] == "Dank u wel voor uw idee"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["To"] == AMINA and "meedenken@waterdam.example" in message["From"]
    assert message["Date"] == "Tue, 24 Nov 2026 12:00:00 +0100"
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None and html is not None
    assert "U schreef: Één bankje – voor Zoë & Łukasz 🌳. Antwoord op dinsdag 24 november 2026." in text.get_content()
    assert "<p>Één bankje – voor Zoë &amp; Łukasz 🌳</p>" in html.get_content()
    assert text.get_content_charset() == html.get_content_charset() == "utf-8"


def test_what_a_resident_wrote_is_inert_in_html(office: PostOffice) -> None:
    queue(words="<script>alert(1)</script>")
    mail.deliver(clock.now(), office.server)
    html = office.message().get_body(("html",))
    assert html is not None
    assert "&lt;script&gt;alert(1)" in html.get_content()


def test_dates_are_in_the_language_of_the_reader(office: PostOffice) -> None:
    queue(language="en")
    mail.deliver(clock.now(), office.server)
    text = office.message().get_body(("plain",))
    assert text is not None
    assert "Tuesday 24 November 2026" in text.get_content()


def test_a_template_that_misses_a_name_fails_when_the_mail_is_queued(templates: Path) -> None:
    (templates / "body.txt").write_text("{{ nobody_gave_this }}")
    with pytest.raises(UndefinedError):
        queue()


@pytest.mark.parametrize(
    "address",
    ["", "amina", "amina@", "@b.example", "a@b.example\nBcc: c@d.example", "a@b.example, c@d.example", "a b@c.example",
     "<a@b.example>", "a@b.example\x00", "a@.example", f"a@{'b' * 70}.example"],
)  # fmt: skip
def test_what_is_no_address_is_refused_with_a_sentence(address: str) -> None:
    with pytest.raises(Refused, match="Dit e-mailadres klopt niet") as refusal:
        queue(address)
    assert refusal.value.field == "email"
    assert not outbox().waiting


def test_a_subject_cannot_add_a_header(office: PostOffice) -> None:
    queue(thing="idee\r\nBcc: stiekem@elders.example")
    mail.deliver(clock.now(), office.server)
    assert office.message()["Bcc"] is None
    assert office.message()["Subject"] == "Dank u wel voor uw idee Bcc: stiekem@elders.example"


def test_an_address_with_an_international_domain_goes_to_its_plain_form() -> None:
    assert row(queue("amina@bücher.example")).to == "amina@xn--bcher-kva.example"


# The receipt code


def test_the_code_is_stored_encrypted_only_and_put_in_when_the_mail_leaves(office: PostOffice) -> None:
    stored = row(queue(code=CODE))
    assert CODE not in f"{stored.subject}{stored.body_text}{stored.body_html}{stored.sealed}"
    assert CODE.replace(" ", "") not in f"{stored.body_text}{stored.body_html}{stored.sealed}"
    mail.deliver(clock.now(), office.server)
    text, html = office.message().get_body(("plain",)), office.message().get_body(("html",))
    assert text is not None and html is not None
    assert f"Uw code is {CODE}, http://localhost/volg#7K2M9QXR4TBN6HWC" in text.get_content()
    assert CODE in html.get_content()
    assert CODE not in office.message()["Subject"]


def test_another_key_cannot_read_the_code() -> None:
    sealed = row(queue(code=CODE)).sealed
    assert sealed is not None
    with pytest.raises(InvalidToken):
        sealing.put_in("another key", sealed, "text")


def test_after_delivery_address_text_and_code_are_gone(office: PostOffice) -> None:
    mail_id = queue(code=CODE)
    mail.deliver(clock.now(), office.server)
    gone = row(mail_id)
    assert (gone.state, gone.sent_at) == (MailState.sent, clock.now())
    assert (gone.to, gone.subject, gone.body_text, gone.body_html, gone.sealed) == ("", "", "", "", None)
