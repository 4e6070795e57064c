"""Two people at one contribution: who looks, who writes, and keeping what somebody types without a button."""

from flask import flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.contributions.models import Contribution, Point
from participation.outcomes import desk_queries
from participation.outcomes.together import looking, unsaved
from participation.outcomes.together.looking import Looker
from participation.outcomes.together.models import UnsavedAnswer
from participation.outcomes.together.unsaved import TooLong, TypedElsewhere
from participation.permissions import Permission, can
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.account.session import by_itself
from participation.web.desk import answering_form, bp
from participation.web.desk.answering_desk import Desk, address_of, point_of
from participation.web.transaction import begin_writing, reads_first


@bp.post("/bijdragen/<number>/aanwezig")
@reads_first
@requires(Permission.see_track, load=desk_queries.contribution_to_answer)
def look_on(contribution: Contribution) -> ResponseReturnValue:
    """The page says every so often that it is open, and hears who else has it open. It writes last, and little."""
    by_itself()
    number, me, now = contribution.id, actor().id, clock.now()
    here = looking.looking(number, now)
    lines = [_line(one) for one in here if one.user_id != me]
    answer: ResponseReturnValue = htmx.go_to(address_of(contribution))
    if htmx.wants_fragment():
        shown = render_template("desk/_who_looks.html", lines=lines)
        answer = ("", 204) if request.form.get("gezien", "") == " ".join(lines) else shown
    if looking.needs_sign(here, me, now):
        begin_writing()
        looking.give_sign(number, me, now=now)
    return answer


def _line(one: Looker) -> str:
    since = f"{clock.local(one.since):%H.%M} uur"
    if one.writes:
        return f"{one.name} schrijft hier een antwoord, en kijkt sinds {since}."
    return f"{one.name} kijkt ook, sinds {since}."


@bp.post("/bijdragen/<number>/tussendoor")
@requires(Permission.handle_contribution, load=desk_queries.contribution_to_answer)
def keep_typed(contribution: Contribution) -> ResponseReturnValue:
    """Keep what was typed so far, for who typed it. It is not a draft: no colleague sees it."""
    point, seat, now = point_of(contribution, request.form.get("point", "")), _seat(), clock.now()
    fields = answering_form.as_typed(request.form)
    if not fields:
        unsaved.forget(point, seat=seat, actor=actor())
        return _told("", kept=False)
    try:
        unsaved.keep(point, fields, seat=seat, actor=actor(), now=now)
    except (TypedElsewhere, TooLong) as refused:
        status = 409 if isinstance(refused, TypedElsewhere) else 422
        told = _told(refused.sentence, kept="kept" in request.form)
        return htmx.retarget(make_response(told, status), "#vanzelf")
    return _told(f"Bewaard om {clock.local(now):%H.%M} uur. Alleen u ziet dit.", kept=True)


def _told(sentence: str, *, kept: bool) -> str:
    return render_template("desk/_kept.html", sentence=sentence, kept=kept)


@bp.post("/bijdragen/<number>/tussendoor/weg")
@requires(Permission.handle_contribution, load=desk_queries.contribution_to_answer)
def throw_away(contribution: Contribution) -> ResponseReturnValue:
    """What was typed and not saved goes away, because who typed it says so."""
    point = point_of(contribution, request.form.get("point", ""))
    unsaved.forget(point, seat=_seat(), actor=actor())
    flash("Uw tekst van toen is weg.", "success")
    return htmx.go_to(address_of(contribution, point))


def _seat() -> str:
    """The window that this comes from."""
    return request.form.get("seat", "")[:32]


def typed_before(desk: Desk) -> UnsavedAnswer | None:
    """What I was typing here and did not save."""
    if not can(actor(), Permission.handle_contribution, desk.contribution):
        return None
    return unsaved.of(desk.point, actor())


def back_to(desk: Desk, place: str | None = None) -> str:
    """The page again after another of its buttons, at *place*, with the answer that was being typed as it was."""
    if not unsaved.is_under_way(typed_before(desk), clock.now()):
        return address_of(desk.contribution, desk.point, place)
    return url_for(
        "desk.contribution", number=desk.contribution.number, punt=desk.point.position, verder="ja", _anchor=place
    )


def is_saved(point: Point) -> None:
    """The form was saved or published: what this window kept meanwhile is done with."""
    if "kept" in request.form:
        unsaved.forget(point, seat=_seat(), actor=actor())
