"""Beginning a grouped answer from the list of contributions: for what was found, or for what was ticked."""

import re

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from participation import clock
from participation.contributions import search as words
from participation.outcomes import desk_queries
from participation.outcomes.finding import reading
from participation.outcomes.finding.listing import MyTrack
from participation.outcomes.grouped import actions, rules
from participation.permissions import Permission, can
from participation.refusals import Conflict, Refused
from participation.web.access import actor, requires
from participation.web.desk import bp, finding, finding_words, grouped_page, grouped_words
from participation.web.desk.answering_forms import refuse
from participation.web.desk.finding import NAMES, Asked, Choices
from participation.web.desk.room_fields import Line
from participation.web.forms import Form

NUMBER = re.compile(r"(?:\d{4}-)?0*([1-9]\d{0,8})", re.ASCII)


class StartForm(Form):
    title = Line("Hoe noemt u dit groepsantwoord?")


@bp.get("/groepsantwoorden/nieuw")
@requires(Permission.use_desk)
def new_grouped() -> ResponseReturnValue:
    """What the letters would be for: what the list found, or what was ticked in it."""
    choices = Choices(actor())
    asked = _asked(choices)
    return _page(asked, choices, _chosen(asked), StartForm(None, data={"title": _title(asked, choices)}))


@bp.post("/groepsantwoorden/nieuw")
@requires(Permission.use_desk)
def start_grouped() -> ResponseReturnValue:
    """Begin one for them."""
    choices = Choices(actor())
    asked = _asked(choices)
    form = StartForm()
    ids = _chosen(asked)
    if not form.validate():
        return _page(asked, choices, ids, form), 422
    track = desk_queries.track_at_desk(asked.track.slug) if asked.track else None
    if track is None or not can(actor(), Permission.handle_contribution, track):
        form.form_errors = [*form.form_errors, "Kies eerst één traject. Een groepsantwoord gaat over één traject."]
        return _page(asked, choices, ids, form), 422
    try:
        answer = actions.start_for_contributions(track, form.title.data or "", ids, actor=actor(), now=clock.now())
    except Conflict:
        raise
    except Refused as refused:
        refuse(form, refused)
        return _page(asked, choices, ids, form), 422
    return grouped_page.begun(answer)


def _asked(choices: Choices) -> Asked:
    """The list that it comes from, as it stands in the address or in the form."""
    try:
        return finding.read(request.values, choices)
    except (finding.Unknown, finding.Unreadable):
        abort(404)


def _chosen(asked: Asked) -> list[int]:
    """What was ticked, else what the list finds; never more than one grouped answer holds."""
    if "bijdrage" in request.values:
        ticked = (NUMBER.fullmatch(name) for name in request.values.getlist("bijdrage"))
        return [int(found[1]) for found in ticked if found][: rules.MOST]
    try:
        return reading.ids(asked.search, rules.MOST) if asked.track else []
    except words.TooLong as fault:
        raise NotFound from fault


def _title(asked: Asked, choices: Choices) -> str:
    ticked = "bijdrage" in request.values
    return "Gekozen bijdragen" if ticked else finding_words.sentence(asked, choices)[:120]


def _page(asked: Asked, choices: Choices, ids: list[int], form: StartForm) -> str:
    return render_template(
        "desk/grouped_new.html", form=form, track=asked.track, count=len(ids),
        said=grouped_words.number(len(ids)), full=len(ids) == rules.MOST,
        ticked=ids if "bijdrage" in request.values else [],
        names={name: request.values[name] for name in NAMES if request.values.get(name)},
        tracks=[_choice(track) for track in choices.tracks] if asked.track is None else [],
        back=asked.address(),
    )  # fmt: skip


def _choice(track: MyTrack) -> dict[str, str]:
    """The same, narrowed to one track."""
    names = {name: request.values[name] for name in NAMES if request.values.get(name)}
    ticked = request.values.getlist("bijdrage")
    href = url_for("desk.new_grouped", **{**names, "traject": track.slug}, bijdrage=ticked)  # type: ignore[arg-type]
    return {"text": track.title, "href": href}
