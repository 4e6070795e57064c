"""Who is hidden can answer once, and somebody else decides; no button goes round that (I16)."""

import pytest
from sqlalchemy.exc import IntegrityError

from participation import clock
from participation.accounts.models import Role, User
from participation.contributions import actions
from participation.contributions.freeze import OriginalIsImmutable
from participation.contributions.models import Contribution, PublicState
from participation.contributions.moderation import names, objecting
from participation.contributions.moderation.models import Objection, ObjectionVerdict
from participation.contributions.moderation.rules import CannotObject, SameHand, StillWaits
from participation.db import db
from participation.history import Event
from participation.refusals import Conflict, Refused
from tests.factories.contributions import cut, make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast, make_user

WORDS = "Ik ben het er niet mee eens, want ik noem niemand."
SAID = "Bel Kees op 06-12345678. Zet bomen bij de school."


@pytest.fixture
def gerda(cast: Cast) -> User:
    """A colleague of Bram's own department."""
    made = make_user("Gerda Smit", Role.civil_servant, cast.streets)
    db.session.flush()
    return made


@pytest.fixture
def hidden(cast: Cast) -> Contribution:
    made = make_contribution(make_open_track(cast.bram), SAID)
    actions.hide(made, "Het gaat over een buurman.", actor=cast.bram, now=clock.now())
    return made


def texts(contribution: Contribution, text: str = "Zet bomen bij de school.") -> dict[int, str]:
    return {contribution.points[0].id: text}


def events(kind: str) -> list[Event]:
    db.session.flush()
    return db.session.query(Event).filter_by(kind=kind).all()


def test_it_is_said_once_and_a_second_click_is_the_same(hidden: Contribution) -> None:
    first = objecting.object_to(hidden, WORDS, now=clock.now())
    assert objecting.object_to(hidden, WORDS, now=clock.now()) is first
    with pytest.raises(CannotObject):
        objecting.object_to(hidden, WORDS + " En ook dit.", now=clock.now())
    (event,) = events("contribution.objected")
    assert "niemand" not in str(event.data)


@pytest.mark.parametrize("words", ["", "Nee dat klopt"])
def test_too_few_words_are_refused(hidden: Contribution, words: str) -> None:
    with pytest.raises(Refused):
        objecting.object_to(hidden, words, now=clock.now())


def test_there_is_nothing_to_object_to_when_it_is_not_hidden_or_was_taken_back(
    cast: Cast, hidden: Contribution
) -> None:
    other = make_contribution(hidden.track)
    with pytest.raises(CannotObject):
        objecting.object_to(other, WORDS, now=clock.now())
    actions.withdraw(hidden, now=clock.now())
    with pytest.raises(CannotObject):
        objecting.object_to(hidden, WORDS, now=clock.now())


def test_who_hid_it_never_decides(cast: Cast, hidden: Contribution) -> None:
    objecting.object_to(hidden, WORDS, now=clock.now())
    with pytest.raises(SameHand):
        objecting.uphold(hidden, "Er staat een herkenbare buurman in.", actor=cast.bram, now=clock.now())
    with pytest.raises(SameHand):
        actions.check_public(hidden, texts(hidden), actor=cast.bram, now=clock.now())
    assert hidden.public_state is PublicState.hidden


def test_there_is_no_way_round_it_by_hiding_anew_or_cutting(gerda: User, hidden: Contribution) -> None:
    objecting.object_to(hidden, WORDS, now=clock.now())
    with pytest.raises(StillWaits):
        actions.hide(hidden, "Een andere reden.", actor=gerda, now=clock.now())
    cut(hidden, ("Bellen", "Bel Kees op 06-12345678."), ("Bomen", "Zet bomen bij de school."))
    assert hidden.public_state is PublicState.hidden, "cutting in points shows nothing that was hidden"


def test_another_colleague_keeps_it_hidden_with_a_reason(gerda: User, hidden: Contribution) -> None:
    objecting.object_to(hidden, WORDS, now=clock.now())
    with pytest.raises(Refused):
        objecting.uphold(hidden, "Nee.", actor=gerda, now=clock.now())
    objecting.uphold(hidden, "U noemt een huis waar één iemand woont.", actor=gerda, now=clock.now())
    found = objecting.of_this_hiding(hidden)
    assert found is not None
    assert (found.verdict, found.decided_by) == (ObjectionVerdict.stays, gerda)
    assert hidden.hidden_reason == "Het gaat over een buurman."
    with pytest.raises(Conflict):
        objecting.uphold(hidden, "U noemt een huis waar één iemand woont.", actor=gerda, now=clock.now())


def test_publishing_after_all_is_the_decision(gerda: User, hidden: Contribution) -> None:
    objecting.object_to(hidden, WORDS, now=clock.now())
    actions.check_public(hidden, texts(hidden), actor=gerda, now=clock.now())
    (made,) = objecting.objections(hidden)
    assert (made.verdict, hidden.is_public) == (ObjectionVerdict.published, True)
    assert events("contribution.checked")[-1].data["objected"] is True


def test_the_words_of_the_author_never_change_and_the_database_knows_the_second_hand(
    cast: Cast, hidden: Contribution
) -> None:
    made = objecting.object_to(hidden, WORDS, now=clock.now())
    db.session.commit()
    made.words = "Iets anders."
    with pytest.raises(OriginalIsImmutable):
        db.session.flush()
    db.session.rollback()
    found = db.session.get_one(Objection, made.id)
    found.verdict, found.answer, found.decided_by, found.decided_at = (
        ObjectionVerdict.stays, "Daarom.", cast.bram, clock.now(),
    )  # fmt: skip
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_the_history_keeps_what_was_blanked_and_never_the_words(cast: Cast) -> None:
    names.keep_names("Kees", seen=0, actor=cast.dirk, now=clock.now())
    made = make_contribution(make_open_track(cast.bram), SAID)
    actions.check_public(
        made, texts(made, "Bel [naam] op [telefoonnummer]. Zet bomen bij de school."), actor=cast.bram, now=clock.now()
    )
    (event,) = events("contribution.checked")
    assert event.data["blanked"] == ["name", "phone"]
    assert "Kees" not in str(event.data)
    assert "0612345678" not in str(event.data).replace("-", "")
    assert made.original_text == made.points[0].text == SAID
