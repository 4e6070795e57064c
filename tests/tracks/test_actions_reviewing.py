"""Review: asked for, given by somebody else, with a reason; and what it does to the room and the track."""

import threading
from datetime import date

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from participation import clock
from participation.accounts.models import User
from participation.db import db, writing
from participation.refusals import Refused
from participation.tracks import actions, rules
from participation.tracks.models import TrackState
from participation.tracks.review import Mark, Review, Verdict
from participation.tracks.room import Explanation, RoomState
from participation.tracks.rules import Answer
from tests.factories.tracks import make_track
from tests.support.cast import Cast
from tests.tracks.steps import EXPLANATION, FINE, REASON, TERMS, asked, kinds, last_event


def test_asking_for_review_freezes_the_draft_and_names_a_day(cast: Cast) -> None:
    review = asked(cast)
    assert review.room.state is RoomState.submitted and review.room.submitted_at == clock.now()
    assert review.room.track.state is TrackState.in_review
    assert review.due_on == date(2026, 12, 1), "five working days after Tuesday 24 November"
    assert kinds(review.room.track) == ["review.requested"]


def test_nobody_is_asked_to_judge_what_still_blocks(cast: Cast) -> None:
    track = make_track(cast.bram, contact=None)
    with pytest.raises(actions.NotComplete, match="Bewoners kunnen niemand bellen of mailen") as refusal:
        actions.request_review(track, actor=cast.bram, now=clock.now(), terms=TERMS)
    assert [finding.rule for finding in refusal.value.findings] == ["I33"]
    assert track.state is TrackState.draft and kinds(track) == []


def test_what_asks_for_an_explanation_can_still_be_explained_during_review(cast: Cast) -> None:
    review = asked(cast, shared_question=None)
    with pytest.raises(actions.NotJudged, match="één ding vraagt nog uitleg"):
        actions.approve(review, FINE, REASON, actor=cast.dirk, now=clock.now(), terms=TERMS)
    actions.explain(
        review.room, "I35", "track:shared_question", EXPLANATION, actor=cast.bram, now=clock.now(), terms=TERMS
    )
    actions.approve(review, FINE, REASON, actor=cast.dirk, now=clock.now(), terms=TERMS)
    assert review.room.state is RoomState.approved


def test_without_a_draft_there_is_nothing_to_judge(cast: Cast) -> None:
    track = make_track(cast.bram)
    track.rooms[0].state = RoomState.submitted
    with pytest.raises(Refused, match="Er is nog geen concept"):
        actions.request_review(track, actor=cast.bram, now=clock.now(), terms=TERMS)


def test_agreeing_puts_the_version_in_force_and_the_plan_online(cast: Cast) -> None:
    review = asked(cast)
    answers = {**FINE, 3: Answer(3, Mark.question, " Komt er nog een voorbeeld bij? ")}
    room = actions.approve(review, answers, f"  {REASON}\n", actor=cast.dirk, now=clock.now(), terms=TERMS)
    track = room.track
    assert (room.state, room.approved_at) == (RoomState.approved, clock.now())
    assert (track.room, track.state, track.plan_published_at) == (room, TrackState.ready, clock.now())
    assert (review.verdict, review.reviewer, review.reason) == (Verdict.approved, cast.dirk, REASON)
    assert [answer.number for answer in review.answers] == list(range(1, 16))
    assert review.answers[2].note == "Komt er nog een voorbeeld bij?"
    event = last_event("review.approved")
    assert (event.actor_id, event.why, event.data["version"]) == (cast.dirk.id, REASON, 1)


def test_returning_keeps_the_questions_and_starts_the_next_version(cast: Cast) -> None:
    review = asked(cast)
    answers = {3: Answer(3, Mark.question, "Welk voorbeeld?"), 4: Answer(4)}
    copy = actions.return_with_questions(review, answers, REASON, actor=cast.dirk, now=clock.now(), terms=TERMS)
    track = review.room.track
    assert (review.room.state, track.state, track.room) == (RoomState.returned, TrackState.draft, None)
    assert (copy.state, copy.version, copy.author) == (RoomState.draft, 2, cast.bram)
    assert [(answer.number, answer.note) for answer in review.answers] == [(3, "Welk voorbeeld?")]
    assert last_event("review.returned").data["next_version"] == 2


def test_the_advice_to_inform_only_goes_back_to_the_author_too(cast: Cast) -> None:
    review = asked(cast)
    copy = actions.advise_inform_only(review, {}, REASON, actor=cast.dirk, now=clock.now(), terms=TERMS)
    assert (review.verdict, copy.version) == (Verdict.inform_only, 2)
    assert kinds(copy.track) == ["review.requested", "review.advised_inform_only"]


def test_a_returned_version_can_be_mended_and_asked_again(cast: Cast) -> None:
    review = asked(cast)
    copy = actions.return_with_questions(review, {}, REASON, actor=cast.dirk, now=clock.now(), terms=TERMS)
    copy.open_questions[0].example = "Bomen voor de school."
    again = actions.request_review(copy.track, actor=cast.bram, now=clock.now(), terms=TERMS)
    assert actions.approve(again, FINE, REASON, actor=cast.esther, now=clock.now(), terms=TERMS) is copy
    assert [room.state for room in copy.track.rooms] == [RoomState.returned, RoomState.approved]


JUDGEMENTS = [actions.approve, actions.return_with_questions, actions.advise_inform_only]


@pytest.mark.parametrize("judge", JUDGEMENTS)
def test_who_wrote_it_never_judges_it(cast: Cast, judge) -> None:
    review = asked(cast)
    with pytest.raises(actions.OwnWork):
        judge(review, FINE, REASON, actor=cast.bram, now=clock.now(), terms=TERMS)
    assert review.verdict is None


@pytest.mark.parametrize("judge", JUDGEMENTS)
def test_who_asked_for_it_never_judges_it(cast: Cast, judge) -> None:
    track = make_track(cast.bram)
    review = actions.request_review(track, actor=cast.dirk, now=clock.now(), terms=TERMS)
    with pytest.raises(actions.OwnWork):
        judge(review, FINE, REASON, actor=cast.dirk, now=clock.now(), terms=TERMS)


@pytest.mark.parametrize("judge", JUDGEMENTS)
def test_a_verdict_without_a_reason_is_refused(cast: Cast, judge) -> None:
    with pytest.raises(actions.NotJudged) as refusal:
        judge(asked(cast), FINE, "ja", actor=cast.dirk, now=clock.now(), terms=TERMS)
    assert refusal.value.field == "reason" and len(refusal.value.problems) == 1


@pytest.mark.parametrize("judge", JUDGEMENTS)
def test_the_second_reviewer_reads_who_was_first_and_when(cast: Cast, judge) -> None:
    review = asked(cast)
    actions.approve(review, FINE, REASON, actor=cast.dirk, now=clock.now(), terms=TERMS)
    with pytest.raises(actions.AlreadyDecided) as conflict:
        judge(review, FINE, REASON, actor=cast.esther, now=clock.now(), terms=TERMS)
    assert "Dirk Visser" in conflict.value.sentence
    assert "24 november 2026 om 12.00 uur. Het oordeel: Akkoord." in conflict.value.sentence


def test_two_reviewers_at_the_same_moment_make_one_verdict(app: Flask, cast: Cast) -> None:
    number = asked(cast).id
    people = [cast.dirk.id, cast.esther.id]
    db.session.commit()
    start, told, now = threading.Barrier(2), [], clock.now()

    def judge(person: int) -> None:
        with app.app_context():
            start.wait()
            try:
                with writing() as session:
                    review, actor = session.get_one(Review, number), session.get_one(User, person)
                    actions.approve(review, FINE, REASON, actor=actor, now=now, terms=TERMS)
                told.append("agreed")
            except actions.AlreadyDecided:
                told.append("too late")
            db.session.remove()

    threads = [threading.Thread(target=judge, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["agreed", "too late"]
    db.session.expire_all()
    review = db.session.get_one(Review, number)
    assert len(review.answers) == 15 and kinds(review.room.track) == ["review.requested", "review.approved"]


def test_what_came_to_block_since_it_was_asked_stops_the_approval(cast: Cast) -> None:
    review = asked(cast)
    later = clock.end_of(date(2026, 12, 13))
    with pytest.raises(actions.NotJudged, match="één ding blokkeert"):
        actions.approve(review, FINE, REASON, actor=cast.dirk, now=later, terms=TERMS)


def test_the_director_opens_without_agreement_by_name_and_in_public(cast: Cast) -> None:
    review = asked(cast)
    room = actions.override(review, f" {EXPLANATION} ", actor=cast.esther, now=clock.now(), terms=TERMS)
    assert (review.verdict, review.reviewer, review.reason) == (Verdict.overridden, cast.esther, EXPLANATION)
    assert (room.state, room.track.state, room.track.room) == (RoomState.approved, TrackState.ready, room)
    (finding,) = rules.room_check(room.track, room, TERMS, clock.today())
    assert finding.explanation is not None
    assert (finding.rule, finding.explanation.text, finding.explanation.by) == ("I9", EXPLANATION, cast.esther)
    assert last_event("review.overridden").why == EXPLANATION
    actions.open_track(room.track, actor=cast.bram, now=clock.now(), terms=TERMS)


def test_only_a_director_can(cast: Cast) -> None:
    with pytest.raises(actions.OnlyTheDirector):
        actions.override(asked(cast), EXPLANATION, actor=cast.dirk, now=clock.now(), terms=TERMS)


def test_a_director_cannot_open_the_own_work(cast: Cast) -> None:
    review = actions.request_review(make_track(cast.esther), actor=cast.bram, now=clock.now(), terms=TERMS)
    with pytest.raises(actions.OwnWork):
        actions.override(review, EXPLANATION, actor=cast.esther, now=clock.now(), terms=TERMS)


def test_the_director_explains_in_words_and_cannot_pass_what_is_not_explained(cast: Cast) -> None:
    review = asked(cast, shared_question=None)
    with pytest.raises(actions.NotJudged) as refusal:
        actions.override(review, "Het moet.", actor=cast.esther, now=clock.now(), terms=TERMS)
    assert [problem.field for problem in refusal.value.problems] == ["override", "override"]


def test_the_next_version_is_judged_anew_after_an_override(cast: Cast) -> None:
    room = actions.override(asked(cast), EXPLANATION, actor=cast.esther, now=clock.now(), terms=TERMS)
    copy = actions.copy_room(room, author=cast.bram, now=clock.now())
    assert copy.explanations == [] and rules.room_check(room.track, copy, TERMS, clock.today()) == []


def test_an_explanation_is_stored_once_for_each_row(cast: Cast) -> None:
    review = asked(cast)
    review.room.explanations = [
        Explanation(rule="I5", row="path:1", text=EXPLANATION, by=cast.bram, at=clock.now()) for _ in range(2)
    ]
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()
