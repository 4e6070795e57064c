"""Judging whether a declared room is honest."""

from typing import Any

from flask import Response, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.accounts.models import User
from participation.config import Municipality
from participation.permissions import Permission, can
from participation.refusals import Conflict, Refused
from participation.tracks import actions, review_queries, rules
from participation.tracks.differences import differences
from participation.tracks.review import Review, Verdict
from participation.tracks.room import DeclaredRoom
from participation.tracks.rules.explainable import OVERRIDE
from participation.tracks.terms import terms_of
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.coordination import bp
from participation.web.coordination.review_forms import JudgementForm, OverrideForm
from participation.web.decision_view import path_of
from participation.web.difference_view import difference_views
from participation.web.explaining import ExplainForm, explain_forms
from participation.web.filters import day
from participation.web.room_view import level_view, room_view
from participation.web.security import settings
from participation.web.voice_view import mandate_view, voice_lines

JUDGE = {
    Verdict.approved: actions.approve,
    Verdict.returned: actions.return_with_questions,
    Verdict.inform_only: actions.advise_inform_only,
}


@bp.get("/toetsen")
@requires(Permission.coordinate)
def reviews() -> ResponseReturnValue:
    """What waits for a judgement, the first to be late on top; below it what was judged, page by page."""
    before = request.args.get("voor", type=int)
    decided = review_queries.decided_reviews(before)
    today = clock.today()
    waiting = [
        {"review": one, "days": _days_here(one), "late": one.due_on < today, "own": rules.wrote_it(one, actor())}
        for one in review_queries.waiting_reviews()
    ]
    return render_template(
        "coordination/reviews.html", waiting=waiting, decided=decided[: review_queries.PAGE], before=before,
        older=decided[review_queries.PAGE - 1].id if len(decided) > review_queries.PAGE else None,
        not_opened=review_queries.late_to_open(today),
    )  # fmt: skip


@bp.get("/toetsen/<int:review_id>")
@requires(Permission.coordinate, load=review_queries.review_by_id)
def review(review: Review) -> ResponseReturnValue:
    """The room as residents will read it, what the check saw, and the judgement: to give, or as it was given."""
    return _page(review, form=JudgementForm() if _may_judge(review, actor()) else None)


@bp.post("/toetsen/<int:review_id>")
@requires(Permission.review_room, load=review_queries.review_by_id)
def judge(review: Review) -> ResponseReturnValue:
    """Give the verdict; whatever is refused comes back with everything that was typed."""
    form = JudgementForm()
    verdict = form.verdict.data
    if not form.validate() or verdict is None:
        if verdict is None:
            form.show([rules.Problem("verdict", "Kies eerst uw oordeel.")])
        return _page(review, 422, form=form)
    try:
        JUDGE[verdict](review, form.answers(), form.reason.data or "", actor=actor(), now=clock.now(), terms=_terms())
    except actions.NotJudged as refusal:
        form.show(refusal.problems)
        return _page(review, 422, form=form)
    except Conflict as conflict:
        return _page(review, 409, form=form, conflict=conflict.sentence)
    flash(_what_happens_next(review), "success")
    return htmx.go_to(url_for("coordination.review", review_id=review.id))


@bp.post("/toetsen/<int:review_id>/uitleg")
@requires(Permission.explain, load=review_queries.review_by_id)
def explain(review: Review) -> ResponseReturnValue:
    """Explain one finding in public, with the name of who is signed in."""
    form = ExplainForm()
    if not form.validate():
        return _page(review, 422, form=_form_to_show(review), refused=form)
    try:
        actions.explain(review.room, form.rule.data or "", form.row.data or "", form.text.data or "", actor=actor(),
                        now=clock.now(), terms=_terms())  # fmt: skip
    except Refused as refusal:
        form.text.errors = [refusal.sentence]
        status = 409 if isinstance(refusal, Conflict) else 422
        return _page(review, status, form=_form_to_show(review), refused=form)
    flash("Uw uitleg staat erbij, met uw naam. Bewoners lezen hem als het traject opengaat.")
    return htmx.go_to(url_for("coordination.review", review_id=review.id) + "#bevindingen")


@bp.post("/toetsen/<int:review_id>/toch")
@requires(Permission.override_review, load=review_queries.review_by_id)
def override_review(review: Review) -> ResponseReturnValue:
    """Let the director open although no reviewer agreed, with an explanation that residents read (I9)."""
    form = OverrideForm()
    if not form.validate():
        return _page(review, 422, form=_form_to_show(review), override=form)
    try:
        actions.override(review, form.override.data or "", actor=actor(), now=clock.now(), terms=_terms())
    except actions.NotJudged as refusal:
        form.override.errors = [problem.sentence for problem in refusal.problems]
        return _page(review, 422, form=_form_to_show(review), override=form)
    except Conflict as conflict:
        return _page(review, 409, form=None, override=form, conflict=conflict.sentence)
    flash(_what_happens_next(review), "success")
    return htmx.go_to(url_for("coordination.review", review_id=review.id))


def _page(
    review: Review,
    status: int = 200,
    *,
    form: JudgementForm | None,
    conflict: str = "",
    refused: ExplainForm | None = None,
    override: OverrideForm | None = None,
) -> Response:
    """Everything a reviewer needs on one page. Without *form* the judgement is read, not given."""
    room, track = review.room, review.room.track
    findings = _findings(review)
    may_override = review.verdict is None and can(actor(), Permission.override_review, review)
    page = render_template(
        "coordination/review.html", review=review, room=room, track=track, form=form, conflict=conflict,
        findings=findings, not_approved=rules.why_not_approved(findings), days=_days_here(review),
        level=level_view(room), view=room_view(track, room), path=path_of(track, room, clock.today()),
        voices=voice_lines(room, actor()), mandate=mandate_view(room), previous=review_queries.review_before(review),
        own=rules.wrote_it(review, actor()), refused=refused, **_change(room),
        explain_forms=explain_forms(rules.unexplained(findings) if _may_explain(review) else [], refused),
        override=override or (OverrideForm() if may_override else None),
    )  # fmt: skip
    return make_response(page, status)


def _change(room: DeclaredRoom) -> dict[str, Any]:
    """When this is a change of rules that residents reacted to: what differs, why, and who decided it."""
    change = room.change
    found = difference_views(differences(change.before, room)) if change else []
    return {"change": change, "differences": found}


def _may_judge(review: Review, user: User) -> bool:
    return review.verdict is None and can(user, Permission.review_room, review)


def _may_explain(review: Review) -> bool:
    return review.verdict is None and can(actor(), Permission.explain, review)


def _form_to_show(review: Review) -> JudgementForm | None:
    """The empty judgement, when the form that was sent is another one on the same page."""
    return JudgementForm(formdata=None) if _may_judge(review, actor()) else None


def _findings(review: Review) -> list[rules.Finding]:
    """What the check sees now or, for a judgement that was given, what it saw on that day."""
    seen_on = clock.local(review.decided_at).date() if review.decided_at else clock.today()
    findings = rules.room_check(review.room.track, review.room, terms_of(review.room, _terms()), seen_on)
    return [finding for finding in findings if finding.rule != OVERRIDE or finding.explanation]


def _days_here(review: Review) -> int:
    """For how many working days the author has been waiting."""
    until = review.decided_at or clock.now()
    return rules.working_days_between(clock.local(review.requested_at).date(), clock.local(until).date())


def _terms() -> Municipality:
    return settings().municipality


def _what_happens_next(review: Review) -> str:
    track, author = review.room.track, review.room.author.name
    if review.verdict not in (Verdict.approved, Verdict.overridden):
        return f"Uw oordeel is bewaard. {author} leest uw vragen en werkt verder in een nieuwe versie."
    if review.room.change is not None:
        return f"Deze versie ligt vast. Bewoners lezen hem pas als {author} de nieuwe regels laat ingaan."
    if track.opens_on and track.opens_on >= clock.today():
        return f"Het plan staat nu online. Het traject gaat vanzelf open op {day(track.opens_on)}."
    return f"Het plan staat nu online. De openingsdag is al voorbij: {author} kiest een nieuwe dag, of opent het zelf."
