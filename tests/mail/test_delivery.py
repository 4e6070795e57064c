"""Nothing is lost, nothing is sent twice, and one bad address never stops the others."""

import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from participation import clock, mail
from participation.db import db, writing
from participation.mail import MailState, OutboundMail
from participation.mail.transport import Lost, Server
from participation.refusals import Conflict
from tests.mail.outbox import AMINA, CODE, queue, row
from tests.support.cast import Cast
from tests.support.post import PostOffice, post_office, running


def after(**span: float) -> mail.Report:
    """Deliver to a server that is down, later."""
    return mail.deliver(clock.now() + timedelta(**span), Server("127.0.0.1", 1))


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


def test_an_idle_worker_takes_no_lock(app: Flask, office: PostOffice) -> None:
    assert mail.deliver(clock.now(), office.server) == mail.Report()
    assert not db.session.scalars(select(OutboundMail)).all()
