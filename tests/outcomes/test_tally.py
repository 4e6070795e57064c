"""Counting once whatever happens, and telling colleagues that people expect more than was promised."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from participation import clock, history
from participation.contributions.actions import withdraw
from participation.contributions.models import Contribution, PublicState
from participation.db import db, writing
from participation.history import Event
from participation.outcomes.experience import actions, queries
from participation.outcomes.experience.actions import mark_of
from participation.outcomes.experience.gap import expectation_gaps, tell_gaps
from participation.outcomes.experience.models import Experience, Tally
from participation.outcomes.experience.rules import Told
from participation.outcomes.experience.tally import count, count_changed, to_count
from participation.outcomes.models import OutcomeKind
from participation.tracks.models import Track, TrackState
from participation.tracks.room import Level
from tests.factories.contributions import check_public, make_contribution
from tests.factories.outcomes import make_outcome
from tests.factories.tracks import make_open_track
from tests.outcomes.answered import kinds, mails
from tests.support.cast import Cast
from tests.support.counting import counted

ANGRY = "Ik had net zo goed tegen de muur kunnen praten."


def tell(contribution: Contribution, **told: Any) -> Experience:
    found = actions.tell_how_it_was(contribution, Told(**told), now=clock.now())
    assert found is not None
    db.session.commit()
    return found


def check(experience: Experience, cast: Cast) -> None:
    actions.publish_sentence(experience, mark=mark_of(experience.sentence), actor=cast.bram, now=clock.now())
    db.session.commit()


def people(track: Track, *expectations: int, influence: int | None = None) -> list[Contribution]:
    """Residents of a track who expected this much; with *influence* all answered, and told they had that much."""
    found = []
    for expectation in expectations:
        contribution = make_contribution(track, expectation=expectation)
        if influence is not None:
            make_outcome(contribution.points[0])
            tell(contribution, influence=influence)
        found.append(contribution)
    return found


def read(track: Track, state: PublicState = PublicState.public) -> list[str]:
    return [row.words for row in queries.sentences(track.id, state).rows]


class TestCounting:
    def shown(self, track: Track) -> dict[str, Any]:
        db.session.rollback()
        return queries.tallies(track.id)

    def test_nothing_is_counted_twice_however_often_it_runs(self, cast: Cast) -> None:
        track = make_open_track(cast.bram)
        people(track, 2, 2, 3, 4, 5, influence=2)
        assert count_changed(clock.now()) == 1
        expected = {"expected": {"2": 2, "3": 1, "4": 1, "5": 1}, "influence": {"2": 5}}
        assert self.shown(track) == expected
        assert count_changed(clock.now()) == 1  # That it was counted is an event of the track as well.
        assert count_changed(clock.now()) == 0
        assert self.shown(track) == expected
        assert kinds().count("experience.counted") == 1

    def test_a_changed_answer_counts_once(self, cast: Cast) -> None:
        track = make_open_track(cast.bram)
        found = people(track, 1, 1, 1, 1, 1, influence=2)
        count_changed(clock.now())
        for contribution in found:
            tell(contribution, influence=4)
        count_changed(clock.now())
        assert self.shown(track)["influence"] == {"4": 5}

    def test_fewer_than_five_leave_no_trace(self, cast: Cast) -> None:
        track = make_open_track(cast.bram)
        people(track, 1, 2, 3, 4, influence=2)
        count_changed(clock.now())
        assert db.session.query(Tally).count() == 0
        people(track, 5)
        count_changed(clock.now())
        assert set(self.shown(track)) == {"expected"}

    def test_who_took_it_back_no_longer_counts(self, cast: Cast) -> None:
        track = make_open_track(cast.bram)
        found = people(track, 1, 2, 3, 4, 5, influence=2)
        count_changed(clock.now())
        withdraw(found[0], now=clock.now())
        db.session.commit()
        count_changed(clock.now())
        assert self.shown(track) == {}

    def test_after_three_days_away_everything_is_counted_and_nothing_twice(self, cast: Cast) -> None:
        track = make_open_track(cast.bram)
        for day in range(3):
            with clock.frozen(clock.now() + timedelta(days=day)):
                people(track, 1 + day, 2 + day, 3, influence=1 + day)
        with clock.frozen(clock.now() + timedelta(days=3)):
            count_changed(clock.now())
            count_changed(clock.now())
        found = self.shown(track)
        assert (sum(found["expected"].values()), found["influence"]) == (9, {"1": 3, "2": 3, "3": 3})

    def test_what_was_committed_late_with_a_lower_number_is_counted(self, cast: Cast) -> None:
        """On PostgreSQL two who write at once can commit in the other order."""
        track = make_open_track(cast.bram)
        people(track, 3, 3, 3, 3, 3)
        db.session.add(
            Event(id=9_000, at=clock.now(), kind="track.looked_at", who=history.Who.system, track_id=track.id)
        )
        db.session.commit()
        count_changed(clock.now())
        while count_changed(clock.now()):
            pass
        late = [Contribution(track=track, room=track.room, original_text="Laat", received_at=clock.now(),
                             code_hash=f"laat{number}", expectation=5) for number in range(5)]  # fmt: skip
        db.session.add_all(late)
        db.session.add(Event(id=8_999, at=clock.now(), kind="contribution.received", who=history.Who.resident,
                             track_id=track.id))  # fmt: skip
        db.session.flush()
        assert to_count() == [track.id]
        db.session.rollback()

    def test_a_track_in_which_nothing_happened_is_left_alone(self, app: Flask, cast: Cast) -> None:
        people(make_open_track(cast.bram), 3)
        while count_changed(clock.now()):
            pass
        with counted(app) as statements:
            assert count_changed(clock.now()) == 0
        assert len(statements) == 1


class TestGap:
    @pytest.fixture
    def hopeful(self, cast: Cast) -> Track:
        track = make_open_track(cast.bram)
        assert track.room is not None
        assert track.room.level is Level.advise
        people(track, 3, 4, 4, 5, 5)
        count_changed(clock.now())
        db.session.commit()
        return track

    def test_the_colleague_and_the_coordinator_are_told_once(self, hopeful: Track, cast: Cast) -> None:
        assert tell_gaps(clock.now()) == [hopeful.slug]
        assert tell_gaps(clock.now()) == []
        found = [mail for mail in mails() if mail.name == "expectation_gap"]
        assert {mail.to for mail in found} == {cast.bram.email, cast.dirk.email}
        assert "van een beetje tot heel veel invloed, met ‘veel’ in het midden" in found[0].body_text
        assert "Bel mensen." in found[0].body_html
        assert kinds().count("expectation.gap_told") == 1

    def test_three_days_later_still_nobody_is_told_again(self, hopeful: Track) -> None:
        tell_gaps(clock.now())
        with clock.frozen(clock.now() + timedelta(days=3)):
            people(hopeful, 5, 5, 5, 5, 5)
            count_changed(clock.now())
            assert tell_gaps(clock.now()) == []

    def test_a_form_that_somebody_has_open_is_not_disturbed(self, hopeful: Track) -> None:
        before = hopeful.lock_version
        tell_gaps(clock.now())
        db.session.expire_all()
        assert db.session.get_one(Track, hopeful.id).lock_version == before

    @pytest.mark.parametrize("state", [TrackState.answering, TrackState.closed])
    def test_after_closing_nobody_is_told_any_more(self, hopeful: Track, state: TrackState) -> None:
        hopeful.state = state
        db.session.commit()
        assert tell_gaps(clock.now()) == []
        assert expectation_gaps() == []

    def test_the_coordinator_reads_it_beside_the_words_of_one_resident(
        self, app: Flask, hopeful: Track, cast: Cast
    ) -> None:
        check_public(make_contribution(hopeful, "Zet een bank bij de halte."))
        (row,) = expectation_gaps()
        assert (row.slug, row.voice) == (hopeful.slug, "Zet een bank bij de halte.")
        contribution = make_contribution(hopeful)
        make_outcome(contribution.points[0], OutcomeKind.not_adopted)
        told = tell(contribution, sentence=ANGRY)
        assert expectation_gaps()[0].voice == "Zet een bank bij de halte."
        check(told, cast)
        db.session.rollback()
        with counted(app) as statements:
            assert expectation_gaps()[0].voice == ANGRY
        assert len(statements) == 2


def test_two_who_count_at_once_take_turns(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    people(track, 3, 3, 3, 3, 3)
    with writing():
        count(track.id, clock.now())
        count(track.id, clock.now())
    assert kinds().count("experience.counted") == 1


@pytest.mark.sqlite
def test_nothing_is_read_whole(app: Flask, cast: Cast) -> None:
    """Lists walk an index; counting one track reads the rows of that track, expectations from their index alone."""
    track = make_open_track(cast.bram)
    with counted(app) as statements:
        read(track)
        count(track.id, clock.now())
        expectation_gaps()
    asked = {
        " | ".join(row[3] for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {statement.replace('?', '1')}")))
        for statement in statements
        if statement.startswith("SELECT")
    }
    assert not [plan for plan in asked if re.search(r"SCAN (contribution|experience|point|event|track)\b", plan)], asked
    assert not [plan for plan in asked if "TEMP B-TREE" in plan and "experience" not in plan and "track" not in plan]
    assert any("COVERING INDEX ix_contribution_expected" in plan for plan in asked), asked
    assert any("ix_experience_sentence" in plan for plan in asked), asked
