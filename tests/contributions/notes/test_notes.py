"""Notes are for colleagues who may read along; being named gives nobody a right, and history stays."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from participation import clock
from participation.accounts.models import Role
from participation.contributions import search
from participation.contributions.models import Contribution
from participation.contributions.notes import actions, queries, rules
from participation.contributions.notes.models import Mention, Note
from participation.db import db
from participation.history import Event
from participation.permissions import Permission, can
from participation.refusals import Refused
from tests.factories.contributions import make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast, make_user

TEXT = "Ik belde de school: zij hebben liever bomen aan de overkant."


@pytest.fixture
def contribution(cast: Cast) -> Iterator[Contribution]:
    yield make_contribution(make_open_track(cast.bram))


def kinds() -> list[str]:
    return list(db.session.scalars(select(Event.kind).where(Event.kind.like("note.%")).order_by(Event.id)))


def test_who_can_be_named_is_who_may_see_the_track(contribution: Contribution, cast: Cast) -> None:
    make_user("Samira Bouzian", Role.civil_servant, cast.streets)
    contribution.track.departments = [cast.streets]
    contribution.track.members = [cast.bram, cast.fatima]
    gone = make_user("Wim Vertrok", Role.civil_servant, cast.streets)
    gone.active = False
    db.session.flush()
    people = [cast.bram, cast.chantal, cast.dirk, cast.esther, cast.fatima, gone]
    named = queries.readers(contribution.track_id)
    for one in people:
        assert (one in named) == can(one, Permission.see_track, contribution), one.name
    assert [one.name for one in named] == [
        "Bram de Boer", "Dirk Visser", "Esther Aydin", "Fatima Haddad", "Samira Bouzian",
    ]  # fmt: skip
    contribution.track.departments = [cast.streets, cast.parks]
    db.session.flush()
    assert cast.chantal in queries.readers(contribution.track_id)


def test_who_is_named_finds_it_until_it_is_read(contribution: Contribution, cast: Cast) -> None:
    actions.write(contribution, TEXT, [cast.dirk.id], actor=cast.bram, now=clock.now())
    (line,) = queries.waiting_for(cast.dirk)
    assert (line.writer, line.words, line.number) == ("Bram de Boer", TEXT, contribution.number)
    assert queries.waiting_for(cast.bram) == []
    assert actions.read(contribution, actor=cast.dirk, now=clock.now()) == 1
    assert queries.waiting_for(cast.dirk) == []
    assert actions.read(contribution, actor=cast.dirk, now=clock.now()) == 0
    assert kinds() == ["note.written", "note.read"]


def test_an_answer_in_a_note_is_reading_as_well(contribution: Contribution, cast: Cast) -> None:
    actions.write(contribution, TEXT, [cast.dirk.id], actor=cast.bram, now=clock.now())
    actions.write(contribution, "Dank, dat helpt mij verder.", [cast.bram.id], actor=cast.dirk, now=clock.now())
    assert queries.waiting_for(cast.dirk) == []
    assert [line.writer for line in queries.waiting_for(cast.bram)] == ["Dirk Visser"]


def test_a_whole_name_after_an_at_sign_names_somebody(contribution: Contribution, cast: Cast) -> None:
    actions.write(contribution, "Weet jij dit, @dirk visser? En @Esther Aydinus?", actor=cast.bram, now=clock.now())
    assert db.session.scalars(select(Mention.user_id)).all() == [cast.dirk.id]


def test_two_colleagues_with_one_name_are_not_guessed_at(contribution: Contribution, cast: Cast) -> None:
    make_user("Dirk Visser", Role.coordinator, cast.parks).email = "dirk2@doorwerking.example"
    db.session.flush()
    note = actions.write(contribution, "Weet jij dit, @Dirk Visser?", actor=cast.bram, now=clock.now())
    assert note.mentions == []


def test_being_named_gives_no_right(contribution: Contribution, cast: Cast) -> None:
    with pytest.raises(rules.MayNotRead) as refusal:
        actions.write(contribution, TEXT, [cast.chantal.id], actor=cast.bram, now=clock.now())
    assert refusal.value.field == "mentions"
    with pytest.raises(rules.MayNotRead):
        actions.write(contribution, TEXT, [999_999], actor=cast.bram, now=clock.now())
    note = actions.write(contribution, "Misschien weet @Chantal Mulder het.", actor=cast.bram, now=clock.now())
    assert note.mentions == []


def test_who_may_not_see_the_track_any_more_finds_nothing(contribution: Contribution, cast: Cast) -> None:
    contribution.track.departments = [cast.parks]
    db.session.flush()
    actions.write(contribution, TEXT, [cast.chantal.id], actor=cast.bram, now=clock.now())
    assert len(queries.waiting_for(cast.chantal)) == 1
    contribution.track.departments = []
    db.session.flush()
    assert queries.waiting_for(cast.chantal) == []


def test_naming_oneself_and_saying_nothing_are_refused(contribution: Contribution, cast: Cast) -> None:
    with pytest.raises(Refused, match="uzelf"):
        actions.write(contribution, TEXT, [cast.bram.id], actor=cast.bram, now=clock.now())
    for text in ("", "  \r\n ", "x" * (rules.LONGEST + 1)):
        with pytest.raises(Refused) as refusal:
            actions.write(contribution, text, actor=cast.bram, now=clock.now())
        assert refusal.value.field == "text"


def test_a_point_of_something_else_is_refused(contribution: Contribution, cast: Cast) -> None:
    other = make_contribution(contribution.track)
    with pytest.raises(Refused, match="hoort niet bij"):
        actions.write(contribution, TEXT, point=other.points[0], actor=cast.bram, now=clock.now())


def test_the_same_form_sent_twice_is_one_note(contribution: Contribution, cast: Cast) -> None:
    first = actions.write(contribution, TEXT, [cast.dirk.id], actor=cast.bram, now=clock.now())
    assert actions.write(contribution, TEXT, [cast.dirk.id], actor=cast.bram, now=clock.now()) is first
    assert len(queries.notes_at(contribution.id)[0]) == 1


def test_a_note_that_names_nobody_is_taken_back_and_its_words_are_gone(contribution: Contribution, cast: Cast) -> None:
    note = actions.write(contribution, TEXT, actor=cast.bram, now=clock.now())
    actions.take_back(note, actor=cast.bram, now=clock.now() + timedelta(days=30))
    assert (note.text, note.stands) == ("", False)
    assert kinds() == ["note.written", "note.taken_back"]
    with pytest.raises(rules.AlreadyEnded):
        actions.take_back(note, actor=cast.bram, now=clock.now())


def test_after_a_quarter_of_an_hour_a_note_that_names_somebody_can_only_be_struck(
    contribution: Contribution, cast: Cast
) -> None:
    note = actions.write(contribution, TEXT, [cast.dirk.id], actor=cast.bram, now=clock.now())
    late = clock.now() + timedelta(minutes=15, seconds=1)
    assert rules.may_take_back(note, cast.bram.id, clock.now() + timedelta(minutes=15))
    with pytest.raises(rules.TooLate):
        actions.take_back(note, actor=cast.bram, now=late)
    with pytest.raises(Refused) as refusal:
        actions.strike(note, " ", actor=cast.bram, now=late)
    assert refusal.value.field == "reason"
    actions.strike(note, "De school belde terug: het is toch anders.", actor=cast.bram, now=late)
    assert (note.text, note.struck_reason) == (TEXT, "De school belde terug: het is toch anders.")
    assert queries.waiting_for(cast.dirk) == []
    assert kinds() == ["note.written", "note.struck"]


def test_somebody_elses_note_is_left_alone(contribution: Contribution, cast: Cast) -> None:
    note = actions.write(contribution, TEXT, actor=cast.bram, now=clock.now())
    with pytest.raises(rules.NotYours):
        actions.take_back(note, actor=cast.dirk, now=clock.now())
    with pytest.raises(rules.NotYours):
        actions.strike(note, "Dit klopt niet.", actor=cast.dirk, now=clock.now())


def test_the_history_holds_no_word_of_a_note_and_nobody_finds_one(contribution: Contribution, cast: Cast) -> None:
    actions.write(contribution, "Overkantwoord", actor=cast.bram, now=clock.now())
    db.session.commit()
    told = db.session.scalars(select(Event).where(Event.kind == "note.written")).one()
    assert "Overkantwoord" not in f"{told.why} {told.data}"
    query = search.read("Overkantwoord")
    assert query is not None
    assert search.contributions([contribution.track_id], query, before=2**31 - 1, rows=5) == []


def test_of_very_many_notes_the_newest_are_shown(contribution: Contribution, cast: Cast) -> None:
    for number in range(queries.NEWEST + 1):
        db.session.add(Note(contribution_id=contribution.id, track_id=contribution.track_id, text=f"Notitie {number}",
                            written_by=cast.bram, written_at=clock.now()))  # fmt: skip
    db.session.flush()
    notes, has_more = queries.notes_at(contribution.id)
    assert (notes[0].text, notes[-1].text, has_more) == ("Notitie 1", "Notitie 50", True)
