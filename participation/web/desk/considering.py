"""Before a track: six plain questions, an advice, and an ending with a reason. Also "do not ask" is a good ending."""

from typing import Any

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField

from participation import clock
from participation.permissions import Permission, can
from participation.refusals import Refused
from participation.tracks import considerations
from participation.tracks.considerations import NotConsidered
from participation.tracks.considering import Choice, Consideration
from participation.tracks.rules import considering as rules
from participation.tracks.rules.considering import QUESTIONS, Advice, Reply
from participation.tracks.steps import Step
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import bp
from participation.web.desk.room_fields import Line, Words, named
from participation.web.forms import Form, OneOf

CHOICES = {"": None, "vragen": Choice.ask, "vertellen": Choice.inform, "niet-doen": Choice.leave}
LONGEST_SEARCH = 100


class ConsiderForm(Form):
    """The questions by their key, and below them how it ends. `choice_made`: "choice" is the key of a question."""

    title = Line("Waar gaat het over?", [named])
    choice_made: OneOf
    reason: Words
    with_track: BooleanField

    def replies(self) -> dict[str, Reply | None]:
        """What was answered; None where nothing was."""
        return {key: self[key].data for key in rules.KEYS}

    def advice(self) -> Advice | None:
        """What follows from the answers; none as long as one is missing."""
        given = {key: reply for key, reply in self.replies().items() if reply is not None}
        return rules.advise(given) if len(given) == len(rules.KEYS) else None

    def show(self, refused: NotConsidered) -> None:
        """Put every problem at its field."""
        for problem in refused.problems:
            if not self[problem.field].errors:
                self[problem.field].errors = [problem.sentence]


for _question in QUESTIONS:
    setattr(ConsiderForm, _question.key, OneOf(_question.text, Reply))
ConsiderForm.choice_made = OneOf("Wat kiest u?", Choice)
ConsiderForm.reason = Words("Waarom kiest u dit?")
ConsiderForm.with_track = BooleanField("Maak ook een traject om te informeren")


@bp.get("/trajecten/nieuw")
@requires(Permission.create_track)
def new_track() -> ResponseReturnValue:
    """First: is it honest and useful to ask?"""
    return _page(ConsiderForm())


@bp.post("/trajecten/nieuw")
@requires(Permission.create_track)
def consider() -> ResponseReturnValue:
    """Show the advice, or record how it ends. Nothing is stored before somebody chose."""
    form = ConsiderForm()
    if not form.validate():
        return _page(form), 422
    if request.form.get("doe") != "kies":
        return _advise(form)
    try:
        made = considerations.end_consideration(
            form.title.data or "", form.replies(), form.choice_made.data, form.reason.data or "",
            with_track=bool(form.with_track.data), actor=actor(), now=clock.now(),
        )  # fmt: skip
    except NotConsidered as refused:
        form.show(refused)
        return _page(form), 422
    except Refused as refused:
        form.form_errors = [refused.sentence]
        return _page(form), 422
    return _go_on(made)


def _advise(form: ConsiderForm) -> ResponseReturnValue:
    """The advice under the questions; the questions that have no answer are named."""
    unanswered = rules.missing(form.replies())
    if unanswered:
        form.show(NotConsidered(unanswered))
        return _page(form), 422
    return _page(form)


def _go_on(made: Consideration) -> ResponseReturnValue:
    if made.track is not None:
        flash("Het traject is gemaakt. Uw reden staat er al in. Begin bij de eerste stap.", "success")
        return htmx.go_to(url_for("desk.room", slug=made.track.slug, step=Step.why.value))
    flash("Dit is bewaard, met uw reden. Bewoners kunnen het nu lezen.", "success")
    return htmx.go_to(url_for("desk.considered"))


def _page(form: ConsiderForm) -> str:
    return render_template(
        "desk/track_new.html", form=form, questions=QUESTIONS, advice=form.advice(), department=actor().department
    )


@bp.get("/afwegingen")
@requires(Permission.use_desk)
def considered() -> ResponseReturnValue:
    """How earlier considerations ended, the newest first; by ending, and by words in the title."""
    chosen, words, mark = (request.args.get(name, "") for name in ("keuze", "zoek", "na"))
    if chosen not in CHOICES or (mark and not (mark.isascii() and mark.isdigit() and len(mark) < 19)):
        abort(404)
    words = words.replace("\x00", "")[:LONGEST_SEARCH].strip()
    found = considerations.listed(choice=CHOICES[chosen], words=words, before=int(mark) if mark else None)
    here: dict[str, Any] = {name: value for name, value in (("keuze", chosen), ("zoek", words)) if value}
    return render_template(
        "desk/considered.html", rows=[_row(made) for made in found.rows], words=words, chosen=chosen,
        filters=_filters(chosen, words), first=url_for("desk.considered", **here) if mark else None,
        older=url_for("desk.considered", **here, na=found.older) if found.older else None,
    )  # fmt: skip


def _filters(chosen: str, words: str) -> list[dict[str, object]]:
    names = {"": "Alles", "vragen": "Vragen", "vertellen": "Alleen vertellen", "niet-doen": "Niet doen"}
    return [
        {"text": text, "href": url_for("desk.considered", keuze=key or None, zoek=words or None), "here": key == chosen}
        for key, text in names.items()
    ]


def _row(made: Consideration) -> dict[str, Any]:
    """One ending, with the answers in words. A track is linked for who may see it."""
    said = {key: Reply(value).label for key, value in made.answers.items()}
    seen = made.track if made.track is not None and can(actor(), Permission.see_track, made.track) else None
    answers = [(question.text, said.get(question.key, "")) for question in QUESTIONS]
    return {"made": made, "answers": answers, "otherwise": made.advised is not made.choice, "track": seen}
