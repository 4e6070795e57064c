"""Erbij halen: ask a colleague, a team or another track, say yes or no, and write one's own part of the answer."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from participation import clock
from participation.contributions.bringing_in import actions
from participation.contributions.bringing_in.actions import PartChanged
from participation.contributions.bringing_in.models import BringIn, BringInState
from participation.contributions.models import Contribution, PublicState
from participation.outcomes import desk_queries
from participation.permissions import Permission
from participation.refusals import Conflict, Refused
from participation.tracks.room import LandingPath
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import answering_page, bp
from participation.web.desk import brought_in_block as blocks
from participation.web.desk.answering_desk import Desk, address_of, open_desk
from participation.web.desk.answering_form import Row
from participation.web.desk.answering_forms import refuse
from participation.web.desk.answering_together import back_to
from participation.web.desk.answering_words import path_note
from participation.web.desk.room_fields import Words
from participation.web.forms import Form

PLACE = "erbij"


@bp.post("/bijdragen/<number>/erbij")
@requires(Permission.handle_contribution, load=desk_queries.contribution_at_desk)
def ask_colleague(contribution: Contribution) -> ResponseReturnValue:
    """Bring a colleague or a team in; the resident keeps the same contact (I20)."""
    desk, form = _desk(contribution), blocks.ask_form(sent=True)

    def act() -> str:
        colleague = desk_queries.person(form.colleague.data) if form.colleague.data else None
        team = desk_queries.department(form.department.data) if form.department.data else None
        if (colleague is None) == (team is None):
            raise Refused("Kies een collega, of een team. Niet allebei.", field="colleague")
        about: dict[str, Any] = {"actor": actor(), "now": clock.now(), "due_on": form.due_on.data or blocks.usual_day()}
        question = form.question.data or ""
        if team is not None:
            actions.ask_department(desk.point, team, question, **about)
            return f"{team.name} krijgt uw vraag. Wie het oppakt, helpt mee. U blijft het contact van deze bewoner."
        assert colleague is not None
        actions.ask_in(desk.point, colleague, question, **about)
        return f"{colleague.name} krijgt uw vraag. U blijft het contact van deze bewoner."

    return _act(desk, form, act, ask=form)


@bp.post("/bijdragen/<number>/meenemen")
@requires(Permission.handle_contribution, load=desk_queries.contribution_at_desk)
def take_along(contribution: Contribution) -> ResponseReturnValue:
    """Ask the people of another track to take this point along."""
    desk = _desk(contribution)
    form = blocks.take_along_form(desk, sent=True)

    def act() -> str:
        track = desk_queries.track_by_id(form.track.data) if form.track.data else None
        if track is None:
            raise Refused("Kies een traject dat nu loopt.", field="track")
        actions.take_along(desk.point, track, form.question.data or "", actor=actor(), now=clock.now(),
                           due_on=form.due_on.data or blocks.usual_day())  # fmt: skip
        return f"Het traject ‘{track.title}’ krijgt uw vraag. Zeggen zij ja, dan leest de bewoner dat."

    return _act(desk, form, act, take_along=form)


@bp.post("/erbij/<int:bring_in_id>/intrekken")
@requires(Permission.handle_contribution, load=desk_queries.bring_in)
def withdraw_bring_in(bring_in: BringIn) -> ResponseReturnValue:
    """Take a question back that nobody answered yet."""
    actions.withdraw_bring_in(bring_in, actor=actor(), now=clock.now())
    flash(f"Uw vraag aan {bring_in.party} is ingetrokken.", "success")
    return _back(bring_in)


@bp.post("/erbij/<int:bring_in_id>/weglaten")
@requires(Permission.handle_contribution, load=desk_queries.bring_in)
def leave_out_part(bring_in: BringIn) -> ResponseReturnValue:
    """Leave a colleague's part out of the answer, with a reason to that colleague; or put it back."""
    if request.form.get("doe") == "terug":
        actions.put_back_part(bring_in, actor=actor(), now=clock.now())
        flash(f"Het deel van {bring_in.helper} staat weer in uw antwoord.", "success")
        return _back(bring_in)
    whole = desk_queries.contribution_at_desk(bring_in.point.contribution.number)
    assert whole is not None
    desk = open_desk(whole, str(bring_in.point.position))
    form = blocks.leave_out_form(bring_in.id, sent=True)

    def act() -> str:
        actions.leave_out_part(bring_in, form.reason.data or "", actor=actor(), now=clock.now())
        return f"Het deel van {bring_in.helper} komt niet in het antwoord. {bring_in.helper} leest waarom."

    return _act(desk, form, act, leave_out=(bring_in.id, form))


def _act(desk: Desk, form: Form, act: Callable[[], str], **block: Any) -> ResponseReturnValue:
    """Do it and say what happened, or give the page back with the sentence at its field and all text kept."""
    if form.validate():
        try:
            told = act()
        except Refused as refused:  # Who was asked already is told at the field too: the question stays typed.
            refuse(form, refused)
        else:
            flash(told, "success")
            return htmx.go_to(back_to(desk, PLACE))
    return answering_page.page(desk, brought_in=blocks.block_with(desk, **block)), 422


def _desk(contribution: Contribution) -> Desk:
    return open_desk(contribution, request.form.get("punt", "1"))


def _back(bring_in: BringIn) -> ResponseReturnValue:
    return htmx.go_to(address_of(bring_in.point.contribution, bring_in.point, PLACE))


class HelpForm(Form):
    answer = Words("Uw antwoord aan uw collega")
    path = Row("Waar kan dit in uw traject terechtkomen?")


class PartForm(Form):
    part = Words("Uw deel van het antwoord")
    base = HiddenField()


@bp.get("/erbij/<int:bring_in_id>")
@requires(Permission.answer_bring_in, load=desk_queries.bring_in)
def bring_in(bring_in: BringIn) -> ResponseReturnValue:
    """A colleague asks me, my team or my track something about what a resident said."""
    return _help_page(bring_in, _help_form(bring_in, sent=False))


@bp.post("/erbij/<int:bring_in_id>")
@requires(Permission.answer_bring_in, load=desk_queries.bring_in)
def answer_bring_in(bring_in: BringIn) -> ResponseReturnValue:
    """Yes, with what I know; or no, with the reason."""
    form = _help_form(bring_in, sent=True)
    text, says_no = form.answer.data or "", request.form.get("doe") == "nee"
    if not form.validate():
        return _help_page(bring_in, form), 422
    try:
        if says_no:
            actions.decline_bring_in(bring_in, text, actor=actor(), now=clock.now())
        else:
            actions.accept_bring_in(bring_in, actor=actor(), now=clock.now(), answer=text, path=form.path.chosen)
    except Conflict:
        raise
    except Refused as refused:
        refuse(form, refused)
        return _help_page(bring_in, form), 422
    flash(f"{bring_in.asked_by.name} leest uw antwoord.", "success")
    if says_no:
        return htmx.go_to(url_for("desk.inbox"))
    return htmx.go_to(url_for("desk.bring_in", bring_in_id=bring_in.id))


@bp.post("/erbij/<int:bring_in_id>/deel")
@requires(Permission.answer_bring_in, load=desk_queries.bring_in)
def write_part(bring_in: BringIn) -> ResponseReturnValue:
    """My own part of the answer, that nobody else changes."""
    form = PartForm()
    if not form.validate():
        return _help_page(bring_in, part=form), 422
    try:
        actions.write_part(bring_in, form.part.data or "", actor=actor(), now=clock.now(), base=form.base.data or "")
    except PartChanged as changed:
        form.base.data = actions.mark_of(bring_in)
        response = make_response(_help_page(bring_in, part=form, changed=changed), 409)
        return htmx.retarget(response, "body")
    except Conflict:
        raise
    except Refused as refused:
        refuse(form, refused)
        return _help_page(bring_in, part=form), 422
    kept = "Uw deel is bewaard." if bring_in.part else "Uw deel is weg."
    flash(f"{kept} {bring_in.asked_by.name} ziet het bij het antwoord.", "success")
    return htmx.go_to(url_for("desk.bring_in", bring_in_id=bring_in.id))


def _help_form(bring_in: BringIn, *, sent: bool) -> HelpForm:
    form = HelpForm() if sent else HelpForm(None)
    form.path.offer([(f"path:{path.lineage}", path, path.document or path.organ) for path in _paths(bring_in)])
    return form


def _paths(bring_in: BringIn) -> Sequence[LandingPath]:
    """The landing paths of the track that is asked, in the room that is in force there."""
    track = bring_in.to_track
    return track.room.paths if track is not None and track.room is not None else ()


def _help_page(
    bring_in: BringIn, form: HelpForm | None = None, *, part: PartForm | None = None, changed: PartChanged | None = None
) -> str:
    contribution = bring_in.point.contribution
    is_mine = bring_in.state is BringInState.accepted and bring_in.colleague_id == actor().id
    data = {"part": bring_in.part, "base": actions.mark_of(bring_in)}
    return render_template(
        "desk/bring_in.html", bring_in=bring_in, form=form or _help_form(bring_in, sent=False),
        contribution=contribution, track=contribution.track, changed=changed,
        waits=bring_in.state is BringInState.asked, is_public=contribution.public_state is PublicState.public,
        part=part or (PartForm(None, data=data) if is_mine else None),
        notes={f"path:{path.lineage}": path_note(path, clock.today()) for path in _paths(bring_in)},
        is_late=bring_in.due_on is not None and bring_in.due_on < clock.today(), unsaved=request.method == "POST",
    )  # fmt: skip
