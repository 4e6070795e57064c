"""A report of a reader: once, seen by who works on the track, and settled only in words that are true."""

import pytest
from flask import Flask

from participation import clock
from participation.accounts.models import User
from participation.contributions import actions
from participation.contributions.models import Contribution
from participation.contributions.moderation import queries, reporting
from participation.contributions.moderation.models import Report, ReportReason, ReportVerdict
from participation.contributions.moderation.reporting import AlreadySettled, NotPublic
from participation.contributions.moderation.rules import NotSo
from participation.db import db
from participation.history import Event
from participation.refusals import Refused
from tests.factories.contributions import check_public, make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.counting import counted

WORDS = "Er staat waar mijn moeder woont."


@pytest.fixture
def contribution(cast: Cast) -> Contribution:
    return check_public(make_contribution(make_open_track(cast.bram)))


def report(contribution: Contribution, *, key: str = "een", words: str = WORDS) -> Report:
    return reporting.report(contribution, ReportReason.people, words, form_key_hash=key, now=clock.now())


def settle(report: Report, verdict: ReportVerdict, cast: Cast, answer: str = "") -> None:
    reporting.settle(report, verdict, answer, actor=cast.bram, now=clock.now())


def test_the_same_form_again_is_the_same_report_and_the_history_holds_no_words(contribution: Contribution) -> None:
    first = report(contribution)
    assert report(contribution) is first
    (event,) = db.session.query(Event).filter_by(kind="report.received")
    assert (event.data["reason"], "moeder" in str(event.data)) == ("people", False)


def test_something_else_needs_words_and_a_reason_is_always_needed(contribution: Contribution) -> None:
    for reason, field in ((ReportReason.other, "words"), (None, "reason")):
        with pytest.raises(Refused) as refused:
            reporting.report(contribution, reason, " ", form_key_hash="x", now=clock.now())
        assert refused.value.field == field


def test_what_nobody_reads_cannot_be_reported(cast: Cast, contribution: Contribution) -> None:
    actions.hide(contribution, "Een naam.", actor=cast.bram, now=clock.now())
    with pytest.raises(NotPublic):
        report(contribution)


def test_it_can_stay_only_with_a_reason(cast: Cast, contribution: Contribution) -> None:
    made = report(contribution)
    with pytest.raises(Refused):
        settle(made, ReportVerdict.fine, cast, "Prima.")
    settle(made, ReportVerdict.fine, cast, "Er staat geen huis en geen naam.")
    with pytest.raises(AlreadySettled):
        settle(made, ReportVerdict.fine, cast, "Er staat geen huis en geen naam.")


def test_changed_is_said_only_when_the_public_text_is_another(cast: Cast, contribution: Contribution) -> None:
    made, point = report(contribution), contribution.points[0]
    actions.check_public(contribution, {point.id: point.public_text or ""}, actor=cast.bram, now=clock.now())
    with pytest.raises(NotSo):
        settle(made, ReportVerdict.changed, cast)
    actions.check_public(contribution, {point.id: "Zet bomen bij de school."}, actor=cast.bram, now=clock.now())
    settle(made, ReportVerdict.changed, cast)


def test_hidden_is_said_only_when_nobody_reads_it_any_more(cast: Cast, contribution: Contribution) -> None:
    made = report(contribution)
    with pytest.raises(NotSo):
        settle(made, ReportVerdict.hidden, cast)
    actions.hide(contribution, "Er staat een adres in.", actor=cast.bram, now=clock.now())
    with pytest.raises(NotSo):
        settle(made, ReportVerdict.fine, cast, "Er staat geen huis en geen naam.")
    settle(made, ReportVerdict.hidden, cast)


def test_who_works_on_the_track_sees_it_and_coordinators_see_all(cast: Cast, contribution: Contribution) -> None:
    made = [report(contribution, key=str(number)) for number in range(3)]
    assert queries.waiting(cast.bram, everywhere=False).rows == made
    assert queries.waiting(cast.chantal, everywhere=False).rows == []
    page = queries.waiting(cast.dirk, everywhere=True, rows=2)
    assert (page.rows, page.next) == (made[:2], made[1].id)
    assert queries.waiting(cast.dirk, everywhere=True, after=made[1].id).rows == made[2:]
    settle(made[0], ReportVerdict.fine, cast, "Er staat geen huis en geen naam.")
    assert queries.settled(cast.bram, everywhere=False).rows == made[:1]
    assert [row.report_id for row in queries.waits_for(cast.bram)] == [made[1].id, made[2].id]


@pytest.mark.parametrize("many", [1, 12])
def test_the_list_and_the_inbox_cost_the_same_whatever_waits(
    app: Flask, cast: Cast, contribution: Contribution, many: int
) -> None:
    for number in range(many):
        report(contribution, key=str(number))
    db.session.commit()
    bram = db.session.get_one(User, cast.bram.id)
    assert bram.department_id
    with counted(app) as statements:
        for row in queries.waiting(bram, everywhere=False).rows:
            assert row.track.title
            assert row.contribution.points
            assert row.contribution.number
    assert len(statements) == 2
    with counted(app) as statements:
        assert queries.waits_for(bram)
    assert len(statements) == 2
