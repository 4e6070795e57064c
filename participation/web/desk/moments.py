"""Moments of a public track at the desk: one more, another time or place, or called off."""

from typing import Any

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.permissions import Permission
from participation.refusals import Conflict, Refused
from participation.tracks import queries
from participation.tracks.actions import moments as actions
from participation.tracks.actions.moments import Occasion
from participation.tracks.contents import moment_values
from participation.tracks.models import Moment, Track
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import bp
from participation.web.desk.room_fields import Words
from participation.web.desk.room_forms import MomentForm
from participation.web.forms import Form


class OccasionForm(MomentForm, Form):
    """The row of the plan, as a form of its own; `reason` is asked when something changes."""

    reason = Words("Waarom verandert dit?")

    def validate(self, extra_validators: Any = None) -> bool:
        """Everything that is needed is said by the action, also to who posts by hand."""
        return bool(Form.validate(self, extra_validators))

    def occasion(self) -> Occasion:
        return Occasion(
            title=self.title.data or "", day=self.day.data, begins=self.begins.data, ends=self.ends.data,
            place=self.place.data or "", note=self.note.data or "",
        )  # fmt: skip


class CancelForm(Form):
    reason = Words("Waarom gaat het niet door?", id="cancel-reason")


@bp.get("/trajecten/<slug>/momenten")
@requires(Permission.run_track, load=queries.track_with_moments)
def moments(track: Track) -> ResponseReturnValue:
    """The moments of a track, and a form for one more."""
    return _list(track, OccasionForm(formdata=None))


@bp.post("/trajecten/<slug>/momenten")
@requires(Permission.run_track, load=queries.track_with_moments)
def add_moment(track: Track) -> ResponseReturnValue:
    """One more occasion; everybody who took part is told."""
    form = OccasionForm()
    if not form.validate():
        return _list(track, form), 422
    slug = track.slug
    try:
        actions.add_moment(track, form.occasion(), actor=actor(), now=clock.now())
    except Conflict:
        raise
    except Refused as refused:
        return _list(track, _refuse(form, refused)), 422
    return _told(slug, "Het moment staat erbij. Wie meedeed, krijgt daar bericht van.")


@bp.get("/momenten/<int:moment_id>")
@requires(Permission.run_track, load=queries.moment)
def moment(moment: Moment) -> ResponseReturnValue:
    """One moment: change it, or call it off."""
    return _one(moment)


@bp.post("/momenten/<int:moment_id>")
@requires(Permission.run_track, load=queries.moment)
def change_moment(moment: Moment) -> ResponseReturnValue:
    """Another time, place or name, with the reason that residents read."""
    form, slug = OccasionForm(), moment.track.slug
    if not form.validate():
        return _one(moment, form=form), 422
    try:
        changed = actions.change_moment(
            moment, form.occasion(), reason=form.reason.data or "", actor=actor(), now=clock.now()
        )
    except Conflict:
        raise
    except Refused as refused:
        return _one(moment, form=_refuse(form, refused)), 422
    return _told(slug, "Het moment is veranderd. Bewoners lezen waarom." if changed else "Er was niets veranderd.")


@bp.post("/momenten/<int:moment_id>/afzeggen")
@requires(Permission.run_track, load=queries.moment)
def cancel_moment(moment: Moment) -> ResponseReturnValue:
    """Call it off, with the reason that residents read."""
    form, slug = CancelForm(), moment.track.slug
    if not form.validate():
        return _one(moment, cancel=form), 422
    try:
        actions.cancel_moment(moment, reason=form.reason.data or "", actor=actor(), now=clock.now())
    except Conflict:
        raise
    except Refused as refused:
        form.reason.errors = [refused.sentence]
        return _one(moment, cancel=form), 422
    return _told(slug, "Het moment gaat niet door. Bewoners lezen waarom.")


def _refuse(form: OccasionForm, refused: Refused) -> OccasionForm:
    if refused.field and refused.field in form:
        form[refused.field].errors = [refused.sentence]
    else:
        form.form_errors = [refused.sentence]
    return form


def _told(slug: str, sentence: str) -> ResponseReturnValue:
    flash(sentence, "success")
    return htmx.go_to(url_for("desk.moments", slug=slug))


def _list(track: Track, form: OccasionForm) -> str:
    now = clock.now()
    return render_template(
        "desk/moments.html", track=track, slug=track.slug, form=form, talks=track.state in actions.TALKING,
        coming=[one for one in track.moments if one.starts_at > now],
        past=[one for one in track.moments if one.starts_at <= now],
    )  # fmt: skip


def _one(moment: Moment, *, form: OccasionForm | None = None, cancel: CancelForm | None = None) -> str:
    track = moment.track
    return render_template(
        "desk/moment.html", moment=moment, track=track, slug=track.slug, cancelling=cancel is not None,
        form=form or OccasionForm(formdata=None, data=moment_values(moment)),
        cancel=cancel or CancelForm(formdata=None),
        may_change=moment.starts_at > clock.now() and track.state in actions.TALKING,
    )  # fmt: skip
