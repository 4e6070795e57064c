"""Failures are counted per source; who is right is never stopped by others who are wrong."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from participation import clock
from participation.accounts import throttle
from participation.accounts.models import Attempt
from participation.accounts.throttle import ACCOUNT, RECEIPT, SIGN_IN, Source
from participation.db import db, writing

pytestmark = pytest.mark.usefixtures("database")
KEY = "a key"


def source(address: str = "192.0.2.1", now: datetime | None = None) -> Source:
    return throttle.source(address, key=KEY, now=now or clock.now())


def fail(times: int, purpose: str = RECEIPT, where: Source | None = None, now: datetime | None = None) -> None:
    with writing():
        for _ in range(times):
            throttle.note_failure(purpose, where or source(), now or clock.now())


@pytest.mark.parametrize(("purpose", "limit"), [(RECEIPT, 10), (SIGN_IN, 10), (ACCOUNT, 20)])
def test_the_limit_is_ten_failures_per_source_and_twenty_per_account(purpose: str, limit: int) -> None:
    fail(limit - 1, purpose)
    assert not throttle.is_blocked(purpose, source(), clock.now())
    fail(1, purpose)
    assert throttle.is_blocked(purpose, source(), clock.now())


def test_failures_at_codes_do_not_block_signing_in_nor_another_source() -> None:
    fail(10)
    assert not throttle.is_blocked(SIGN_IN, source(), clock.now())
    assert not throttle.is_blocked(RECEIPT, source("192.0.2.2"), clock.now())


def test_after_a_quarter_of_an_hour_the_first_failure_no_longer_counts() -> None:
    began = clock.now()
    for minute in range(10):
        fail(1, now=began + timedelta(minutes=minute))
    until = throttle.blocked_until(RECEIPT, source(), began + timedelta(minutes=10))
    assert until == began + timedelta(minutes=15)
    assert not throttle.is_blocked(RECEIPT, source(), until)


def test_no_address_is_kept() -> None:
    fail(1)
    (kept,) = db.session.scalars(select(Attempt.source))
    assert "192" not in kept
    assert kept != throttle.source("192.0.2.1", key="another key", now=clock.now()).mark


def test_a_source_has_another_mark_tomorrow_but_is_not_forgotten_at_midnight() -> None:
    before_midnight = datetime(2026, 11, 24, 22, 59, tzinfo=UTC)
    after = before_midnight + timedelta(minutes=2)
    fail(10, where=source(now=before_midnight), now=before_midnight)
    assert source(now=before_midnight).mark != source(now=after).mark
    assert throttle.is_blocked(RECEIPT, source(now=after), after)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
    ],
)
def test_an_address_is_one_source_and_so_is_a_whole_ipv6_network(one: str, other: str, same: bool) -> None:
    assert (source(one) == source(other)) is same


def test_an_account_is_the_same_however_its_address_is_written() -> None:
    assert throttle.account(" Bram@Doorwerking.example", key=KEY) == throttle.account(
        "bram@doorwerking.example", key=KEY
    )


def test_when_failures_come_from_everywhere_each_source_gets_less_but_a_new_one_is_not_blocked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(throttle, "MANY_FAILURES", 30)
    for number in range(15):
        fail(2, where=source(f"198.51.100.{number}"))
    fail(3)
    assert throttle.is_blocked(RECEIPT, source(), clock.now())
    assert not throttle.is_blocked(RECEIPT, source("192.0.2.9"), clock.now())
    assert not throttle.is_blocked(RECEIPT, source("198.51.100.1"), clock.now())


def test_what_no_longer_counts_is_removed() -> None:
    fail(3, now=clock.now() - timedelta(hours=1))
    fail(2)
    with writing():
        assert throttle.forget_old(clock.now()) == 3
