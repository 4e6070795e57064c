"""One answer for many: begin one, write it, let it go, call it back, and see how far it is."""

from flask import abort, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.contributions.themes import queries as themes
from participation.contributions.themes.models import Theme
from participation.outcomes.finding import listing
from participation.outcomes.grouped import actions, queries, releasing
from participation.outcomes.grouped.actions import TextChanged
from participation.outcomes.grouped.models import GroupedAnswer, Standing
from participation.outcomes.rules import NotReady
from participation.permissions import Permission
from participation.refusals import Conflict, Refused
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.account.session import by_itself
from participation.web.desk import answer_starts, bp, grouped_page, grouped_words
from participation.web.desk.answering_forms import refuse
from participation.web.desk.grouped_forms import GroupedForm
from participation.web.transaction import reads_first_unless

FORM, LIVE = "desk/_grouped_form.html", "desk/_answer_live.html"


@bp.get("/groepsantwoorden")
@requires(Permission.use_desk)
def all_grouped() -> ResponseReturnValue:
    """The grouped answers of my tracks, the newest first."""
    mark = request.args.get("voor", "")
    if mark and not (mark.isascii() and mark.isdecimal() and len(mark) < 10):
        abort(404)
    mine = [track.id for track in listing.my_tracks(actor())]
    found = queries.of_tracks(mine, before=int(mark) if mark else queries.LAST)
    rows = found[: queries.PAGE]
    return render_template(
        "desk/grouped_all.html", rows=[(row, *grouped_words.TAGS[row.answer.standing]) for row in rows],
        letters=grouped_words.letters, first=url_for("desk.all_grouped") if mark else None,
        older=url_for("desk.all_grouped", voor=rows[-1].answer.id) if len(found) > len(rows) else None,
    )  # fmt: skip


@bp.post("/themas/<int:theme_id>/groepsantwoord")
@requires(Permission.handle_contribution, load=themes.theme_at_desk)
def group_theme(theme: Theme) -> ResponseReturnValue:
    """Begin one answer for every point of a theme that waits."""
    try:
        answer = actions.start_for_theme(theme, actor=actor(), now=clock.now())
    except Refused as refused:
        flash(refused.sentence, "error")
        return htmx.go_to(url_for("desk.all_grouped"))
    return grouped_page.begun(answer)


@bp.get("/groepsantwoorden/<int:grouped_id>")
@requires(Permission.see_track, load=queries.grouped_answer)
def grouped(answer: GroupedAnswer) -> ResponseReturnValue:
    """What it says, how far it is, and its letters."""
    return grouped_page.page(answer)


@bp.get("/groepsantwoorden/<int:grouped_id>/voortgang")
@requires(Permission.see_track, load=queries.grouped_answer)
def grouped_progress(answer: GroupedAnswer) -> ResponseReturnValue:
    """How far it is: asked by the page itself. Without JavaScript one reloads the page."""
    by_itself()
    return grouped_page.progress(answer) if htmx.wants_fragment() else htmx.go_to(grouped_page.address(answer))


def _is_meant() -> bool:
    """Whether the button keeps something; the others only look."""
    return request.form.get("doe") in ("bewaar", "verstuur")


@bp.post("/groepsantwoorden/<int:grouped_id>/antwoord")
@reads_first_unless(_is_meant)
@requires(Permission.handle_contribution, load=queries.grouped_answer)
def write_grouped(answer: GroupedAnswer) -> ResponseReturnValue:
    """Whatever button was pressed: show what a kind needs, look at the first letter, keep it, or let all go."""
    form = grouped_page.retyped(answer, request.form)
    inserted = answer_starts.insert(form, request.form.get("tekst", ""))
    if inserted or request.form.get("doe", "bekijk") == "kies":
        return grouped_page.fragment_or_page(answer, form, FORM, inserted=inserted)
    if not _is_meant():
        return grouped_page.fragment_or_page(answer, form, LIVE)
    if not form.validate():
        return grouped_page.page(answer, form), 422
    return _keep(answer, form)


def _keep(answer: GroupedAnswer, form: GroupedForm) -> ResponseReturnValue:
    """Keep the text, and let the letters go if that was asked. What is refused keeps nothing."""
    goes = request.form.get("doe") == "verstuur"
    try:
        actions.save(
            answer, form.title.data or "", form.decision(), base=form.base_draft.data or "", actor=actor(),
            now=clock.now(),
        )  # fmt: skip
        if goes:
            releasing.release(answer, base=None, actor=actor(), now=clock.now())
    except TextChanged as conflict:
        return _somebody_was_first(answer, form, conflict)
    except NotReady as refusal:
        form.refuse(refusal.missing)
        return grouped_page.page(answer, form), 422
    except Conflict:
        raise
    except Refused as refused:
        refuse(form, refused)
        return grouped_page.page(answer, form), 422
    if goes:
        assert answer.leaves_at is not None
        when = grouped_words.at_time(answer.leaves_at)
        flash(f"De brieven vertrekken om {when}. Tot dan kunt u alles terugroepen.", "success")
    else:
        flash("Uw tekst is bewaard. Bekijk nu de brieven. Nog niemand leest iets.", "success")
    return htmx.go_to(grouped_page.address(answer))


def _somebody_was_first(answer: GroupedAnswer, form: GroupedForm, conflict: TextChanged) -> ResponseReturnValue:
    """409: what a colleague made of it, and the own text still in the form; saving once more is a decision."""
    theirs = grouped_page.theirs(answer)
    form.base_draft.data = actions.mark_of(answer)
    page = grouped_page.page(answer, form, conflict=conflict.sentence, theirs=theirs)
    return htmx.retarget(make_response(page, 409), "body")


@bp.post("/groepsantwoorden/<int:grouped_id>/doe")
@requires(Permission.handle_contribution, load=queries.grouped_answer)
def move_grouped(answer: GroupedAnswer) -> ResponseReturnValue:
    """Call it back, hold the rest, let the rest leave or not, write a new version, or throw it away."""
    what = request.form.get("doe", "")
    if what not in MOVES:
        abort(400)
    try:
        return MOVES[what](answer)
    except NotReady as refusal:
        flash(refusal.sentence, "error")
        return htmx.go_to(grouped_page.address(answer))


def _call_back(answer: GroupedAnswer) -> ResponseReturnValue:
    releasing.call_back(answer, actor=actor(), now=clock.now())
    flash("Alles is teruggeroepen. Niemand heeft iets gelezen. U kunt de tekst weer veranderen.", "success")
    return htmx.go_to(grouped_page.address(answer))


def _stop(answer: GroupedAnswer) -> ResponseReturnValue:
    releasing.stop(answer, actor=actor(), now=clock.now())
    flash("De rest gaat nu niet weg. Wat al weg was, blijft.", "success")
    return htmx.go_to(grouped_page.address(answer))


def _go_on(answer: GroupedAnswer) -> ResponseReturnValue:
    if answer.standing is not Standing.stopped:
        raise Conflict("Dit groepsantwoord staat niet stil. Misschien was een collega u voor.")
    releasing.release(answer, base=None, actor=actor(), now=clock.now())
    flash("De rest vertrekt straks, met uw naam eronder.", "success")
    return htmx.go_to(grouped_page.address(answer))


def _let_go(answer: GroupedAnswer) -> ResponseReturnValue:
    releasing.let_go(answer, actor=actor(), now=clock.now())
    flash("De rest gaat niet meer weg. Deze bewoners wachten op een eigen antwoord.", "success")
    return htmx.go_to(grouped_page.address(answer))


def _correct(answer: GroupedAnswer) -> ResponseReturnValue:
    return grouped_page.begun(releasing.correct(answer, actor=actor(), now=clock.now()))


def _discard(answer: GroupedAnswer) -> ResponseReturnValue:
    actions.discard(answer, actor=actor(), now=clock.now())
    flash("Het groepsantwoord is weg. Iedereen die erin stond, wacht weer op een eigen antwoord.", "success")
    return htmx.go_to(url_for("desk.all_grouped"))


MOVES = {
    "terugroepen": _call_back, "stop": _stop, "verder": _go_on, "laat-los": _let_go, "verbeter": _correct,
    "weggooien": _discard,
}  # fmt: skip
