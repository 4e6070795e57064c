"""What a colleague does with a contribution besides answering it. Each button is one action, told in one sentence."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import abort, flash, make_response, render_template, request
from flask.typing import ResponseReturnValue

from participation import clock
from participation.contributions import actions as contributions
from participation.contributions.models import Contribution
from participation.contributions.moderation import objecting
from participation.contributions.same_version import PublicChanged, public_mark
from participation.outcomes import actions, desk_queries, moving
from participation.outcomes.models import ExecutionState
from participation.outcomes.rules import NotReady
from participation.outcomes.second_look import actions as looking_again
from participation.permissions import Permission
from participation.refusals import Conflict, Refused
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import answering_forms, answering_page, answering_together, bp, public_version
from participation.web.desk.answering_desk import Desk, open_desk
from participation.web.desk.answering_forms import refuse
from participation.web.forms import Form
from participation.web.transaction import reads_first_unless


def _act(
    desk: Desk, form: Form, act: Callable[[], str], *, fields: Mapping[str, str] | None = None,
    then: str | None = None, **handling: Any,
) -> ResponseReturnValue:  # fmt: skip
    """Do it and say what happened (going on at *then*), or give the page back with the sentence at its field."""
    if form.validate():
        try:
            told = act()
        except PublicChanged as conflict:
            return _public_changed(desk, conflict, **handling)
        except Conflict:
            raise
        except NotReady as refusal:
            for item in refusal.missing:
                refuse(form, Refused(item.sentence, field=item.field), fields)
        except Refused as refused:
            refuse(form, refused, fields)
        else:
            flash(told, "success")
            return htmx.go_to(answering_together.back_to(desk, then))
    made = answering_page.forms_of(desk, **handling)
    # What the writer had before them when this was opened: who mends a field did not see what changed since.
    mark = _base() or public_mark(desk.contribution)
    return answering_page.page(desk, handling=made, public_mark=mark), 422


def _public_changed(desk: Desk, conflict: PublicChanged, **handling: Any) -> ResponseReturnValue:
    """409: what stands there now, and the own text still in the form; going on is a decision."""
    made = answering_page.forms_of(desk, **handling)
    answering_forms.fill_what_is_new(made.public, desk.contribution)
    response = make_response(answering_page.page(desk, handling=made, public_conflict=conflict), 409)
    return htmx.retarget(response, "body")


def _base() -> str | None:
    """The public version that the writer had before them."""
    return request.form.get("base_public")


def _desk(contribution: Contribution) -> Desk:
    return open_desk(contribution, request.form.get("punt", "1"))


def _checks() -> bool:
    """Blanking only gives the form back: it waits for nobody and stores nothing."""
    return not public_version.is_blanking(request.form.get("doe", ""))


@bp.post("/bijdragen/<number>/openbaar")
@reads_first_unless(_checks)
@requires(Permission.handle_contribution, load=desk_queries.contribution_at_desk)
def check_public(contribution: Contribution) -> ResponseReturnValue:
    """Let everybody read it, or keep it from the website with a reason; or blank data of people in the form."""
    desk, deed = _desk(contribution), request.form.get("doe", "")
    if public_version.is_blanking(deed):
        return _blank(desk, deed)
    made = answering_page.forms_of(desk, typed=request.form)
    if deed == "verberg":
        return _act(desk, made.hide, lambda: _hide(desk, made.hide.reason.data or ""), hide=made.hide)
    return _act(desk, made.public, lambda: _let_read(desk, made.public), public=made.public, then="antwoorden")


def _blank(desk: Desk, deed: str) -> ResponseReturnValue:
    """The form again, with the text changed; htmx gets the piece around it."""
    form, told = public_version.blanked(desk.contribution, request.form, deed)
    handling = answering_page.forms_of(desk, public=form)
    mark = _base() or public_mark(desk.contribution)
    if not htmx.wants_fragment():
        return answering_page.page(desk, handling=handling, blanked=told, public_mark=mark)
    return render_template(
        "desk/_public_form.html", contribution=desk.contribution, point=desk.point, handling=handling, blanked=told,
        public_mark=mark, **public_version.beside(desk, form),
    )  # fmt: skip


def _let_read(desk: Desk, form: Form) -> str:
    texts = {point.id: str(form[f"public-{point.id}"].data or "") for point in desk.contribution.points}
    contributions.check_public(desk.contribution, texts, actor=actor(), now=clock.now(), base=_base())
    return "Iedereen mag deze bijdrage nu lezen."


def _hide(desk: Desk, reason: str) -> str:
    contributions.hide(desk.contribution, reason, actor=actor(), now=clock.now(), base=_base())
    return "De bijdrage staat niet op de website. De bewoner leest de reden, en krijgt wel antwoord."


@bp.post("/bijdragen/<number>/weerwoord")
@requires(Permission.handle_contribution, load=desk_queries.contribution_at_desk)
def keep_hidden(contribution: Contribution) -> ResponseReturnValue:
    """After reading what the author answered: it stays from the website, because."""
    desk = _desk(contribution)
    form = answering_page.forms_of(desk, typed=request.form).stays

    def act() -> str:
        objecting.uphold(contribution, form.reason.data or "", actor=actor(), now=clock.now())
        return "Het blijft van de website. De bewoner leest waarom."

    return _act(desk, form, act, stays=form)


@bp.post("/bijdragen/<number>/uitvoering")
@requires(Permission.handle_contribution, load=desk_queries.contribution_at_desk)
def record_work(contribution: Contribution) -> ResponseReturnValue:
    """Write down what became of something that was adopted."""
    desk = _desk(contribution)
    form = answering_page.forms_of(desk, typed=request.form).work

    def act() -> str:
        if not isinstance(form.state.data, ExecutionState):
            raise Refused("Kies hoe het ervoor staat.", field="state")
        if form.on.data is None:
            raise Refused("Vul in op welke dag dit gebeurde.", field="on")
        actions.record_execution(
            desk.point, form.state.data, on=form.on.data, note=form.note.data or "", evidence=form.evidence.data or "",
            actor=actor(), now=clock.now(),
        )  # fmt: skip
        return "Dit staat nu ook op de pagina van de bewoner."

    return _act(desk, form, act, work=form)


@bp.post("/bijdragen/<number>/nog-eens")
@requires(Permission.handle_contribution, load=desk_queries.contribution_at_desk)
def answer_second_look(contribution: Contribution) -> ResponseReturnValue:
    """After looking again: the answer stands, because. A better answer is simply published (`answer`)."""
    desk = _desk(contribution)
    if desk.look is None:
        raise Conflict("Er wacht hier geen vraag om nog eens te kijken. Misschien was een collega u voor.")
    form, look = answering_page.forms_of(desk, typed=request.form).look, desk.look

    def act() -> str:
        looking_again.let_stand(look, form.reason.data or "", actor=actor(), now=clock.now())
        return "Het antwoord blijft. De bewoner leest waarom."

    return _act(desk, form, act, look=form)


@bp.post("/bijdragen/<number>/verzetten")
@requires(Permission.handle_contribution, load=desk_queries.contribution_at_desk)
def move_promise(contribution: Contribution) -> ResponseReturnValue:
    """Ask the resident for more time, before the promised day."""
    desk = _desk(contribution)
    promise = next((one for one in desk.folder.owed if str(one.id) == request.form.get("belofte")), None)
    if promise is None:
        abort(404)
    form = answering_page.forms_of(desk, typed=request.form).move[promise.id]

    def act() -> str:
        if form.due.data is None:
            raise Refused("Kies de dag die u nu belooft.", field="due")
        moving.move_and_tell(promise, form.due.data, reason=form.reason.data or "", actor=actor(), now=clock.now())
        return "De belofte is verzet. De bewoner leest de nieuwe dag en de reden."

    return _act(desk, form, act, move={promise.id: form})
