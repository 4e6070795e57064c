"""What an organ decided is recorded once, told to everybody, and never rewritten (I30)."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from participation import clock
from participation.db import db
from participation.history import Event
from participation.outcomes.decisions import queries as decision_queries
from participation.outcomes.decisions.actions import NoPathOfThisTrack, RecordedMeanwhile, record_decision
from participation.outcomes.decisions.models import Follows, OrganDecision, RecordedIsForever
from participation.outcomes.decisions.rules import NotRecorded, Ruling
from participation.promises.models import Promise, PromiseState
from participation.tracks.models import Track, TrackState
from participation.tracks.notices import Notice, NoticeKind
from participation.tracks.promising import promise_the_dates
from participation.tracks.room import Level
from tests.factories.tracks import make_open_track, make_track
from tests.support.cast import Cast
from tests.support.postgres import is_wanted

AFTER = datetime(2027, 3, 12, 11, 0, tzinfo=clock.ZONE)
RULING = Ruling(
    organ="Het college", decided_on=date(2027, 3, 9), text="Het college stelde het ontwerp vast, met twaalf bomen.",
    url="https://raad.waterdam.example/besluit-12", follows=Follows.wholly,
)  # fmt: skip
OTHERWISE = replace(
    RULING, follows=Follows.partly,
    deviation_reason="Aan de kant van de winkels ligt een gasleiding. Daar kunnen geen bomen staan.",
)  # fmt: skip


@pytest.fixture
def track(cast: Cast) -> Track:
    made = make_open_track(cast.bram)
    promise_the_dates(made, None, clock.now())
    db.session.commit()
    return made


def record(track: Track, cast: Cast, ruling: Ruling = RULING, *, seen: int = 0, path: int = 0) -> OrganDecision:
    assert track.room is not None
    with clock.frozen(AFTER):
        found = record_decision(track.room.paths[path], ruling, seen=seen, actor=cast.bram, now=AFTER)
    db.session.commit()
    return found


def test_a_decision_is_told_to_everybody_and_keeps_its_promise(cast: Cast, track: Track) -> None:
    decision = record(track, cast)
    promise = db.session.scalars(select(Promise).where(Promise.about == f"path:{decision.path_root}")).one()
    assert promise.kept_at is not None
    assert promise.state(AFTER.date()) is PromiseState.kept_late, "three days late stays late"
    notice = db.session.scalars(select(Notice).where(Notice.kind == NoticeKind.decision)).one()
    assert notice.data == {
        "decision_id": decision.id, "organ": "Het college", "decided_on": "2027-03-09", "follows": "wholly",
        "level": "advise",
    }  # fmt: skip
    event = db.session.scalars(select(Event).where(Event.kind == "decision.recorded")).one()
    assert event.data["corrects"] is None


def test_a_correction_is_a_new_row_and_the_first_stays_readable(cast: Cast, track: Track) -> None:
    first = record(track, cast)
    second = record(track, cast, OTHERWISE, seen=first.id)
    decided = decision_queries.of_track(track.id)[first.path_root]
    assert (decided.current, decided.earlier) == (second, (first,))
    assert second.deviation_reason.startswith("Aan de kant van de winkels")


def test_two_who_record_at_the_same_time_do_not_overwrite_each_other(cast: Cast, track: Track) -> None:
    record(track, cast)
    with pytest.raises(RecordedMeanwhile):
        record(track, cast, OTHERWISE)


def test_nobody_rewrites_what_was_recorded(cast: Cast, track: Track) -> None:
    decision = record(track, cast)
    decision.text = "Iets anders."
    with pytest.raises(RecordedIsForever):
        db.session.flush()
    db.session.rollback()
    with pytest.raises(RecordedIsForever):
        db.session.query(OrganDecision).update({"text": "Iets anders."})
    db.session.rollback()
    db.session.delete(db.session.get_one(OrganDecision, decision.id))
    with pytest.raises(RecordedIsForever):
        db.session.flush()
    db.session.rollback()


def test_the_database_itself_wants_a_reason_for_another_decision(cast: Cast, track: Track) -> None:
    decision = record(track, cast)
    with pytest.raises(IntegrityError):
        db.session.execute(text("UPDATE organ_decision SET follows = 'partly' WHERE id = :id"), {"id": decision.id})
    db.session.rollback()


def test_what_is_not_told_is_not_recorded(cast: Cast, track: Track) -> None:
    with pytest.raises(NotRecorded) as refusal:
        record(track, cast, replace(OTHERWISE, deviation_reason=""))
    assert refusal.value.field == "deviation_reason"
    assert decision_queries.current(track.id) == {}


def test_only_what_residents_can_read_ends_in_a_decision(cast: Cast) -> None:
    draft = make_track(cast.bram)
    draft.room = draft.rooms[0]
    with pytest.raises(NoPathOfThisTrack):
        record(draft, cast)


def test_who_was_only_told_reads_a_decision_without_advice(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    assert track.room is not None
    assert track.room.level is Level.advise
    with pytest.raises(NotRecorded):
        record(track, cast, replace(RULING, follows=None))


def test_closing_can_ask_what_is_still_undecided(cast: Cast, track: Track) -> None:
    assert [path.document for path in decision_queries.undecided_paths(track)] == ["Definitief ontwerp", "Werkplan"]
    record(track, cast)
    assert [path.document for path in decision_queries.undecided_paths(track)] == ["Werkplan"]
    refusal = decision_queries.why_not_close(track, must_motivate=True)
    assert refusal is not None and refusal.sentence.startswith("Van Werkplan staat nog niet vast")


def test_late_decisions_are_listed_the_oldest_first(cast: Cast, track: Track) -> None:
    with clock.frozen(AFTER):
        (late,) = decision_queries.late_decisions()
        assert (late.organ, late.decides_on, late.contact) == ("Het college", date(2027, 3, 9), "Bram de Boer")
    record(track, cast)
    with clock.frozen(AFTER):
        assert decision_queries.late_decisions() == []
    with clock.frozen(datetime(2027, 6, 1, 11, 0, tzinfo=clock.ZONE)):
        assert [one.document for one in decision_queries.late_decisions(limit=5)] == ["Werkplan"]
        track.state, track.stopped_at, track.stop_reason = TrackState.stopped, clock.now(), "Het gaat niet door."
        db.session.commit()
        assert decision_queries.late_decisions() == [], "a stopped track owes answers, its paths are not walked"
    assert is_wanted() in (True, False)
