"""Accounts: made once per address, closed at once, and a new password ends every other sign-in."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from participation import clock, history
from participation.accounts import actions, queries
from participation.accounts.closing import close_account
from participation.accounts.models import Department, Role, User
from participation.accounts.passwords import fits, hash_password
from participation.accounts.rules import PasswordTooWeak, check_password
from participation.db import db, writing
from participation.refusals import Refused
from tests.support.cast import PASSWORD, Cast

pytestmark = pytest.mark.usefixtures("database")


def add(email: str = "Femke@Waterdam.example ", department: str = "Straten") -> User:
    with writing():
        return actions.add_user(
            email=email, name="Femke Smit", role=Role.civil_servant, department=department,
            password_hash=hash_password(PASSWORD), now=clock.now(),
        )  # fmt: skip


def kinds() -> list[str]:
    return list(db.session.scalars(select(history.Event.kind).order_by(history.Event.id)))


def test_an_account_gets_a_department_that_exists_or_a_new_one(cast: Cast) -> None:
    assert add().department_id == cast.streets.id
    assert add("b@waterdam.example", "Erfgoed").department.name == "Erfgoed"
    assert db.session.scalars(select(Department.name).order_by(Department.id)).all()[-1] == "Erfgoed"
    assert kinds() == ["account.added", "account.added"]


def test_an_address_is_written_small_and_has_one_account() -> None:
    assert add().email == "femke@waterdam.example"
    with pytest.raises(actions.EmailTaken, match="Er is al een account met het adres femke@waterdam.example"):
        add("FEMKE@waterdam.example")


@pytest.mark.parametrize("email", ["", "femke", "@waterdam.example", "femke@waterdam", "fem ke@waterdam.example"])
def test_what_is_no_address_is_refused(email: str) -> None:
    with pytest.raises(Refused, match="geen e-mailadres"):
        add(email)


def test_the_log_holds_no_address_and_no_name() -> None:
    add()
    (event,) = db.session.scalars(select(history.Event))
    assert "femke" not in f"{event.data}{event.why}".lower()
    assert event.who is history.Who.system


@pytest.mark.parametrize("password", ["", "elf tekens!", "a" * 30, "doorwerking-demo", "Doorwerking-Demo"])
def test_a_weak_password_is_refused(password: str) -> None:
    with pytest.raises(PasswordTooWeak):
        check_password(password)


def test_length_is_enough_for_a_password() -> None:
    check_password("een lange zin zonder rare tekens")


def test_a_password_fits_its_hash_and_nothing_else() -> None:
    stored = hash_password(PASSWORD)
    assert fits(PASSWORD, stored)
    assert not fits(PASSWORD + " ", stored)
    assert not fits("nobody has this password", None)
    assert not fits(PASSWORD, "no hash")


def test_a_sign_in_ends_by_signing_out_and_after_twelve_hours(cast: Cast) -> None:
    with writing():
        first, second = (actions.sign_in(cast.bram, now=clock.now()) for _ in range(2))
    user = queries.user_signed_in_with(first, clock.now())
    assert user is not None
    with writing():
        actions.sign_out(user, now=clock.now())
    assert queries.user_signed_in_with(first, clock.now()) is None
    assert queries.user_signed_in_with(second, clock.now()) is not None
    assert queries.user_signed_in_with(second, clock.now() + timedelta(hours=12)) is None


def test_another_password_ends_every_sign_in_but_the_one_in_use(cast: Cast) -> None:
    with writing():
        here, there = (actions.sign_in(cast.bram, now=clock.now()) for _ in range(2))
    with writing():
        user = queries.user_signed_in_with(here, clock.now())
        assert user is not None
        actions.change_password(user, hash_password("nog een lang wachtwoord"), now=clock.now())
    assert queries.user_signed_in_with(here, clock.now()) is not None
    assert queries.user_signed_in_with(there, clock.now()) is None
    assert queries.user_with_password(cast.bram.email, PASSWORD) is None
    assert queries.user_with_password(cast.bram.email, "nog een lang wachtwoord") is not None


def test_a_closed_account_is_out_at_once_and_its_name_stays(cast: Cast) -> None:
    with writing():
        token = actions.sign_in(cast.bram, now=clock.now())
    with writing():
        close_account(cast.bram, actor=None, now=clock.now())
    assert queries.user_signed_in_with(token, clock.now()) is None
    assert queries.user_with_password(cast.bram.email, PASSWORD) is None
    assert queries.user_by_email(cast.bram.email) is not None


def test_a_token_is_stored_as_a_hash_only(cast: Cast) -> None:
    with writing():
        token = actions.sign_in(cast.bram, now=clock.now())
    stored = db.session.scalars(select(actions.SignIn.token_hash)).all()
    assert token not in stored
