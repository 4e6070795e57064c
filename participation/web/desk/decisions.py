"""Recording what an organ decided at the end of a landing path (I30)."""

from dataclasses import dataclass
from datetime import date

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from participation import clock
from participation.outcomes.decisions import queries as decision_queries
from participation.outcomes.decisions.actions import record_decision as record
from participation.outcomes.decisions.models import Follows, OrganDecision
from participation.outcomes.decisions.queries import Decided
from participation.outcomes.decisions.rules import NotRecorded, Ruling
from participation.outcomes.decisions.words import follows_in_words
from participation.permissions import Permission
from participation.refusals import Conflict, Refused
from participation.tracks.models import Track
from participation.tracks.queries import track_with_paths
from participation.tracks.room import LandingPath, Level
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.decision_view import DecisionView, decision_views
from participation.web.desk import bp
from participation.web.desk.room_fields import DayField, Line, Words
from participation.web.forms import Form, OneOf
from participation.web.landings import decides


class RulingForm(Form):
    """What was decided; which fields are asked depends on the level."""

    path = HiddenField()
    seen = HiddenField()
    organ = Line("Wie besliste?")
    decided_on = DayField("Op welke dag?")
    text = Words("Wat is er besloten?")
    url = Line("Waar staat het besluit?")
    follows = OneOf("Past dit bij wat bewoners zeiden?", Follows)
    deviation_reason = Words("Waarom is het anders?")
    binding_result = Words("Wat besloot u samen?")
    rule = Words("Hoe besloot u samen?")
    share = Words("Wie was het ermee eens?")

    def ruling(self) -> Ruling:
        return Ruling(
            organ=self.organ.data or "", decided_on=self.decided_on.data, text=self.text.data or "",
            url=self.url.data or "", follows=self.follows.data, deviation_reason=self.deviation_reason.data or "",
            binding_result=self.binding_result.data or "", rule=self.rule.data or "", share=self.share.data or "",
        )  # fmt: skip


@dataclass(frozen=True)
class PathLine:
    """One landing path at the desk: when it decides, and what was recorded."""

    id: int
    title: str
    document: str
    decides_on: date | None
    state: str
    view: DecisionView | None


@bp.get("/trajecten/<slug>/besluiten")
@requires(Permission.run_track, load=track_with_paths)
def decisions(track: Track) -> ResponseReturnValue:
    """Every landing path with its decision; the form of one path when it was chosen."""
    decided = decision_queries.of_track(track.id)
    path = _path(track, request.args.get("pad", ""))
    return _page(track, decided, path, _empty_form(path, decided, track) if path else None)


@bp.post("/trajecten/<slug>/besluiten")
@requires(Permission.run_track, load=track_with_paths)
def record_decision(track: Track) -> ResponseReturnValue:
    """Record it; what is refused comes back with everything that was typed."""
    form = RulingForm()
    path, slug = _path(track, form.path.data or ""), track.slug
    _offer(form, track)
    valid = form.validate()
    if path is None:
        form.form_errors = ["Kies het pad waar dit besluit bij hoort."]
    if path is None or not valid:
        return _again(track, path, form), 422
    try:
        record(path, form.ruling(), seen=_number(form.seen.data), actor=actor(), now=clock.now())
    except NotRecorded as refusal:
        for missing in refusal.missing:
            form[missing.field].errors = [missing.sentence]
        return _again(track, path, form), 422
    except Conflict as conflict:
        form.form_errors = [conflict.sentence]
        current = decision_queries.current(track.id).get(path.lineage)
        form.seen.data, form.seen.raw_data = str(current.id if current else 0), None
        return _again(track, path, form), 409
    except Refused as refused:
        form.form_errors = [refused.sentence]
        return _again(track, path, form), 422
    flash("Het besluit staat op de website. Wie meedeed, krijgt daar bericht van.", "success")
    return htmx.go_to(url_for("desk.decisions", slug=slug))


def _again(track: Track, path: LandingPath | None, form: RulingForm) -> str:
    return _page(track, decision_queries.of_track(track.id), path, form)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _path(track: Track, number: str) -> LandingPath | None:
    paths = track.room.paths if track.room else []
    return next((path for path in paths if str(path.id) == number), None)


def _empty_form(path: LandingPath, decided: dict[int, Decided], track: Track) -> RulingForm:
    """With what is known: the decision that stands there, else the organ and the day of the path."""
    before: OrganDecision | None = decided[path.lineage].current if path.lineage in decided else None
    names = ("organ", "decided_on", "text", "url", "follows", "deviation_reason", "binding_result", "rule", "share")
    day = path.decides_on if path.decides_on and path.decides_on <= clock.today() else None
    known = {name: getattr(before, name) for name in names} if before else {"organ": path.organ, "decided_on": day}
    form = RulingForm(formdata=None, data={**known, "path": str(path.id), "seen": str(before.id if before else 0)})
    _offer(form, track)
    return form


def _offer(form: RulingForm, track: Track) -> None:
    """The choices in the words of this level, as residents will read them."""
    level = track.room.level if track.room else None
    form.follows.choices = [SelectChoice(one.value, follows_in_words(level, one) or one.label) for one in Follows]


def lines(track: Track, decided: dict[int, Decided]) -> list[PathLine]:
    """The landing paths of the room in force, in order of their day."""
    if track.room is None:
        return []
    views = {root: decision_views(track.room, {root: one})[0] for root, one in decided.items()}
    paths = sorted(track.room.paths, key=lambda path: (path.decides_on or date.max, path.position))
    return [
        PathLine(path.id, decides(path), path.document, path.decides_on, _state(path, decided), views.get(path.lineage))
        for path in paths
    ]


def _state(path: LandingPath, decided: dict[int, Decided]) -> str:
    if path.lineage in decided:
        return "kept"
    return "late" if path.decides_on and path.decides_on < clock.today() else "open"


def _page(track: Track, decided: dict[int, Decided], path: LandingPath | None, form: RulingForm | None) -> str:
    level = track.room.level if track.room else None
    return render_template(
        "desk/decisions.html", track=track, slug=track.slug, lines=lines(track, decided), path=path, form=form,
        asks=level is not Level.inform, together=level is Level.co_decide,
        corrects=path is not None and path.lineage in decided,
    )  # fmt: skip
