"""Somebody else takes over: nothing is left with nobody, history stays, and residents are told who is there (I33)."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from participation import clock
from participation.accounts.models import User
from participation.contributions import actions as contributions
from participation.contributions.bringing_in.models import BringIn, BringInState
from participation.contributions.models import Contribution
from participation.db import db
from participation.history import Event
from participation.outcomes.handover import open_work
from participation.outcomes.handover.actions import change_contact, hand_over_all, hand_over_track
from participation.outcomes.models import ExecutionState, OutcomeKind
from participation.promises.models import Promise
from participation.tracks.actions.handing_over import CannotTakeOver
from participation.tracks.models import Track, TrackState
from participation.tracks.notices import Notice, NoticeKind
from tests.factories.contributions import check_public, make_contribution
from tests.factories.outcomes import make_bring_in, make_outcome, make_step
from tests.factories.tracks import make_open_track, make_track
from tests.support.cast import Cast
from tests.support.counting import counted


def handled(track: Track, by: User, **values: object) -> Contribution:
    contribution = make_contribution(track, **values)
    contributions.assign(contribution, by, actor=by, now=clock.now())
    db.session.commit()
    return contribution


def hand_over(cast: Cast, track: Track, **values: str) -> None:
    hand_over_track(track, cast.bram, cast.chantal, actor=cast.dirk, now=clock.now(), **values)
    db.session.commit()


def owners(track: Track) -> set[int | None]:
    return set(db.session.scalars(select(Promise.owner_id).where(Promise.track_id == track.id)))


def test_another_contact_has_the_promises_and_the_contributions_and_everybody_is_told(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    track.contact_email = cast.bram.email
    contribution = handled(track, cast.bram)
    change_contact(track, cast.chantal, reason="Bram werkt nu ergens anders.", actor=cast.dirk, now=clock.now())
    db.session.commit()
    assert track.contact is cast.chantal
    assert track.contact_email == cast.chantal.email
    assert cast.chantal in track.members
    assert owners(track) == {cast.chantal.id}
    assert contribution.handler is cast.chantal
    notice = db.session.scalars(select(Notice)).one()
    assert (notice.kind, notice.text) == (NoticeKind.contact_changed, "Bram werkt nu ergens anders.")
    assert notice.data == {"before": "Bram de Boer", "name": "Chantal Mulder", "phone": "0999 12 34 56"}


def test_history_keeps_who_it_was(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    contribution = handled(track, cast.bram)
    change_contact(track, cast.chantal, actor=cast.dirk, now=clock.now())
    db.session.commit()
    changed = db.session.scalars(select(Event).where(Event.kind == "track.contact_changed")).one()
    assert (changed.actor_id, changed.data) == (
        cast.dirk.id,
        {"before_id": cast.bram.id, "contact_id": cast.chantal.id},
    )
    given = db.session.scalars(
        select(Event).where(Event.kind == "contribution.assigned", Event.actor_id == cast.dirk.id)
    ).one()
    assert given.contribution_id == contribution.id
    assert given.data == {"handler_id": cast.chantal.id, "before_id": cast.bram.id}


def test_what_others_handle_stays_with_them(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    mine = handled(track, cast.esther)
    change_contact(track, cast.chantal, actor=cast.dirk, now=clock.now())
    assert mine.handler is cast.esther
    assert owners(track) == {cast.esther.id}


def test_a_track_without_a_contact_gets_one_with_what_nobody_kept(cast: Cast) -> None:
    track = make_open_track(cast.bram, contact=None)
    make_contribution(track)
    change_contact(track, cast.chantal, actor=cast.dirk, now=clock.now())
    assert owners(track) == {cast.chantal.id}


def test_a_draft_that_nobody_can_read_tells_nobody(cast: Cast) -> None:
    change_contact(make_track(cast.bram), cast.chantal, actor=cast.dirk, now=clock.now())
    assert db.session.scalars(select(Notice)).all() == []


@pytest.mark.parametrize(("who", "sentence"), [("bram", "is al het contact"), ("chantal", "werkt hier niet meer")])
def test_who_is_the_contact_or_left_cannot_become_it(cast: Cast, who: str, sentence: str) -> None:
    track = make_open_track(cast.bram)
    cast.chantal.active = False
    with pytest.raises(CannotTakeOver, match=sentence):
        change_contact(track, getattr(cast, who), actor=cast.dirk, now=clock.now())


def test_everything_in_a_track_goes_over_and_nothing_is_left(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    contribution = handled(track, cast.bram)
    make_bring_in(contribution.points[0], cast.bram, accepted=False).asked_by = cast.esther
    db.session.commit()
    (work,) = open_work.of(cast.bram)
    assert work.words == (
        "is het contact van bewoners, heeft beloften die nog niet zijn nagekomen, "
        "behandelt bijdragen die nog wachten of waar werk uit volgt en is erbij gehaald door een collega"
    )
    hand_over(cast, track)
    assert open_work.of(cast.bram) == []
    assert open_work.of(cast.chantal)[0].kinds == work.kinds
    assert track.members == [cast.chantal]


def test_the_author_of_a_draft_is_followed_by_who_writes_on_but_can_never_review_it(cast: Cast) -> None:
    draft = make_track(cast.bram)
    assert open_work.of(cast.bram)[0].kinds == ["draft"]
    hand_over(cast, draft)
    assert draft.author is cast.chantal
    assert draft.rooms[0].author is cast.bram


def test_a_yes_cannot_be_handed_over_so_the_next_one_is_asked(cast: Cast) -> None:
    track = make_open_track(cast.esther)
    contribution = make_contribution(track)
    accepted = make_bring_in(contribution.points[0], cast.bram)
    asked = make_bring_in(make_contribution(track, "Nog iets.").points[0], cast.bram, accepted=False)
    db.session.commit()
    hand_over(cast, track)
    assert accepted.state is BringInState.accepted, "what was said stays said"
    assert (asked.state, asked.answer) == (
        BringInState.declined, "Bram de Boer doet dit werk niet meer. De vraag komt bij u terug."
    )  # fmt: skip
    again = db.session.scalars(
        select(BringIn).where(BringIn.colleague_id == cast.chantal.id).order_by(BringIn.id)
    ).all()
    assert [one.state for one in again] == [BringInState.asked, BringInState.asked]
    assert again[0].question.startswith("Bram de Boer zei hier ja op en doet dit werk niet meer.")
    assert {one.asked_by_id for one in again} == {cast.esther.id}
    assert open_work.of(cast.bram) == []


def test_a_question_comes_back_to_who_asked_it(cast: Cast) -> None:
    track = make_open_track(cast.chantal)
    make_bring_in(make_contribution(track).points[0], cast.bram)
    db.session.commit()
    hand_over(cast, track)
    (bring_in,) = db.session.scalars(select(BringIn))
    assert bring_in.state is BringInState.declined
    assert open_work.of(cast.bram) == []


def test_per_track_to_another_colleague_and_the_rest_to_one(cast: Cast) -> None:
    streets, parks = make_open_track(cast.bram), make_open_track(cast.bram, slug="park", title="Park")
    hand_over_all(cast.bram, {parks.id: cast.esther}, cast.chantal, actor=cast.dirk, now=clock.now())
    assert (streets.contact, parks.contact) == (cast.chantal, cast.esther)
    assert open_work.of(cast.bram) == []


def test_a_track_without_a_taker_stays_and_nobody_at_all_is_refused(cast: Cast) -> None:
    streets, parks = make_open_track(cast.bram), make_open_track(cast.bram, slug="park", title="Park")
    with pytest.raises(CannotTakeOver, match="Kies voor minstens één traject"):
        hand_over_all(cast.bram, {}, actor=cast.dirk, now=clock.now())
    assert hand_over_all(cast.bram, {parks.id: cast.esther}, actor=cast.dirk, now=clock.now()) == ["Park"]
    assert streets.contact is cast.bram


def test_what_was_taken_back_or_finished_is_no_work(cast: Cast) -> None:
    track = make_open_track(cast.esther, department=cast.parks)
    withdrawn, adopted, refused = (
        check_public(handled(track, cast.bram, text=word)) for word in ("Een", "Twee", "Drie")
    )
    contributions.withdraw(withdrawn, now=clock.now())
    for contribution, kind in ((adopted, OutcomeKind.adopted), (refused, OutcomeKind.not_adopted)):
        make_outcome(contribution.points[0], kind)
        db.session.query(Promise).filter_by(contribution_id=contribution.id).update({"kept_at": clock.now()})
    db.session.commit()
    assert [one.kinds for one in open_work.of(cast.bram)] == [["handled"]], (
        "what was adopted is followed until it is done"
    )
    make_step(adopted.points[0], ExecutionState.done)
    assert open_work.of(cast.bram) == []
    with clock.frozen(clock.now() + timedelta(days=1)):
        make_outcome(adopted.points[0], OutcomeKind.partly_adopted)
    assert [one.kinds for one in open_work.of(cast.bram)] == [["handled"]], "another answer begins anew"


def test_residents_of_a_closed_track_keep_a_contact(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    track.state = TrackState.closed
    db.session.commit()
    assert open_work.of(cast.bram)[0].kinds == ["contact"]


@pytest.mark.parametrize("items", [1, 3])
def test_handing_over_takes_the_same_statements_whatever_there_is(app: Flask, cast: Cast, items: int) -> None:
    track = make_open_track(cast.bram)
    for number in range(items):
        handled(track, cast.bram, text=f"Bijdrage {number}")
    db.session.expire_all()
    cast.bram, cast.chantal, cast.dirk, track.members  # noqa: B018 - read before the counting
    with counted(app) as statements:
        hand_over(cast, track)
    assert len(statements) == 18, statements
    assert db.session.scalar(text("SELECT count(*) FROM event WHERE kind = 'contribution.assigned'")) == 2 * items
