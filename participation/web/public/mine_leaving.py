"""Taking the own overview along, and leaving it."""

import json
from typing import Any

from flask import Response, abort, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from participation import clock
from participation.contributions.own import leaving
from participation.contributions.own.leaving import Leaving
from participation.contributions.own.models import OwnAccount
from participation.web import language
from participation.web.access import everybody
from participation.web.answer_view import PointView
from participation.web.filters import day, plain
from participation.web.forms import Form, OneOf
from participation.web.language import gettext as _
from participation.web.paper.press import NotPrinted, pressed
from participation.web.paper.sheet import Words, house_words, printed
from participation.web.public import bp, mine_session
from participation.web.public.mine import Mine, mine_rows
from participation.web.public.mine_session import of_the_resident
from participation.web.transaction import done_reading


class LeaveForm(Form):
    how = OneOf(_l("Wat wilt u weghalen?"), Leaving)


@bp.route("/mijn/stoppen", methods=["GET", "POST"])
@everybody
@of_the_resident
def mine_leave(account: OwnAccount) -> ResponseReturnValue:
    """Choose how far it goes; then it is asked once more, and then it is done at once."""
    form = LeaveForm(formdata=None) if request.method == "GET" else LeaveForm()
    form.how.choices = [(one.value, _(one.label)) for one in Leaving]
    how = form.how.data if request.method == "POST" and form.validate() else None
    if how is None:
        if request.method == "POST":
            form.how.errors = [_("Kies wat u wilt weghalen.")]
        return render_template("public/mine_leave.html", form=form, how=None), 422 if request.method == "POST" else 200
    if request.form.get("sure") != "ja":
        return render_template("public/mine_leave.html", form=form, how=how)
    leaving.leave(account, how, now=clock.now())
    flash(_("Uw overzicht is weg. Wij bewaren uw adres daar niet meer."), "success")
    return mine_session.forget(make_response(redirect(url_for("public.home"), 303)))


def told(row: Mine) -> dict[str, Any]:
    """One contribution in words, for a file that is taken along."""
    contribution = row.contribution
    return {
        "number": contribution.number,
        "track": contribution.track.title,
        "received": contribution.received_at.isoformat(timespec="seconds"),
        "withdrawn": contribution.withdrawn_at is not None,
        "words": contribution.original_text,
        "added": [{"at": one.at.isoformat(timespec="seconds"), "words": one.text} for one in contribution.additions],
        "mailed_to": contribution.email,
        "verdict": " ".join(row.verdict),
        "answers": [_answer(point) for point in row.points],
    }


def _answer(point: PointView) -> dict[str, Any]:
    view = point.view
    return {
        "about": plain(point.heading),
        "answer": [plain(line) for line in (*view.decided, *view.because)],
        "to_come": [plain(line) for line in (*view.landed, *view.to_come)],
        "signed": view.signed,
    }


@bp.get("/mijn/meenemen.json")
@everybody
@of_the_resident
def mine_json(account: OwnAccount) -> ResponseReturnValue:
    """Everything in the overview, for another program."""
    rows = [told(row) for row in mine_rows(account)]
    data = {"municipality": _house()["municipality"], "address": account.email, "contributions": rows}
    response = Response(json.dumps(data, ensure_ascii=False, indent=2), mimetype="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="mijn-bijdragen.json"'
    return response


def _house() -> Words:
    return house_words(clock.today())


@bp.get("/mijn/meenemen.pdf")
@everybody
@of_the_resident
def mine_pdf(account: OwnAccount) -> ResponseReturnValue:
    """The same to read and to print; made now and kept nowhere."""
    words = _house() | printed({
        "heading": _("Mijn bijdragen"), "made": _("Gemaakt op %(day)s", day=day(clock.today())),
        "labels": {"said": _("Dit zei u"), "added": _("Dit voegde u toe"), "answer": _("Ons antwoord"),
                   "to_come": _("Wat nog komt"), "none": _("U hebt nog geen bijdragen in uw overzicht.")},
        "rows": [_on_paper(row) for row in mine_rows(account)],
    })  # fmt: skip
    done_reading()
    try:
        sheet = pressed("mine", words, at=clock.now())
    except NotPrinted as fault:
        current_app.logger.error("No overview on paper: %s", fault)
        abort(503)
    response = Response(sheet, mimetype="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="mijn-bijdragen.pdf"'
    return response


def _on_paper(row: Mine) -> Words:
    whole = told(row)
    contribution, received = row.contribution, day(row.contribution.received_at)
    return {
        "title": contribution.track.title,
        "about": _("Bijdrage %(number)s, ontvangen op %(day)s", number=contribution.number, day=received),
        "said": contribution.original_text,
        "added": [one.text for one in contribution.additions],
        "verdict": whole["verdict"],
        "answers": [
            {"about": one["about"] if len(row.points) > 1 else "", "answer": one["answer"], "to_come": one["to_come"]}
            for one in whole["answers"]
        ],
        "lang": contribution.language if contribution.language in language.LANGUAGES else "nl",
    }  # fmt: skip
