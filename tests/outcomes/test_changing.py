"""A changed room comes in force: promises follow, the right answers are marked, everybody is told (I23, I24, I25)."""

from datetime import date

import pytest
from sqlalchemy import select

from participation import clock
from participation.config import Municipality
from participation.contributions import actions as contributions
from participation.contributions.models import Contribution, Point
from participation.db import db
from participation.outcomes import actions as outcomes
from participation.outcomes.changes import marking as reissuing
from participation.outcomes.changes.actions import publish_change, who_is_told
from participation.outcomes.changes.models import Reissue
from participation.outcomes.finding.listing import newest
from participation.outcomes.finding.search import Search
from participation.outcomes.finding.states import DeskFilter
from participation.outcomes.models import Outcome, OutcomeKind
from participation.outcomes.rules import Decision
from participation.promises.models import Promise, PromiseKind, PromiseMove, PromiseState
from participation.tracks import actions, changes
from participation.tracks.change import Direction, RoomChange
from participation.tracks.differences import differences
from participation.tracks.freeze import RoomIsFrozen
from participation.tracks.models import Track, TrackState
from participation.tracks.notices import Notice, NoticeKind
from participation.tracks.promising import promise_the_dates
from participation.tracks.room import DeclaredRoom, FixedPoint, OpenQuestion, RoomState
from participation.tracks.rules import NotAllowedNow
from tests.factories.contributions import check_public, make_contribution
from tests.factories.outcomes import REASON, make_outcome
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.tracks.changed import WHY, confirmed, explain_better
from tests.tracks.steps import kinds, last_event

TERMS = Municipality()


def publish(cast: Cast, change: RoomChange) -> RoomChange:
    return publish_change(change, actor=cast.bram, now=clock.now(), terms=TERMS)


def as_if_approved(change: RoomChange) -> RoomChange:
    """The verdict of a reviewer, set by hand; judging has tests of its own."""
    change.room.state, change.room.submitted_at, change.room.approved_at = RoomState.submitted, clock.now(), None
    db.session.flush()
    change.room.state, change.room.approved_at = RoomState.approved, clock.now()
    db.session.flush()
    return change


def narrowed(cast: Cast, track: Track, act: object) -> RoomChange:
    """A change that a reviewer agreed with, in force."""
    return publish(cast, as_if_approved(confirmed(cast, act, track=track)))  # type: ignore[arg-type]


def answered(track: Track, kind: OutcomeKind = OutcomeKind.adopted, question: OpenQuestion | None = None,
             **values: object) -> Point:  # fmt: skip
    contribution = check_public(make_contribution(track, question=question))
    make_outcome(contribution.points[0], kind, **values)
    return contribution.points[0]


def marks() -> dict[int, str]:
    """Which points are marked, and on what they rested."""
    return {mark.point_id: mark.row for mark in db.session.scalars(select(Reissue))}


def close_the_first(room: DeclaredRoom) -> None:
    room.paths.remove(room.paths[0])
    room.open_questions.remove(room.open_questions[0])


def test_the_new_version_is_in_force_and_the_old_one_stays_as_it_was(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    before = track.room
    change = narrowed(cast, track, close_the_first)
    assert before is not None and (track.room, track.state) == (change.room, TrackState.open)
    assert (change.published_at, change.published_by) == (clock.now(), cast.bram)
    assert (change.room.published_at, before.published_at, len(before.open_questions)) == (clock.now(), clock.now(), 2)
    event = last_event("room.changed")
    assert (event.why, event.data["direction"], event.data["version"]) == (WHY, "narrower", 2)
    change.room.why = "Iets anders"
    with pytest.raises(RoomIsFrozen):
        db.session.flush()
    db.session.rollback()


def test_everybody_who_took_part_is_told_with_the_reason(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    narrowed(cast, track, close_the_first)
    notice = db.session.scalars(select(Notice)).one()
    assert (notice.kind, notice.text, notice.data["direction"]) == (NoticeKind.room_changed, WHY, "narrower")
    assert kinds(track)[-2:] == ["notice.published", "room.changed"]


def test_what_narrows_is_never_in_force_without_a_review(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    with pytest.raises(actions.ReviewNeeded):
        publish(cast, confirmed(cast, close_the_first, track=track))
    with pytest.raises(actions.ReviewNeeded):
        publish(cast, confirmed_again(cast, track, Direction.other))
    assert track.room is not None and track.room.version == 1


def confirmed_again(cast: Cast, track: Track, direction: Direction) -> RoomChange:
    change = changes.under_way(track.id)
    assert change is not None
    return actions.confirm_direction(
        change, direction, WHY, "Het college", date(2026, 11, 23), actor=cast.bram, now=clock.now()
    )


def test_nothing_that_narrows_needs_no_review(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    change = publish(cast, confirmed(cast, explain_better, Direction.wider, track=track))
    assert (change.room.state, change.room.approved_at, track.room) == (RoomState.approved, clock.now(), change.room)


def test_who_says_it_narrows_gets_a_review_whatever_the_rows_say(cast: Cast) -> None:
    with pytest.raises(actions.ReviewNeeded):
        publish(cast, confirmed(cast, explain_better, Direction.narrower))


def test_a_change_is_in_force_once(cast: Cast) -> None:
    change = publish(cast, confirmed(cast, explain_better, Direction.wider))
    with pytest.raises(actions.ChangeIsFixed, match="geldt al"):
        publish(cast, change)
    with pytest.raises(actions.ChangeIsFixed):
        actions.abandon_change(change, "Toch maar niet doen.", actor=cast.bram, now=clock.now())


def test_what_blocks_keeps_the_new_rules_from_being_in_force(cast: Cast) -> None:
    change = confirmed(cast, explain_better, Direction.wider)
    change.room.fixed_points.append(FixedPoint(text="Zomaar iets", position=2))
    change.direction = Direction.narrower
    with pytest.raises(actions.ChangeNotReady, match="mist nog") as refused:
        publish(cast, as_if_approved(change))
    assert [finding.rule for finding in refused.value.findings] == ["I6"]


@pytest.mark.parametrize("state", [one for one in TrackState if one not in (TrackState.open, TrackState.answering)])
def test_only_a_track_that_runs_gets_new_rules(cast: Cast, state: TrackState) -> None:
    change = confirmed(cast, explain_better, Direction.wider)
    track = change.room.track
    track.state, track.stop_reason = state, "Er is geen geld." if state is TrackState.stopped else None
    with pytest.raises(NotAllowedNow):
        publish(cast, change)
    db.session.rollback()


def test_rules_can_change_after_the_closing_day(cast: Cast) -> None:
    track = make_open_track(cast.bram, opens_on=date(2026, 9, 1), closes_on=date(2026, 10, 1),
                            promised_on=date(2026, 11, 26))  # fmt: skip
    track.state = TrackState.answering
    assert publish(cast, confirmed(cast, explain_better, Direction.wider, track=track)).published_at


@pytest.mark.breaks_invariants
def test_the_answers_that_rest_on_what_changed_are_marked_and_no_others(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    room = track.room
    assert room is not None
    trees, order = room.open_questions
    on_path = answered(track, OutcomeKind.adopted, order)
    on_fixed = answered(track, OutcomeKind.outside_room, order)
    on_criterion = answered(track, OutcomeKind.not_adopted, order)
    on_question = answered(track, OutcomeKind.answered, trees)
    elsewhere = answered(track, OutcomeKind.already_done, order)
    waiting = make_contribution(track, question=trees).points[0]
    taken_back = answered(track, OutcomeKind.answered, trees)
    contributions.withdraw(taken_back.contribution, now=clock.now())

    def act(new: DeclaredRoom) -> None:
        new.fixed_points[0].reason = "Het is helemaal op."
        new.criteria.remove(new.criteria[0])
        close_the_first(new)

    path, fixed, criterion = room.paths[0].id, room.fixed_points[0].id, room.criteria[0].id
    narrowed(cast, track, act)
    assert marks() == {
        on_path.id: f"path:{path}", on_fixed.id: f"fixed:{fixed}", on_criterion.id: f"criterion:{criterion}",
        on_question.id: f"question:{trees.id}",
    }  # fmt: skip
    assert not {elsewhere.id, waiting.id, taken_back.id} & set(marks())
    assert last_event("room.changed").data["marked"] == 4


def test_earlier_answers_are_never_rewritten(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    point = answered(track)
    before = db.session.get_one(Outcome, point.outcome_id)
    path = before.path_id
    narrowed(cast, track, close_the_first)
    after = db.session.scalars(select(Outcome).where(Outcome.point_id == point.id)).all()
    assert [(one.id, one.version, one.path_id) for one in after] == [(before.id, 1, path)]


def test_an_answer_that_is_given_again_settles_the_mark(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    point = answered(track)
    narrowed(cast, track, lambda room: setattr(room.paths[0], "document", "Voorlopig ontwerp"))
    assert reissuing.is_waiting(track.id) and reissuing.asked_for(point.id) is not None
    assert track.room is not None
    decision = Decision(kind=OutcomeKind.adopted, reason=REASON, path=track.room.paths[0])
    outcomes.publish(point, decision, base_version=1, actor=cast.bram, now=clock.now())
    assert not reissuing.is_waiting(track.id) and reissuing.asked_for(point.id) is None
    assert db.session.scalars(select(Reissue)).one().settled_at == clock.now()


def test_a_second_change_marks_the_answer_anew(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    point = answered(track)
    narrowed(cast, track, lambda room: setattr(room.paths[0], "document", "Voorlopig ontwerp"))
    narrowed(cast, track, lambda room: setattr(room.paths[0], "document", "Schets"))
    assert db.session.query(Reissue).filter_by(point_id=point.id).count() == 2, "found through every version"


def test_the_desk_finds_what_has_to_be_answered_again(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    point, _other = answered(track), answered(track, OutcomeKind.already_done)
    narrowed(cast, track, close_the_first)
    db.session.commit()
    found = newest(Search((track.id,), state=DeskFilter.again))
    assert [row.id for row in found.rows] == [point.contribution_id]


def test_only_the_links_of_a_path_touch_no_answer(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    answered(track)
    change = confirmed(cast, lambda room: room.paths[0].questions.append(room.open_questions[1]), Direction.wider,
                       track=track)  # fmt: skip
    assert not who_is_told(change, differences(change.before, change.room)).answered_again
    publish(cast, change)
    assert marks() == {}


def test_dates_that_were_promised_move_with_the_reason(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    promise_the_dates(track, cast.bram, clock.now())
    publish(cast, confirmed(cast, lambda room: setattr(room.paths[0], "decides_on", date(2027, 4, 6)), Direction.other,
                            track=track))  # fmt: skip
    move = db.session.scalars(select(PromiseMove)).one()
    assert (move.due_before, move.due_after, move.reason) == (date(2027, 3, 9), date(2027, 4, 6), WHY)
    (moved,) = db.session.scalars(select(Notice)).one().data["moved"]
    assert moved["after"] == "2027-04-06"


@pytest.mark.parametrize("kind", [FixedPoint, OpenQuestion])
def test_what_became_known_keeps_the_promise_that_we_would_know(cast: Cast, kind: type[FixedPoint]) -> None:
    track = make_open_track(cast.bram)
    assert track.room is not None
    promise_the_dates(track, cast.bram, clock.now())
    lineage = track.room.unknown_points[0].lineage
    change = actions.make_known(track, lineage, kind, actor=cast.bram, now=clock.now())
    if kind is FixedPoint:
        point = change.room.fixed_points[-1]
        point.text, point.reason, point.source = "Er komt geen warmtenet.", "Het is te duur.", "Raadsbesluit"
        point.decided_by, point.decided_on = "De gemeenteraad", date(2026, 11, 20)
        point.source_kind = change.room.fixed_points[0].source_kind
    else:
        question = change.room.open_questions[-1]
        question.can_change, question.example = "De plek.", "Bij de sporthal."
        change.room.paths[0].questions.append(question)
    db.session.flush()
    actions.confirm_direction(change, Direction.other, WHY, actor=cast.bram, now=clock.now())
    if kind is FixedPoint:
        with pytest.raises(actions.ReviewNeeded):
            publish(cast, change)
        as_if_approved(change)
    publish(cast, change)
    promise = db.session.scalars(select(Promise).where(Promise.kind == PromiseKind.unknown_point)).one()
    assert promise.state(clock.today()) is PromiseState.kept


def test_a_form_of_before_the_change_still_counts_for_a_question_that_goes_on(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    assert track.room is not None
    trees, order = track.room.open_questions
    narrowed(cast, track, close_the_first)
    received = send(track, order, key="1")
    assert (received.room_id, received.question) == (track.room_id, track.room.open_questions[0])
    with pytest.raises(contributions.DoesNotFit, match="niet meer meedenken") as refused:
        send(track, trees, key="2")
    assert refused.value.field == "question"


def send(track: Track, question: OpenQuestion, *, key: str) -> Contribution:
    said = contributions.Said(text="Begin bij de winkels.", question=question)
    terms = contributions.Terms(receipt_key="sleutel-voor-de-test", feedback_weeks=8)
    return contributions.submit(track, said, terms=terms, form_key=key, now=clock.now()).contribution


def test_the_same_form_sent_again_after_the_change_is_the_first_contribution(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    assert track.room is not None
    trees = track.room.open_questions[0]
    first = send(track, trees, key="1")
    narrowed(cast, track, close_the_first)
    assert send(track, trees, key="1") is first


def test_a_question_of_another_track_is_refused(cast: Cast) -> None:
    other = make_open_track(cast.bram, slug="anders")
    assert other.room is not None
    with pytest.raises(contributions.DoesNotFit, match="hoort niet bij"):
        send(make_open_track(cast.bram), other.room.open_questions[0], key="1")


def test_the_coordinator_sees_which_rooms_shrank_with_the_reason(cast: Cast) -> None:
    narrowed(cast, make_open_track(cast.bram), close_the_first)
    publish(cast, confirmed(cast, explain_better, Direction.wider, track=make_open_track(cast.bram, slug="anders")))
    assert [(one.slug, one.reason, one.decided_by) for one in changes.shrunk_rooms(5)] == [
        ("molenstraat", WHY, "Het college")
    ]
    assert changes.changes_waiting(5) == []
