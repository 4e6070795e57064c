"""Near-identical points share an answer; each keeps its own code, page, mail and answer (I27)."""

import pytest

from participation.contributions.models import Contribution
from participation.db import db
from participation.history import Event
from participation.mail import OutboundMail
from participation.outcomes import actions as outcomes
from participation.outcomes.grouped import actions, merging, releasing
from participation.outcomes.grouped.models import GroupedAnswer
from participation.outcomes.grouped.rules import UnderWay
from participation.outcomes.rules import Decision
from participation.refusals import Refused
from tests.conftest import NOON
from tests.factories.contributions import make_contribution
from tests.factories.tracks import make_open_track
from tests.outcomes.grouped.letters import REASON, decided, letters, neighbours, send
from tests.support.cast import Cast


@pytest.fixture
def said(cast: Cast) -> list[Contribution]:
    return neighbours(cast.bram, 4)


def bundle(cast: Cast, said: list[Contribution], *places: int) -> GroupedAnswer:
    points = [said[place].points[0] for place in places]
    answer = merging.put_together(points[0], points[1:], actor=cast.bram, now=NOON)
    db.session.commit()
    return answer


def test_one_answer_goes_to_all_of_them_and_each_keeps_its_own_page_code_and_mail(
    cast: Cast, said: list[Contribution]
) -> None:
    codes = [one.code_hash for one in said]
    answer = bundle(cast, said, 0, 1)
    assert bundle(cast, said, 0, 2).id == answer.id, "one more comes in the same bundle"
    merging.take_over(answer, decided(said), actor=cast.bram, now=NOON)
    releasing.release(answer, base=None, actor=cast.bram, now=NOON)
    db.session.commit()
    send(answer.id)
    assert [one.point_id for one in letters(answer) if one.outcome_id] == [one.points[0].id for one in said[:3]]
    assert len({one.outcome_id for one in letters(answer)}) == 3, "an answer of its own for each"
    assert [one.code_hash for one in said] == codes
    assert db.session.query(OutboundMail).count() == 3
    assert said[3].points[0].outcome_id is None


def test_what_is_in_the_history_of_each(cast: Cast, said: list[Contribution]) -> None:
    answer = bundle(cast, said, 0, 1)
    actions.discard(answer, actor=cast.bram, now=NOON)
    db.session.commit()
    for one in said[:2]:
        kinds = [event.kind for event in db.session.query(Event).filter_by(contribution_id=one.id).order_by(Event.id)]
        assert kinds[-2:] == ["contribution.merged", "contribution.unmerged"]


def test_one_can_be_taken_out_and_put_together_with_others(cast: Cast, said: list[Contribution]) -> None:
    answer = bundle(cast, said, 0, 1, 2)
    out = letters(answer)[2]
    actions.take_out(out, "Gaat over een bank.", actor=cast.bram, now=NOON)
    other = bundle(cast, said, 3, 2)
    assert other.id != answer.id
    with pytest.raises(Refused, match="staat nu in een ander groepsantwoord"):
        actions.put_back(out, actor=cast.bram, now=NOON)


def test_undoing_it_leaves_everybody_waiting_by_themselves(cast: Cast, said: list[Contribution]) -> None:
    actions.discard(bundle(cast, said, 0, 1), actor=cast.bram, now=NOON)
    db.session.commit()
    outcomes.publish(said[0].points[0], decided(said), base_version=0, actor=cast.bram, now=NOON)
    assert said[1].points[0].outcome_id is None


def test_after_it_left_it_cannot_be_undone_and_each_is_corrected_apart(cast: Cast, said: list[Contribution]) -> None:
    answer = bundle(cast, said, 0, 1)
    merging.take_over(answer, decided(said), actor=cast.bram, now=NOON)
    releasing.release(answer, base=None, actor=cast.bram, now=NOON)
    db.session.commit()
    send(answer.id)
    with pytest.raises(UnderWay):
        actions.discard(answer, actor=cast.bram, now=NOON)
    db.session.rollback()
    better = decided(said, reason=f"Beter. {REASON}")
    outcomes.publish(said[0].points[0], better, base_version=1, actor=cast.bram, now=NOON)
    db.session.commit()
    assert [one.outcome_id == one.point.outcome_id for one in letters(answer)] == [False, True]


def test_what_does_not_belong_together_is_refused(cast: Cast, said: list[Contribution]) -> None:
    first, second, third, fourth = (one.points[0] for one in said)
    elsewhere = make_contribution(make_open_track(cast.bram, slug="elders")).points[0]
    outcomes.publish(third, decided(said), base_version=0, actor=cast.bram, now=NOON)
    said[3].withdrawn_at = NOON
    db.session.commit()
    for others, sentence in (
        ([], "minstens één andere"),
        ([first], "minstens één andere"),
        ([elsewhere], "hoort bij een ander traject"),
        ([third], "heeft al antwoord"),
        ([fourth], "is ingetrokken"),
        ([second] * 100, "minder dan honderd"),
    ):
        with pytest.raises(Refused, match=sentence):
            merging.put_together(first, others, actor=cast.bram, now=NOON)


def test_a_point_waits_in_one_grouped_answer_at_most(cast: Cast, said: list[Contribution]) -> None:
    theme = actions.start_for_contributions(said[0].track, "Bomen", [said[1].id], actor=cast.bram, now=NOON)
    db.session.commit()
    with pytest.raises(Refused, match=f"in een ander groepsantwoord: {said[1].number}"):
        merging.put_together(said[0].points[0], [said[1].points[0]], actor=cast.bram, now=NOON)
    db.session.rollback()
    with pytest.raises(Refused, match="wacht al in het groepsantwoord ‘Bomen’"):
        merging.put_together(said[1].points[0], [said[0].points[0]], actor=cast.bram, now=NOON)
    assert len(letters(theme)) == 1


def test_what_a_colleague_wrote_for_all_is_not_overwritten_from_one(cast: Cast, said: list[Contribution]) -> None:
    answer = bundle(cast, said, 0, 1)
    merging.take_over(answer, decided(said), actor=cast.bram, now=NOON)
    merging.take_over(answer, decided(said), actor=cast.chantal, now=NOON)
    with pytest.raises(Refused, match="Er staat al een antwoord voor allemaal"):
        merging.take_over(answer, Decision(reason="Iets anders."), actor=cast.chantal, now=NOON)
