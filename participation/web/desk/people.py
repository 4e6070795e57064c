"""Who is there for residents in this track, and letting somebody else be it (I33)."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.outcomes import desk_queries
from participation.outcomes.handover.actions import change_contact
from participation.permissions import Permission
from participation.refusals import Conflict, Refused
from participation.tracks.models import Track
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import bp
from participation.web.desk.room_fields import Words
from participation.web.forms import Form
from participation.web.numbers import OneNumber


class ContactForm(Form):
    contact = OneNumber("Wie wordt het contact?")
    reason = Words("Wat lezen bewoners daarbij?")


@bp.get("/trajecten/<slug>/contact")
@requires(Permission.run_track, load=desk_queries.track_at_desk)
def contact(track: Track) -> ResponseReturnValue:
    """Choose who takes over, with what residents read about it."""
    return _page(track, _form(track))


@bp.post("/trajecten/<slug>/contact")
@requires(Permission.run_track, load=desk_queries.track_at_desk)
def give_contact(track: Track) -> ResponseReturnValue:
    """From now on residents can call somebody else, who has the promises of the contact before as well."""
    form = _form(track)
    if not form.validate():
        return _page(track, form), 422
    taker = desk_queries.person(form.contact.data) if form.contact.data else None
    if taker is None:
        form.contact.errors = ["Kies een collega."]
        return _page(track, form), 422
    slug, name = track.slug, taker.name
    try:
        change_contact(track, taker, reason=form.reason.data or "", actor=actor(), now=clock.now())
    except Conflict:
        raise
    except Refused as refused:
        form.contact.errors = [refused.sentence]
        return _page(track, form), 422
    flash(f"{name} is nu het contact. Wie meedeed, krijgt daar bericht van.", "success")
    return htmx.go_to(url_for("desk.track", slug=slug))


def _form(track: Track) -> ContactForm:
    form = ContactForm() if request.method == "POST" else ContactForm(formdata=None)
    people = desk_queries.colleagues(track.contact) if track.contact else desk_queries.everybody()
    form.contact.offer([(one.id, f"{one.name} ({one.department.name})") for one in people], "Kies een collega")
    return form


def _page(track: Track, form: ContactForm) -> str:
    return render_template("desk/contact.html", track=track, form=form, slug=track.slug)
