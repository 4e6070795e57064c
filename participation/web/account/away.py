"""Out of office: from when until when I am not there, and who stands in."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.accounts import absence
from participation.accounts.models import User
from participation.outcomes.handover import away as leave
from participation.permissions import Permission
from participation.refusals import Conflict, Refused
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.account import bp
from participation.web.desk.room_fields import DayField
from participation.web.filters import day
from participation.web.forms import Form
from participation.web.numbers import OneNumber


class AwayForm(Form):
    first = DayField("Vanaf welke dag bent u er niet?")
    last = DayField("Tot en met welke dag?")
    deputy = OneNumber("Wie neemt voor u waar?")


def sentence(user: User) -> str:
    """What *user* filled in, as a sentence; nothing when there is nothing, or when it is over."""
    found = absence.of(user)
    if found is None or found.last < clock.today():
        return ""
    until = f"U bent er niet van {day(found.first)} tot en met {day(found.last)}."
    deputy = found.deputy if found.deputy is not None and found.deputy.active else None
    return f"{until} {deputy.name if deputy else 'Uw team'} neemt voor u waar."


@bp.get("/account/afwezig")
@requires(Permission.use_desk)
def away() -> ResponseReturnValue:
    """What I filled in, to change or to call off."""
    found = absence.of(actor())
    there = found if found is not None and found.last >= clock.today() else None
    data = {"first": there.first, "last": there.last, "deputy": there.deputy_id} if there else {}
    return _page(AwayForm(None, data=data))


@bp.post("/account/afwezig")
@requires(Permission.use_desk)
def be_away() -> ResponseReturnValue:
    """Write it down; or say that I am there after all."""
    if request.form.get("doe") == "weer-er":
        absence.call_off(actor(), now=clock.now())
        flash("U bent er weer. Niemand neemt nog voor u waar.", "success")
        return htmx.go_to(url_for("account.away"))
    form = AwayForm()
    people = _offer(form)
    if not form.validate():
        return _page(form), 422
    if form.first.data is None or form.last.data is None:
        empty = form.first if form.first.data is None else form.last
        empty.errors = ["Vul een dag in, bijvoorbeeld 24-12-2026."]
        return _page(form), 422
    deputy = next((one for one in people if one.id == form.deputy.data), None)
    try:
        leave.plan(actor(), form.first.data, form.last.data, deputy, now=clock.now())
    except Conflict:
        raise
    except Refused as refused:
        form[str(refused.field)].errors = [refused.sentence]
        return _page(form), 422
    flash(_told(deputy, form), "success")
    return htmx.go_to(url_for("account.away"))


def _told(deputy: User | None, form: AwayForm) -> str:
    """What happens now; without a deputy also what breaks meanwhile."""
    if deputy is not None:
        return f"{deputy.name} ziet uw inbox in die dagen, en krijgt de herinneringen. Bewoners houden hun contact."
    breaks = leave.breaks_meanwhile(actor(), form.first.data, form.last.data)
    if breaks is None:
        return "Uw team neemt voor u waar. In die dagen breekt er geen belofte van u."
    return (
        f"Uw team neemt voor u waar. Let op: op {day(breaks.due)} breekt een belofte van u. Kies liever een collega,"
        " of draag die bijdrage eerst over."
    )


def _offer(form: AwayForm) -> list[User]:
    people = leave.deputies(actor())
    form.deputy.offer([(one.id, f"{one.name} ({one.department.name})") for one in people], "Niemand: mijn team")
    return people


def _page(form: AwayForm) -> str:
    _offer(form)
    return render_template("account/away.html", form=form, sentence=sentence(actor()))
