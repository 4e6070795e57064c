"""What a colleague does with a contribution besides answering it. Each button is one action, told in one sentence."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.contributions import actions as contributions
from participation.contributions.models import BringIn, BringInState, Contribution, PublicState
from participation.outcomes import actions, desk_queries, moving
from participation.outcomes.models import ExecutionState
from participation.outcomes.rules import NotReady
from participation.outcomes.second_look import actions as looking_again
from participation.permissions import Permission
from participation.refusals import Conflict, Refused
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import answering_page, bp
from participation.web.desk.answering_forms import refuse
from participation.web.desk.answering_page import Desk, address_of, open_desk
from participation.web.desk.room_fields import Words
from participation.web.forms import Form


def _act(
    desk: Desk, form: Form, act: Callable[[], str], *, fields: Mapping[str, str] | None = None, **handling: Any
) -> ResponseReturnValue:
    """Do it and say what happened, or give the page back with the sentence at its field and all text kept."""
    if form.validate():
        try:
            told = act()
        except Conflict:
            raise
        except NotReady as refusal:
            for item in refusal.missing:
                refuse(form, Refused(item.sentence, field=item.field), fields)
        except Refused as refused:
            refuse(form, refused, fields)
        else:
            flash(told, "success")
            return htmx.go_to(address_of(desk.contribution, desk.point))
    return answering_page.page(desk, handling=answering_page.forms_of(desk, **handling)), 422


def _desk(contribution: Contribution) -> Desk:
    return open_desk(contribution, request.form.get("punt", "1"))


@bp.post("/bijdragen/<number>/openbaar")
@requires(Permission.handle_contribution, load=desk_queries.contribution_at_desk)
def check_public(contribution: Contribution) -> ResponseReturnValue:
    """Let everybody read it, or keep it from the website with a reason."""
    desk = _desk(contribution)
    made = answering_page.forms_of(desk, typed=request.form)
    if request.form.get("doe") == "verberg":
        return _act(desk, made.hide, lambda: _hide(desk, made.hide.reason.data or ""), hide=made.hide)
    return _act(desk, made.public, lambda: _let_read(desk, made.public), public=made.public)


def _let_read(desk: Desk, form: Form) -> str:
    texts = {point.id: str(form[f"public-{point.id}"].data or "") for point in desk.contribution.points}
    contributions.check_public(desk.contribution, texts, actor=actor(), now=clock.now())
    return "Iedereen mag deze bijdrage nu lezen."


def _hide(desk: Desk, reason: str) -> str:
    contributions.hide(desk.contribution, reason, actor=actor(), now=clock.now())
    return "De bijdrage staat niet op de website. De bewoner leest de reden, en krijgt wel antwoord."


@bp.post("/bijdragen/<number>/splitsen")
@requires(Permission.handle_contribution, load=desk_queries.contribution_at_desk)
def split(contribution: Contribution) -> ResponseReturnValue:
    """Cut the contribution into points that each get an answer."""
    desk = _desk(contribution)
    form = answering_page.forms_of(desk, typed=request.form).split

    def act() -> str:
        points = contributions.split(contribution, form.filled(), actor=actor(), now=clock.now())
        return f"De bijdrage heeft nu {len(points)} punten. Kijk de openbare tekst opnieuw na."

    return _act(desk, form, act, split=form)


@bp.post("/bijdragen/<number>/behandelen")
@requires(Permission.handle_contribution, load=desk_queries.contribution_at_desk)
def assign(contribution: Contribution) -> ResponseReturnValue:
    """Take it on, or hand it to a colleague who may answer here."""
    desk = _desk(contribution)
    form = answering_page.forms_of(desk, typed=request.form).assign

    def act() -> str:
        wanted = actor().id if request.form.get("doe") == "pak-op" else form.handler.data
        taker = next((one for one in desk_queries.handlers(contribution.track) if one.id == wanted), None)
        if taker is None:
            raise Refused("Kies een collega die aan dit traject werkt.", field="handler")
        contributions.assign(contribution, taker, actor=actor(), now=clock.now())
        return "U geeft antwoord op deze bijdrage." if taker.id == actor().id else f"{taker.name} geeft antwoord."

    return _act(desk, form, act, assign=form)


@bp.post("/bijdragen/<number>/erbij")
@requires(Permission.handle_contribution, load=desk_queries.contribution_at_desk)
def ask_colleague(contribution: Contribution) -> ResponseReturnValue:
    """Bring somebody in; the resident keeps the same contact (I20)."""
    desk = _desk(contribution)
    form = answering_page.forms_of(desk, typed=request.form).ask

    def act() -> str:
        colleague = desk_queries.person(form.colleague.data) if form.colleague.data else None
        if colleague is None:
            raise Refused("Kies een collega.", field="colleague")
        contributions.ask_in(desk.point, colleague, form.question.data or "", actor=actor(), now=clock.now())
        return f"{colleague.name} krijgt uw vraag. U blijft het contact van deze bewoner."

    return _act(desk, form, act, ask=form)


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


class HelpForm(Form):
    answer = Words("Uw antwoord aan uw collega")


@bp.get("/erbij/<int:bring_in_id>")
@requires(Permission.answer_bring_in, load=desk_queries.bring_in)
def bring_in(bring_in: BringIn) -> ResponseReturnValue:
    """A colleague asks me something about what a resident said."""
    return _help_page(bring_in, HelpForm(None))


@bp.post("/erbij/<int:bring_in_id>")
@requires(Permission.answer_bring_in, load=desk_queries.bring_in)
def answer_bring_in(bring_in: BringIn) -> ResponseReturnValue:
    """Yes, with what I know; or no, with the reason."""
    form = HelpForm()
    if not form.validate():
        return _help_page(bring_in, form), 422
    text = form.answer.data or ""
    try:
        if request.form.get("doe") == "nee":
            contributions.decline_bring_in(bring_in, text, actor=actor(), now=clock.now())
        else:
            contributions.accept_bring_in(bring_in, actor=actor(), now=clock.now(), answer=text)
    except Conflict:
        raise
    except Refused as refused:
        refuse(form, refused)
        return _help_page(bring_in, form), 422
    flash(f"{bring_in.asked_by.name} leest uw antwoord.", "success")
    return htmx.go_to(url_for("desk.inbox"))


def _help_page(bring_in: BringIn, form: HelpForm) -> str:
    contribution = bring_in.point.contribution
    return render_template(
        "desk/bring_in.html", bring_in=bring_in, form=form, contribution=contribution, track=contribution.track,
        waits=bring_in.state is BringInState.asked, is_public=contribution.public_state is PublicState.public,
    )  # fmt: skip
