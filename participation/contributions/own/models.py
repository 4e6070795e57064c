"""An overview of own contributions: whose address it is, what is in it, and the ways into it.

Which contributions belong to one person stands in `OwnContribution` and nowhere else: no event names both (I15, I34),
and no page of colleagues reads these tables.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base


class OwnAccount(Base):
    """One overview. It exists from the first time that somebody used a link that was mailed to *email*."""

    __tablename__ = "own_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    language: Mapped[str] = mapped_column(default="nl")
    made_at: Mapped[datetime]


class OwnContribution(Base):
    """A contribution in an overview, because somebody filled in its code there. A new code leaves it in."""

    __tablename__ = "own_contribution"
    __table_args__ = (Index(None, "contribution_id", "account_id"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("own_account.id"), primary_key=True, autoincrement=False)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True, autoincrement=False)
    added_at: Mapped[datetime]


class OwnLink(Base):
    """A link that was mailed: to sign in with, or (with an account) to say that a new address works.

    It lives for half an hour, works once and is stored as a hash. The row goes after a day.
    """

    __tablename__ = "own_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str]
    language: Mapped[str] = mapped_column(default="nl")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("own_account.id"), index=True)
    at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class OwnSignIn(Base):
    """One signed-in browser of a resident, apart from the sign-ins of colleagues. Ending it here ends every copy."""

    __tablename__ = "own_sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("own_account.id"), index=True)
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
