"""Receiving: everything together or nothing, once, through every channel."""

from datetime import date

import pytest

from participation import clock
from participation.contributions import actions, receipt
from participation.contributions.actions import DoesNotFit, Said, TakesNone, Terms
from participation.contributions.models import Channel, Contribution, ContributionKind
from participation.db import db
from participation.history import Event, Who
from participation.mail import OutboundMail, may_send
from participation.promises.models import Promise, PromiseKind
from participation.tracks.models import Track, TrackState
from participation.tracks.room import Level
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast

TERMS = Terms(receipt_key="key", feedback_weeks=8)
SAID = Said(text="Zet bomen bij de school.\r\nDank u.")


@pytest.fixture
def track(cast: Cast) -> Track:
    return make_open_track(cast.bram)


def submit(track: Track, said: Said = SAID, form_key: str = "form") -> actions.Received:
    received = actions.submit(track, said, terms=TERMS, form_key=form_key, now=clock.now())
    db.session.commit()
    return received


def test_a_contribution_comes_with_its_point_its_promise_and_its_place_in_the_history(track: Track, cast: Cast) -> None:
    received = submit(track)
    found = received.contribution
    assert found.original_text == "Zet bomen bij de school.\nDank u."
    assert [point.text for point in found.points] == [found.original_text]
    assert found.room is track.room
    promise = db.session.query(Promise).filter_by(contribution_id=found.id).one()
    assert (promise.kind, promise.due, promise.owner_id) == (PromiseKind.answer, date(2027, 2, 5), cast.bram.id)
    event = db.session.query(Event).filter_by(kind="contribution.received").one()
    assert (event.who, event.actor_id, event.contribution_id) == (Who.resident, None, found.id)
    assert received.due == date(2027, 2, 5)


def test_only_the_hash_of_the_code_is_kept(track: Track) -> None:
    received = submit(track)
    assert received.contribution.code_hash == receipt.hash_of("key", received.code)
    row = db.session.execute(db.text("SELECT * FROM contribution")).mappings().one()
    assert received.code not in str(dict(row))


def test_the_same_form_again_is_the_first_contribution_with_the_same_code(track: Track) -> None:
    first, again = submit(track), submit(track)
    assert (again.contribution.id, again.code, again.is_new) == (first.contribution.id, first.code, False)
    assert db.session.query(Promise).filter_by(kind=PromiseKind.answer).count() == 1


def test_an_edited_text_is_a_second_contribution(track: Track) -> None:
    first = submit(track)
    second = submit(track, Said(text="Zet bomen bij de school. En een bank."))
    assert first.contribution.id != second.contribution.id
    assert first.code != second.code


def test_the_same_form_again_shows_its_receipt_even_when_the_track_has_closed(track: Track) -> None:
    first = submit(track)
    track.state = TrackState.answering
    db.session.commit()
    assert submit(track).code == first.code


def test_a_closed_track_takes_none(track: Track) -> None:
    track.state = TrackState.answering
    with pytest.raises(TakesNone):
        submit(track)
    assert db.session.query(Contribution).count() == 0


@pytest.mark.parametrize("text", ["", "  \n "])
def test_nothing_is_no_contribution(track: Track, text: str) -> None:
    with pytest.raises(DoesNotFit) as refusal:
        submit(track, Said(text=text))
    assert refusal.value.field == "text"


def test_on_the_level_inform_an_idea_is_refused(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    db.session.execute(db.text("UPDATE declared_room SET level = :level"), {"level": Level.inform.value})
    db.session.commit()
    with pytest.raises(DoesNotFit) as refusal:
        submit(track, Said(text="Zet bomen.", kind=ContributionKind.idea))
    assert refusal.value.field == "kind"
    assert submit(track, Said(text="Waarom?", kind=ContributionKind.question)).is_new


def test_a_question_of_another_track_is_refused(track: Track) -> None:
    elsewhere = make_open_track(track.author, slug="anders").room
    assert elsewhere is not None
    other = elsewhere.open_questions[0]
    with pytest.raises(DoesNotFit) as refusal:
        submit(track, Said(text="Zet bomen.", question=other))
    assert refusal.value.field == "question"


def test_who_left_an_address_gets_the_receipt_by_mail_without_the_code_in_the_subject(track: Track) -> None:
    received = submit(track, Said(text="Zet bomen.", email="bewoner@voorbeeld.nl"))
    mail = db.session.query(OutboundMail).one()
    assert (mail.name, mail.to) == ("contribution_received", "bewoner@voorbeeld.nl")
    assert received.contribution.number in mail.subject
    everything = f"{mail.subject}{mail.body_text}{mail.body_html}{mail.sealed}"
    assert received.code not in everything.replace("-", "").replace(" ", "")
    assert "vrijdag 5 februari 2027" in mail.body_text


def test_a_receipt_that_waits_is_not_sent_any_more_to_who_withdrew(track: Track) -> None:
    received = submit(track, Said(text="Zet bomen.", email="bewoner@voorbeeld.nl"))
    message = db.session.query(OutboundMail).one()
    assert may_send[message.name](message)
    actions.withdraw(received.contribution, now=clock.now())
    assert not may_send[message.name](message)


def test_without_an_address_no_mail_leaves(track: Track) -> None:
    submit(track)
    assert db.session.query(OutboundMail).count() == 0


def enter(track: Track, cast: Cast, said: Said, on: date) -> actions.Received:
    received = actions.enter(
        track, said, received_on=on, terms=TERMS, form_key="desk", actor=cast.chantal, now=clock.now()
    )
    db.session.commit()
    return received


def test_what_a_colleague_writes_down_stays_the_residents(track: Track, cast: Cast) -> None:
    said = Said(text="Het plein is te heet.", channel=Channel.kitchen_table, source_note="namens de bewonerscommissie")
    found = enter(track, cast, said, date(2026, 11, 20)).contribution
    assert (found.channel, found.entered_by, found.source_note) == (
        Channel.kitchen_table, cast.chantal, "namens de bewonerscommissie",
    )  # fmt: skip
    assert clock.local(found.received_at).date() == date(2026, 11, 20)
    event = db.session.query(Event).filter_by(kind="contribution.received").one()
    assert (event.who, event.actor_id) == (Who.staff, cast.chantal.id)


@pytest.mark.parametrize(
    ("said", "on", "field"),
    [
        (Said(text="a", channel=Channel.web), date(2026, 11, 20), "channel"),
        (Said(text="a", channel=Channel.paper), date(2026, 11, 25), "received_on"),
        (Said(text="a", channel=Channel.paper), date(2026, 11, 1), "received_on"),
    ],
)
def test_a_colleague_cannot_write_down_what_did_not_come_in(
    track: Track, cast: Cast, said: Said, on: date, field: str
) -> None:
    with pytest.raises((DoesNotFit, TakesNone)) as refusal:
        enter(track, cast, said, on)
    assert refusal.value.field == field


def test_pressing_save_twice_at_the_desk_is_one_contribution(track: Track, cast: Cast) -> None:
    said = Said(text="Het plein is te heet.", channel=Channel.phone)
    first, again = enter(track, cast, said, clock.today()), enter(track, cast, said, clock.today())
    assert (first.code, again.is_new) == (again.code, False)


def test_a_row_of_a_file_comes_in_once_and_belongs_to_nobody_here(track: Track) -> None:
    def take_over() -> Contribution | None:
        found = actions.take_over(
            track, Said(text="Brief", channel=Channel.paper), received_on=None, import_key="k", terms=TERMS,
            now=clock.now(),
        )  # fmt: skip
        db.session.commit()
        return found.contribution if found else None

    found = take_over()
    assert found is not None and found.entered_by is None
    assert take_over() is None
    assert db.session.query(Event).filter_by(kind="contribution.received").one().who is Who.system
