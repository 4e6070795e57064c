"""What everybody in a track was promised: how each is kept, and asking for more time before its day (I25, I26)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.outcomes.moving import BY_HAND, move_for_everybody
from participation.permissions import Permission
from participation.promises.actions import to_everybody
from participation.promises.models import Promise, PromiseKind
from participation.promises.rules import may_move
from participation.refusals import Conflict, Refused
from participation.tracks.models import Track
from participation.tracks.room import DeclaredRoom
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import bp
from participation.web.desk.answering_forms import refuse
from participation.web.desk.room_fields import DayField, Words
from participation.web.desk.tracks import room_of
from participation.web.due import said_to_everybody, when_it_breaks
from participation.web.forms import Form

HOW = {
    PromiseKind.track_answer: ("Dit is nagekomen zodra iedereen antwoord heeft en reageren niet meer kan.",
                               "Naar wie nog wacht", "desk.inbox"),
    PromiseKind.decision: ("Dit is nagekomen zodra u het besluit vastlegt.", "Leg het besluit vast", "desk.decisions"),
    PromiseKind.unknown_point: ("Dit is nagekomen zodra het in de regels staat, als vast punt of als open vraag.",
                                "Schrijf op wat u nu weet", "desk.track"),
    PromiseKind.news: ("Dit is nagekomen zodra u een bericht stuurt.", "Schrijf het bericht", "desk.news"),
}  # fmt: skip


class MoveForm(Form):
    due = DayField("Welke dag belooft u nu?")
    reason = Words("Waarom hebt u meer tijd nodig?")


@dataclass(frozen=True)
class Owing:
    """One promise to everybody: what, by when, how it is kept, and the form to move it (none when that cannot be)."""

    id: int
    state: str
    when: str
    said: str
    how: str
    link_text: str
    href: str
    why_not: str
    form: MoveForm | None


@bp.get("/trajecten/<slug>/beloften")
@requires(Permission.see_track, load=room_of)
def track_promises(room: DeclaredRoom) -> ResponseReturnValue:
    """Every promise to everybody in this track that is still open, the first to break first."""
    return _page(room.track)


@bp.post("/trajecten/<slug>/beloften")
@requires(Permission.run_track, load=room_of)
def move_for_all(room: DeclaredRoom) -> ResponseReturnValue:
    """Ask everybody in the track for more time, before the promised day."""
    found = (one for one in to_everybody(room.track_id) if one.kept_at is None)
    promise = next((one for one in found if str(one.id) == request.form.get("belofte")), None)
    if promise is None:
        raise Conflict("Deze belofte staat hier niet meer open. Misschien was een collega u voor.")
    form = _form(promise, MoveForm())
    if form.validate():
        try:
            if form.due.data is None:
                raise Refused("Kies de dag die u nu belooft.", field="due")
            move_for_everybody(
                promise, form.due.data, reason=form.reason.data or "", actor=actor(), now=clock.now()
            )  # fmt: skip
        except Conflict:
            raise
        except Refused as refused:
            refuse(form, refused)
        else:
            flash("De belofte is verzet. Iedereen die reageerde, leest de nieuwe dag en de reden.", "success")
            return htmx.go_to(url_for("desk.track_promises", slug=room.track.slug))
    return _page(room.track, sent=(promise.id, form)), 422


def _form(promise: Promise, form: MoveForm) -> MoveForm:
    """Ids of its own: more than one of these stands on the page."""
    form.due.id, form.reason.id = f"dag-{promise.id}", f"reden-{promise.id}"
    form.due.label.field_id, form.reason.label.field_id = form.due.id, form.reason.id
    return form


def _page(track: Track, sent: tuple[int, MoveForm] | None = None) -> str:
    today = clock.today()
    number, form = sent or (0, None)
    rows = [
        _owing(one, track, today, form if one.id == number else None)
        for one in to_everybody(track.id)
        if one.kept_at is None
    ]
    return render_template("desk/track_promises.html", track=track, rows=rows, sent=form, sent_id=number)


def _owing(promise: Promise, track: Track, today: date, sent: MoveForm | None) -> Owing:
    state, when = when_it_breaks(promise.due, today)
    how, link_text, endpoint = HOW[promise.kind]
    why_not = _why_not(promise, today)
    address: dict[str, Any] = {"traject": track.slug} if endpoint == "desk.inbox" else {"slug": track.slug}
    anchor = "regels" if promise.kind is PromiseKind.unknown_point else None
    return Owing(
        id=promise.id, state=state, when=when, said=said_to_everybody(promise.kind, promise.text), how=how,
        link_text=link_text, href=url_for(endpoint, **address, _anchor=anchor), why_not=why_not,
        form=sent or (None if why_not else _form(promise, MoveForm(formdata=None))),
    )  # fmt: skip


def _why_not(promise: Promise, today: date) -> str:
    if promise.kind not in BY_HAND:
        return "Deze dag staat in de regels van het traject. Verander de regels, dan gaat de belofte mee."
    if not may_move(promise, today):
        return "Verzetten kan niet meer: dat kon tot de dag ervoor. Te laat blijft te laat. Bewoners zien dat ook."
    return ""
