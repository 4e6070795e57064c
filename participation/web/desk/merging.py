"""Putting a point together with near-identical ones, and making the answer written here the answer to all of them."""

import re

from flask import flash, request
from flask.typing import ResponseReturnValue

from participation import clock
from participation.contributions.models import Contribution, Point
from participation.outcomes import desk_queries
from participation.outcomes.grouped import merging, queries
from participation.permissions import Permission
from participation.refusals import Conflict, Refused
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import answering_page, bp, grouped_page, merging_block
from participation.web.desk.answering_desk import Desk, open_desk
from participation.web.desk.answering_forms import refuse
from participation.web.desk.answering_together import back_to
from participation.web.desk.merging_block import MergeForm

NAMED = re.compile(r"(\d{4}-\d{5,9})(?::(\d{1,3}))?", re.ASCII)
MOST = 100


@bp.post("/bijdragen/<number>/samenvoegen")
@requires(Permission.handle_contribution, load=desk_queries.contribution_at_desk)
def merge(contribution: Contribution) -> ResponseReturnValue:
    """Let others get their answer together with this point: typed numbers, or one that was suggested."""
    desk = open_desk(contribution, request.form.get("punt", "1"))
    form = MergeForm(prefix="merge-")
    if not form.validate():
        return _again(desk, form)
    try:
        others = _ticked(contribution) or _others(form.others.data or "", contribution)
        answer = merging.put_together(desk.point, others, actor=actor(), now=clock.now())
    except Conflict:
        raise
    except Refused as refused:
        refuse(form, refused)
        return _again(desk, form)
    flash(f"Zij krijgen samen één antwoord, elk in een eigen brief. Het heet nu ‘{answer.title}’.", "success")
    return htmx.go_to(back_to(desk, "samen"))


@bp.post("/bijdragen/<number>/samen-antwoorden")
@requires(Permission.handle_contribution, load=desk_queries.contribution_at_desk)
def answer_together(contribution: Contribution) -> ResponseReturnValue:
    """What was written at this one becomes the answer to all with which it waits; then look at every letter."""
    desk = open_desk(contribution, request.form.get("point", "1"))
    form = desk.form(request.form)
    waits = queries.waiting_for([desk.point.id])
    if not waits:
        raise Conflict("Dit punt staat niet meer bij andere. Geef er hier antwoord op.")
    if not form.validate():
        return answering_page.page(desk, form), 422
    try:
        answer = merging.take_over(waits[0].answer, form.decision(), actor=actor(), now=clock.now())
    except Conflict:
        raise
    except Refused as refused:
        refuse(form, refused)
        return answering_page.page(desk, form), 422
    flash("Uw tekst staat nu in het antwoord aan allemaal. Bekijk de brieven. Nog niemand leest iets.", "success")
    return htmx.go_to(grouped_page.address(answer))


def _ticked(contribution: Contribution) -> list[Point]:
    """The points of this track that were ticked among those that may be about the same."""
    ticked = [int(name) for name in request.form.getlist("punten") if name.isascii() and name.isdecimal()]
    return queries.points_with(ticked[:MOST], contribution.track_id)


def _others(typed: str, contribution: Contribution) -> list[Point]:
    """The points that were named: "2026-00012", or "2026-00012:2" for its second. Refuses one of another track."""
    named = list(dict.fromkeys(NAMED.findall(typed)))[:MOST]
    if not named:
        raise Refused("Typ de nummers van de bijdragen. Bijvoorbeeld: 2026-00012, 2026-00015.", field="others")
    found = [_point(number, position, contribution.track_id) for number, position in named]
    unknown = [number for (number, _position), point in zip(named, found, strict=True) if point is None]
    if unknown:
        raise Refused(f"Deze bijdrage hoort niet bij dit traject: {', '.join(unknown)}.", field="others")
    return [point for point in found if point is not None]


def _point(number: str, position: str, track_id: int) -> Point | None:
    """One point of this track: the one that was named, or the first that waits."""
    found = desk_queries.contribution_to_answer(number)
    if found is None or found.track_id != track_id:
        return None
    if position:
        return next((point for point in found.points if point.position == int(position)), None)
    return next((point for point in found.points if point.outcome_id is None), found.points[0])


def _again(desk: Desk, form: MergeForm) -> ResponseReturnValue:
    return answering_page.page(desk, merging=merging_block.block_with(desk, form)), 422
