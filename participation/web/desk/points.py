"""Cutting a contribution into points: choosing words, and naming, joining, mending and taking away what was made."""

import re
from collections.abc import Callable
from typing import Any

from flask import flash, make_response, request
from flask.typing import ResponseReturnValue

from participation import clock
from participation.contributions.models import Contribution, Point
from participation.contributions.points import actions
from participation.contributions.points.rules import HasAnswer, Span, Taken
from participation.contributions.same_version import PublicChanged
from participation.outcomes import desk_queries
from participation.permissions import Permission
from participation.refusals import Conflict, Refused
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import answering_page, bp, points_block
from participation.web.desk.answering_desk import Desk, address_of, open_desk
from participation.web.desk.answering_forms import refuse
from participation.web.desk.points_block import PointForm

_VALUE = re.compile(r"(\d{1,9}):(\d{1,6})-(\d{1,6})", re.ASCII)
CHECK = " Kijk de openbare tekst opnieuw na."


def point_at(number: str, position: int) -> Point | None:
    """The point with this number within its contribution."""
    contribution = desk_queries.contribution_at_desk(number)
    return next((one for one in contribution.points if one.position == position), None) if contribution else None


@bp.post("/bijdragen/<number>/punten")
@requires(Permission.handle_contribution, load=desk_queries.contribution_at_desk)
def make_point(contribution: Contribution) -> ResponseReturnValue:
    """A new point of the chosen words, or these words added to a point there is (`doe=bij-2`)."""
    desk, form = open_desk(contribution, request.form.get("punt", "1")), PointForm()
    deed = request.form.get("doe", "maak")
    grows = next((one for one in contribution.points if deed == f"bij-{one.position}"), None)

    def act() -> tuple[str, Point]:
        spans = _chosen(form)
        if grows is not None:
            actions.add_passages(grows, spans, actor=actor(), now=clock.now(), base=_base())
            return f"Deze woorden horen nu bij punt {grows.position}.", grows
        made = actions.make_point(contribution, spans, form.title.data or "", actor=actor(), now=clock.now(),
                                  base=_base())  # fmt: skip
        return f"Dit is nu punt {made.position}.", made

    return _act(desk, form, act)


@bp.post("/bijdragen/<number>/punten/<int:position>")
@requires(Permission.handle_contribution, load=point_at)
def change_point(point: Point) -> ResponseReturnValue:
    """Rename the point, take a passage out of it, let it go together with another, or take it away."""
    contribution, deed = point.contribution, request.form.get("doe", "hernoem")
    desk, form = open_desk(contribution, str(point.position)), PointForm()
    now = clock.now()

    def act() -> tuple[str, Point | None]:
        if deed == "weg":
            actions.remove(point, actor=actor(), now=now, base=_base())
            return "Het punt is weg. De woorden zijn er nog, en horen nu bij geen punt.", None
        if deed == "samen":
            into = next((one for one in contribution.points if str(one.position) == request.form.get("met")), None)
            if into is None:
                raise Refused("Kies met welk punt u dit punt samenvoegt.")
            actions.merge(point, into, actor=actor(), now=now, base=_base())
            return "De twee punten zijn nu één punt.", into
        if deed.startswith("uit-") and deed[4:].isdecimal() and len(deed) < 14:
            actions.take_out(point, int(deed[4:]), actor=actor(), now=now, base=_base())
            return "Deze woorden horen nu bij geen punt.", point
        actions.rename(point, form.title.data or "", actor=actor(), now=now, base=_base())
        return "De naam is bewaard.", point

    return _act(desk, form, act)


@bp.post("/bijdragen/<number>/geheel")
@requires(Permission.handle_contribution, load=desk_queries.contribution_at_desk)
def make_whole(contribution: Contribution) -> ResponseReturnValue:
    """Undo the cutting: the contribution is one point again."""

    def act() -> tuple[str, None]:
        actions.make_whole(contribution, actor=actor(), now=clock.now(), base=_base())
        return "De bijdrage is weer één geheel.", None

    return _act(open_desk(contribution, request.form.get("punt", "1")), PointForm(), act)


def _act(desk: Desk, form: PointForm, act: Callable[[], tuple[str, Point | None]]) -> ResponseReturnValue:
    """Do it and say what happened, or give the page back with everything that was chosen."""
    if form.validate():
        was_public = desk.contribution.is_public
        try:
            told, shown = act()
        except PublicChanged as conflict:
            page = answering_page.page(desk, public_conflict=conflict, points=_given_back(desk, form))
            return htmx.retarget(make_response(page, 409), "body")
        except (Taken, HasAnswer) as conflict:
            refuse(form, conflict)
            return htmx.retarget(make_response(_page(desk, form), 409), "body")
        except Conflict:
            raise
        except Refused as refused:
            refuse(form, refused)
        else:
            flash(told + (CHECK if was_public and not desk.contribution.is_public else ""), "success")
            return htmx.go_to(f"{address_of(desk.contribution, shown)}#punten")
    return _page(desk, form), 422


def _page(desk: Desk, form: PointForm) -> str:
    """What the writer had before them is still what they judge by: the mark goes along."""
    more: dict[str, Any] = {"public_mark": _base()} if _base() else {}
    return answering_page.page(desk, points=_given_back(desk, form), **more)


def _given_back(desk: Desk, form: PointForm) -> points_block.Points:
    return points_block.block(desk, form, request.form.getlist("woorden"))


def _base() -> str | None:
    return request.form.get("base_public")


def _chosen(form: PointForm) -> list[Span]:
    """The pieces of the text that were chosen: the selection when there is one, else the boxes."""
    sent = (form.selection.data or "").strip()
    return [_span(value) for value in ([sent] if sent else request.form.getlist("woorden"))]


def _span(value: str) -> Span:
    parts = _VALUE.fullmatch(value)
    if parts is None:
        raise Refused("Kies de woorden opnieuw.")
    source, begins, ends = (int(part) for part in parts.groups())
    return Span(source, begins, ends)
