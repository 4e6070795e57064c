"""Getting into the own overview: a link by mail, used with a button, and never a password.

Whether an address is known is told by nothing: asking does the same work, and gives the same answer, for every address.
The overview is made when somebody uses the link, so nobody makes one for somebody else.
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite

from participation import history, mail
from participation.accounts.actions import token_hash
from participation.contributions.own import queries
from participation.contributions.own.models import OwnAccount, OwnLink, OwnSignIn
from participation.db import db
from participation.refusals import Conflict, Refused
from participation.words import N_

LINKS_KEPT = timedelta(days=1)


class LinkIsOver(Refused):
    """The link was used before, or half an hour has passed."""


class AddressTaken(Conflict):
    """There is one overview for an address. Only who reads the mail of that address gets to see this."""


def address(typed: str) -> str:
    """One way to write an address, so that capitals make no second overview."""
    return typed.strip().lower()


def ask_link(email: str, *, language: str, now: datetime) -> None:
    """Mail a link to sign in with, whether there is an overview for this address or not.

    Refuses (`Refused`, field `email`) what is no address.
    """
    _mail_link("own_sign_in", OwnLink(email=address(email), language=language, at=now), now)


def ask_address(account: OwnAccount, email: str, *, now: datetime) -> None:
    """Mail a link to the new address; nothing changes before somebody uses it there.

    Refuses (`Refused`) the address that it is already, and what is no address.
    """
    if address(email) == account.email:
        raise Refused(N_("Dit is uw adres al."), field="email")
    link = OwnLink(email=address(email), language=account.language, account_id=account.id, at=now)
    _mail_link("own_address", link, now)


def new_link(link: OwnLink) -> str:
    """Keep *link* under the hash of a new token, and give that token: it stands nowhere else."""
    token = secrets.token_urlsafe(32)
    link.token_hash = token_hash(token)
    db.session.add(link)
    db.session.flush()
    return token


def _mail_link(name: str, link: OwnLink, now: datetime) -> None:
    """The token leaves in the mail only; until it is sent it waits encrypted, as a receipt code does."""
    token = new_link(link)
    mail.queue(name, to=link.email, language=link.language, now=now, code=token, context={"email": link.email})


def use_link(token: str, *, now: datetime) -> tuple[OwnAccount, str]:
    """Use the link: sign in, or make the new address the address. Gives the overview and the token of a new sign-in.

    Every other link to this address dies with it. Refuses (`LinkIsOver`) a link that was used, also at this very
    moment, or is older than half an hour, and (`AddressTaken`) a new address with an overview of its own.
    """
    link = queries.living_link(token, now)
    if link is None or not _is_first(link, now):
        raise LinkIsOver(N_("Deze link werkt niet meer. Vraag een nieuwe aan."))
    account = _made(link, now) if link.account_id is None else _moved(link, now)
    others = OwnLink.email == link.email, OwnLink.used_at.is_(None)
    db.session.execute(update(OwnLink).where(*others).values(used_at=now))
    return account, _sign_in(account, now)


def _is_first(link: OwnLink, now: datetime) -> bool:
    """Of two who use it at the same moment one gets in."""
    mark = update(OwnLink).where(OwnLink.id == link.id, OwnLink.used_at.is_(None)).values(used_at=now)
    return db.session.scalar(mark.returning(OwnLink.id)) is not None


def _made(link: OwnLink, now: datetime) -> OwnAccount:
    """The overview of this address; two links used at the same moment make one."""
    dialect: dict[str, object] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
    insert = dialect[db.engine.dialect.name]
    row = insert(OwnAccount).values(email=link.email, language=link.language, made_at=now)  # type: ignore[operator]
    made = db.session.scalar(row.on_conflict_do_nothing().returning(OwnAccount.id))
    account = queries.account_of(link.email)
    assert account is not None
    if made is not None:
        history.record("own.made", now=now, account=account.id)
    return account


def _moved(link: OwnLink, now: datetime) -> OwnAccount:
    """The new address is the address: every browser is signed out, and the old address is told."""
    account = db.session.get_one(OwnAccount, link.account_id)
    if queries.account_of(link.email) is not None:
        raise AddressTaken(N_("Bij dit adres hoort al een overzicht. Log daar in, en voeg uw bijdragen toe."))
    before, account.email = account.email, link.email
    for contribution in queries.contributions_of(account):
        if contribution.email == before:
            contribution.email = link.email
    end_sign_ins(account, now=now)
    mail.queue("own_address_changed", to=before, language=account.language, now=now, context={})
    history.record("own.moved", now=now, account=account.id)
    db.session.flush()
    return account


def _sign_in(account: OwnAccount, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    db.session.add(OwnSignIn(token_hash=token_hash(token), account_id=account.id, at=now))
    history.record("own.signed_in", now=now, account=account.id)
    db.session.flush()
    return token


def sign_out(token: str, *, now: datetime) -> None:
    """End this sign-in: every copy of the cookie is dead from now on. What was ended stays ended."""
    this = OwnSignIn.token_hash == token_hash(token), OwnSignIn.ended_at.is_(None)
    ended = db.session.scalar(update(OwnSignIn).where(*this).values(ended_at=now).returning(OwnSignIn.account_id))
    if ended is not None:
        history.record("own.signed_out", now=now, account=ended)


def end_sign_ins(account: OwnAccount, *, now: datetime) -> None:
    """Sign every browser out."""
    living = OwnSignIn.account_id == account.id, OwnSignIn.ended_at.is_(None)
    db.session.execute(update(OwnSignIn).where(*living).values(ended_at=now))


def forget_old(now: datetime) -> None:
    """Remove links after a day and sign-ins that are over: nobody can use them any more."""
    db.session.execute(delete(OwnLink).where(OwnLink.at <= now - LINKS_KEPT))
    db.session.execute(delete(OwnSignIn).where(OwnSignIn.at <= now - queries.SIGNED_IN_FOR))
