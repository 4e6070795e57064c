"""The named people of the suite."""

from dataclasses import dataclass

from participation.accounts.models import Department, Role, User
from participation.accounts.passwords import hash_password
from participation.db import db

PASSWORD = "een-lang-wachtwoord"


@dataclass(frozen=True)
class Cast:
    """Bram works on the track, Chantal on others, Dirk coordinates, Esther directs, Fatima keeps the system."""

    streets: Department
    parks: Department
    participation: Department
    bram: User
    chantal: User
    dirk: User
    esther: User
    fatima: User


def make_user(name: str, role: Role, department: Department) -> User:
    user = User(
        name=name, email=f"{name.split(maxsplit=1)[0].lower()}@doorwerking.example", password_hash=hash_password(PASSWORD),
        role=role, department=department, job_title="projectleider", phone="0999 12 34 56", active=True,
    )  # fmt: skip
    db.session.add(user)
    return user


def make_cast() -> Cast:
    streets, parks, participation = (
        Department(name="Straten"),
        Department(name="Groen"),
        Department(name="Participatie"),
    )
    db.session.add_all([streets, parks, participation])
    cast = Cast(
        streets=streets, parks=parks, participation=participation,
        bram=make_user("Bram de Boer", Role.civil_servant, streets),
        chantal=make_user("Chantal Mulder", Role.civil_servant, parks),
        dirk=make_user("Dirk Visser", Role.coordinator, participation),
        esther=make_user("Esther Aydin", Role.director, participation),
        fatima=make_user("Fatima Haddad", Role.administrator, participation),
    )  # fmt: skip
    db.session.flush()
    return cast
