"""Who works here, what each still has, handing it over, and closing an account (I33). No counts, no ranking (I34)."""

from typing import Any

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.accounts.models import User
from participation.accounts.queries import user_by_id
from participation.outcomes import desk_queries
from participation.outcomes.handover import leaving, open_work, orphans
from participation.outcomes.handover.actions import hand_over_all
from participation.outcomes.handover.open_work import Work
from participation.permissions import Permission
from participation.refusals import Conflict, Refused
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.coordination import bp
from participation.web.forms import Form, LongTextField
from participation.web.numbers import OneNumber

PAGE = 50


class HandOverForm(Form):
    """Everything to one colleague, or per track to another; the fields of the tracks are made per person."""

    to = OneNumber("Wie neemt alles over?")
    reason = LongTextField("Wat lezen bewoners daarbij?")


@bp.get("/medewerkers")
@requires(Permission.see_colleagues)
def colleagues() -> ResponseReturnValue:
    """Everybody with an account, by name."""
    after = _after()
    found = open_work.colleagues(after, rows=PAGE + 1)
    last = found[PAGE - 1].user.id if len(found) > PAGE else None
    return render_template(
        "coordination/colleagues.html", people=found[:PAGE],
        older=url_for("coordination.colleagues", na=last) if last else None,
        first=url_for("coordination.colleagues") if after else None,
    )  # fmt: skip


def _after() -> User | None:
    mark = request.args.get("na", "")
    if not mark:
        return None
    found = user_by_id(int(mark)) if mark.isascii() and mark.isdigit() and len(mark) < 10 else None
    return found or abort(404)


def _known(user_id: int) -> User | None:
    return user_by_id(user_id) if user_id < 2**31 else None


@bp.get("/medewerkers/<int:user_id>")
@requires(Permission.see_colleagues, load=_known)
def colleague(user: User) -> ResponseReturnValue:
    """What this colleague still has, and to whom it can go."""
    work = open_work.of(user)
    return _page(user, work, _form(user, work))


@bp.post("/medewerkers/<int:user_id>/overdragen")
@requires(Permission.see_colleagues, load=_known)
def hand_over_work(user: User) -> ResponseReturnValue:
    """Give everything to one colleague, or per track to another. Residents hear it when their contact changes."""
    work = open_work.of(user)
    form, number = _form(user, work), user.id
    if not form.validate():
        return _page(user, work, form), 422
    people = {one.id: one for one in desk_queries.colleagues(user)}
    chosen = {one.track_id: form[f"track_{one.track_id}"].data for one in work}
    takers = {track_id: people[user_id] for track_id, user_id in chosen.items() if user_id in people}
    try:
        hand_over_all(
            user, takers, people.get(form.to.data or 0), reason=form.reason.data or "", actor=actor(), now=clock.now()
        )
    except Conflict:
        raise
    except Refused as refused:
        form.to.errors = [refused.sentence]
        return _page(user, work, form), 422
    flash("Het werk is overgedragen. Bewoners lezen wie er nu voor hen is.", "success")
    return htmx.go_to(url_for("coordination.colleague", user_id=number))


@bp.post("/medewerkers/<int:user_id>/afsluiten")
@requires(Permission.see_colleagues, load=_known)
def close_account(user: User) -> ResponseReturnValue:
    """Close the account, when nothing is left with nobody."""
    name = user.name
    try:
        leaving.deactivate(user, actor=actor(), now=clock.now())
    except Refused as refused:
        work = open_work.of(user)
        return _page(user, work, _form(user, work, empty=True), refused=refused.sentence), 422
    flash(f"{name} kan niet meer inloggen. De naam blijft staan bij wat er gezegd en beloofd is.", "success")
    return htmx.go_to(url_for("coordination.colleagues"))


@bp.get("/overdracht")
@requires(Permission.see_colleagues)
def left_behind() -> ResponseReturnValue:
    """What was left with nobody. Normally this is empty."""
    return render_template("coordination/left_behind.html", orphans=orphans.orphans())


def _form(user: User, work: list[Work], *, empty: bool = False) -> Any:
    """A form with one choice per track; what was typed, unless another button of the page was used."""
    fields = {f"track_{one.track_id}": OneNumber(one.title) for one in work}
    made = type("HandOverForm", (HandOverForm,), fields)
    form = made() if request.method == "POST" and not empty else made(formdata=None)
    choices = [(one.id, f"{one.name} ({one.department.name})") for one in desk_queries.colleagues(user)]
    form.to.offer(choices, "Niemand neemt alles over" if len(work) > 1 else "Kies een collega")
    for one in work:
        form[f"track_{one.track_id}"].offer(choices, "Wie alles overneemt")
    return form


def _page(user: User, work: list[Work], form: Any, *, refused: str = "") -> str:
    return render_template(
        "coordination/colleague.html", person=user, work=work, form=form, refused=refused,
        works_on=open_work.works_on(user) if not work else [], is_me=user.id == actor().id,
    )  # fmt: skip
