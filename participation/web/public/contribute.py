"""Giving a contribution: without account, without JavaScript, and never losing a typed word."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from participation import clock
from participation.contributions import actions, personal, rules
from participation.contributions.actions import Received, Said, TakesNone, Terms
from participation.contributions.personal import Finding
from participation.refusals import Refused
from participation.tracks import queries as tracks
from participation.tracks.models import Track
from participation.tracks.rules.states import why_closed
from participation.web import language
from participation.web.access import everybody
from participation.web.files_field import MOST, FilesField, sent_files
from participation.web.filters import day
from participation.web.house import terms
from participation.web.language import gettext as _
from participation.web.public import bp
from participation.web.public.contribute_form import ContributeForm
from participation.web.public.personal_question import first_of_each_kind
from participation.web.public.receipt import receipt_page
from participation.web.room_view import contact_view, room_view
from participation.web.security import settings, takes_up_to
from participation.web.transaction import begin_writing, reads_first


@bp.route("/trajecten/<slug>/bijdragen/nieuw", methods=["GET", "POST"])
@takes_up_to(MOST)
@reads_first
@everybody
def contribute(slug: str) -> ResponseReturnValue:
    """The form; what was sent is confirmed on the receipt itself, so that the code never stands in an address."""
    if request.method == "GET":
        return _empty(slug)
    files = sent_files(request.form.get("form_key", ""))  # Slow, so before the transaction.
    begin_writing()
    track = tracks.receiving_track(slug)
    if track is None or track.room is None:
        abort(404)
    form = ContributeForm(track.room)
    if form.unknown_question is not None:
        form.question.earlier = tracks.question_once_open(track, form.unknown_question)
    findings = first_of_each_kind(form.text.data or "")
    chosen = form.choices_made([finding.kind for finding in findings])
    if form.validate() and len(chosen) == len(findings) and not files.errors:
        try:
            received = _submit(track, form, personal.apply(form.text.data or "", chosen, _), files)
            return receipt_page(received, files=files)
        except TakesNone:
            return _closed(track, form, status=409)
        except Refused as refusal:
            _at_field(form, refusal)
    if why_closed(track, clock.today()) is not None:
        return _closed(track, form, status=409)
    tracks.public_track(slug)  # The form again shows the whole room: now all of it is loaded, at once.
    return _page(track, form, findings, files), 422


def _empty(slug: str) -> ResponseReturnValue:
    track = tracks.public_track(slug)
    if track is None or track.room is None:
        abort(404)
    form = ContributeForm(track.room)
    return _page(track, form, [], FilesField()) if why_closed(track, clock.today()) is None else _closed(track, form)


def _submit(track: Track, form: ContributeForm, text: str, files: FilesField) -> Received:
    said = Said(
        text=text, question=form.chosen_question, kind=form.chosen_kind, expectation=form.chosen_expectation,
        email=form.ticked_email, language=language.current(), files=files.taken,
    )  # fmt: skip
    by = Terms(receipt_key=settings().receipt_key, feedback_weeks=terms().feedback_weeks)
    return actions.submit(track, said, terms=by, form_key=form.form_key.data or "", now=clock.now())


def _at_field(form: ContributeForm, refusal: Refused) -> None:
    field = form[refusal.field] if refusal.field and refusal.field in form else form.text
    field.errors = [_(refusal.sentence)]


def _page(track: Track, form: ContributeForm, findings: list[Finding], files: FilesField) -> str:
    assert track.room is not None
    asked = [form.ask_about(finding, form.text.data or "") for finding in findings]
    today = clock.today()
    due = rules.answer_due(track.promised_on, today, today, terms().feedback_weeks)
    return render_template(
        "public/contribute.html", track=track, form=form, asked=asked, view=room_view(track, track.room),
        contact=contact_view(track), level=track.room.level, due=due, files=files,
    )  # fmt: skip


def _closed(track: Track, form: ContributeForm, status: int = 200) -> ResponseReturnValue:
    """Not yet or no longer: when, and whom to call. What was typed is given back."""
    why = why_closed(track, clock.today())
    when = day(why.day) if why is not None and why.day is not None else ""
    sentence = _(why.sentence) % {"day": when} if why is not None else _("Reageren op dit traject kan nu niet.")
    page = render_template(
        "public/contribute_closed.html", track=track, sentence=sentence, typed=form.text.data or "",
        contact=contact_view(track),
    )  # fmt: skip
    return page, status
