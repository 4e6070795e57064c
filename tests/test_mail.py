"""The outbox: nothing lost, nothing sent twice, one bad address never stops the others, and no code in clear."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from cryptography.fernet import InvalidToken
from flask import Flask
from jinja2 import UndefinedError
from sqlalchemy import select

from participation import clock, mail
from participation.config import Settings, SettingsError
from participation.db import db, writing
from participation.mail import MailState, OutboundMail, rendering, sealing
from participation.mail.queries import outbox
from participation.mail.transport import Folder, Lost, Server, Unreachable, server_of
from participation.refusals import Conflict, Refused
from tests.support.cast import Cast
from tests.support.post import PostOffice, post_office, running

CODE = "7K2M 9QXR 4TBN 6HWC"
AMINA = "amina@bewoner.example"


@pytest.fixture(autouse=True)
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: None) -> Iterator[Path]:
    """A mail with everything a mail may have."""
    shutil.copytree(rendering.TEMPLATES, tmp_path / "mail")
    folder = tmp_path / "mail" / "greeting"
    folder.mkdir()
    (folder / "subject.txt").write_text("Dank u wel voor\nuw {{ thing }}\n")
    (folder / "body.txt").write_text(
        "{% extends '_base.txt' %}{% block body %}U schreef: {{ words }}. Antwoord op {{ due|day }}."
        "{% if code is defined %} Uw code is {{ code }}, {{ base_url }}/volg#{{ code }}{% endif %}{% endblock %}"
    )
    (folder / "body.html").write_text(
        "{% extends '_base.html' %}{% from '_parts.html' import code_box %}{% block body %}<p>{{ words }}</p>"
        "{% if code is defined %}{{ code_box(code) }}{% endif %}{% endblock %}"
    )
    monkeypatch.setattr(rendering, "TEMPLATES", tmp_path / "mail")
    rendering.environment.cache_clear()
    yield folder
    rendering.environment.cache_clear()


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as office:
        yield office


def queue(to: str = AMINA, *, code: str | None = None, language: str = "nl", **context: object) -> int:
    """Queue a greeting and commit; the id of the mail."""
    values = {"thing": "idee", "words": "Meer bomen & <bankjes>", "due": clock.today(), **context}
    with writing():
        return mail.queue("greeting", to=to, language=language, now=clock.now(), context=values, code=code).id


def row(mail_id: int) -> OutboundMail:
    db.session.rollback()
    found = db.session.get(OutboundMail, mail_id, populate_existing=True)
    assert found is not None
    return found


def after(**span: float) -> mail.Report:
    """Deliver to a server that is down, later."""
    return mail.deliver(clock.now() + timedelta(**span), Server("127.0.0.1", 1))


# How a mail looks


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


# Delivering


def test_a_decision_that_is_rolled_back_sends_nothing(office: PostOffice) -> None:
    with pytest.raises(ZeroDivisionError), writing():
        mail.queue("greeting", to=AMINA, language="nl", now=clock.now(),
                   context={"thing": "idee", "words": "x", "due": clock.today()})  # fmt: skip
        raise ZeroDivisionError
    assert mail.deliver(clock.now(), office.server).handled == 0
    assert not office.received


def test_nothing_is_open_in_the_database_while_a_mail_is_sent() -> None:
    seen: list[bool] = []

    class Watching:
        @contextmanager
        def connection(self):  # type: ignore[no-untyped-def]
            yield lambda _message: seen.append(db.session().in_transaction())

    queue()
    mail.deliver(clock.now(), Watching())
    assert seen == [False]


def test_one_address_that_does_not_exist_fails_alone_and_at_once(office: PostOffice) -> None:
    office.refuses["weg@bewoner.example"] = "550 5.1.1 <weg@bewoner.example> unknown"
    first, bad, last = queue("een@bewoner.example"), queue("weg@bewoner.example"), queue("twee@bewoner.example")
    report = mail.deliver(clock.now(), office.server)
    assert office.addresses == ["een@bewoner.example", "twee@bewoner.example"]
    assert (report.sent, report.failed) == (2, 1)
    assert [row(i).state for i in (first, bad, last)] == [MailState.sent, MailState.failed, MailState.sent]
    assert row(bad).last_error == "550 5.1.1 <w…@bewoner.example> unknown"


def test_a_full_mailbox_is_tried_later_and_later_and_given_up_after_two_days(office: PostOffice) -> None:
    office.refuses[AMINA] = "452 mailbox full"
    mail_id, moment, waits = queue(), clock.now(), []
    while row(mail_id).state is MailState.queued:
        mail.deliver(moment, office.server)
        waits.append((row(mail_id).next_try_at - moment).total_seconds() / 60)
        moment = row(mail_id).next_try_at
    assert waits[:6] == [1, 5, 15, 60, 120, 120]
    assert row(mail_id).state is MailState.failed
    assert timedelta(hours=46) < row(mail_id).next_try_at - row(mail_id).queued_at <= timedelta(hours=48)


def test_a_mail_that_waits_is_not_tried_before_its_time(office: PostOffice) -> None:
    office.refuses[AMINA] = "452 mailbox full"
    queue()
    mail.deliver(clock.now(), office.server)
    del office.refuses[AMINA]
    assert mail.deliver(clock.now() + timedelta(seconds=59), office.server).handled == 0
    assert mail.deliver(clock.now() + timedelta(seconds=60), office.server).sent == 1


def test_a_server_that_is_down_costs_no_mail_one_of_its_chances() -> None:
    mails = [queue(f"{i}@bewoner.example") for i in range(25)]
    for minutes in range(0, 60, 2):
        assert after(minutes=minutes).unreachable
    assert {(row(i).state, row(i).attempts) for i in mails} == {(MailState.queued, 0)}
    assert "niet bereikbaar" in row(mails[0]).last_error
    with post_office() as office:
        for second in range(3):
            mail.deliver(clock.now() + timedelta(minutes=61, seconds=second), office.server)
        assert sorted(office.addresses) == sorted(f"{i}@bewoner.example" for i in range(25))


@pytest.mark.parametrize("answer", ["421 going down", "550 not from you"])
def test_a_server_that_wants_nothing_of_us_costs_no_chances_either(office: PostOffice, answer: str) -> None:
    async def handle_MAIL(*_args: object) -> str:
        return answer

    office.handle_MAIL = handle_MAIL  # type: ignore[attr-defined]
    mail_id = queue()
    assert mail.deliver(clock.now(), office.server).unreachable
    assert (row(mail_id).state, row(mail_id).attempts) == (MailState.queued, 0)


def test_a_connection_that_breaks_gives_back_the_mails_that_were_not_tried() -> None:
    class Breaking:
        @contextmanager
        def connection(self):  # type: ignore[no-untyped-def]
            def send(_message: object) -> None:
                raise Lost("reset by peer")

            yield send

    first, second = queue("een@bewoner.example"), queue("twee@bewoner.example")
    assert mail.deliver(clock.now(), Breaking()).postponed == 1
    assert (row(first).attempts, row(first).next_try_at) == (1, clock.now() + timedelta(minutes=1))
    assert (row(second).attempts, row(second).next_try_at) == (0, clock.now())


def test_a_crash_between_sending_and_marking_sends_the_same_mail_again_with_the_same_name(office: PostOffice) -> None:
    class Crashing(Server):
        @contextmanager
        def connection(self):  # type: ignore[no-untyped-def]
            with Server.connection(self) as send:

                def send_and_die(message):  # type: ignore[no-untyped-def]
                    send(message)
                    raise KeyboardInterrupt

                yield send_and_die

    mail_id = queue()
    with pytest.raises(KeyboardInterrupt):
        mail.deliver(clock.now(), Crashing("127.0.0.1", office.port))
    assert row(mail_id).state is MailState.leased
    assert mail.deliver(clock.now() + timedelta(minutes=4), office.server).handled == 0
    assert mail.deliver(clock.now() + timedelta(minutes=5), office.server).sent == 1
    assert len({message["Message-ID"] for _to, message in office.received}) == 1
    assert len(office.received) == 2


def test_two_workers_at_once_send_nothing_twice(office: PostOffice, app: Flask) -> None:
    mails = [queue(f"{i}@bewoner.example") for i in range(60)]
    moment, start = clock.now(), threading.Barrier(2)

    def work() -> None:
        with app.app_context():
            start.wait()
            while mail.deliver(moment, office.server).handled:
                pass

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(office.addresses) == sorted(f"{i}@bewoner.example" for i in range(60))
    assert {row(i).state for i in mails} == {MailState.sent}


def test_a_worker_that_is_asked_to_stop_gives_back_what_it_took(office: PostOffice) -> None:
    mails = [queue(f"{i}@bewoner.example") for i in range(3)]
    report = mail.deliver(clock.now(), office.server, stop=lambda: len(office.received) == 1)
    assert report.sent == 1
    assert [row(i).state for i in mails] == [MailState.sent, MailState.queued, MailState.queued]


def test_a_mail_that_may_not_go_any_more_is_dropped_at_the_last_moment(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(mail.may_send, "greeting", lambda waiting: waiting.to != AMINA)
    withdrawn, other = queue(), queue("bo@bewoner.example")
    report = mail.deliver(clock.now(), office.server)
    assert (report.sent, report.dropped, office.addresses) == (1, 1, ["bo@bewoner.example"])
    assert (row(withdrawn).state, row(withdrawn).to) == (MailState.dropped, "")
    assert row(other).state is MailState.sent


def test_a_check_that_breaks_sends_nothing_and_stops_nobody(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(waiting: OutboundMail) -> bool:
        if waiting.to == AMINA:
            raise LookupError("gone")
        return True

    monkeypatch.setitem(mail.may_send, "greeting", broken)
    mail_id = queue()
    queue("bo@bewoner.example")
    mail.deliver(clock.now(), office.server)
    assert office.addresses == ["bo@bewoner.example"]
    assert (row(mail_id).state, row(mail_id).last_error) == (MailState.queued, "Fout bij ons: LookupError")


def test_a_server_that_comes_back_gets_everything_that_waited() -> None:
    with post_office() as office:
        queue()
    assert mail.deliver(clock.now(), office.server).unreachable
    with running(office):
        assert mail.deliver(clock.now() + timedelta(minutes=1), office.server).sent == 1


# Giving up, and trying again


def given_up(office: PostOffice) -> int:
    office.refuses[AMINA] = "550 unknown"
    mail_id = queue(code=CODE)
    mail.deliver(clock.now(), office.server)
    office.refuses.clear()
    return mail_id


def test_staff_can_send_a_mail_that_was_given_up_once_more(office: PostOffice, cast: Cast) -> None:
    mail_id = given_up(office)
    with writing():
        mail.retry(row(mail_id), actor=cast.dirk, now=clock.now())
    assert row(mail_id).state is MailState.queued
    assert mail.deliver(clock.now(), office.server).sent == 1
    with pytest.raises(Conflict):
        mail.retry(row(mail_id), actor=cast.dirk, now=clock.now())


def test_after_thirty_days_a_mail_that_was_given_up_is_forgotten(office: PostOffice) -> None:
    mail_id = given_up(office)
    with writing():
        assert mail.forget_given_up(clock.now() + timedelta(days=30)) == 0
        assert mail.forget_given_up(clock.now() + timedelta(days=30, seconds=1)) == 1
    assert (row(mail_id).state, row(mail_id).to, row(mail_id).sealed) == (MailState.dropped, "", None)


# Without a server, and the address of one


def test_without_a_server_every_mail_is_a_file_that_only_we_can_read(tmp_path: Path) -> None:
    queue(code=CODE)
    mail.deliver(clock.now(), Folder(tmp_path / "post"))
    (file,) = (tmp_path / "post").iterdir()
    assert file.name.startswith("20261124-120000-") and file.suffix == ".eml"
    assert file.stat().st_mode & 0o077 == 0
    message = message_from_bytes(file.read_bytes(), policy=default)
    assert message["To"] == AMINA


def test_a_folder_that_cannot_be_written_makes_the_mail_wait(tmp_path: Path) -> None:
    (tmp_path / "post").write_text("not a folder")
    mail_id = queue()
    assert mail.deliver(clock.now(), Folder(tmp_path / "post")).unreachable
    assert row(mail_id).state is MailState.queued


def test_the_address_of_a_server_is_read_in_full() -> None:
    assert server_of("smtp://post:p%40ss@mail.example:587?starttls=1") == Server(
        "mail.example", 587, "post", "p@ss", starttls=True
    )
    assert server_of("smtps://mail.example") == Server("mail.example", 465, implicit_tls=True)
    assert not server_of("smtp://mail.example?starttls=0").is_encrypted


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://", "smtp://mail.example:none"])
def test_what_is_no_server_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(SettingsError, match="SMTP_URL"):
        server_of(url)


def test_a_server_without_a_valid_certificate_gets_nothing(office: PostOffice) -> None:
    with pytest.raises(Unreachable), Server("127.0.0.1", office.port, starttls=True).connection():
        pass


def test_the_settings_choose_between_server_and_folder(tmp_path: Path) -> None:
    assert mail.transport_for(Settings(data_dir=tmp_path)) == Folder(tmp_path / "mail")
    assert mail.transport_for(Settings(smtp_url="smtp://127.0.0.1:25")) == Server("127.0.0.1", 25)


def test_an_idle_worker_takes_no_lock(app: Flask, office: PostOffice) -> None:
    assert mail.deliver(clock.now(), office.server) == mail.Report()
    assert not db.session.scalars(select(OutboundMail)).all()
