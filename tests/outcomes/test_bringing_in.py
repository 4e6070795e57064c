"""Erbij halen: a colleague, a team or another track helps; their part is theirs, and the first contact stays (I20)."""

from datetime import date, timedelta

import pytest

from participation import clock
from participation.accounts.models import User
from participation.contributions import actions
from participation.contributions.bringing_in.actions import PartChanged
from participation.contributions.bringing_in.models import BringIn, BringInState
from participation.contributions.bringing_in.queries import asked_of
from participation.contributions.bringing_in.reminding import bring_back, remind_bring_ins
from participation.contributions.bringing_in.rules import AlreadyAnswered, AlreadyAsked, NotYours, PartIsPublished
from participation.contributions.models import Point
from participation.db import db
from participation.mail import OutboundMail
from participation.outcomes import actions as outcomes
from participation.outcomes.helping import PartsChanged
from participation.outcomes.models import Outcome, OutcomeKind, OutcomeState
from participation.outcomes.rules import Decision, NotReady
from participation.promises.actions import open_promises
from participation.refusals import Refused
from participation.tracks import actions as tracks
from participation.tracks.models import Track
from tests.factories.contributions import check_public, make_contribution
from tests.factories.outcomes import REASON, decision_values
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast

ASKS = "Kan hier een boom staan?"
PART = "De wortels blijven ver van de leidingen. Een linde kan hier goed."
WHY = "Een ander traject beslist over deze bomen."


@pytest.fixture
def point(cast: Cast) -> Point:
    track = make_open_track(cast.bram, contact=cast.bram)
    return check_public(make_contribution(track, email="bewoner@voorbeeld.nl")).points[0]


@pytest.fixture
def park(cast: Cast) -> Track:
    return make_open_track(cast.chantal, slug="park", title="Het park")


def mails(name: str, to: str = "") -> list[OutboundMail]:
    db.session.flush()
    found = db.session.query(OutboundMail).filter_by(name=name).order_by(OutboundMail.id).all()
    return [one for one in found if not to or one.to == to]


def ask(point: Point, cast: Cast, whom: User | None = None) -> BringIn:
    return actions.ask_in(point, whom or cast.chantal, ASKS, actor=cast.bram, now=clock.now())


def accepted(point: Point, cast: Cast, part: str = "") -> BringIn:
    bring_in = ask(point, cast)
    actions.accept_bring_in(bring_in, actor=cast.chantal, now=clock.now())
    if part:
        actions.write_part(bring_in, part, actor=cast.chantal, now=clock.now())
    return bring_in


def publish(point: Point, cast: Cast, kind: OutcomeKind = OutcomeKind.adopted, **values: object) -> Outcome:
    decision = Decision(kind=kind, **{**decision_values(kind, point, colleague=cast.chantal), **values})
    current = outcomes.current_outcome(point)
    version = current.version or 0 if current else 0
    return outcomes.publish(point, decision, base_version=version, actor=cast.bram, now=clock.now())


# Asking and answering


def test_a_question_has_a_term_and_the_colleague_gets_a_mail(point: Point, cast: Cast) -> None:
    bring_in = ask(point, cast)
    assert bring_in.due_on == clock.working_days_after(clock.today(), 5)
    (mail,) = mails("bring_in_asked")
    assert (mail.to, mail.subject) == (cast.chantal.email, "Bram de Boer vraagt u om hulp")
    assert ASKS in mail.body_text and f"/werk/erbij/{bring_in.id}" in mail.body_text


def test_a_term_that_has_passed_and_an_empty_question_are_refused(point: Point, cast: Cast) -> None:
    for question, day, field in (("Kan dat?", clock.today(), "due_on"), (" ", None, "question")):
        with pytest.raises(Refused) as refusal:
            actions.ask_in(point, cast.chantal, question, actor=cast.bram, now=clock.now(), due_on=day)
        assert refusal.value.field == field


def test_several_can_be_asked_at_once_but_nobody_twice(point: Point, cast: Cast) -> None:
    ask(point, cast)
    ask(point, cast, cast.dirk)
    with pytest.raises(AlreadyAsked):
        ask(point, cast)


def test_who_said_no_can_be_asked_again(point: Point, cast: Cast) -> None:
    first = ask(point, cast)
    actions.decline_bring_in(first, "Ik ben met verlof.", actor=cast.chantal, now=clock.now())
    assert ask(point, cast).state is BringInState.asked


def test_a_question_can_be_withdrawn_until_it_is_answered(point: Point, cast: Cast) -> None:
    first, second = ask(point, cast), ask(point, cast, cast.dirk)
    actions.withdraw_bring_in(first, actor=cast.bram, now=clock.now())
    with pytest.raises(AlreadyAnswered, match="trok deze vraag in"):
        actions.accept_bring_in(first, actor=cast.chantal, now=clock.now())
    actions.accept_bring_in(second, actor=cast.dirk, now=clock.now())
    with pytest.raises(AlreadyAnswered, match="Intrekken kan niet meer"):
        actions.withdraw_bring_in(second, actor=cast.bram, now=clock.now())


def test_anyone_of_a_team_may_take_it_up_in_person(point: Point, cast: Cast) -> None:
    bring_in = actions.ask_department(point, cast.parks, ASKS, actor=cast.bram, now=clock.now())
    assert [one.team for one in asked_of(cast.chantal)] == ["Groen"]
    assert asked_of(cast.dirk) == []
    with pytest.raises(NotYours):
        actions.accept_bring_in(bring_in, actor=cast.dirk, now=clock.now())
    actions.accept_bring_in(bring_in, actor=cast.chantal, now=clock.now())
    assert (bring_in.helper, bring_in.party) == ("Chantal Mulder", "Groen")
    assert [mail.subject for mail in mails("bring_in_news", cast.bram.email)] == ["Chantal Mulder helpt mee"]


def test_after_the_term_it_stays_with_the_first_contact_who_hears_it_and_reminders_follow_each_week(
    point: Point, cast: Cast
) -> None:
    bring_in = ask(point, cast)
    assert remind_bring_ins(clock.now()) == []
    late = clock.now() + timedelta(days=9)
    assert remind_bring_ins(late) == [f"bring-in {bring_in.id}: Chantal Mulder was reminded."]
    assert remind_bring_ins(late + timedelta(hours=1)) == []
    assert len(remind_bring_ins(late + timedelta(days=7))) == 1
    assert [mail.subject for mail in mails("bring_in_asked")][1:] == ["Herinnering: Bram de Boer vraagt u om hulp"] * 2
    assert [mail.subject for mail in mails("bring_in_news", cast.bram.email)] == [
        "Nog geen antwoord van Chantal Mulder"
    ] * 2
    actions.accept_bring_in(bring_in, actor=cast.chantal, now=late)  # A late yes is a yes.


def test_what_was_taken_back_by_the_resident_is_not_reminded(point: Point, cast: Cast) -> None:
    ask(point, cast)
    actions.withdraw(point.contribution, now=clock.now())
    assert remind_bring_ins(clock.now() + timedelta(days=9)) == []
    assert asked_of(cast.chantal) == []


# A part of one's own


def test_the_part_of_a_colleague_stands_in_the_answer_with_the_name(point: Point, cast: Cast) -> None:
    bring_in = accepted(point, cast, PART)
    outcome = publish(point, cast)
    assert [(part["name"], part["team"], part["text"]) for part in outcome.parts] == [("Chantal Mulder", "Groen", PART)]
    assert bring_in.part_published_at is not None
    (mail,) = mails("outcome_published")
    assert f"Chantal Mulder, projectleider bij Groen, zegt hierover:\n    {PART}" in mail.body_text


def test_only_who_said_yes_writes_the_part_and_not_the_first_contact(point: Point, cast: Cast) -> None:
    bring_in = accepted(point, cast, PART)
    with pytest.raises(NotYours):
        actions.write_part(bring_in, "Ik weet het beter.", actor=cast.bram, now=clock.now())


def test_a_part_can_change_until_it_is_published(point: Point, cast: Cast) -> None:
    bring_in = accepted(point, cast, PART)
    actions.write_part(bring_in, "Een eik kan ook.", actor=cast.chantal, now=clock.now())
    publish(point, cast)
    with pytest.raises(PartIsPublished):
        actions.write_part(bring_in, PART, actor=cast.chantal, now=clock.now())


def test_two_windows_of_the_helper_do_not_overwrite_each_other(point: Point, cast: Cast) -> None:
    bring_in = accepted(point, cast, PART)
    with pytest.raises(PartChanged):
        actions.write_part(bring_in, "Anders.", actor=cast.chantal, now=clock.now(), base="")


def test_an_interim_answer_leaves_the_part_open(point: Point, cast: Cast) -> None:
    bring_in = accepted(point, cast, PART)
    outcome = publish(point, cast, OutcomeKind.brought_in, bring_in=bring_in)
    assert (outcome.parts, bring_in.part_published_at) == ([], None)
    assert publish(point, cast).parts


def test_the_first_contact_can_leave_a_part_out_and_its_writer_hears_why(point: Point, cast: Cast) -> None:
    bring_in = accepted(point, cast, PART)
    with pytest.raises(Refused) as refusal:
        actions.leave_out_part(bring_in, " ", actor=cast.bram, now=clock.now())
    assert refusal.value.field == "reason"
    actions.leave_out_part(bring_in, "Dit gaat over een andere straat.", actor=cast.bram, now=clock.now())
    (mail,) = mails("bring_in_news", cast.chantal.email)
    assert "Dit gaat over een andere straat." in mail.body_text
    assert publish(point, cast).parts == []


def test_nobody_publishes_a_part_that_changed_since_they_read_it(point: Point, cast: Cast) -> None:
    accepted(point, cast, PART)
    decision = Decision(kind=OutcomeKind.answered, **decision_values(OutcomeKind.answered, point))
    with pytest.raises(PartsChanged):
        outcomes.publish(point, decision, base_version=0, actor=cast.bram, now=clock.now(), base_parts="")


# To another track


def taken(point: Point, park: Track, cast: Cast) -> BringIn:
    bring_in = actions.take_along(point, park, WHY, actor=cast.bram, now=clock.now())
    assert park.room is not None
    actions.accept_bring_in(bring_in, actor=cast.chantal, now=clock.now(), path=park.room.paths[0])
    return bring_in


def test_the_author_hears_which_track_looks_too_and_that_the_contact_stays(
    point: Point, park: Track, cast: Cast
) -> None:
    actions.take_along(point, park, WHY, actor=cast.bram, now=clock.now())
    assert mails("taken_along") == []
    bring_in = db.session.query(BringIn).one()
    assert park.room is not None
    actions.accept_bring_in(bring_in, actor=cast.chantal, now=clock.now(), path=park.room.paths[0])
    (mail,) = mails("taken_along")
    assert "Het traject ‘Het park’ neemt uw punt ook mee. U hoeft niets te doen." in mail.body_text
    assert "Bram de Boer blijft uw contact." in mail.body_text


def test_a_track_that_says_yes_names_where_it_could_land(point: Point, park: Track, cast: Cast) -> None:
    bring_in = actions.take_along(point, park, WHY, actor=cast.bram, now=clock.now())
    room = point.contribution.track.room
    assert room is not None
    for path in (None, room.paths[0]):
        with pytest.raises(Refused) as refusal:
            actions.accept_bring_in(bring_in, actor=cast.chantal, now=clock.now(), path=path)
        assert refusal.value.field == "path"


def test_only_people_of_that_track_answer_for_it(point: Point, park: Track, cast: Cast) -> None:
    bring_in = actions.take_along(point, park, WHY, actor=cast.bram, now=clock.now())
    with pytest.raises(NotYours):
        actions.decline_bring_in(bring_in, "Nee, dit past niet.", actor=cast.dirk, now=clock.now())
    assert [one.to_track for one in asked_of(cast.chantal)] == ["Het park"]


def test_its_own_track_and_one_that_does_not_run_are_refused(point: Point, park: Track, cast: Cast) -> None:
    tracks.stop_track(park, "Er is geen geld meer voor dit park.", actor=cast.chantal, now=clock.now())
    for track in (point.contribution.track, park):
        with pytest.raises(Refused) as refusal:
            actions.take_along(point, track, WHY, actor=cast.bram, now=clock.now())
        assert refusal.value.field == "track"


def test_the_answer_may_name_exactly_the_path_that_the_other_track_named(point: Point, park: Track, cast: Cast) -> None:
    assert park.room is not None
    path = park.room.paths[0]
    with pytest.raises(NotReady) as refusal:
        publish(point, cast, path=path)
    assert refusal.value.missing[0].field == "path"
    bring_in = taken(point, park, cast)
    outcome = publish(point, cast, path=path)
    assert (outcome.path_id, outcome.bring_in_id) == (path.id, bring_in.id)
    (mail,) = mails("outcome_published")
    assert "Het gaat mee met een ander traject: ‘Het park’." in mail.body_text
    assert "/trajecten/park" in mail.body_text


def test_a_path_of_a_third_track_stays_refused(point: Point, park: Track, cast: Cast) -> None:
    taken(point, park, cast)
    third = make_open_track(cast.dirk, slug="plein", title="Het plein")
    assert third.room is not None
    with pytest.raises(NotReady):
        publish(point, cast, path=third.room.paths[0])


def test_it_stays_on_the_watch_list_until_a_final_answer(point: Point, park: Track, cast: Cast) -> None:
    bring_in = taken(point, park, cast)
    publish(point, cast, OutcomeKind.brought_in, bring_in=bring_in, later_on=date(2027, 1, 20))
    assert [promise.due for promise in open_promises(point.contribution_id)] == [date(2027, 1, 20)]
    assert park.room is not None
    publish(point, cast, path=park.room.paths[0])
    assert open_promises(point.contribution_id) == []


def test_when_the_other_track_stops_the_point_comes_back_with_a_sentence(point: Point, park: Track, cast: Cast) -> None:
    bring_in = taken(point, park, cast)
    assert bring_back(clock.now()) == []
    tracks.stop_track(park, "Er is geen geld meer voor dit park.", actor=cast.chantal, now=clock.now())
    assert len(bring_back(clock.now())) == 1
    assert bring_in.state is BringInState.declined
    assert bring_in.answer == "Het traject ‘Het park’ is gestopt. Dit is waarom: Er is geen geld meer voor dit park."
    (mail,) = mails("taken_back")
    assert "Uw punt is niet weg." in mail.body_text
    assert bring_back(clock.now()) == []
    assert park.room is not None
    with pytest.raises(NotReady):
        publish(point, cast, path=park.room.paths[0])


def test_an_answer_that_was_read_stays_when_the_other_track_stops(point: Point, park: Track, cast: Cast) -> None:
    bring_in = taken(point, park, cast)
    assert park.room is not None
    publish(point, cast, path=park.room.paths[0])
    tracks.stop_track(park, "Er is geen geld meer voor dit park.", actor=cast.chantal, now=clock.now())
    assert bring_back(clock.now()) == []
    assert bring_in.state is BringInState.accepted
    assert db.session.query(Outcome).filter_by(state=OutcomeState.published).count() == 1


def test_reason_is_written_by_the_first_contact(point: Point, cast: Cast) -> None:
    """The part of a colleague is no reason: without words of the first contact nothing goes out (I17)."""
    accepted(point, cast, PART)
    with pytest.raises(NotReady) as refusal:
        publish(point, cast, reason="")
    assert [missing.field for missing in refusal.value.missing] == ["reason"]
    assert publish(point, cast, reason=REASON).parts
