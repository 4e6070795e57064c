"""Telling what it was like, and reading the sentence before everybody does."""

from typing import Any

import pytest
from sqlalchemy import select

from participation import clock, history
from participation.contributions.actions import withdraw
from participation.contributions.models import Contribution, PublicState
from participation.db import db
from participation.history import Event
from participation.outcomes.experience import actions, queries
from participation.outcomes.experience.actions import SentenceChanged, mark_of
from participation.outcomes.experience.models import Again, Experience, Understood
from participation.outcomes.experience.rules import NotAskedYet, Told
from participation.outcomes.models import OutcomeKind
from participation.refusals import Refused
from participation.tracks.models import Track
from tests.factories.contributions import make_contribution
from tests.factories.outcomes import make_outcome
from tests.factories.tracks import make_open_track
from tests.outcomes.answered import EMAIL, contribution_of, kinds, mails, publish, split
from tests.support.cast import Cast

ANGRY = "Ik had net zo goed tegen de muur kunnen praten."


@pytest.fixture
def answered(cast: Cast) -> Contribution:
    contribution = contribution_of(cast)
    make_outcome(contribution.points[0], OutcomeKind.not_adopted)
    return contribution


def tell(contribution: Contribution, **told: Any) -> Experience:
    found = actions.tell_how_it_was(contribution, Told(**told), now=clock.now())
    assert found is not None
    db.session.commit()
    return found


def check(experience: Experience, cast: Cast) -> None:
    actions.publish_sentence(experience, mark=mark_of(experience.sentence), actor=cast.bram, now=clock.now())
    db.session.commit()


def read(track: Track, state: PublicState = PublicState.public) -> list[str]:
    return [row.words for row in queries.sentences(track.id, state).rows]


class TestTelling:
    def test_it_is_one_row_and_one_event_without_the_words(self, answered: Contribution) -> None:
        found = tell(answered, influence=1, understood=Understood.no, again=Again.perhaps, sentence=f"  {ANGRY}\r\n")
        assert (found.influence, found.understood, found.again, found.sentence) == (
            1, Understood.no, Again.perhaps, ANGRY,
        )  # fmt: skip
        event = db.session.scalars(select(Event).order_by(Event.id.desc())).first()
        assert event is not None
        assert (event.kind, event.who) == ("experience.given", history.Who.resident)
        assert "muur" not in str(event.data) + event.why

    def test_telling_the_same_twice_is_telling_it_once(self, answered: Contribution) -> None:
        tell(answered, influence=4, sentence="Fijn.")
        before = kinds()
        tell(answered, influence=4, sentence="Fijn. ")
        assert kinds() == before
        assert db.session.query(Experience).count() == 1

    def test_it_may_be_changed_and_that_is_an_event(self, answered: Contribution) -> None:
        tell(answered, influence=4)
        tell(answered, influence=2)
        assert kinds()[-2:] == ["experience.given", "experience.changed"]
        assert [one.influence for one in db.session.query(Experience)] == [2]

    def test_a_changed_sentence_is_read_again_before_everybody_reads_it(
        self, answered: Contribution, cast: Cast
    ) -> None:
        found = tell(answered, sentence="Het was goed.")
        check(found, cast)
        tell(answered, sentence="Het was goed.", influence=3)
        assert read(answered.track) == ["Het was goed."]
        tell(answered, sentence="Bel mij op 0999 12 34 56.")
        assert read(answered.track) == []
        assert found.checked_at is None

    def test_not_before_every_point_has_its_answer(self, cast: Cast) -> None:
        contribution = contribution_of(cast)
        second = split(contribution)
        make_outcome(contribution.points[0])
        with pytest.raises(NotAskedYet):
            tell(contribution, influence=3)
        make_outcome(second, OutcomeKind.outside_room)
        assert tell(contribution, influence=3).influence == 3

    def test_not_after_it_was_taken_back(self, answered: Contribution) -> None:
        withdraw(answered, now=clock.now())
        with pytest.raises(NotAskedYet):
            tell(answered, influence=3)


class TestChecking:
    def test_nobody_reads_a_sentence_before_a_colleague_did(self, answered: Contribution, cast: Cast) -> None:
        found = tell(answered, sentence=ANGRY)
        assert (read(answered.track), read(answered.track, PublicState.unchecked)) == ([], [ANGRY])
        check(found, cast)
        assert (read(answered.track), read(answered.track, PublicState.unchecked)) == ([ANGRY], [])
        assert kinds()[-1] == "experience.published"

    def test_a_sentence_is_kept_away_with_a_reason_only(self, answered: Contribution, cast: Cast) -> None:
        found = tell(answered, sentence="Bram is een sukkel.")
        mark = mark_of(found.sentence)
        with pytest.raises(Refused, match="Schrijf op waarom"):
            actions.hide_sentence(found, " ", mark=mark, actor=cast.bram, now=clock.now())
        actions.hide_sentence(found, "Er staat een naam in.", mark=mark, actor=cast.bram, now=clock.now())
        db.session.commit()
        assert found.hidden_reason == "Er staat een naam in."
        assert read(answered.track) == []

    def test_nobody_publishes_words_that_they_did_not_read(self, answered: Contribution, cast: Cast) -> None:
        found = tell(answered, sentence="Prima.")
        seen = mark_of(found.sentence)
        tell(answered, sentence="Bram is een sukkel.")
        with pytest.raises(SentenceChanged):
            actions.publish_sentence(found, mark=seen, actor=cast.bram, now=clock.now())

    def test_who_takes_the_contribution_back_takes_the_sentence_back(self, answered: Contribution, cast: Cast) -> None:
        check(tell(answered, sentence=ANGRY), cast)
        withdraw(answered, now=clock.now())
        db.session.commit()
        assert [read(answered.track, state) for state in PublicState] == [[], [], []]

    def test_a_list_goes_on_where_the_page_before_ended(self, cast: Cast) -> None:
        track = make_open_track(cast.bram)
        for number in range(5):
            contribution = make_contribution(track)
            make_outcome(contribution.points[0])
            check(tell(contribution, sentence=f"Zin {number}"), cast)
        first = queries.sentences(track.id, PublicState.public, rows=3)
        then = queries.sentences(track.id, PublicState.public, rows=3, before=first.older or 0)
        assert [row.words for row in first.rows + then.rows] == [f"Zin {number}" for number in (4, 3, 2, 1, 0)]
        assert then.older is None


class TestMail:
    SENTENCE = "Wilt u ons laten weten hoe het was om mee te doen?"

    def test_the_last_answer_asks_how_it_was(self, cast: Cast) -> None:
        contribution = contribution_of(cast, email=EMAIL)
        split(contribution)
        publish(contribution.points[0], cast, OutcomeKind.not_adopted)
        publish(contribution.points[1], cast, OutcomeKind.answered)
        first, last = mails()
        assert self.SENTENCE not in first.body_text + first.body_html
        assert self.SENTENCE in last.body_text
        assert self.SENTENCE in last.body_html

    def test_a_correction_does_not_ask_again(self, cast: Cast) -> None:
        contribution = contribution_of(cast, email=EMAIL)
        publish(contribution.points[0], cast)
        publish(contribution.points[0], cast, OutcomeKind.not_adopted)
        assert [self.SENTENCE in mail.body_text for mail in mails()] == [True, False]
