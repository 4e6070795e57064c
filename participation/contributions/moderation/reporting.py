"""Readers report what is not right in a public text; a colleague settles it. Nothing of a report is public."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from participation import history
from participation.accounts.models import User
from participation.contributions import receipt
from participation.contributions.models import Contribution
from participation.contributions.moderation import rules
from participation.contributions.moderation.models import Report, ReportReason, ReportVerdict
from participation.db import db
from participation.refusals import Conflict, Refused
from participation.tracks.actions.holding import hold
from participation.words import N_


class AlreadySettled(Conflict):
    """A colleague settled this report first."""


class NotPublic(Refused):
    """Nobody can read this on the website, so there is nothing to report."""


def report_key(key: str, form_key: str, contribution: Contribution, reason: ReportReason | None, words: str) -> str:
    """What recognises the same form with the same content, however often it is sent."""
    content = f"report|{contribution.id}|{reason.value if reason else ''}|{words}"
    return receipt.form_key_hash(key, form_key, content)


def sent_before(form_key_hash: str) -> Report | None:
    """The report that this very form made, if it was sent before."""
    return db.session.scalar(select(Report).where(Report.form_key_hash == form_key_hash))


def report(
    contribution: Contribution, reason: ReportReason | None, words: str, *, form_key_hash: str, now: datetime
) -> Report:  # fmt: skip
    """Keep what a reader reports. The same form sent again is the same report.

    Refuses (`NotPublic`) what is not on the website, and (`Refused`) a report without a reason.
    """
    before = sent_before(form_key_hash)
    if before is not None:
        return before
    if not contribution.is_public:
        raise NotPublic(N_("Deze bijdrage staat niet meer op de website."))
    words = words.replace("\r\n", "\n").strip()
    rules.refuse_report(reason, words)
    made = Report(
        contribution_id=contribution.id, track_id=contribution.track_id, reason=reason, words=words,
        seen=rules.fingerprint(contribution), form_key_hash=form_key_hash, reported_at=now,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:
        first = sent_before(form_key_hash)
        if first is None:
            raise
        return first
    history.record("report.received", now=now, track_id=made.track_id, contribution_id=made.contribution_id,
                   report_id=made.id, reason=made.reason.value)  # fmt: skip
    return made


def settle(report: Report, verdict: ReportVerdict | None, answer: str, *, actor: User, now: datetime) -> None:
    """End a report: it can stay, because; or the text was changed; or it is not on the website any more.

    Refuses (`AlreadySettled`) when a colleague was first, (`NotSo`) what is not true, (`Refused`) "fine" without why.
    """
    hold(report)
    if report.verdict is not None:
        who = report.settled_by.name if report.settled_by else "Een collega"
        raise AlreadySettled(f"{who} handelde deze melding al af.")
    answer = answer.strip()
    rules.refuse_verdict(report, verdict, answer)
    assert verdict is not None
    report.verdict, report.answer, report.settled_by, report.settled_at = verdict, answer, actor, now
    db.session.flush()
    history.record("report.settled", now=now, actor=actor, why=answer, track_id=report.track_id,
                   contribution_id=report.contribution_id, report_id=report.id, verdict=verdict.value)  # fmt: skip
