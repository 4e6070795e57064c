"""Promises that broke or are about to: who owns them, how far they are, and who takes over."""

from dataclasses import dataclass
from datetime import date

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from participation import clock
from participation.outcomes import desk_queries, ledger, owed
from participation.outcomes.handover.actions import hand_over
from participation.outcomes.owed import Mark, Owed
from participation.permissions import Permission
from participation.promises.models import Promise, PromiseKind
from participation.refusals import Refused
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.coordination import bp
from participation.web.due import SOON, first_words, said_to_everybody, when_it_breaks
from participation.web.forms import Form

SHORT = 90


@dataclass(frozen=True)
class Line:
    """One open promise in words, with the ways on."""

    state: str
    when: str
    said: str
    href: str
    title: str
    story: str
    assign: str


@bp.get("/achterstand")
@requires(Permission.coordinate)
def overdue() -> ResponseReturnValue:
    """Everything that is late or breaks within a week, the oldest first."""
    today, after = clock.today(), _after()
    page = owed.until(today + SOON, after)
    return render_template(
        "coordination/overdue.html",
        lines=[line_of(row, today) for row in page.rows],
        older=url_for("coordination.overdue", na=str(page.next)) if page.next else None,
        first=url_for("coordination.overdue") if after else None,
    )


def _after() -> Mark | None:
    try:
        return owed.mark_of(request.args.get("na", ""))
    except ValueError:
        abort(404)


def line_of(row: Owed, today: date) -> Line:
    """A promise as the coordinator reads it: the resident's words, where it belongs, and the story."""
    state, when = when_it_breaks(row.due, today)
    if row.contribution_id is None:
        said = first_words(said_to_everybody(row.kind_of_promise, row.text), SHORT).removesuffix(".")
        href = url_for("desk.track_promises", slug=row.slug)
    else:
        said = first_words(row.words or "", SHORT).removesuffix(".")
        href = url_for("desk.contribution", number=row.number)
    return Line(
        state=state, when=when, said=said, href=href, title=row.title, story=story_of(row, state),
        assign=url_for("coordination.overdue_promise", promise_id=row.id),
    )  # fmt: skip


def story_of(row: Owed, state: str) -> str:
    """Who is busy with it, how far that is, and what the resident sees."""
    if row.owner is None:
        who = "Niemand pakte dit op."
    elif row.contribution_id is None:
        who = f"{row.owner} is hiervoor verantwoordelijk."
    elif row.kind_of_promise is PromiseKind.second_look:
        who = f"{row.owner} kijkt opnieuw naar het antwoord."
    else:
        who = f"{row.owner} {'heeft een concept' if row.has_draft else 'heeft nog geen concept'}."
    return f"{who} De bewoner ziet dat wij te laat zijn." if state == "late" else who


class HandOverForm(Form):
    user = SelectField("Wie neemt dit over?", coerce=str, validate_choice=False)


def open_promise(promise_id: int) -> Promise | None:
    """A promise that can still be kept; a kept one is nobody's task any more."""
    found = ledger.promise(promise_id)
    return found if found is not None and found.kept_at is None else None


@bp.get("/achterstand/<int:promise_id>")
@requires(Permission.coordinate, load=open_promise)
def overdue_promise(promise: Promise) -> ResponseReturnValue:
    """One promise, to give to somebody who has time."""
    return _page(promise, _form(promise))


@bp.post("/achterstand/<int:promise_id>")
@requires(Permission.coordinate, load=open_promise)
def hand_over_promise(promise: Promise) -> ResponseReturnValue:
    """From now on it stands in the inbox of the colleague who was chosen."""
    form = _form(promise)
    try:
        taker = hand_over(promise, form.user.data or "", actor=actor(), now=clock.now())
    except Refused as refused:
        form.user.errors = [refused.sentence]
        return _page(promise, form), 422
    flash(f"{taker.name} geeft antwoord. Het staat nu in de eigen inbox.", "success")
    return htmx.go_to(url_for("coordination.overdue"))


def _form(promise: Promise) -> HandOverForm:
    form = HandOverForm(data={"user": str(promise.owner_id or "")}) if request.method == "GET" else HandOverForm()
    people = desk_queries.handlers(ledger.track_of(promise))
    form.user.choices = [SelectChoice("", "Kies een collega"), *(SelectChoice(str(one.id), one.name) for one in people)]
    return form


def _page(promise: Promise, form: HandOverForm) -> str:
    row = owed.one(promise)
    return render_template("coordination/hand_over.html", line=line_of(row, clock.today()), form=form, promise=promise)
