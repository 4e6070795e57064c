"""What readers report about public texts: the list, and one report with how it ends."""

from typing import Any

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.contributions.models import PublicState
from participation.contributions.moderation import queries, reporting, rules
from participation.contributions.moderation.models import Report, ReportVerdict
from participation.permissions import Permission, can
from participation.refusals import Conflict, Refused
from participation.web import htmx
from participation.web.access import actor, requires
from participation.web.desk import bp
from participation.web.desk.answering_forms import refuse
from participation.web.desk.room_fields import Words
from participation.web.forms import Form, OneOf

LARGEST = 2_147_483_647
TABS = {"open": "Nog open", "klaar": "Afgehandeld"}


class SettleForm(Form):
    verdict = OneOf("Hoe loopt deze melding af?", ReportVerdict)
    answer = Words("Waarom?")


@bp.get("/meldingen")
@requires(Permission.use_desk)
def reports() -> ResponseReturnValue:
    """Reports about the own tracks (of every track for coordinators), open or settled; unknown marks are not found."""
    shown, mark = request.args.get("toon", "open"), request.args.get("na", "")
    if shown not in TABS or not _is_mark(mark):
        abort(404)
    everywhere = can(actor(), Permission.coordinate)
    if shown == "open":
        listed = queries.waiting(actor(), everywhere=everywhere, after=int(mark) if mark else 0)
    else:
        listed = queries.settled(actor(), everywhere=everywhere, before=int(mark) if mark else None)
    return render_template(
        "desk/reports.html", rows=listed.rows, shown=shown, everywhere=everywhere,
        tabs=[{"text": text, "href": _address(name), "here": name == shown} for name, text in TABS.items()],
        first=_address(shown) if mark else None, more=_address(shown, listed.next) if listed.next else None,
    )  # fmt: skip


def _is_mark(mark: str) -> bool:
    return mark == "" or (mark.isascii() and mark.isdigit() and len(mark) < 11 and int(mark) <= LARGEST)


def _address(shown: str, mark: int | None = None) -> str:
    return url_for("desk.reports", toon=None if shown == "open" else shown, na=mark)


def _report(report_id: int) -> Report | None:
    return queries.report(report_id) if report_id <= LARGEST else None


@bp.get("/meldingen/<int:report_id>")
@requires(Permission.see_track, load=_report)
def report(report: Report) -> ResponseReturnValue:
    """What the reader wrote, beside what stands on the website now."""
    return _page(report, SettleForm(formdata=None, data={"verdict": _likely(report)}))


@bp.post("/meldingen/<int:report_id>")
@requires(Permission.handle_contribution, load=_report)
def settle_report(report: Report) -> ResponseReturnValue:
    """It can stay, because; or it was changed; or it is not on the website any more."""
    form = SettleForm()
    if not form.validate():
        return _page(report, form), 422
    verdict: Any = form.verdict.data
    try:
        reporting.settle(report, verdict, form.answer.data or "", actor=actor(), now=clock.now())
    except Conflict:
        raise
    except Refused as refused:
        refuse(form, refused)
        return _page(report, form), 422
    flash("Deze melding is afgehandeld.", "success")
    return htmx.go_to(url_for("desk.reports"))


def _likely(report: Report) -> ReportVerdict | None:
    """What already happened since the reader wrote; nothing when that is still to be chosen."""
    if not report.contribution.is_public:
        return ReportVerdict.hidden
    return ReportVerdict.changed if rules.fingerprint(report.contribution) != report.seen else None


def _page(report: Report, form: SettleForm) -> str:
    contribution = report.contribution
    return render_template(
        "desk/report.html", report=report, contribution=contribution, track=report.track, form=form,
        is_public=contribution.is_public, is_hidden=contribution.public_state is PublicState.hidden,
        changed=rules.fingerprint(contribution) != report.seen,
    )  # fmt: skip
