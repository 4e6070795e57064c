"""A stopped track still owes every answer, stays in sight until then, and residents read why (I22)."""

from datetime import UTC, datetime

from flask import Flask

from participation import clock
from participation.contributions.models import Contribution
from participation.db import db
from participation.outcomes import actions as outcomes
from participation.outcomes import owed, promising
from participation.outcomes.models import OutcomeKind
from participation.outcomes.rules import Decision
from participation.promises import actions as promises
from participation.promises.models import PromiseKind
from participation.tracks import actions
from participation.tracks.models import Track
from participation.tracks.notices import Notice, NoticeKind
from tests.factories.contributions import CODE, check_public, make_contribution
from tests.factories.outcomes import decision_values
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.page import Browser

WHY = "De subsidie is weg. Zonder dat geld kan de straat niet open."
LATE = datetime(2027, 2, 10, 11, 0, tzinfo=UTC)


def stopped(cast: Cast) -> Track:
    track = make_open_track(cast.bram)
    promises.make(
        PromiseKind.track_answer, due=track.promised_on, track_id=track.id, department_id=track.department_id,
        owner_id=cast.bram.id, now=clock.now(),
    )  # fmt: skip
    check_public(make_contribution(track, code=CODE, email="amina@bewoner.example"))
    check_public(make_contribution(track, "Laat de lindes staan."))
    actions.stop_track(track, WHY, actor=cast.bram, now=clock.now())
    db.session.commit()
    return track


def test_everything_that_was_promised_stays_in_sight_until_it_is_answered(cast: Cast) -> None:
    track = stopped(cast)
    assert len(owed.of_track(track).rows) == 3
    assert len(owed.mine(cast.bram).rows) == 3
    with clock.frozen(LATE):
        assert len(owed.until(clock.today()).rows) == 3, "the watch list keeps it, and now it is late"
        for row in owed.of_track(track).rows:
            if row.contribution_id is not None:
                _answer(track, row.contribution_id, cast)
        promising.keep_track_answers(clock.now())
        db.session.commit()
        assert owed.until(clock.today()).rows == []


def _answer(track: Track, number: int, cast: Cast) -> None:
    point = db.session.get_one(Contribution, number).points[0]
    decision = Decision(kind=OutcomeKind.not_adopted, **decision_values(OutcomeKind.not_adopted, point))
    outcomes.publish(point, decision, base_version=0, actor=cast.bram, now=clock.now())


def test_coordinator_and_desk_still_see_it(app: Flask, cast: Cast) -> None:
    stopped(cast)
    with clock.frozen(LATE):
        coordinator, desk = Browser(app).sign_in(cast.dirk), Browser(app).sign_in(cast.bram)
        assert "Laat de lindes staan" in coordinator.get("/regie/achterstand").text
        assert "Laat de lindes staan." in desk.get("/werk").text


def test_residents_read_why_on_the_track_on_their_own_page_and_everybody_is_told(app: Flask, cast: Cast) -> None:
    stopped(cast)
    visitor = Browser(app)
    page = visitor.get("/trajecten/molenstraat")
    assert WHY in page.text
    assert "Iedereen die reageerde, krijgt toch antwoord. Uiterlijk vrijdag 5 februari 2027." in page.text
    own = visitor.post("/volg", {"code": CODE}, status=200)
    assert WHY in own.text
    notice = db.session.query(Notice).filter_by(kind=NoticeKind.stopped).one()
    assert notice.text == WHY
