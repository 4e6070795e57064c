"""One letter of a grouped answer: read it as the resident will, add a sentence of its own, take it out, put it back."""

from typing import Any

from flask import flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from participation import clock
from participation.outcomes.grouped import actions, queries, rules
from participation.outcomes.grouped.actions import OwnSentenceChanged
from participation.outcomes.grouped.models import GroupedLetter, Standing
from participation.outcomes.sentences import call
from participation.permissions import Permission
from participation.refusals import Conflict, Refused
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import answering_words as words
from participation.web.desk import bp, grouped_page
from participation.web.desk.answering_forms import refuse
from participation.web.desk.grouped_forms import OutForm, OwnForm, Place, own_form
from participation.web.filters import day


@bp.get("/groepsantwoorden/<int:grouped_id>/brieven/<int:letter_id>")
@requires(Permission.see_track, load=queries.letter)
def grouped_letter(letter: GroupedLetter) -> ResponseReturnValue:
    """The letter exactly as this resident will get it."""
    return _page(letter)


@bp.post("/groepsantwoorden/<int:grouped_id>/brieven/<int:letter_id>/eigen")
@requires(Permission.handle_contribution, load=queries.letter)
def write_own(letter: GroupedLetter) -> ResponseReturnValue:
    """Say something to this resident alone."""
    form = own_form(letter, request.form)
    if not form.validate():
        return _page(letter, own=form), 422
    try:
        actions.say_own(
            letter, form.own.data or "", own_first=form.place.data is not Place.behind, base=form.base.data or "",
            actor=actor(), now=clock.now(),
        )  # fmt: skip
    except OwnSentenceChanged as conflict:
        form.base.data = letter.own
        page = _page(letter, own=form, conflict=conflict.sentence)
        return htmx.retarget(make_response(page, 409), "body")
    except Conflict:
        raise
    except Refused as refused:
        refuse(form, refused)
        return _page(letter, own=form), 422
    flash("Bewaard. Hieronder staat de brief zoals de bewoner hem krijgt.", "success")
    return htmx.go_to(_address(letter))


@bp.post("/groepsantwoorden/<int:grouped_id>/brieven/<int:letter_id>/eruit")
@requires(Permission.handle_contribution, load=queries.letter)
def take_letter_out(letter: GroupedLetter) -> ResponseReturnValue:
    """This answer does not fit here."""
    form = OutForm()
    if not form.validate():
        return _page(letter, out=form), 422
    try:
        actions.take_out(letter, form.why.data or "", actor=actor(), now=clock.now())
    except Conflict:
        raise
    except Refused as refused:
        refuse(form, refused)
        return _page(letter, out=form), 422
    flash("De brief is eruit. Deze bewoner wacht op een eigen antwoord.", "success")
    return htmx.go_to(_address(letter))


@bp.post("/groepsantwoorden/<int:grouped_id>/brieven/<int:letter_id>/terug")
@requires(Permission.handle_contribution, load=queries.letter)
def put_letter_back(letter: GroupedLetter) -> ResponseReturnValue:
    """It fits after all."""
    try:
        actions.put_back(letter, actor=actor(), now=clock.now())
    except Conflict:
        raise
    except Refused as refused:
        form = OutForm(None)
        refuse(form, refused)
        return _page(letter, out=form), 422
    flash("De brief staat er weer in.", "success")
    return htmx.go_to(_address(letter))


def _address(letter: GroupedLetter) -> str:
    return url_for("desk.grouped_letter", grouped_id=letter.grouped_id, letter_id=letter.id)


def _page(letter: GroupedLetter, *, own: OwnForm | None = None, out: OutForm | None = None, **more: Any) -> str:
    answer, contribution = letter.grouped, letter.point.contribution
    before, behind = queries.neighbours(answer.id, letter.id)
    listed = queries.letters(answer, after=letter.id - 1, rows=1)[0]
    return render_template(
        "desk/grouped_letter.html",
        **{
            "letter": letter, "answer": answer, "contribution": contribution, "track": contribution.track,
            "preview": grouped_page.preview(letter, rules.decision_of(answer)),
            "said_about": words.said_about(contribution), "language": contribution.language,
            "call": call(contribution.track).said(gettext, day), "why": grouped_page.why(listed),
            "may_change": answer.standing in (Standing.draft, Standing.stopped),
            "own": own or own_form(letter), "out": out or OutForm(None), "unsaved": own is not None, "conflict": "",
            "before": before and url_for("desk.grouped_letter", grouped_id=answer.id, letter_id=before),
            "behind": behind and url_for("desk.grouped_letter", grouped_id=answer.id, letter_id=behind),
            **more,
        },
    )  # fmt: skip
