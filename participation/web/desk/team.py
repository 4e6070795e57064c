"""Who in the team works on what: by name, in sentences, for the team itself. No ranking and no counts (I34)."""

from dataclasses import dataclass

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.accounts import absence, queries
from participation.accounts.models import Department, User
from participation.outcomes import owed
from participation.permissions import Permission, can
from participation.web.access import actor, requires
from participation.web.desk import bp
from participation.web.desk.dividing_block import stands_in
from participation.web.desk.inbox import Item, item_of

FIRST = 3


@dataclass(frozen=True)
class Member:
    """One colleague with what breaks first. `away` says when they are not there and who stands in."""

    name: str
    about: str
    away: str
    works_on: str
    first: list[Item]
    href: str


def _team() -> Department | None:
    """The own team, or the one in the address."""
    asked = request.args.get("afdeling", "")
    if not asked:
        return actor().department
    return queries.department_by_id(int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None


@bp.get("/team")
@requires(Permission.see_team, load=_team)
def team(department: Department) -> ResponseReturnValue:
    """Every colleague of the team by name, with what breaks first; and what waits for the team as a whole."""
    today = clock.today()
    first = owed.first_of_each(department, rows=FIRST)
    people = queries.of_department(department)
    away = absence.among([one.id for one in people], today)
    members = [
        Member(
            name=one.name, about=one.job_title or one.role.label, works_on=_works_on(first.get(one.id, [])),
            away=f"{one.name} {stands_in(away[one.id])}." if one.id in away else "",
            first=[item_of(row, today) for row in first.get(one.id, [])],
            href=url_for("desk.team_member", user_id=one.id),
        )
        for one in people
    ]  # fmt: skip
    own = department.id == actor().department_id
    others = queries.departments() if can(actor(), Permission.coordinate) else []
    return render_template(
        "desk/team.html", department=department, members=members, own=own,
        others=[
            {"text": one.name, "href": url_for("desk.team", afdeling=one.id), "here": one.id == department.id}
            for one in others
        ],
    )  # fmt: skip


def _works_on(rows: list[owed.Owed]) -> str:
    """The tracks of what breaks first, in one sentence."""
    titles = list(dict.fromkeys(row.title for row in rows))
    if not titles:
        return "Heeft nu niets dat wacht op antwoord."
    return f"Werkt aan {titles[0] if len(titles) == 1 else ', '.join(titles[:-1]) + ' en ' + titles[-1]}."


def _colleague(user_id: int) -> User | None:
    found = queries.user_by_id(user_id) if user_id < 2**31 else None
    return found if found is not None and found.active else None


@bp.get("/team/<int:user_id>")
@requires(Permission.see_team, load=_colleague)
def team_member(person: User) -> ResponseReturnValue:
    """The list of one colleague: what breaks first stands on top, and some of it can be taken over."""
    try:
        after = owed.mark_of(request.args.get("na", ""))
    except ValueError:
        abort(404)
    page, today = owed.of_person(person, after), clock.today()
    away = absence.among([person.id], today).get(person.id)
    return render_template(
        "desk/team_member.html", person=person, items=[item_of(row, today) for row in page.rows],
        away=f"{person.name} {stands_in(away)}." if away else "", is_me=person.id == actor().id,
        older=url_for("desk.team_member", user_id=person.id, na=str(page.next)) if page.next else None,
        first=url_for("desk.team_member", user_id=person.id) if after else None,
        here=request.full_path.rstrip("?"),
    )  # fmt: skip
