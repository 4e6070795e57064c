"""How it was to take part: told with the code in the body and nowhere else, read by everybody after a check."""

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.contributions.models import PublicState
from participation.outcomes import public_list
from participation.outcomes.experience import actions as experience_actions
from participation.outcomes.experience import queries as experience_queries
from participation.refusals import Conflict, Refused
from participation.tracks import queries as tracks
from participation.tracks.queries import TrackHeader
from participation.web.access import everybody
from participation.web.freshness import unless_unchanged
from participation.web.language import gettext as _
from participation.web.public import bp
from participation.web.public.experience_form import ExperienceForm
from participation.web.public.own_page import CodeForm, NotOpened, opened, own_page
from participation.web.public.personal_question import first_of_each_kind


@bp.post("/volg/ervaring")
@everybody
def experience() -> ResponseReturnValue:
    """Keep what the resident tells; the page itself is the answer, because the code may stand in no address."""
    code = CodeForm().code.data or ""
    try:
        contribution = opened(code)
    except NotOpened as closed:
        return closed.answer
    form = ExperienceForm(contribution)
    findings = first_of_each_kind(form.sentence.data or "")
    chosen = form.choices_made([finding.kind for finding in findings])
    if form.validate() and len(chosen) == len(findings):
        try:
            experience_actions.tell_how_it_was(contribution, form.told(chosen), now=clock.now())
            return own_page(contribution, code, told=_("Dank u wel. Wij leren van wat u vertelt."))
        except Conflict:
            raise
        except Refused as refusal:
            form.sentence.errors = [_(refusal.sentence)]
    return own_page(contribution, code, experience_form=form), 422


@bp.get("/trajecten/<slug>/ervaringen")
@everybody
def experiences(slug: str) -> ResponseReturnValue:
    """Every sentence about taking part that everybody may read, the newest first; an unknown mark is not found."""
    header, mark = tracks.header(slug), request.args.get("voor", "")
    if header is None or not public_list.is_mark(mark):
        abort(404)
    return unless_unchanged(header.version, lambda: _page(header, mark))


def _page(track: TrackHeader, mark: str) -> str:
    before = int(mark) if mark else public_list.LAST
    found = experience_queries.sentences(track.id, PublicState.public, before=before)
    here = url_for("public.experiences", slug=track.slug)
    return render_template(
        "public/experiences.html", track=track, rows=found.rows, first=here if mark else None,
        older=url_for("public.experiences", slug=track.slug, voor=found.older) if found.older else None,
    )  # fmt: skip
