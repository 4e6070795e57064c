"""The room changes after opening: written in private, with a direction, a reason, an organ and a second person (I23)."""

from datetime import date

import pytest

from participation import clock
from participation.db import db
from participation.tracks import actions, changes
from participation.tracks.actions.changing import must_be_confirmed
from participation.tracks.change import Direction
from participation.tracks.contents import NotOfTheRoom, contents, mark_of
from participation.tracks.declaring import RoomNotWritable, may_be_written, save_step
from participation.tracks.freeze import RoomIsFrozen
from participation.tracks.models import TrackState
from participation.tracks.review import Mark
from participation.tracks.room import DeclaredRoom, FixedPoint, OpenQuestion, RoomState
from participation.tracks.rules import Answer, NotAllowedNow
from participation.tracks.steps import Step
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.tracks.changed import (
    DECIDED,
    ORGAN,
    WHY,
    approved,
    asked,
    confirmed,
    explain_better,
    started,
)
from tests.tracks.steps import FINE, REASON, TERMS, kinds, last_event, ready

NOT_RUNNING = [state for state in TrackState if state not in (TrackState.open, TrackState.answering)]


def test_a_change_starts_as_a_copy_that_residents_do_not_see(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    before = track.room
    change = actions.start_change(track, actor=cast.bram, now=clock.now())
    assert (change.before, track.room, track.state) == (before, before, TrackState.open)
    assert (change.room.state, change.room.version, change.room.author) == (RoomState.draft, 2, cast.bram)
    assert change.room.published_at is None
    assert kinds(track)[-1] == "change.started"
    assert changes.under_way(track.id) is change


@pytest.mark.parametrize("state", NOT_RUNNING)
def test_only_a_track_that_runs_gets_other_rules(cast: Cast, state: TrackState) -> None:
    track = make_open_track(cast.bram)
    track.state, track.stop_reason = state, "Er is geen geld." if state is TrackState.stopped else None
    with pytest.raises(NotAllowedNow):
        actions.start_change(track, actor=cast.bram, now=clock.now())


def test_there_is_one_change_at_a_time_and_the_second_hears_who_was_first(cast: Cast) -> None:
    change = started(cast)
    with pytest.raises(actions.ChangeUnderWay, match="Bram de Boer begon op 24 november 2026"):
        actions.start_change(change.room.track, actor=cast.dirk, now=clock.now())


def test_the_steps_write_the_new_version_and_leave_the_track_as_it_is(cast: Cast) -> None:
    change = started(cast, explain_better)
    room, track = change.room, change.room.track
    assert may_be_written(room) and not may_be_written(change.before)
    values = {**contents(room, Step.plan), "title": "Iets anders", "slug": "anders", "closes_on": date(2027, 1, 1)}
    values["no_programme_reason"] = "Dit staat op zichzelf."
    saved = save_step(room, Step.plan, values, seen=mark_of(room, Step.plan), actor=cast.bram, now=clock.now())
    assert saved.changed
    assert (track.title, track.slug, track.closes_on) == (
        "Herinrichting Molenstraat",
        "molenstraat",
        date(2026, 12, 13),
    )
    with pytest.raises(NotOfTheRoom, match="op de pagina van het traject"):
        save_step(room, Step.moments, {"rows": []}, seen=mark_of(room, Step.moments), actor=cast.bram, now=clock.now())


def test_a_draft_of_a_track_that_stopped_cannot_be_written(cast: Cast) -> None:
    change = started(cast)
    actions.stop_track(change.room.track, "Het geld is er niet meer, dus het plan gaat niet door.", actor=cast.bram,
                       now=clock.now())  # fmt: skip
    with pytest.raises(RoomNotWritable):
        save_step(change.room, Step.why, {**contents(change.room, Step.why), "why": "Anders"},
                  seen=mark_of(change.room, Step.why), actor=cast.bram, now=clock.now())  # fmt: skip
    with pytest.raises(NotAllowedNow):
        actions.confirm_direction(change, Direction.narrower, WHY, ORGAN, DECIDED, actor=cast.bram, now=clock.now())
    actions.abandon_change(change, "Het traject is gestopt.", actor=cast.bram, now=clock.now())


def test_what_residents_read_stays_frozen_while_the_new_version_is_written(cast: Cast) -> None:
    change = started(cast)
    change.before.why = "Iets anders"
    with pytest.raises(RoomIsFrozen):
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize(
    ("direction", "reason", "decided_by", "decided_on", "refusal", "field"),
    [
        pytest.param(Direction.narrower, WHY, "", DECIDED, actions.OrganNeeded, "decided_by", id="narrower, no organ"),
        pytest.param(Direction.narrower, WHY, ORGAN, None, actions.OrganNeeded, "decided_on", id="narrower, no day"),
        pytest.param(
            Direction.narrower, WHY, ORGAN, date(2026, 11, 25), actions.OrganNeeded, "decided_on", id="to come"
        ),
        pytest.param(Direction.wider, WHY, "", None, actions.OrganNeeded, "decided_by", id="milder than the rows"),
        pytest.param(Direction.narrower, "Moest.", ORGAN, DECIDED, actions.ReasonNeeded, "reason", id="no reason"),
    ],
)
def test_less_room_needs_a_reason_and_who_decided_it(
    cast: Cast, direction: Direction, reason: str, decided_by: str, decided_on: date | None,
    refusal: type[actions.OrganNeeded], field: str,
) -> None:  # fmt: skip
    change = started(cast)
    with pytest.raises(refusal) as refused:
        actions.confirm_direction(change, direction, reason, decided_by, decided_on, actor=cast.bram, now=clock.now())
    assert refused.value.field == field
    assert change.direction is None


def test_a_version_that_says_the_same_has_no_direction(cast: Cast) -> None:
    with pytest.raises(actions.NothingChanged):
        confirmed(cast, lambda _room: None)


def test_wider_needs_a_reason_and_no_organ(cast: Cast) -> None:
    change = started(cast, explain_better)
    actions.confirm_direction(change, Direction.wider, f" {WHY} ", actor=cast.bram, now=clock.now())
    assert (change.direction, change.reason, change.decided_by) == (Direction.wider, WHY, "")
    assert last_event("change.confirmed").data["direction"] == "wider"


def test_what_is_written_afterwards_has_to_be_confirmed_again(cast: Cast) -> None:
    change = confirmed(cast, explain_better, Direction.wider)
    room = change.room
    values = {"rows": contents(room, Step.fixed)["rows"][:0]}
    save_step(room, Step.fixed, values, seen=mark_of(room, Step.fixed), actor=cast.bram, now=clock.now())
    assert change.direction is None
    with pytest.raises(actions.NoDirection):
        asked(cast, change)


def test_the_review_of_a_change_is_the_same_and_leaves_the_track_as_it_is(cast: Cast) -> None:
    change = confirmed(cast)
    track, before = change.room.track, change.before
    review = asked(cast, change)
    assert (change.room.state, track.state, track.room) == (RoomState.submitted, TrackState.open, before)
    with pytest.raises(actions.OwnWork):
        actions.approve(review, FINE, REASON, actor=cast.bram, now=clock.now(), terms=TERMS)
    with pytest.raises(actions.NotJudged):
        actions.approve(review, {}, REASON, actor=cast.dirk, now=clock.now(), terms=TERMS)
    actions.approve(review, FINE, REASON, actor=cast.dirk, now=clock.now(), terms=TERMS)
    assert (change.room.state, change.room.published_at) == (RoomState.approved, None)
    assert (track.state, track.room) == (TrackState.open, before), "approved is not yet in force"


def test_without_a_direction_nobody_is_asked_to_judge(cast: Cast) -> None:
    with pytest.raises(actions.NoDirection):
        asked(cast, started(cast))
    with pytest.raises(NotAllowedNow):
        actions.request_review(make_open_track(cast.bram, slug="anders"), actor=cast.bram, now=clock.now(), terms=TERMS)


@pytest.mark.parametrize("verdict", [actions.return_with_questions, actions.advise_inform_only])
def test_a_change_that_comes_back_goes_on_in_a_copy(cast: Cast, verdict: object) -> None:
    change = confirmed(cast)
    submitted, track = change.room, change.room.track
    answers = {3: Answer(3, Mark.question, "Welk voorbeeld?")}
    copy = verdict(asked(cast, change), answers, REASON, actor=cast.dirk, now=clock.now(), terms=TERMS)  # type: ignore[operator]
    assert (submitted.state, change.room, copy.state, track.state) == (
        RoomState.returned, copy, RoomState.draft, TrackState.open,
    )  # fmt: skip
    assert len(copy.open_questions) == 1
    assert asked(cast, change).room is copy


def test_while_the_reviewer_reads_nothing_changes(cast: Cast) -> None:
    change = confirmed(cast)
    asked(cast, change)
    with pytest.raises(actions.ChangeIsFixed, match="liggen bij de toetser"):
        actions.confirm_direction(change, Direction.wider, WHY, actor=cast.bram, now=clock.now())
    with pytest.raises(actions.ChangeIsFixed):
        actions.abandon_change(change, "Toch maar niet doen.", actor=cast.bram, now=clock.now())
    with pytest.raises(actions.ChangeIsFixed):
        actions.make_known(change.room.track, change.room.unknown_points[0].lineage, FixedPoint, actor=cast.bram,
                           now=clock.now())  # fmt: skip


def test_a_draft_that_is_not_wanted_disappears_and_the_log_keeps_why(cast: Cast) -> None:
    change = started(cast)
    track, room_id = change.room.track, change.room_id
    with pytest.raises(actions.ReasonNeeded):
        actions.abandon_change(change, "Nee", actor=cast.bram, now=clock.now())
    actions.abandon_change(change, "Het college besloot anders.", actor=cast.bram, now=clock.now())
    assert db.session.get(DeclaredRoom, room_id) is None and changes.under_way(track.id) is None
    event = last_event("change.abandoned")
    assert (event.actor_id, event.why) == (cast.bram.id, "Het college besloot anders.")
    assert actions.start_change(track, actor=cast.bram, now=clock.now()).room.version == 2


def test_a_version_that_was_judged_stays_when_it_is_not_wanted(cast: Cast) -> None:
    change = approved(cast)
    room, track = change.room, change.room.track
    actions.abandon_change(change, "Het college besloot anders.", actor=cast.bram, now=clock.now())
    assert (room.state, room.published_at, track.room is room) == (RoomState.approved, None, False)
    assert changes.under_way(track.id) is None
    assert actions.start_change(track, actor=cast.bram, now=clock.now()).room.version == 3


@pytest.mark.parametrize(("kind", "rows"), [(FixedPoint, "fixed_points"), (OpenQuestion, "open_questions")])
def test_what_was_unknown_becomes_something_we_know(cast: Cast, kind: type[FixedPoint], rows: str) -> None:
    track = make_open_track(cast.bram)
    assert track.room is not None
    was = track.room.unknown_points[0]
    change = actions.make_known(track, was.lineage, kind, actor=cast.bram, now=clock.now())
    row = getattr(change.room, rows)[-1]
    assert (row.was_unknown_id, row.position) == (was.id, len(getattr(change.room, rows)))
    assert "Komt er een warmtenet?" in (getattr(row, "text", None), getattr(row, "question", None))
    assert change.room.unknown_points == [] and track.room.unknown_points == [was]
    assert kinds(track)[-2:] == ["change.started", "room.became_known"]
    with pytest.raises(actions.ReasonNeeded.__mro__[1], match="staat niet meer bij"):
        actions.make_known(track, was.lineage, kind, actor=cast.bram, now=clock.now())


def test_becoming_known_goes_on_in_the_change_that_is_under_way(cast: Cast) -> None:
    change = confirmed(cast, explain_better, Direction.wider)
    lineage = change.room.unknown_points[0].lineage
    assert actions.make_known(change.room.track, lineage, FixedPoint, actor=cast.bram, now=clock.now()) is change
    assert change.direction is None, "what it means has to be confirmed again"


def test_the_first_version_has_no_direction(cast: Cast) -> None:
    assert ready(cast).rooms[0].change is None


def test_a_confirmed_change_may_be_read(cast: Cast) -> None:
    change = confirmed(cast)
    assert must_be_confirmed(change)
    change.decided_by = ""
    with pytest.raises(actions.OrganNeeded):
        must_be_confirmed(change)
    db.session.rollback()


def test_the_coordinator_sees_what_waits(cast: Cast) -> None:
    change = approved(cast)
    (waiting,) = changes.changes_waiting(5)
    assert (waiting.slug, waiting.started_by) == ("molenstraat", "Bram de Boer")
    assert "iemand moet ze laten ingaan" in waiting.waits_for
    assert changes.shrunk_rooms(5) == []
    actions.stop_track(change.room.track, "Het geld is er niet meer, dus het plan gaat niet door.", actor=cast.bram,
                       now=clock.now())  # fmt: skip
    assert changes.changes_waiting(5) == [], "these rules never come in force"
