"""Reading a contribution and answering it."""

from flask import flash, make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from participation import clock
from participation.contributions.models import Contribution, Point
from participation.outcomes import actions, desk_queries
from participation.outcomes.actions import AlreadyAnswered, DraftChanged
from participation.outcomes.rules import NotReady
from participation.permissions import Permission
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import answering_page, bp
from participation.web.desk.answering_form import AnswerForm
from participation.web.desk.answering_page import Desk, address_of, open_desk
from participation.web.transaction import reads_first_unless


@bp.get("/bijdragen/<number>")
@requires(Permission.see_track, load=desk_queries.contribution_at_desk)
def contribution(contribution: Contribution) -> ResponseReturnValue:
    """What was said, what was decided, and (for who may) the form to answer."""
    return answering_page.page(open_desk(contribution))


def _is_meant() -> bool:
    """Whether the button keeps something; the others only look."""
    return request.form.get("doe") in ("bewaar", "publiceer")


@bp.post("/bijdragen/<number>/uitkomst")
@reads_first_unless(_is_meant)
@requires(Permission.handle_contribution, load=desk_queries.contribution_at_desk)
def answer(contribution: Contribution) -> ResponseReturnValue:
    """Whatever button was pressed: show what a kind needs, look at the preview, keep a draft, or publish."""
    desk = open_desk(contribution, request.form.get("point", ""))
    form = desk.form(request.form)
    deed = request.form.get("doe", "bekijk")
    if deed == "kies":
        return _redrawn(desk, form, "desk/_answer_form.html")
    if not _is_meant():
        return _redrawn(desk, form, "desk/_answer_live.html")
    if not form.validate():
        return answering_page.page(desk, form), 422
    return _publish(desk, form) if deed == "publiceer" else _keep(desk, form)


def _redrawn(desk: Desk, form: AnswerForm, fragment: str) -> ResponseReturnValue:
    """The piece that changes for htmx, the whole page for everybody else. Nothing is stored."""
    if htmx.wants_fragment():
        return render_template(fragment, **answering_page.live(desk, form))
    return answering_page.page(desk, form)


def _keep(desk: Desk, form: AnswerForm) -> ResponseReturnValue:
    try:
        actions.save_draft(
            desk.point, form.decision(), actor=actor(), now=clock.now(), base_draft=form.base_draft.data or ""
        )
    except DraftChanged as conflict:
        return _somebody_was_first(desk, form, conflict)
    flash("Uw concept is bewaard. De bewoner ziet dit nog niet.", "success")
    return htmx.go_to(address_of(desk.contribution, desk.point))


def _publish(desk: Desk, form: AnswerForm) -> ResponseReturnValue:
    try:
        published = actions.publish(
            desk.point, form.decision(), base_version=_version(form), actor=actor(), now=clock.now(),
            base_draft=form.base_draft.data or "",
        )  # fmt: skip
    except NotReady as refusal:
        form.refuse(refusal.missing)
        return answering_page.page(desk, form), 422
    except (AlreadyAnswered, DraftChanged) as conflict:
        return _somebody_was_first(desk, form, conflict)
    told = "De bewoner krijgt een e-mail." if desk.contribution.email else "De bewoner leest het met de code."
    flash(
        f"{'Het nieuwe antwoord' if (published.version or 0) > 1 else 'Uw antwoord'} is gepubliceerd. {told}", "success"
    )
    return htmx.go_to(address_of(desk.contribution, _next_point(desk)))


def _version(form: AnswerForm) -> int:
    version = form.base_version.data or "0"
    if not (version.isascii() and version.isdigit() and len(version) < 9):
        raise BadRequest
    return int(version)


def _next_point(desk: Desk) -> Point:
    """The next point that waits, so that nobody forgets half an answer; or the one that was just answered."""
    waiting = [point for point in desk.contribution.points if point.outcome_id is None]
    return waiting[0] if waiting else desk.point


def _somebody_was_first(desk: Desk, form: AnswerForm, conflict: AlreadyAnswered | DraftChanged) -> ResponseReturnValue:
    """409: who and when, what stands there now, and the own text still in the form; going on is a decision."""
    fresh = open_desk(desk.contribution, str(desk.point.position))
    form.base_version.data = str(fresh.current.version if fresh.current else 0)
    form.base_draft.data = actions.mark_of(fresh.draft)
    theirs = conflict.outcome if isinstance(conflict, AlreadyAnswered) else conflict.draft
    there = answering_page.shown(fresh, theirs, "hun-punt")
    response = make_response(answering_page.page(fresh, form, conflict=conflict, theirs=theirs, there=there), 409)
    return htmx.retarget(response, "body")


from participation.web.desk import answering_handling  # noqa: E402, F401
