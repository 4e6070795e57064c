"""The buttons on the page of a track: opening, closing and stopping by hand, and other days before it opens."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from participation import clock
from participation.permissions import Permission
from participation.refusals import Conflict, Refused
from participation.tracks import actions
from participation.tracks.room import DeclaredRoom
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import bp
from participation.web.desk.track_forms import CloseForm, DatesForm, StopForm
from participation.web.desk.tracks import room_of, track_page
from participation.web.security import settings


def _told(room: DeclaredRoom, sentence: str) -> ResponseReturnValue:
    flash(sentence, "success")
    return htmx.go_to(url_for("desk.track", slug=room.track.slug))


def _again(room: DeclaredRoom, name: str, form: FlaskForm, refused: Refused | None = None) -> ResponseReturnValue:
    """The page with the form that was refused, its text still in it."""
    if refused is not None and refused.field and refused.field in form:
        form[refused.field].errors = [refused.sentence]
    elif refused is not None:
        form.form_errors = [refused.sentence]
    return track_page(room, **{name: form}), 422


@bp.post("/trajecten/<slug>/openen")
@requires(Permission.run_track, load=room_of)
def open_track(room: DeclaredRoom) -> ResponseReturnValue:
    """Let residents react from today on."""
    actions.open_track(room.track, actor=actor(), now=clock.now(), terms=settings().municipality)
    return _told(room, "Het traject is open. Bewoners kunnen nu reageren.")


@bp.post("/trajecten/<slug>/sluiten")
@requires(Permission.run_track, load=room_of)
def close_track(room: DeclaredRoom) -> ResponseReturnValue:
    """End the time to react; before its day only with a reason that residents read."""
    form = CloseForm()
    if not form.validate():
        return _again(room, "close", form)
    try:
        actions.close_for_input(room.track, actor=actor(), now=clock.now(), reason=form.reason.data or "")
    except Conflict:
        raise
    except Refused as refused:
        return _again(room, "close", form, refused)
    return _told(room, "Het traject is gesloten voor reacties. Iedereen krijgt nog antwoord.")


@bp.post("/trajecten/<slug>/stoppen")
@requires(Permission.run_track, load=room_of)
def stop_track(room: DeclaredRoom) -> ResponseReturnValue:
    """Stop for good, with a reason that residents read; every answer is still owed (I22)."""
    form = StopForm()
    if not form.validate():
        return _again(room, "stop", form)
    try:
        actions.stop_track(room.track, form.reason.data or "", actor=actor(), now=clock.now())
    except Conflict:
        raise
    except Refused as refused:
        return _again(room, "stop", form, refused)
    return _told(room, "Het traject is gestopt. Bewoners lezen waarom. Iedereen die reageerde, krijgt nog antwoord.")


@bp.post("/trajecten/<slug>/data")
@requires(Permission.run_track, load=room_of)
def change_dates(room: DeclaredRoom) -> ResponseReturnValue:
    """Other days than the public plan says, before it opened, with a reason that residents read."""
    form = DatesForm()
    opens_on, closes_on, promised_on = form.opens_on.data, form.closes_on.data, form.promised_on.data
    if not form.validate() or opens_on is None or closes_on is None or promised_on is None:
        return _again(room, "dates", form)
    try:
        actions.change_dates(
            room.track, opens_on=opens_on, closes_on=closes_on, promised_on=promised_on, actor=actor(),
            reason=form.reason.data or "", now=clock.now(),
        )  # fmt: skip
    except Conflict:
        raise
    except Refused as refused:
        return _again(room, "dates", form, refused)
    return _told(room, "De dagen zijn veranderd. Bewoners lezen waarom.")
