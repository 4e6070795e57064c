"""What is released leaves after ten minutes, letter by letter; whatever happens, nobody gets two letters or half a one."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from participation.contributions.models import PublicState
from participation.db import db, writing
from participation.history import Event
from participation.mail import OutboundMail
from participation.outcomes import actions as outcomes
from participation.outcomes.actions import AlreadyAnswered
from participation.outcomes.grouped import actions, releasing, sending
from participation.outcomes.grouped.models import GroupedAnswer, Standing
from participation.outcomes.grouped.rules import TooLate, UnderWay
from participation.outcomes.models import Outcome, OutcomeKind
from participation.outcomes.rules import Decision, NotReady
from participation.outcomes.texts.actions import write_text
from participation.promises.models import Promise
from tests.conftest import NOON
from tests.outcomes.grouped.letters import (
    LEAVES,
    REASON,
    decided,
    letters,
    may,
    neighbours,
    released,
    send,
    tally,
    theme_of,
    written,
)
from tests.support.cast import Cast

A_SECOND = timedelta(seconds=1)


def mails() -> list[str]:
    return sorted(db.session.scalars(select(OutboundMail.to)))


# What everybody gets


def test_everybody_gets_an_own_answer_with_a_name_a_day_and_a_mail(cast: Cast) -> None:
    said = neighbours(cast.bram)
    answer = released(said)
    send(answer.id)
    for one in letters(answer):
        assert one.outcome is not None
        assert (one.outcome.reason, one.outcome.published_by_id, one.outcome.published_at) == (
            REASON, cast.bram.id, LEAVES,
        )  # fmt: skip
        assert one.point.outcome_id == one.outcome_id
    assert mails() == [f"b{number}@bewoner.example" for number in (1, 2, 3)]
    assert (
        db.session.scalars(select(Promise).where(Promise.kept_at.is_(None), Promise.contribution_id.is_not(None))).all()
        == []
    )
    assert db.session.get_one(GroupedAnswer, answer.id).standing is Standing.sent


def test_an_own_sentence_stands_before_or_behind_the_common_reason(cast: Cast) -> None:
    said = neighbours(cast.bram)
    answer = written(said)
    first, second, _third = letters(answer)
    actions.say_own(first, "U noemde de zandbak.", own_first=True, base="", actor=cast.bram, now=NOON)
    actions.say_own(second, "Tot ziens op 3 december.", own_first=False, base=None, actor=cast.bram, now=NOON)
    releasing.release(answer, base=None, actor=cast.bram, now=NOON)
    db.session.commit()
    send(answer.id)
    reasons = [one.outcome.reason for one in letters(answer) if one.outcome]
    assert reasons == [f"U noemde de zandbak.\n\n{REASON}", f"{REASON}\n\nTot ziens op 3 december.", REASON]


def test_who_was_taken_out_gets_no_letter_and_waits_for_an_own_answer(cast: Cast) -> None:
    said = neighbours(cast.bram)
    answer = written(said)
    actions.take_out(letters(answer)[1], "Gaat over een andere straat.", actor=cast.bram, now=NOON)
    releasing.release(answer, base=None, actor=cast.bram, now=NOON)
    db.session.commit()
    send(answer.id)
    assert [one.outcome_id is not None for one in letters(answer)] == [True, False, True]
    assert said[1].points[0].outcome_id is None


# The ten minutes


def test_nothing_leaves_before_its_moment(cast: Cast) -> None:
    answer = released(neighbours(cast.bram))
    assert sending.ready(LEAVES - A_SECOND) == []
    send(answer.id, LEAVES - A_SECOND)
    assert (tally(answer).published, mails()) == (0, [])
    assert sending.ready(LEAVES) == [answer.id]


def test_at_the_last_second_all_of_it_can_be_called_back_and_written_anew(cast: Cast) -> None:
    said = neighbours(cast.bram)
    answer = released(said)
    releasing.call_back(answer, actor=cast.bram, now=LEAVES - A_SECOND)
    db.session.commit()
    send(answer.id)
    assert (tally(answer).published, mails(), answer.standing) == (0, [], Standing.draft)
    actions.save(
        answer, "Bomen", decided(said, reason=f"Beter gezegd. {REASON}"), base=None, actor=cast.bram, now=LEAVES
    )
    releasing.release(answer, base=None, actor=cast.bram, now=LEAVES)
    db.session.commit()
    send(answer.id, LEAVES + timedelta(minutes=10))
    assert tally(answer).published == 3


def test_once_the_first_letter_left_it_cannot_be_called_back_but_the_rest_can_be_stopped(cast: Cast) -> None:
    answer = released(neighbours(cast.bram))
    send(answer.id, most=1)
    answer = db.session.get_one(GroupedAnswer, answer.id)
    with pytest.raises(TooLate):
        releasing.call_back(answer, actor=cast.bram, now=LEAVES)
    releasing.stop(answer, actor=cast.bram, now=LEAVES)
    db.session.commit()
    send(answer.id)
    assert tally(answer)[1:4] == (2, 1, 0)
    with pytest.raises(UnderWay):
        actions.save(answer, "Bomen", Decision(), base=None, actor=cast.bram, now=LEAVES)
    releasing.let_go(answer, actor=cast.bram, now=LEAVES)
    db.session.commit()
    assert (tally(answer).skipped, answer.standing) == (2, Standing.sent)


def test_what_was_released_cannot_be_changed_until_it_is_called_back(cast: Cast) -> None:
    said = neighbours(cast.bram)
    answer = released(said)
    one = letters(answer)[0]
    for act in (
        lambda: actions.save(answer, "X", decided(said), base=None, actor=cast.bram, now=NOON),
        lambda: actions.say_own(one, "X", own_first=True, base=None, actor=cast.bram, now=NOON),
        lambda: actions.take_out(one, "Past niet.", actor=cast.bram, now=NOON),
        lambda: actions.discard(answer, actor=cast.bram, now=NOON),
        lambda: releasing.release(answer, base=None, actor=cast.bram, now=NOON),
    ):
        with pytest.raises(UnderWay):
            act()


# The rules


def test_what_no_letter_could_leave_with_is_not_released(cast: Cast) -> None:
    said = neighbours(cast.bram)
    for decision, field in (
        (Decision(), "kind"),
        (Decision(kind=OutcomeKind.adopted, reason=REASON), "path"),
        (decided(said, reason="Te kort."), "reason"),
        (Decision(kind=OutcomeKind.brought_in, reason=REASON), "kind"),
    ):
        answer = written(said, decision)
        with pytest.raises(NotReady) as refusal:
            releasing.release(answer, base=None, actor=cast.bram, now=NOON)
        assert refusal.value.missing[0].field == field
        actions.discard(answer, actor=cast.bram, now=NOON)
        db.session.commit()


def test_standard_text_alone_is_no_reason_for_many_either(cast: Cast) -> None:
    said = neighbours(cast.bram)
    write_text("Bomen", REASON, (), actor=cast.bram, now=NOON)
    answer = written(said)
    with pytest.raises(NotReady, match="precies de standaardtekst"):
        releasing.release(answer, base=None, actor=cast.bram, now=NOON)
    actions.say_own(letters(answer)[0], "U noemde de zandbak bij de ingang van de school.", own_first=True, base=None,
                    actor=cast.bram, now=NOON)  # fmt: skip
    with pytest.raises(NotReady, match="precies de standaardtekst"):
        releasing.release(answer, base=None, actor=cast.bram, now=NOON)
    actions.save(answer, "Bomen", decided(said, reason=f"{REASON} Bij deze school staan nu nog geen bomen."), base=None,
                 actor=cast.bram, now=NOON)  # fmt: skip
    releasing.release(answer, base=None, actor=cast.bram, now=NOON)


def test_a_letter_that_the_rules_refuse_is_skipped_with_the_reason_and_stops_no_other(cast: Cast) -> None:
    said = neighbours(cast.bram, 6)
    answer = released(said)
    said[0].withdrawn_at = NOON
    said[1].public_state, said[1].checked_at = PublicState.unchecked, None
    mine = decided(said, reason=f"Zelf gezegd. {REASON}")
    outcomes.publish(said[2].points[0], mine, base_version=0, actor=cast.bram, now=NOON)
    outcomes.save_draft(said[3].points[0], mine, actor=cast.bram, now=NOON)
    said[4].email = "geen adres"
    db.session.commit()
    send(answer.id)
    found = [one.skipped_why for one in letters(answer)]
    assert found[0].startswith("De bewoner heeft deze bijdrage ingetrokken.")
    assert found[1].startswith("Kijk eerst de openbare tekst na")
    assert found[2] == f"{cast.bram.name} gaf intussen zelf antwoord."
    assert found[3] == f"{cast.bram.name} schreef intussen een eigen concept."
    assert found[4] and found[5] == ""
    assert said[4].points[0].outcome_id is None, "half a letter is no letter"
    assert tally(answer)[1:4] == (0, 1, 5)
    assert db.session.query(Event).filter_by(kind="grouped.skipped").count() == 5


def test_a_fault_of_ours_in_one_letter_stops_no_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    said = neighbours(cast.bram)
    answer, real = released(said), outcomes.publish
    bad = said[1].points[0].id

    def broken(point: object, *args: object, **values: object) -> Outcome:
        found = real(point, *args, **values)  # type: ignore[arg-type]
        if point.id == bad:  # type: ignore[attr-defined]
            raise ZeroDivisionError("after everything was written")
        return found

    monkeypatch.setattr(outcomes, "publish", broken)
    send(answer.id)
    assert [bool(one.outcome_id) for one in letters(answer)] == [True, False, True]
    assert db.session.query(Outcome).filter_by(point_id=bad).count() == 0
    assert "Er ging bij ons iets mis" in letters(answer)[1].skipped_why
    assert len(mails()) == 2


# In whose name


@pytest.mark.parametrize("how", ["left", "other work"])
def test_who_may_not_answer_here_any_more_sends_nothing_more(cast: Cast, how: str) -> None:
    said = neighbours(cast.bram)
    answer = released(said)
    send(answer.id, most=1)
    if how == "left":
        cast.bram.active = False
    else:
        cast.bram.department_id = cast.chantal.department_id
        said[0].track.author_id = cast.dirk.id
        said[0].track.members = []
    db.session.commit()
    send(answer.id)
    answer = db.session.get_one(GroupedAnswer, answer.id)
    assert answer.standing is Standing.stopped
    assert ("werkt hier niet meer" if how == "left" else "werkt niet meer aan dit traject") in answer.stopped_why
    assert tally(answer).published == 1
    if how == "left":
        cast.bram.active = True  # The invariants of the house want a contact that can be called.
        db.session.commit()


def test_a_colleague_can_send_the_rest_in_the_own_name(cast: Cast) -> None:
    said = neighbours(cast.bram)
    answer = released(said)
    send(answer.id, most=1)
    answer = db.session.get_one(GroupedAnswer, answer.id)
    releasing.stop(answer, actor=cast.bram, now=LEAVES)
    said[0].track.members = [*said[0].track.members, cast.chantal]
    releasing.release(answer, base=None, actor=cast.chantal, now=LEAVES)
    db.session.commit()
    send(answer.id, LEAVES + timedelta(minutes=10))
    assert [one.outcome.published_by_id for one in letters(answer) if one.outcome] == [
        cast.bram.id, cast.chantal.id, cast.chantal.id,
    ]  # fmt: skip


# Interrupted


def test_a_worker_that_dies_in_the_middle_of_a_letter_leaves_all_of_it_or_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = released(neighbours(cast.bram))
    send(answer.id, most=1)

    class Killed(BaseException):
        pass

    def killed(*_args: object, **_values: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("participation.outcomes.messages.tell_outcome", killed)
        with pytest.raises(Killed):
            send(answer.id)
    assert (tally(answer).published, tally(answer).waiting, len(mails())) == (1, 2, 1)
    send(answer.id)
    assert (tally(answer).published, db.session.query(Outcome).count(), len(mails())) == (3, 3, 3)


def test_sending_again_when_all_is_sent_does_nothing(cast: Cast) -> None:
    answer = released(neighbours(cast.bram))
    send(answer.id)
    assert send(answer.id) == 1
    assert (db.session.query(Outcome).count(), len(mails())) == (3, 3)
    assert sending.ready(LEAVES) == []


# A new version for all


def test_a_correction_goes_to_everybody_whose_letter_still_stands_and_is_announced(cast: Cast) -> None:
    said = neighbours(cast.bram)
    answer = released(said)
    send(answer.id)
    answer = db.session.get_one(GroupedAnswer, answer.id)
    own = decided(said, reason=f"Voor u is het anders. {REASON}")
    outcomes.publish(said[0].points[0], own, base_version=1, actor=cast.bram, now=LEAVES)
    again = releasing.correct(answer, actor=cast.bram, now=LEAVES)
    actions.save(
        again,
        again.title,
        decided(said, reason=f"Wij hadden het mis. {REASON}"),
        base=None,
        actor=cast.bram,
        now=LEAVES,
    )
    releasing.release(again, base=None, actor=cast.bram, now=LEAVES)
    db.session.commit()
    send(again.id, LEAVES + timedelta(minutes=10))
    assert [one.contribution_id for one in letters(again)] == [said[1].id, said[2].id]
    assert {(one.outcome.version, one.outcome.reason) for one in letters(again) if one.outcome} == {
        (2, f"Wij hadden het mis. {REASON}")
    }
    corrected = db.session.scalars(select(OutboundMail.to).where(OutboundMail.name == "outcome_corrected")).all()
    assert sorted(corrected) == [f"b{number}@bewoner.example" for number in (1, 2, 3)]


def test_each_answer_can_be_corrected_apart_afterwards(cast: Cast) -> None:
    said = neighbours(cast.bram)
    answer = released(said)
    send(answer.id)
    point = letters(answer)[0].point
    with writing():
        outcomes.publish(point, decided(said, reason=f"Beter. {REASON}"), base_version=1, actor=cast.bram, now=LEAVES)
    assert [one.point.outcome_id == one.outcome_id for one in letters(answer)] == [False, True, True]
    with pytest.raises(AlreadyAnswered), writing():
        outcomes.publish(point, decided(said), base_version=1, actor=cast.bram, now=LEAVES)


def test_may_is_asked_at_the_moment_of_every_letter(cast: Cast) -> None:
    answer = released(neighbours(cast.bram))
    asked: list[str] = []

    def note(user: object, track: object) -> bool:
        asked.append(user.name)  # type: ignore[attr-defined]
        return may(user, track)  # type: ignore[arg-type]

    for _round in range(4):
        with writing():
            sending.send_next(answer.id, may=note, now=LEAVES)
    assert asked == [cast.bram.name] * 4


def test_a_theme_gives_every_point_that_waits_a_letter(cast: Cast) -> None:
    said = neighbours(cast.bram, 4)
    theme = theme_of(said)
    outcomes.publish(said[0].points[0], decided(said), base_version=0, actor=cast.bram, now=NOON)
    said[1].withdrawn_at = NOON
    db.session.commit()
    answer = actions.start_for_theme(theme, actor=cast.bram, now=NOON)
    db.session.commit()
    assert [one.contribution_id for one in letters(answer)] == [said[2].id, said[3].id]
