"""Beside the text of a room: explanations, confirmations, and the next version."""

from datetime import date

import pytest

from participation import clock
from participation.db import db
from participation.refusals import Refused
from participation.tracks import actions, rules
from participation.tracks.models import Track
from participation.tracks.room import RoomState
from tests.factories.tracks import make_track
from tests.support.cast import Cast
from tests.tracks.steps import EXPLANATION, TERMS, asked, kinds, last_event, ready


def tight(cast: Cast) -> Track:
    """A track of which the first path leaves too little time."""
    track = make_track(cast.bram)
    track.rooms[0].paths[0].latest_input_on = date(2026, 12, 20)
    db.session.flush()
    return track


def say(room, rule, row, text=EXPLANATION, *, actor):  # type: ignore[no-untyped-def]
    return actions.explain(room, rule, row, text, actor=actor, now=clock.now(), terms=TERMS)


def test_an_explanation_is_named_public_and_in_the_log(cast: Cast) -> None:
    room = tight(cast).rooms[0]
    row = f"path:{room.paths[0].id}"
    said = say(room, "I5", row, f"  {EXPLANATION} ", actor=cast.bram)
    assert (said.text, said.by, said.at) == (EXPLANATION, cast.bram, clock.now())
    assert rules.unexplained(rules.room_check(room.track, room, TERMS, clock.today())) == []
    event = last_event("room.explained")
    assert (event.why, event.data["rule"], event.data["row"]) == (EXPLANATION, "I5", row)


def test_before_it_is_public_an_explanation_can_be_said_better(cast: Cast) -> None:
    room = tight(cast).rooms[0]
    row = f"path:{room.paths[0].id}"
    say(room, "I5", row, actor=cast.bram)
    say(room, "I5", row, "Het college besliste zelf om eerder te vergaderen.", actor=cast.esther)
    (said,) = room.explanations
    assert said.by is cast.esther and said.text.startswith("Het college")


@pytest.mark.parametrize(
    "text", ["", "Kan niet anders.", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "-- -- -- -- -- -- -- -- --"]
)
def test_an_explanation_is_a_sentence_of_real_words(cast: Cast, text: str) -> None:
    room = tight(cast).rooms[0]
    with pytest.raises(Refused, match="Leg in gewone woorden uit") as refusal:
        say(room, "I5", f"path:{room.paths[0].id}", text, actor=cast.bram)
    assert refusal.value.field == "text" and kinds(room.track) == []


@pytest.mark.parametrize(
    ("rule", "row"), [("I5", "path:0"), ("I5", ""), ("I9", ""), ("I99", "x"), ("I33", "track:contact")]
)
def test_only_a_finding_that_asks_for_it_is_explained(cast: Cast, rule: str, row: str) -> None:
    room = make_track(cast.bram, contact=None).rooms[0]
    with pytest.raises(actions.NothingToExplain):
        say(room, rule, row, actor=cast.bram)


def test_that_the_reviewer_did_not_agree_is_only_for_the_director_to_explain(cast: Cast) -> None:
    review = asked(cast)
    actions.return_with_questions(review, {}, EXPLANATION, actor=cast.dirk, now=clock.now(), terms=TERMS)
    with pytest.raises(actions.NothingToExplain):
        say(review.room, "I9", "", actor=cast.bram)


def test_what_residents_read_stays_as_it_was_said(cast: Cast) -> None:
    review = asked(cast, shared_question=None)
    say(review.room, "I35", "track:shared_question", actor=cast.bram)
    review.room.state, review.room.approved_at = RoomState.approved, clock.now()
    with pytest.raises(actions.AlreadyExplained, match="Bram de Boer legde dit al uit, op 24 november 2026"):
        say(review.room, "I35", "track:shared_question", "Bij nader inzien zat het heel anders.", actor=cast.esther)


def test_what_comes_up_after_approval_can_still_be_explained(cast: Cast) -> None:
    track = ready(cast)
    track.shared_question = None
    assert track.room is not None
    say(track.room, "I35", "track:shared_question", actor=cast.bram)
    actions.open_track(track, actor=cast.bram, now=clock.now(), terms=TERMS)


def test_a_department_confirms_the_text_and_a_change_ends_it(cast: Cast) -> None:
    track = make_track(cast.bram, departments=[cast.parks])
    room = track.rooms[0]
    assert [finding.rule for finding in rules.room_check(track, room, TERMS, clock.today())] == ["I10"]
    actions.confirm_text(room, cast.parks, actor=cast.chantal, now=clock.now())
    assert rules.room_check(track, room, TERMS, clock.today()) == []
    assert last_event("room.confirmed").data["department_id"] == cast.parks.id
    room.criteria[0].text = "Auto’s rijden door."
    assert [finding.rule for finding in rules.room_check(track, room, TERMS, clock.today())] == ["I10"]
    actions.confirm_text(room, cast.parks, actor=cast.chantal, now=clock.now())
    assert len(room.confirmations) == 1
    assert rules.room_check(track, room, TERMS, clock.today()) == []


def test_the_text_is_also_confirmed_while_the_reviewer_reads_it(cast: Cast) -> None:
    review = asked(cast, departments=[cast.parks])
    actions.confirm_text(review.room, cast.parks, actor=cast.chantal, now=clock.now())
    assert [voice.holds for voice in rules.voices(review.room.track, review.room)] == [True]


def test_nobody_confirms_for_another_department(cast: Cast) -> None:
    room = make_track(cast.bram, departments=[cast.parks]).rooms[0]
    with pytest.raises(actions.NotYourDepartment, match="Alleen een collega van Groen"):
        actions.confirm_text(room, cast.parks, actor=cast.bram, now=clock.now())


def test_a_department_that_is_not_named_has_nothing_to_confirm(cast: Cast) -> None:
    room = make_track(cast.bram).rooms[0]
    with pytest.raises(actions.NotYourDepartment):
        actions.confirm_text(room, cast.parks, actor=cast.chantal, now=clock.now())


def test_what_was_approved_needs_no_more_confirmation(cast: Cast) -> None:
    track = ready(cast)
    assert track.room is not None
    track.departments = [cast.streets, cast.parks]
    with pytest.raises(Refused, match="Deze versie is akkoord"):
        actions.confirm_text(track.room, cast.parks, actor=cast.chantal, now=clock.now())


def test_the_next_version_says_the_same_in_rows_of_its_own(cast: Cast) -> None:
    room = make_track(cast.bram).rooms[0]
    copy = actions.copy_room(room, author=cast.esther, now=clock.now())
    assert (copy.version, copy.state, copy.author) == (2, RoomState.draft, cast.esther)
    assert rules.fingerprint(copy) == rules.fingerprint(room)
    assert {row.id for row in copy.paths} & {row.id for row in room.paths} == set()
    assert [[question.question for question in path.questions] for path in copy.paths] == [
        [question.question for question in path.questions] for path in room.paths
    ]
    assert all(question.room is copy for path in copy.paths for question in path.questions)
    copy.paths[0].questions.clear()
    db.session.flush()
    assert len(room.paths[0].questions) == 1


def test_explanations_go_along_to_the_copy_of_their_row(cast: Cast) -> None:
    track = tight(cast)
    room = track.rooms[0]
    track.shared_question, track.departments = None, [cast.parks]
    room.criteria.clear()
    room.paths[1].decides_on, room.paths[1].latest_input_on = date(2027, 2, 1), date(2027, 1, 30)
    db.session.flush()
    for finding in rules.unexplained(rules.room_check(track, room, TERMS, clock.today())):
        say(room, finding.rule, finding.row, actor=cast.bram)
    said = {(one.rule, one.row) for one in room.explanations}
    old, new = room.paths, actions.copy_room(room, author=cast.bram, now=clock.now()).paths
    assert said == {
        ("I5", f"path:{old[0].id}"), ("I5", f"path:{old[1].id}:answer"), ("I10", f"department:{cast.parks.id}"),
        ("I13", ""), ("I35", "track:shared_question"),
    }  # fmt: skip
    copy = new[0].room
    assert {(one.rule, one.row) for one in copy.explanations} == {
        ("I5", f"path:{new[0].id}"), ("I5", f"path:{new[1].id}:answer"), ("I10", f"department:{cast.parks.id}"),
        ("I13", ""), ("I35", "track:shared_question"),
    }  # fmt: skip
    assert rules.unexplained(rules.room_check(track, copy, TERMS, clock.today())) == []


def test_a_confirmation_goes_along_because_the_text_is_the_same(cast: Cast) -> None:
    track = make_track(cast.bram, departments=[cast.parks])
    actions.confirm_text(track.rooms[0], cast.parks, actor=cast.chantal, now=clock.now())
    copy = actions.copy_room(track.rooms[0], author=cast.bram, now=clock.now())
    assert rules.room_check(track, copy, TERMS, clock.today()) == []


def test_the_draft_is_the_version_that_is_being_written(cast: Cast) -> None:
    track = make_track(cast.bram)
    assert actions.draft_of(track) is track.rooms[0]
    track.rooms[0].state = RoomState.submitted
    assert actions.draft_of(track) is None
