"""Letters for who has no e-mail: what waits, a pile to print, and that it is on the post."""

from typing import Any

from flask import abort, current_app, flash, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.outcomes.letters import actions, queries
from participation.outcomes.letters.models import Letter, LetterRun
from participation.permissions import Permission
from participation.refusals import Conflict, Refused
from participation.tracks.models import Track
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import bp
from participation.web.desk.room_fields import Words
from participation.web.forms import Form
from participation.web.paper.letter import letter_words
from participation.web.paper.press import NotPrinted, pressed
from participation.web.transaction import done_reading


class KeepBackForm(Form):
    """Why a letter does not go."""

    reason = Words("Waarom gaat deze brief niet weg?")


@bp.get("/brieven")
@requires(Permission.use_desk)
def letters() -> ResponseReturnValue:
    """What waits in the tracks on which I work, the piles that are not on the post yet, and what left."""
    me = actor()
    return render_template(
        "desk/letters.html", waiting=queries.waiting(me), here=queries.runs(me, posted=False),
        left=queries.runs(me, posted=True), kept_back=queries.kept_back(me), most=queries.MOST,
    )  # fmt: skip


@bp.post("/trajecten/<slug>/brieven")
@requires(Permission.handle_contribution, load=queries.track_of_letters)
def make_letter_run(track: Track) -> ResponseReturnValue:
    """Take what waits into one pile."""
    run = actions.make_run(track, actor=actor(), now=clock.now())
    flash("De stapel ligt klaar. Print hem, en zeg daarna dat hij op de post is.", "success")
    return htmx.go_to(url_for("desk.letter_run", run_id=run.id))


@bp.get("/brieven/<int:run_id>")
@requires(Permission.handle_contribution, load=queries.run)
def letter_run(run: LetterRun) -> ResponseReturnValue:
    """One pile: print it, and say that it is on the post."""
    return _page(run)


@bp.get("/brieven/<int:run_id>.pdf")
@requires(Permission.handle_contribution, load=queries.run)
def letter_run_pdf(run: LetterRun) -> ResponseReturnValue:
    """The pile on paper, one letter a page. Printing it changes nothing: that is for who posts it to say."""
    found = queries.letters_of(run.id)
    to = queries.addresses(found)
    if not any(letter.contribution_id in to for letter in found):
        abort(404)
    words, name = letter_words(run, found, to, clock.local(run.made_at).date()), f"brieven-{run.id}.pdf"
    done_reading()
    try:
        sheet = pressed("letter", words, at=clock.now())
    except NotPrinted as fault:
        current_app.logger.error("No letters: %s", fault)
        abort(503)
    response = make_response(sheet)
    response.content_type = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/brieven/<int:run_id>/op-de-post")
@requires(Permission.handle_contribution, load=queries.run)
def confirm_posted(run: LetterRun) -> ResponseReturnValue:
    """These letters are on the post."""
    actions.confirm_posted(run, actor=actor(), now=clock.now())
    flash("Opgeschreven: deze brieven zijn op de post.", "success")
    return htmx.go_to(url_for("desk.letters"))


@bp.post("/brieven/<int:run_id>/terugleggen")
@requires(Permission.handle_contribution, load=queries.run)
def lay_back_letters(run: LetterRun) -> ResponseReturnValue:
    """The letters wait again."""
    actions.lay_back(run, actor=actor(), now=clock.now())
    flash("De brieven wachten weer.", "success")
    return htmx.go_to(url_for("desk.letters"))


@bp.post("/brieven/brief/<int:post_id>/niet")
@requires(Permission.handle_contribution, load=queries.letter)
def do_not_send(letter: Letter) -> ResponseReturnValue:
    """Keep one letter back, with a reason."""
    form, run = KeepBackForm(prefix=f"brief{letter.id}-"), letter.run
    try:
        actions.do_not_send(letter, form.reason.data or "", actor=actor(), now=clock.now())
    except Conflict:
        raise
    except Refused as refused:
        form.reason.errors = [refused.sentence]
        if run is None:
            raise
        return _page(run, {letter.id: form}), 422
    flash("Deze brief gaat niet weg. De reden staat erbij.", "success")
    return htmx.go_to(url_for("desk.letter_run", run_id=run.id) if run else url_for("desk.letters"))


@bp.post("/brieven/brief/<int:post_id>/opnieuw")
@requires(Permission.handle_contribution, load=queries.letter)
def send_letter_again(letter: Letter) -> ResponseReturnValue:
    """The same words wait once more."""
    actions.send_again(letter, actor=actor(), now=clock.now())
    flash("De brief wacht opnieuw om geprint te worden.", "success")
    return htmx.go_to(url_for("desk.letters"))


def _page(run: LetterRun, typed: dict[int, Any] | None = None) -> str:
    found = queries.letters_of(run.id)
    forms = {one.id: KeepBackForm(formdata=None, prefix=f"brief{one.id}-") for one in found} | (typed or {})
    return render_template(
        "desk/letter_run.html", run=run, letters=found, to=queries.addresses(found), forms=forms, typed=typed or {},
    )  # fmt: skip
