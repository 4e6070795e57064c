"""What happens to accounts: made, given another password, signed in, signed out, closed."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from participation import history
from participation.accounts.models import Department, Role, SignIn, User
from participation.db import db
from participation.history import Who
from participation.refusals import Conflict, Refused

SIGN_INS_KEPT = timedelta(days=30)


class EmailTaken(Conflict):
    """There is one account per address."""


def token_hash(token: str) -> str:
    """How a session token is stored: whoever reads the database cannot sign in with it."""
    return hashlib.sha256(token.encode()).hexdigest()


def add_user(
    *, email: str, name: str, role: Role, department: str, password_hash: str, now: datetime,
    job_title: str = "", phone: str = "",
) -> User:  # fmt: skip
    """Make an account, and the department when it is new. Refuses (`EmailTaken`) an address that has one already."""
    email = _address(email)
    if db.session.scalar(select(User.id).where(User.email == email)) is not None:
        raise EmailTaken(f"Er is al een account met het adres {email}.", field="email")
    user = User(
        email=email, name=name.strip(), role=role, department=_department(department.strip()), active=True,
        password_hash=password_hash, job_title=job_title.strip(), phone=phone.strip(),
    )  # fmt: skip
    db.session.add(user)
    db.session.flush()
    history.record("account.added", now=now, who=Who.system, user_id=user.id, role=role.value)
    db.session.flush()
    return user


def _address(email: str) -> str:
    email = email.strip().lower()
    name, at, host = email.partition("@")
    if not (name and at and "." in host) or any(letter.isspace() for letter in email):
        raise Refused(f"'{email}' is geen e-mailadres.", field="email")
    return email


def _department(name: str) -> Department:
    found = db.session.scalar(select(Department).where(Department.name == name))
    return found or Department(name=name)


def change_password(user: User, password_hash: str, *, now: datetime, actor: User | None = None) -> None:
    """Give *user* another password. Every sign-in ends, except the one that *user* is using now.

    *actor* is *user*, who changes the own password; without one somebody did it at the command line.
    """
    user.password_hash = password_hash
    end_sign_ins(user, now=now)
    who = Who.staff if actor else Who.system
    history.record("account.password_changed", actor=actor, now=now, who=who, user_id=user.id)
    db.session.flush()


def end_sign_ins(user: User, *, now: datetime) -> None:
    """End every sign-in of *user*, except the one in use (if any)."""
    in_use = SignIn.token_hash == token_hash(user.session_token)
    db.session.execute(
        update(SignIn).where(SignIn.user_id == user.id, SignIn.ended_at.is_(None), ~in_use).values(ended_at=now)
    )


def sign_in(user: User, *, now: datetime) -> str:
    """Begin a new sign-in and return its token, which only the browser keeps."""
    token = secrets.token_urlsafe(32)
    db.session.add(SignIn(token_hash=token_hash(token), user_id=user.id, at=now))
    history.record("account.signed_in", actor=user, now=now)
    db.session.flush()
    return token


def sign_out(user: User, *, now: datetime) -> None:
    """End the sign-in that *user* uses now."""
    db.session.execute(update(SignIn).where(SignIn.token_hash == token_hash(user.session_token)).values(ended_at=now))
    history.record("account.signed_out", actor=user, now=now)
    db.session.flush()


def forget_old_sign_ins(now: datetime) -> int:
    """Remove sign-ins that are long over, and return how many; that somebody signed in stays in the history."""
    gone = db.session.scalars(delete(SignIn).where(SignIn.at < now - SIGN_INS_KEPT).returning(SignIn.id))
    return len(gone.all())
