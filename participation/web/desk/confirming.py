"""One text inside and outside: asking who is named, reading the text as residents will, and saying yes or no."""

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types

from participation import clock
from participation.permissions import Permission
from participation.refusals import Conflict, Refused
from participation.tracks import actions, rules
from participation.tracks.confirming import ConfirmationAnswer, Party
from participation.tracks.room import DeclaredRoom
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.decision_view import path_of
from participation.web.desk import bp
from participation.web.desk.room_fields import DayField, Line, Words
from participation.web.desk.tracks import room_of
from participation.web.forms import NOT_THERE, Form, OneOf
from participation.web.house import terms
from participation.web.room_view import contact_view, level_view, room_view, track_facts
from participation.web.voice_view import VoiceLine, mandate_view, voice_lines

MANDATE = "mandaat"


class AnswerForm(Form):
    """Yes or no to the text, with a reason for no; for which party when somebody can answer for two."""

    namens = SelectField("Namens wie antwoordt u?", choices=[], **NOT_THERE)
    answer = OneOf("Klopt deze tekst?", ConfirmationAnswer)
    reason = Words("Wat klopt er niet?")

    def offer(self, lines: list[VoiceLine]) -> None:
        """Set for whom the reader can answer; the first that has not answered is chosen."""
        self.namens.choices = [SelectChoice(one.part, one.name) for one in lines]
        waiting = next((one.part for one in lines if not one.holds and not one.objects), None)
        if self.namens.data is None and lines:
            self.namens.data = waiting or lines[0].part


class WrittenForm(Form):
    """What somebody without an account said about the text."""

    answer = OneOf("Wat zeiden zij?", ConfirmationAnswer)
    spoken_by = Line("Wie zei het?")
    said_on = DayField("Op welke dag?")
    said_how = Line("Hoe hoorde u het?")
    reason = Words("Wat klopt er volgens hen niet?")


@bp.get("/trajecten/<slug>/bevestigen")
@requires(Permission.confirm_room, load=room_of)
def confirming(room: DeclaredRoom) -> ResponseReturnValue:
    """The text exactly as residents will read it, with two clear choices."""
    return _reading_page(room, AnswerForm(formdata=None))


@bp.post("/trajecten/<slug>/bevestigen")
@requires(Permission.confirm_room, load=room_of)
def confirm_room(room: DeclaredRoom) -> ResponseReturnValue:
    """My department, or I as who holds the mandate, confirm that this is the one text, or say what is wrong (I10)."""
    form, mine = AnswerForm(), _mine(room)
    form.offer(mine)
    if not form.validate():
        return _reading_page(room, form), 422
    if form.answer.data is None:
        form.answer.errors = ["Kies eerst of de tekst klopt."]
        return _reading_page(room, form), 422
    line = next(one for one in mine if one.part == form.namens.data)
    try:
        _answer(room, line, form)
    except Conflict:
        raise
    except Refused as refused:
        _refuse(form, refused)
        return _reading_page(room, form), 422
    agreed = form.answer.data is ConfirmationAnswer.confirmed
    flash(f"{line.name} heeft deze tekst bevestigd." if agreed
          else "Uw antwoord is bewaard. De schrijver leest waarom u het niet eens bent.", "success")  # fmt: skip
    return htmx.go_to(url_for("desk.confirming", slug=room.track.slug))


def _answer(room: DeclaredRoom, line: VoiceLine, form: AnswerForm) -> None:
    named = {str(one.id): one for one in room.track.departments}
    department = None if line.part == MANDATE else named[line.part]
    if form.answer.data is ConfirmationAnswer.confirmed:
        actions.confirm_text(room, department, actor=actor(), now=clock.now())
    else:
        actions.object_to_text(room, department, form.reason.data or "", actor=actor(), now=clock.now())


def _mine(room: DeclaredRoom) -> list[VoiceLine]:
    return [one for one in voice_lines(room, actor()) if one.mine]


def _reading_page(room: DeclaredRoom, form: AnswerForm) -> str:
    track, mine = room.track, _mine(room)
    form.offer(mine)
    return render_template(
        "desk/confirming.html", form=form, mine=mine, may_confirm=actions.may_be_confirmed(room), **as_residents(room),
        slug=track.slug, asked=[one for one in mine if not one.holds and not one.objects],
    )  # fmt: skip


def as_residents(room: DeclaredRoom) -> dict[str, object]:
    """What a page needs to show the room as residents will read it (`desk/_as_residents.html`)."""
    track, today = room.track, clock.today()
    return {
        "room": room, "track": track, "level": level_view(room), "view": room_view(track, room),
        "facts": track_facts(track, room, today), "path": path_of(track, room, today),
        "contact": contact_view(track), "mandate": mandate_view(room),
    }  # fmt: skip


@bp.post("/trajecten/<slug>/bevestigen/vragen")
@requires(Permission.edit_track, load=room_of)
def ask_confirmation(room: DeclaredRoom) -> ResponseReturnValue:
    """Ask everybody who is named and said nothing about this very text."""
    asked = actions.ask_for_confirmation(room, actor=actor(), now=clock.now(), terms=terms())
    written = [one for one in rules.voices(room.track, room) if one.waits and rules.is_written_down(one, room)]
    flash("De vraag is verstuurd." if asked else "Iedereen was al gevraagd.", "success")
    if written:
        names = " en ".join(one.name for one in written)
        flash(f"Vraag het zelf aan {names}, en schrijf op wat zij zeggen.", "changed")
    return htmx.go_to(url_for("desk.track", slug=room.track.slug, _anchor="bevestigd"))


def written_for(slug: str, party: str) -> DeclaredRoom | None:
    """The room, when *party* ("mandaat" or the number of a partner) is named in it and has no account here."""
    room = room_of(slug)
    return room if room is not None and _written(room, party) is not None else None


def _written(room: DeclaredRoom, party: str) -> rules.Voice | None:
    for one in rules.voices(room.track, room):
        part = MANDATE if one.party is Party.mandate_holder else str(one.number)
        if rules.is_written_down(one, room) and part == party:
            return one
    return None


def _party(room: DeclaredRoom) -> rules.Voice:
    voice = _written(room, (request.view_args or {})["party"])
    if voice is None:
        abort(404)
    return voice


@bp.get("/trajecten/<slug>/bevestigen/<party>")
@requires(Permission.edit_track, load=written_for)
def written_answer(room: DeclaredRoom) -> ResponseReturnValue:
    """What a partner, or a mandate holder without an account, said: to write down."""
    return _written_page(room, _party(room), WrittenForm(formdata=None))


@bp.post("/trajecten/<slug>/bevestigen/<party>")
@requires(Permission.edit_track, load=written_for)
def record_answer(room: DeclaredRoom) -> ResponseReturnValue:
    """Write down who said it, when and how."""
    voice, form = _party(room), WrittenForm()
    said_on, answer = form.said_on.data, form.answer.data
    if not form.validate():
        return _written_page(room, voice, form), 422
    if answer is None or said_on is None:
        form.answer.errors = [] if answer else ["Kies eerst wat zij zeiden."]
        form.said_on.errors = [] if said_on else ["Vul de dag in waarop zij het zeiden."]
        return _written_page(room, voice, form), 422
    try:
        actions.record_answer(
            room, voice.key, answer, spoken_by=form.spoken_by.data or "", said_on=said_on,
            said_how=form.said_how.data or "", reason=form.reason.data or "", actor=actor(), now=clock.now(),
        )  # fmt: skip
    except Conflict:
        raise
    except Refused as refused:
        _refuse(form, refused)
        return _written_page(room, voice, form), 422
    flash(f"Het antwoord van {voice.name} is opgeschreven.", "success")
    return htmx.go_to(url_for("desk.track", slug=room.track.slug, _anchor="bevestigd"))


def _written_page(room: DeclaredRoom, voice: rules.Voice, form: WrittenForm) -> str:
    return render_template(
        "desk/confirming_written.html", form=form, name=voice.name, slug=room.track.slug,
        may_confirm=actions.may_be_confirmed(room), address=request.path, **as_residents(room),
    )  # fmt: skip


def _refuse(form: Form, refused: Refused) -> None:
    if refused.field and refused.field in form:
        form[refused.field].errors = [refused.sentence]
    else:
        form.form_errors = [refused.sentence]
