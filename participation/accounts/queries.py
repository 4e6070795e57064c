"""Finding people who sign in."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, select

from participation.accounts.actions import token_hash
from participation.accounts.models import Department, SignIn, User
from participation.accounts.passwords import fits
from participation.db import db

LONGEST = timedelta(hours=12)
BY_TOKEN = (
    select(User)
    .join(SignIn)
    .where(
        SignIn.ended_at.is_(None), User.active, SignIn.token_hash == bindparam("token"), SignIn.at > bindparam("since")
    )
)


def user_by_id(user_id: int) -> User | None:
    return db.session.get(User, user_id)


def user_by_email(email: str) -> User | None:
    """The account with this address, open or closed."""
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def all_users() -> list[User]:
    """Everybody with an account, by name."""
    return list(db.session.scalars(select(User).order_by(User.name, User.id)))


def of_department(department: Department) -> list[User]:
    """Who works in *department* now, by name."""
    found = select(User).where(User.department_id == department.id, User.active).order_by(User.name, User.id)
    return list(db.session.scalars(found))


def departments() -> list[Department]:
    """Every department, by name."""
    return list(db.session.scalars(select(Department).order_by(Department.name)))


def department_by_id(department_id: int) -> Department | None:
    return db.session.get(Department, department_id) if department_id < 2**31 else None


def user_signed_in_with(token: str, now: datetime) -> User | None:
    """The active colleague whose sign-in has *token*; after twelve hours every sign-in is over."""
    user = db.session.scalar(BY_TOKEN, {"token": token_hash(token), "since": now - LONGEST})
    if user is not None:
        user.session_token = token
    return user


def user_with_password(email: str, password: str) -> User | None:
    """The active colleague with this address and password; equally slow when there is no such address."""
    user = db.session.scalar(select(User).where(User.email == email.strip().lower(), User.active))
    return user if fits(password, user.password_hash if user else None) else None


def has_demo_account() -> bool:
    """Whether an account of the demo is here, open or closed."""
    return db.session.scalar(select(User.id).where(User.is_demo).limit(1)) is not None
