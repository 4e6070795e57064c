"""The house before anything happens: departments, colleagues, areas and programmes.

These are set directly: a municipality has them before its first track, and no action makes a department or an area.
"""

from collections.abc import Mapping

from participation.accounts.models import Department, Role, User
from participation.db import db
from participation.demo.content import Table
from participation.demo.days import Days
from participation.places.models import Area, AreaKind
from participation.programmes.models import Programme, SharedQuestion

# No password has this hash: these colleagues answer residents in the demo, but nobody can sign in as one of them.
NOBODY_SIGNS_IN = "!"


def make_people(told: Table, password_hashes: Mapping[str, str]) -> dict[str, User]:
    """Everybody who works in Waterdam, by key; only whoever has a hash in *password_hashes* can sign in."""
    departments = {name: Department(name=name) for name in told["departments"]}
    people = {one["key"]: _person(one, departments, password_hashes) for one in told["staff"]}
    db.session.add_all([*departments.values(), *people.values()])
    db.session.flush()
    return people


def _person(one: Table, departments: dict[str, Department], password_hashes: Mapping[str, str]) -> User:
    return User(
        name=one["name"], email=one["email"], password_hash=password_hashes.get(one["key"], NOBODY_SIGNS_IN),
        role=Role(one["role"]), department=departments[one["department"]], job_title=one["job_title"],
        phone=one["phone"], phone_hours=one["phone_hours"], is_demo=True,
    )  # fmt: skip


def make_places(told: Table) -> None:
    """The tree of areas, each after its parent."""
    areas: dict[str, Area] = {}
    for one in told["areas"]:
        parent = areas[one["parent"]] if "parent" in one else None
        areas[one["code"]] = Area(code=one["code"], name=one["name"], kind=AreaKind(one["kind"]), parent=parent)
        db.session.add(areas[one["code"]])
    db.session.flush()


def make_programmes(told: Table, days: Days) -> None:
    """What we work on, with the questions that departments share."""
    for one in told["programmes"]:
        questions = [SharedQuestion(question=question) for question in one["questions"]]
        db.session.add(Programme(title=one["title"], story=days.told(one["story"]), questions=questions))
    db.session.flush()
