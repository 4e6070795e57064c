"""People who work for the municipality. A resident never has to be one of them."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.db import Base


class Role(enum.Enum):
    """What somebody may do in general; membership of a track decides where."""

    civil_servant = "civil_servant"
    coordinator = "coordinator"
    director = "director"
    administrator = "administrator"

    @property
    def label(self) -> str:
        return {
            Role.civil_servant: "medewerker",
            Role.coordinator: "coördinator participatie",
            Role.director: "directeur",
            Role.administrator: "beheerder",
        }[self]


class Department(Base):
    """A team inside the town hall."""

    __tablename__ = "department"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class User(Base):
    """A named colleague: residents read this name under every answer."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    role: Mapped[Role]
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    job_title: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    phone_hours: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)
    is_demo: Mapped[bool] = mapped_column(default=False)

    department: Mapped[Department] = relationship(lazy="joined")

    session_token = ""
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        return self.active

    def get_id(self) -> str:
        """What the cookie carries: the token of this sign-in, not the number of this person."""
        return self.session_token

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


class Absence(Base):
    """The days on which a colleague is not there, the last one included, and who stands in: nobody is the team.

    There is one row for each colleague: what is over or was called off is in the history.
    """

    __tablename__ = "absence"
    __table_args__ = (CheckConstraint("last >= first", name="ends_after_it_began"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), unique=True)
    first: Mapped[date]
    last: Mapped[date]
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    made_at: Mapped[datetime]

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    deputy: Mapped[User | None] = relationship(foreign_keys=[deputy_id])

    def is_on(self, day: date) -> bool:
        return self.first <= day <= self.last


class SignIn(Base):
    """One signed-in browser. Ending it here ends it everywhere: a copied cookie is dead at once."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(lazy="joined")


class Attempt(Base):
    """A failed try at a code or a password, counted per source for a short while (no address in clear)."""

    __tablename__ = "attempt"
    __table_args__ = (Index(None, "purpose", "source", "at"), Index(None, "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    source: Mapped[str]
    at: Mapped[datetime]
