"""Reading a contribution and answering it."""

from collections.abc import Sequence

from flask import flash, make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from participation import clock
from participation.contributions.models import Contribution, Point
from participation.outcomes import actions, desk_queries, helping
from participation.outcomes.actions import AlreadyAnswered, DraftChanged
from participation.outcomes.helping import PartsChanged
from participation.outcomes.rules import Missing, NotReady
from participation.permissions import Permission
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import answer_starts, answering_page, answering_together, bp, formal_block
from participation.web.desk.answering_desk import Desk, address_of, open_desk, point_of
from participation.web.desk.answering_form import AnswerForm, form_to_judge
from participation.web.transaction import reads_first_unless

FORM = "desk/_answer_form.html"


@bp.get("/bijdragen/<number>")
@requires(Permission.see_track, load=desk_queries.contribution_at_desk)
def contribution(contribution: Contribution) -> ResponseReturnValue:
    """What was said, what was decided, and (for who may) the form to answer."""
    desk = open_desk(contribution)
    typed = answering_together.typed_before(desk)
    if typed is not None and "verder" in request.args:
        form = desk.form(MultiDict({**typed.fields, "point": str(desk.point.position)}))
        return answering_page.page(desk, form, seat=typed.seat, kept=True)
    return answering_page.page(desk, before=typed)


def _is_meant() -> bool:
    """Whether the button keeps something; the others only look."""
    return request.form.get("doe") in ("bewaar", "publiceer")


def _as_needed(number: str) -> Contribution | None:
    """Publishing needs what is judged; every other button shows the whole page again."""
    load = desk_queries.contribution_to_answer if _publishes() else desk_queries.contribution_at_desk
    return load(number)


def _publishes() -> bool:
    return request.form.get("doe") == "publiceer"


@bp.post("/bijdragen/<number>/uitkomst")
@reads_first_unless(_is_meant)
@requires(Permission.handle_contribution, load=_as_needed)
def answer(contribution: Contribution) -> ResponseReturnValue:
    """Whatever button was pressed: show what a kind needs, look at the preview, keep a draft, or publish."""
    if _publishes():
        return _publish(contribution)
    desk = open_desk(contribution, request.form.get("point", ""))
    form = desk.form(request.form)
    formal_block.suggest(desk, form)
    inserted = answer_starts.insert(form, request.form.get("tekst", ""))
    if inserted or request.form.get("doe", "bekijk") == "kies":
        return _redrawn(desk, form, FORM, inserted=inserted)
    if not _is_meant():
        return _redrawn(desk, form, "desk/_answer_live.html")
    return _keep(desk, form) if form.validate() else (answering_page.page(desk, form), 422)


def _redrawn(desk: Desk, form: AnswerForm, fragment: str, *, inserted: bool = False) -> ResponseReturnValue:
    """The piece that changes for htmx, the whole page for everybody else. Nothing is stored."""
    if not htmx.wants_fragment():
        return answering_page.page(desk, form, inserted=inserted)
    texts = answer_starts.starts_for(form) if fragment == FORM else []
    return render_template(fragment, **answering_page.live(desk, form), texts=texts, inserted=inserted)


def _keep(desk: Desk, form: AnswerForm) -> ResponseReturnValue:
    try:
        actions.save_draft(
            desk.point, form.decision(), actor=actor(), now=clock.now(), base_draft=form.base_draft.data or ""
        )
    except DraftChanged as conflict:
        return _somebody_was_first(desk, form, conflict)
    answering_together.is_saved(desk.point)
    flash("Uw concept is bewaard. De bewoner ziet dit nog niet.", "success")
    return htmx.go_to(address_of(desk.contribution, desk.point))


def _publish(contribution: Contribution) -> ResponseReturnValue:
    point = point_of(contribution, request.form.get("point", ""))
    form = form_to_judge(
        contribution.track.room, lambda: desk_queries.accepted_bring_ins(point), request.form
    )  # fmt: skip
    if not form.validate():
        return _not_ready(contribution, point)
    try:
        published = actions.publish(
            point, form.decision(), base_version=_version(form), actor=actor(), now=clock.now(),
            base_draft=form.base_draft.data or "", base_parts=form.base_parts.data or "",
        )  # fmt: skip
    except NotReady as refusal:
        return _not_ready(contribution, point, refusal.missing)
    except PartsChanged as changed:
        return _parts_changed(contribution, point, changed)
    except (AlreadyAnswered, DraftChanged) as conflict:
        desk, whole = _whole_desk(contribution, point)
        return _somebody_was_first(desk, whole, conflict)
    answering_together.is_saved(point)
    told = "De bewoner krijgt een e-mail." if contribution.email else "De bewoner leest het met de code."
    flash(
        f"{'Het nieuwe antwoord' if (published.version or 0) > 1 else 'Uw antwoord'} is gepubliceerd. {told}", "success"
    )
    return htmx.go_to(address_of(contribution, _next_point(contribution, point)))


def _not_ready(contribution: Contribution, point: Point, missing: Sequence[Missing] = ()) -> ResponseReturnValue:
    """422: the whole page as it was typed, with every sentence at its field."""
    desk, form = _whole_desk(contribution, point)
    form.validate()
    form.refuse(missing)
    return answering_page.page(desk, form), 422


def _parts_changed(contribution: Contribution, point: Point, changed: PartsChanged) -> ResponseReturnValue:
    """409: the page with the part as its writer has it now, and the own text still in the form."""
    desk, form = _whole_desk(contribution, point)
    form.base_parts.data = helping.mark_of(desk.helped)
    form.form_errors = [changed.sentence]
    return htmx.retarget(make_response(answering_page.page(desk, form), 409), "body")


def _whole_desk(contribution: Contribution, point: Point) -> tuple[Desk, AnswerForm]:
    """Now that the page is shown again, all of it is loaded, at once."""
    whole = desk_queries.contribution_at_desk(contribution.number)
    assert whole is not None
    desk = open_desk(whole, str(point.position))
    return desk, desk.form(request.form)


def _version(form: AnswerForm) -> int:
    version = form.base_version.data or "0"
    if not (version.isascii() and version.isdigit() and len(version) < 9):
        raise BadRequest
    return int(version)


def _next_point(contribution: Contribution, answered: Point) -> Point:
    """The next point that waits, so that nobody forgets half an answer; or the one that was just *answered*."""
    return next((point for point in contribution.points if point.outcome_id is None), answered)


def _somebody_was_first(desk: Desk, form: AnswerForm, conflict: AlreadyAnswered | DraftChanged) -> ResponseReturnValue:
    """409: who and when, what stands there now, and the own text still in the form; going on is a decision."""
    fresh = open_desk(desk.contribution, str(desk.point.position))
    form.base_version.data = str(fresh.current.version if fresh.current else 0)
    form.base_draft.data = actions.mark_of(fresh.draft)
    theirs = conflict.outcome if isinstance(conflict, AlreadyAnswered) else conflict.draft
    there = answering_page.shown(fresh, theirs, "hun-punt")
    response = make_response(answering_page.page(fresh, form, conflict=conflict, theirs=theirs, there=there), 409)
    return htmx.retarget(response, "body")


from participation.web.desk import answering_handling, answering_undoing, earlier  # noqa: E402, F401
