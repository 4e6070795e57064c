"""`flask --app wsgi user …`: who may sign in. Passwords are asked, never given on the command line."""

import sys

import click
from flask.cli import AppGroup

from participation import clock
from participation.accounts import actions, queries
from participation.accounts.models import Role, User
from participation.accounts.passwords import hash_password
from participation.accounts.rules import check_password
from participation.db import writing
from participation.outcomes.handover import leaving
from participation.refusals import Refused

command = AppGroup("user", help="People who work for the municipality and sign in.")


@command.command("add")
@click.argument("email")
@click.option("--name", required=True, help="The name that residents read under an answer.")
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.civil_servant.value)
@click.option("--department", required=True, help="The team; made when it is new.")
@click.option("--job-title", default="")
@click.option("--phone", default="")
def add(email: str, *, name: str, role: str, department: str, job_title: str, phone: str) -> None:
    """Make an account. Asks for the password."""
    try:
        hashed = _asked_password()
        with writing():
            user = actions.add_user(
                email=email, name=name, role=Role(role), department=department, password_hash=hashed,
                now=clock.now(), job_title=job_title, phone=phone,
            )  # fmt: skip
            line = f"{user.name} ({user.role.label}, {user.department.name}) kan inloggen met {user.email}."
    except Refused as refusal:
        raise click.ClickException(refusal.sentence) from refusal
    click.echo(line)


@command.command("password")
@click.argument("email")
def password(email: str) -> None:
    """Give somebody another password. Ends every sign-in of this person."""
    try:
        hashed = _asked_password()
    except Refused as refusal:
        raise click.ClickException(refusal.sentence) from refusal
    with writing():
        user = _user(email)
        actions.change_password(user, hashed, now=clock.now())
        line = f"{user.name} heeft een nieuw wachtwoord en moet overal opnieuw inloggen."
    click.echo(line)


@command.command("deactivate")
@click.argument("email")
def deactivate(email: str) -> None:
    """Close an account. Refused while somebody would be left with nobody. Who is signed in with it, is out at once."""
    try:
        with writing():
            user = _user(email)
            leaving.deactivate(user, actor=None, now=clock.now())
            line = f"{user.name} kan niet meer inloggen."
    except Refused as refusal:
        raise click.ClickException(refusal.sentence) from refusal
    click.echo(line)


@command.command("list")
def list_users() -> None:
    """Everybody with an account."""
    for user in queries.all_users():
        state = "" if user.active else " (gesloten)"
        click.echo(f"{user.email}  {user.name}  {user.role.label}  {user.department.name}{state}")


def _user(email: str) -> User:
    user = queries.user_by_email(email)
    if user is None:
        raise click.ClickException(f"Er is geen account met het adres {email}.")
    return user


def _asked_password() -> str:
    """The hash of a password that was typed twice without being seen, or that came in over a pipe."""
    if sys.stdin.isatty():
        typed = click.prompt("Wachtwoord", hide_input=True, confirmation_prompt="Nog een keer")
    else:
        typed = sys.stdin.readline().rstrip("\r\n")
    check_password(typed)
    return hash_password(typed)
