"""A meeting that has been: who was there, the minutes, what was said there, and a button to publish the minutes."""

from typing import Any

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.contributions.meetings import actions, queries
from participation.contributions.meetings.actions import Held
from participation.permissions import Permission
from participation.refusals import Conflict, Refused
from participation.tracks import queries as tracks
from participation.tracks.models import Moment, Track
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import bp
from participation.web.desk.room_fields import DayField, Line, TimeField, Words
from participation.web.forms import Form


class HeldForm(Form):
    """A meeting that was not announced."""

    title = Line("Wat was het?")
    day = DayField("Op welke dag?")
    begins = TimeField("Hoe laat begon het?")
    place = Line("Waar?")
    present = Line("Wie van de gemeente was erbij?")


class MinutesForm(Form):
    present = Line("Wie van de gemeente was erbij?")
    minutes = Words("Het verslag")


@bp.get("/trajecten/<slug>/bijeenkomsten")
@requires(Permission.run_track, load=tracks.track_with_moments)
def meetings(track: Track) -> ResponseReturnValue:
    """Every meeting of a track that has been, and a form for one that was not announced."""
    return _list(track, HeldForm(formdata=None, data={"day": clock.today()}))


@bp.post("/trajecten/<slug>/bijeenkomsten")
@requires(Permission.run_track, load=tracks.track_with_moments)
def write_down_meeting(track: Track) -> ResponseReturnValue:
    """One more that has been; nobody outside sees it."""
    form = HeldForm()
    if not form.validate():
        return _list(track, form), 422
    held = Held(
        title=form.title.data or "", day=form.day.data, begins=form.begins.data, place=form.place.data or "",
        present=form.present.data or "",
    )  # fmt: skip
    try:
        moment = actions.write_down(track, held, actor=actor(), now=clock.now())
    except Conflict:
        raise
    except Refused as refused:
        return _list(track, _refuse(form, refused)), 422
    flash("De bijeenkomst staat erbij. Bewoners zien haar pas als u het verslag publiceert.", "success")
    return htmx.go_to(url_for("desk.meeting", moment_id=moment.id))


@bp.get("/bijeenkomsten/<int:moment_id>")
@requires(Permission.see_track, load=queries.meeting)
def meeting(moment: Moment) -> ResponseReturnValue:
    """One meeting with its minutes and what was said there."""
    return _one(moment)


@bp.post("/bijeenkomsten/<int:moment_id>")
@requires(Permission.run_track, load=queries.meeting)
def keep_minutes(moment: Moment) -> ResponseReturnValue:
    """Keep the minutes; what is public already changes with it."""
    form = MinutesForm()
    if not form.validate():
        return _one(moment, form), 422
    try:
        actions.keep_minutes(
            moment, form.minutes.data or "", form.present.data or "", actor=actor(), now=clock.now()
        )  # fmt: skip
    except Conflict:
        raise
    except Refused as refused:
        return _one(moment, _refuse(form, refused)), 422
    public = moment.minutes_published_at is not None
    return _told(moment, "Het verslag op de website is bijgewerkt." if public else "Het verslag is bewaard.")


@bp.post("/bijeenkomsten/<int:moment_id>/publiceren")
@requires(Permission.run_track, load=queries.meeting)
def publish_minutes(moment: Moment) -> ResponseReturnValue:
    """Let everybody read the minutes."""
    try:
        actions.publish_minutes(moment, actor=actor(), now=clock.now())
    except Conflict:
        raise
    except Refused as refused:
        return _one(moment, _refuse(_kept(moment), refused)), 422
    return _told(moment, "Het verslag staat op de website.")


@bp.post("/bijeenkomsten/<int:moment_id>/terughalen")
@requires(Permission.run_track, load=queries.meeting)
def take_back_minutes(moment: Moment) -> ResponseReturnValue:
    """Take the minutes from the website; the text stays here."""
    actions.take_back_minutes(moment, actor=actor(), now=clock.now())
    return _told(moment, "Het verslag staat niet meer op de website. Hier is het niet weg.")


def _told(moment: Moment, sentence: str) -> ResponseReturnValue:
    flash(sentence, "success")
    return htmx.go_to(url_for("desk.meeting", moment_id=moment.id))


def _refuse(form: Any, refused: Refused) -> Any:
    if refused.field and refused.field in form:
        form[refused.field].errors = [refused.sentence]
    else:
        form.form_errors = [refused.sentence]
    return form


def _kept(moment: Moment) -> MinutesForm:
    return MinutesForm(formdata=None, data={"present": moment.present, "minutes": moment.minutes})


def _list(track: Track, form: HeldForm) -> str:
    return render_template(
        "desk/meetings.html", track=track, form=form, been=queries.been(track.id, clock.now()),
    )  # fmt: skip


def _one(moment: Moment, form: MinutesForm | None = None) -> str:
    return render_template(
        "desk/meeting.html", moment=moment, track=moment.track, form=form or _kept(moment),
        said=queries.said_at(moment.id), most=queries.MOST, has_begun=moment.starts_at <= clock.now(),
    )  # fmt: skip
