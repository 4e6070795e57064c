"""The vision and the terms in versions: the newest holds, none ever changes, and nobody is overwritten unseen."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, update

from participation import clock
from participation.config import Municipality
from participation.db import db
from participation.history import Event
from participation.house import queries
from participation.house.actions import NothingChanged, NotSensible, WrittenMeanwhile
from participation.house.freeze import VersionStands
from participation.house.levels import Level, LevelWords
from participation.house.models import HouseTerms, LevelTerms, Principle
from participation.house.rules import Said
from participation.tracks import actions as tracks
from participation.tracks.freeze import RoomIsFrozen
from participation.tracks.room import DeclaredRoom
from participation.tracks.terms import level_words, terms_of
from tests.factories.house import make_terms, make_vision
from tests.factories.tracks import make_track
from tests.support.cast import Cast

BASE = Municipality(feedback_weeks=9)
OTHER = replace(
    LevelWords.usual(Level.advise), promise="U geeft advies, en wij luisteren goed.", promise_en="You advise."
)


def test_as_long_as_nothing_was_set_the_settings_and_the_usual_words_hold(cast: Cast) -> None:
    assert queries.terms(BASE) is BASE
    assert queries.vision() is None and queries.versions() == []
    assert queries.level_words() == {level: LevelWords.usual(level) for level in Level}


def test_the_last_version_of_the_vision_holds_and_the_ones_before_can_be_read(cast: Cast) -> None:
    make_vision(cast.dirk)
    make_vision(cast.esther, Said("Wij komen naar u toe"), reason="Niet iedereen schrijft graag.")
    vision = queries.vision()
    assert vision and [one.title for one in vision.principles] == ["Wij komen naar u toe"]
    told = [(one.version, one.made_by.name, one.reason, one.made_at) for one in queries.versions()]
    assert told == [
        (2, "Esther Aydin", "Niet iedereen schrijft graag.", clock.now()),
        (1, "Dirk Visser", "Omdat bewoners dit vroegen.", clock.now()),
    ]
    events = db.session.query(Event).order_by(Event.id).all()
    assert [(one.kind, one.actor_id, one.data["version"]) for one in events] == [
        ("house.vision_written", cast.dirk.id, 1), ("house.vision_written", cast.esther.id, 2),
    ]  # fmt: skip


def test_new_terms_hold_at_once_over_the_settings(cast: Cast) -> None:
    make_terms(cast.dirk, OTHER, feedback_weeks=6, ordinance="Verordening 2026")
    terms = queries.terms(BASE)
    assert (terms.feedback_weeks, terms.ordinance, terms.phone) == (6, "Verordening 2026", BASE.phone)
    assert queries.level_words()[Level.advise] == OTHER


def test_nonsense_is_refused_at_its_field_and_nothing_is_kept(cast: Cast) -> None:
    with pytest.raises(NotSensible) as refusal:
        make_terms(cast.dirk, feedback_weeks=0, review_days=400)
    assert [one.field for one in refusal.value.problems] == ["feedback_weeks", "review_days"]
    with pytest.raises(NotSensible):
        make_vision(cast.dirk, Said("", "Een tekst zonder naam."))
    assert db.session.query(HouseTerms).count() == db.session.query(Principle).count() == 0


def test_the_same_again_is_no_version(cast: Cast) -> None:
    make_vision(cast.dirk)
    make_terms(cast.dirk, ordinance="Verordening 2026")
    with pytest.raises(NothingChanged):
        make_vision(cast.dirk)
    with pytest.raises(NothingChanged):
        make_terms(cast.dirk, ordinance=" Verordening 2026 ")


def test_who_wrote_on_an_older_version_is_told_so(cast: Cast) -> None:
    make_vision(cast.dirk)
    make_terms(cast.dirk)
    with pytest.raises(WrittenMeanwhile):
        make_vision(cast.esther, Said("Iets anders"), seen=0)
    with pytest.raises(WrittenMeanwhile):
        make_terms(cast.esther, feedback_weeks=4, seen=0)
    assert len(queries.versions()) == len(queries.terms_versions()) == 1


def test_two_at_the_very_same_moment_make_one_version(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both saw no version; what the other one stored becomes visible only when ours is stored."""
    make_vision(cast.dirk)
    monkeypatch.setattr(queries, "vision", lambda: None)
    with pytest.raises(WrittenMeanwhile):
        make_vision(cast.esther, Said("Iets anders"))
    monkeypatch.undo()
    assert [one.version for one in queries.versions()] == [1]


def test_a_version_never_changes(cast: Cast) -> None:
    vision, terms = make_vision(cast.dirk), make_terms(cast.dirk)
    db.session.commit()
    for thing, name, value in (
        (vision, "intro", "Anders."), (vision.principles[0], "title", "Anders."), (terms, "feedback_weeks", 2),
        (terms.levels[0], "promise", "Anders."),
    ):  # fmt: skip
        setattr(thing, name, value)
        with pytest.raises(VersionStands):
            db.session.flush()
        db.session.rollback()
    with pytest.raises(VersionStands):
        db.session.delete(terms)
        db.session.flush()
    db.session.rollback()
    vision.principles.append(Principle(position=9, title="Erbij"))
    with pytest.raises(VersionStands):
        db.session.flush()
    db.session.rollback()
    for statement in (update(LevelTerms).values(promise="Anders."), delete(Principle)):
        with pytest.raises(VersionStands):
            db.session.execute(statement)


class TestARoomKeepsWhatHeld:
    def submitted(self, cast: Cast) -> DeclaredRoom:
        track = make_track(cast.bram)
        tracks.request_review(track, actor=cast.bram, now=clock.now(), terms=BASE)
        db.session.commit()
        db.session.expire_all()
        return track.rooms[0]

    def test_a_draft_says_what_its_level_says_now(self, cast: Cast) -> None:
        room = make_track(cast.bram).rooms[0]
        assert level_words(room) == LevelWords.usual(Level.advise)
        make_terms(cast.dirk, OTHER)
        assert level_words(room) == OTHER

    def test_a_later_text_of_the_level_changes_nothing_for_a_room_that_was_submitted(self, cast: Cast) -> None:
        make_terms(cast.dirk, OTHER, processing_days=10)
        room = self.submitted(cast)
        make_terms(cast.dirk, processing_days=90)
        assert level_words(room) == OTHER
        assert (terms_of(room, BASE).processing_days, queries.terms(BASE).processing_days) == (10, 90)

    def test_what_was_submitted_before_anything_was_set_keeps_the_usual_words(self, cast: Cast) -> None:
        room = self.submitted(cast)
        make_terms(cast.dirk, OTHER, processing_days=90)
        assert level_words(room) == LevelWords.usual(Level.advise)
        assert terms_of(room, BASE) == BASE

    def test_the_next_version_is_a_draft_again_and_follows_the_house(self, cast: Cast) -> None:
        make_terms(cast.dirk, OTHER)
        room = self.submitted(cast)
        make_terms(cast.dirk)
        copy = tracks.copy_room(room, author=cast.bram, now=clock.now())
        assert level_words(copy) == LevelWords.usual(Level.advise)

    def test_the_days_for_a_review_are_those_of_the_house(self, cast: Cast) -> None:
        make_terms(cast.dirk, review_days=1)
        review = tracks.request_review(make_track(cast.bram), actor=cast.bram, now=clock.now(), terms=BASE)
        assert review.due_on == clock.working_days_after(clock.today(), 1)

    def test_the_version_that_held_cannot_be_exchanged_afterwards(self, cast: Cast) -> None:
        make_terms(cast.dirk)
        room = self.submitted(cast)
        room.terms = make_terms(cast.dirk, OTHER)
        with pytest.raises(RoomIsFrozen):
            db.session.flush()
        db.session.rollback()
