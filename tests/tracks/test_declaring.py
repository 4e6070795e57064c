"""Writing the declared room: drafts are kept, colleagues are not overwritten, what a reviewer reads does not change."""

from datetime import date, time
from typing import Any

import pytest
from sqlalchemy.orm import Session

from participation import clock
from participation.config import Municipality
from participation.db import db
from participation.history import Event
from participation.tracks import actions, declaring
from participation.tracks.contents import NotYourRow, contents, mark_of
from participation.tracks.declaring import RoomNotWritable, SavedMeanwhile, SlugTaken
from participation.tracks.models import Track, TrackState
from participation.tracks.room import DeclaredRoom, Explanation, RoomState
from participation.tracks.rules import fingerprint
from participation.tracks.steps import PARTS, Step, step_of_question
from tests.factories.tracks import make_open_track, make_track
from tests.support.cast import Cast


@pytest.fixture
def room(cast: Cast) -> DeclaredRoom:
    return make_track(cast.bram).rooms[0]


def save(room: DeclaredRoom, step: Step, cast: Cast, *, seen: str | None = None, **changes: Any) -> declaring.Saved:
    values = {**contents(room, step), **changes}
    return declaring.save_step(
        room, step, values, seen=mark_of(room, step) if seen is None else seen, actor=cast.bram, now=clock.now()
    )


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Herinrichting Molenstraat", "herinrichting-molenstraat"),
        ("  Één straat: twee bomen?! ", "een-straat-twee-bomen"),
        ("🗑️", "traject"),
        ("", "traject"),
        ("a" * 90, "a" * 60),
        ("woord " * 30, "-".join(["woord"] * 10)),
    ],
)
def test_the_address_of_a_track_is_made_of_the_words_of_its_title(title: str, slug: str) -> None:
    assert declaring.slug_of(title) == slug


def start(cast: Cast, title: str) -> Track:
    return declaring.create_track(title=title, summary="", actor=cast.bram, now=clock.now())


def test_two_tracks_never_share_an_address(cast: Cast) -> None:
    assert [start(cast, "Park").slug for _ in range(3)] == ["park", "park-2", "park-3"]
    assert start(cast, "Parkeren").slug == "parkeren"


def test_a_word_that_is_a_page_of_the_site_is_no_address(cast: Cast) -> None:
    assert start(cast, "Nieuw").slug == "nieuw-2"


def test_who_starts_a_track_is_its_author_member_and_contact(cast: Cast) -> None:
    track = start(cast, "Park")
    assert (track.author, track.contact, track.members, track.department) == (
        cast.bram, cast.bram, [cast.bram], cast.streets
    )  # fmt: skip
    assert [(room.version, room.state) for room in track.rooms] == [(1, RoomState.draft)]
    event = db.session.query(Event).filter_by(kind="track.created").one()
    assert (event.actor_id, event.track_id) == (cast.bram.id, track.id)


@pytest.mark.parametrize("step", list(Step))
def test_saving_the_same_words_is_no_event(room: DeclaredRoom, cast: Cast, step: Step) -> None:
    assert save(room, step, cast) == declaring.Saved(changed=False)
    assert db.session.query(Event).count() == 0


def test_every_field_of_room_and_rows_belongs_to_one_step() -> None:
    named = [name for part in PARTS.values() for name in part.room]
    columns = {column.key for column in DeclaredRoom.__table__.columns}
    machinery = {"id", "track_id", "version", "state", "author_id", "created_at", "submitted_at", "approved_at",
                 "published_at", "terms_id", "lock_version"}  # fmt: skip
    assert len(named) == len(set(named))
    assert set(named) == (columns - machinery) | {"deviations"}
    for part in PARTS.values():
        if part.rows and part.rows.owner == "room":
            own = {column.key for column in part.rows.cls.__table__.columns} - {
                "id",
                "room_id",
                "position",
                "root_id",
                "was_unknown_id",
            }
            assert set(part.rows.fields) - {"questions"} == own


def test_every_question_of_the_review_belongs_to_a_step() -> None:
    assert all(step_of_question(number) is not Step.check for number in range(1, 16))


def test_a_change_is_one_event_and_a_new_version_of_the_lock(room: DeclaredRoom, cast: Cast) -> None:
    lock = room.lock_version
    assert save(room, Step.why, cast, why="Omdat u er woont.").changed
    event = db.session.query(Event).one()
    assert (event.kind, event.actor_id, event.data) == ("room.saved", cast.bram.id, {"version": 1, "step": "waarom"})
    assert room.lock_version > lock


def test_a_step_of_the_track_alone_also_moves_the_lock_of_the_room(room: DeclaredRoom, cast: Cast) -> None:
    lock = room.lock_version
    save(room, Step.plan, cast, summary="Iets anders.")
    assert room.lock_version > lock


def test_a_save_on_words_that_changed_meanwhile_is_refused(room: DeclaredRoom, cast: Cast) -> None:
    seen = mark_of(room, Step.why)
    save(room, Step.why, cast, why="Eerst.")
    with pytest.raises(SavedMeanwhile):
        save(room, Step.why, cast, seen=seen, why="Daarna.")
    assert room.why == "Eerst."


def test_a_save_on_another_step_is_no_conflict(room: DeclaredRoom, cast: Cast) -> None:
    seen = mark_of(room, Step.decision)
    save(room, Step.why, cast, why="Eerst.")
    save(room, Step.decision, cast, seen=seen, decider="De raad")
    assert (room.why, room.decider) == ("Eerst.", "De raad")


@pytest.mark.parametrize("state", [RoomState.submitted, RoomState.returned])
def test_only_a_draft_can_be_written(room: DeclaredRoom, cast: Cast, state: RoomState) -> None:
    room.state = state
    db.session.flush()
    with pytest.raises(RoomNotWritable) as refused:
        save(room, Step.why, cast, why="Toch anders")
    assert refused.value.sentence == declaring.why_not_writable(room)


def test_an_approved_room_and_a_track_that_began_are_not_written(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    with pytest.raises(RoomNotWritable, match="goedgekeurd"):
        save(track.rooms[0], Step.why, cast, why="Toch anders")
    draft = make_track(cast.bram, slug="ander", state=TrackState.answering).rooms[0]
    with pytest.raises(RoomNotWritable, match="al begonnen"):
        save(draft, Step.plan, cast, title="Toch anders")


def rows(room: DeclaredRoom, step: Step) -> list[dict[str, Any]]:
    return list(contents(room, step)["rows"])


def test_rows_keep_their_identity_when_one_is_added_moved_or_removed(room: DeclaredRoom, cast: Cast) -> None:
    first, second = rows(room, Step.open)
    new = {"id": None, "question": "Derde?", "can_change": "", "limits": "", "example": ""}
    save(room, Step.open, cast, rows=[new, second, first])
    assert [question.question for question in room.open_questions] == ["Derde?", second["question"], first["question"]]
    assert [question.id for question in room.open_questions][1:] == [second["id"], first["id"]]
    save(room, Step.open, cast, rows=[row for row in rows(room, Step.open) if row["id"] != second["id"]])
    assert [question.question for question in room.open_questions] == ["Derde?", first["question"]]


def test_a_row_without_words_is_not_kept(room: DeclaredRoom, cast: Cast) -> None:
    before = rows(room, Step.weighing)
    save(room, Step.weighing, cast, rows=[{**before[0], "text": ""}, {"id": None, "text": ""}, before[1]])
    assert rows(room, Step.weighing) == [before[1]]


@pytest.mark.parametrize("which", ["of another room", "twice"])
def test_a_row_that_is_not_ours_is_refused_before_anything_changes(room: DeclaredRoom, cast: Cast, which: str) -> None:
    other = make_track(cast.chantal, slug="ander").rooms[0]
    mine = rows(room, Step.weighing)
    strange = rows(other, Step.weighing)[0]["id"] if which == "of another room" else mine[0]["id"]
    with pytest.raises(NotYourRow):
        save(room, Step.weighing, cast, rows=[{**mine[0], "text": "Anders"}, {**mine[1], "id": strange}])
    assert not db.session.dirty
    assert [criterion.text for criterion in room.criteria] == [row["text"] for row in mine]


def test_a_path_serves_the_questions_that_were_chosen(room: DeclaredRoom, cast: Cast) -> None:
    trees, order = (question.id for question in room.open_questions)
    first, second = rows(room, Step.paths)
    save(room, Step.paths, cast, rows=[{**first, "questions": [order, trees]}, {**second, "questions": []}])
    assert [[question.id for question in path.questions] for path in room.paths] == [[trees, order], []]


def test_a_question_of_another_room_cannot_be_chosen(room: DeclaredRoom, cast: Cast) -> None:
    strange = make_track(cast.chantal, slug="ander").rooms[0].open_questions[0].id
    first, second = rows(room, Step.paths)
    save(room, Step.paths, cast, rows=[{**first, "questions": [strange]}, second])
    assert room.paths[0].questions == []


def test_a_question_takes_its_place_on_the_paths_with_it(room: DeclaredRoom, cast: Cast) -> None:
    save(room, Step.open, cast, rows=rows(room, Step.open)[1:])
    assert [len(path.questions) for path in room.paths] == [0, 1]


def test_an_explanation_goes_with_the_row_it_was_about(room: DeclaredRoom, cast: Cast) -> None:
    first, second = room.paths
    for row in (f"path:{first.id}", f"path:{first.id}:answer", f"path:{second.id}", ""):
        room.explanations.append(Explanation(rule="I5", row=row, text="Want.", by=cast.bram, at=clock.now()))
    db.session.flush()
    save(room, Step.paths, cast, rows=rows(room, Step.paths)[1:])
    assert [one.row for one in room.explanations] == [f"path:{second.id}", ""]


def test_a_changed_text_asks_for_a_new_confirmation(room: DeclaredRoom, cast: Cast) -> None:
    room.track.departments = [cast.streets, cast.parks]
    actions.confirm_text(room, cast.parks, actor=cast.chantal, now=clock.now())
    assert save(room, Step.plan, cast, summary="Het plan is geen tekst van de ruimte.").confirm_again == ()
    assert save(room, Step.why, cast, why="Anders").confirm_again == ("Groen",)
    assert save(room, Step.why, cast, why="Nog eens anders").confirm_again == ()


def test_the_plan_keeps_dates_people_and_places(room: DeclaredRoom, cast: Cast) -> None:
    changes = {"title": "Nieuwe titel", "opens_on": date(2027, 1, 4), "closes_on": None, "contact_id": cast.dirk.id,
               "members": [cast.dirk.id, cast.bram.id], "departments": [cast.parks.id], "areas": [],
               "shared_question_id": None, "slug": "nieuwe-straat"}  # fmt: skip
    save(room, Step.plan, cast, **changes)
    assert {name: contents(room, Step.plan)[name] for name in changes} == {
        **changes, "members": sorted([cast.dirk.id, cast.bram.id])
    }  # fmt: skip
    assert room.track.contact is cast.dirk


@pytest.mark.parametrize("slug", ["ander", "nieuw"])
def test_an_address_that_is_taken_is_refused(room: DeclaredRoom, cast: Cast, slug: str) -> None:
    make_track(cast.chantal, slug="ander")
    with pytest.raises(SlugTaken) as refused:
        save(room, Step.plan, cast, slug=slug)
    assert refused.value.field == "slug"
    assert room.track.slug == "molenstraat"


def test_a_moment_stands_on_the_dutch_clock(room: DeclaredRoom, cast: Cast) -> None:
    evening = {"id": None, "title": "Avond", "day": date(2027, 7, 1), "begins": time(19, 30), "ends": None,
               "place": "De Molen", "note": ""}  # fmt: skip
    save(room, Step.moments, cast, rows=[evening])
    assert clock.local(room.track.moments[0].starts_at).isoformat() == "2027-07-01T19:30:00+02:00"
    shown = rows(room, Step.moments)[0]
    assert {**shown, "id": None} == evening
    save(room, Step.moments, cast, rows=[{**shown, "ends": time(21, 0)}])
    assert rows(room, Step.moments)[0]["ends"] == time(21, 0)
    save(room, Step.moments, cast, rows=[])
    assert room.track.moments == []


def test_trying_leaves_nothing_behind(room: DeclaredRoom, cast: Cast) -> None:
    db.session.commit()
    before, text = {step: contents(room, step) for step in Step}, fingerprint(room)
    values = {"rows": [{"id": None, "text": "Iets nieuws"}]}
    with declaring.tried(room, Step.weighing, values) as trial:
        assert [criterion.text for criterion in trial.criteria] == ["Iets nieuws"]
    assert {step: contents(room, step) for step in Step} == before
    assert fingerprint(room) == text
    assert_untouched(db.session())


def assert_untouched(session: Session) -> None:
    assert not session.new and not session.dirty and not session.deleted


def test_a_department_confirms_only_while_the_text_is_prepared(room: DeclaredRoom, cast: Cast) -> None:
    assert actions.may_be_confirmed(room)
    actions.request_review(room.track, actor=cast.bram, now=clock.now(), terms=Municipality())
    assert actions.may_be_confirmed(room)
    assert not actions.may_be_confirmed(make_open_track(cast.bram, slug="open").rooms[0])
