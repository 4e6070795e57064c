"""A formal message that came in as a contribution goes to who deals with it, with its day of receipt (I32)."""

from datetime import date, timedelta

import pytest

from participation import clock
from participation.contributions.models import Point
from participation.db import db
from participation.history import Event
from participation.mail import OutboundMail
from participation.outcomes import actions as outcomes
from participation.outcomes.formal import actions, queries
from participation.outcomes.formal.actions import AlreadyArrived
from participation.outcomes.formal.kinds import FormalKind
from participation.outcomes.formal.rules import CannotArrive, hints
from participation.outcomes.models import Outcome, OutcomeKind
from participation.outcomes.rules import Decision
from participation.refusals import Refused
from tests.factories.contributions import check_public, cut, make_contribution
from tests.factories.outcomes import decision_values
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast

DESK = "klachten@waterdam.example"
SAID = "Ik heb een klacht over de balie. Zet ook een bank bij de vijver."


@pytest.fixture
def point(cast: Cast) -> Point:
    track = make_open_track(cast.bram, contact=cast.bram)
    return check_public(make_contribution(track, SAID, email="bewoner@voorbeeld.nl")).points[0]


def with_address(cast: Cast) -> None:
    actions.keep_receiver(
        FormalKind.complaint, "de klachtencoördinator", DESK, "", actor=cast.dirk, now=clock.now()
    )  # fmt: skip


def publish(point: Point, cast: Cast, kind: OutcomeKind = OutcomeKind.formal_route, **values: object) -> Outcome:
    decision = Decision(kind=kind, **{**decision_values(kind, point), **values})
    current = outcomes.current_outcome(point)
    version = current.version or 0 if current else 0
    return outcomes.publish(point, decision, base_version=version, actor=cast.bram, now=clock.now())


def mails(name: str) -> list[OutboundMail]:
    db.session.flush()
    return db.session.query(OutboundMail).filter_by(name=name).order_by(OutboundMail.id).all()


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Ik maak bezwaar tegen de kap.", FormalKind.objection, "maak bezwaar"),
        ("Dit is mijn zienswijze op het plan.", FormalKind.view, "zienswijze"),
        ("Ik heb een KLACHT.", FormalKind.complaint, "KLACHT"),
        ("De lantaarnpaal bij nummer 3 is al weken kapot.", FormalKind.report,
         "lantaarnpaal bij nummer 3 is al weken kapot"),
        ("Er staat een kapotte lantaarnpaal voor de deur.", FormalKind.report, "kapotte lantaarnpaal"),
    ],
)  # fmt: skip
def test_words_are_a_hint(text: str, kind: FormalKind, words: str) -> None:
    assert [(hint.kind, hint.words) for hint in hints(text)] == [(kind, words)]


@pytest.mark.parametrize(
    "text", ["Zet meer lantaarnpalen in de straat.", "Geen bezwaren hoor, mooi plan.", "Mijn fiets is kapot."]
)
def test_ordinary_input_gets_no_hint(text: str) -> None:
    assert hints(text) == []


def test_the_desk_gets_the_words_and_the_day_of_receipt(point: Point, cast: Cast) -> None:
    with_address(cast)
    publish(point, cast)
    (letter,) = mails("formal_passed_on")
    assert letter.to == DESK
    assert letter.subject == "Doorgestuurd: een klacht, bij ons binnen op dinsdag 24 november 2026"
    assert SAID in letter.body_text
    assert "bewoner@voorbeeld.nl" not in letter.body_text + letter.body_html
    (event,) = db.session.query(Event).filter_by(kind="formal.passed_on")
    assert (event.data["mailed"], event.data["received_on"]) == (True, "2026-11-24")


def test_the_sender_reads_where_it_went_and_why_and_has_to_do_nothing(point: Point, cast: Cast) -> None:
    publish(point, cast)
    (mail,) = mails("outcome_published")
    for sentence in (
        "Wij lezen uw bericht als een klacht.",
        "Een klacht gaat over hoe wij met u omgingen.",
        "U hoeft uw bericht niet opnieuw te sturen.",
        "Bij de klachtencoördinator. De dag waarop wij uw bericht kregen, blijft gelden: dinsdag 24 november 2026.",
    ):
        assert sentence in mail.body_text
    assert mails("formal_passed_on") == []  # No address is known: a colleague prints the letter.


def test_somebody_else_than_the_list_gets_no_mail_of_ours(point: Point, cast: Cast) -> None:
    with_address(cast)
    publish(point, cast, forwarded_to="de ombudsman")
    assert mails("formal_passed_on") == []


def test_a_better_worded_answer_sends_nothing_again(point: Point, cast: Cast) -> None:
    with_address(cast)
    publish(point, cast)
    publish(point, cast, reason="Wij stuurden uw klacht door, want iemand anders kijkt hoe de balie met u omging.")
    assert len(mails("formal_passed_on")) == 1


def test_that_it_arrived_is_written_down_once_and_told(point: Point, cast: Cast) -> None:
    outcome = publish(point, cast)
    actions.record_arrival(point, outcome, clock.today(), " K-2026-17 ", actor=cast.bram, now=clock.now())
    (mail,) = mails("formal_arrived")
    assert "Het nummer daar is: K-2026-17." in mail.body_text
    with pytest.raises(AlreadyArrived):
        actions.record_arrival(point, outcome, clock.today(), "K-18", actor=cast.bram, now=clock.now())


@pytest.mark.parametrize(
    ("on", "reference", "field"),
    [
        (None, "K-1", "on"), (date(2026, 11, 23), "K-1", "on"), (date(2026, 11, 25), "K-1", "on"),
        (date(2026, 11, 24), " ", "reference"),
    ],
)  # fmt: skip
def test_an_arrival_has_a_day_that_can_be_and_a_number(
    point: Point, cast: Cast, on: date | None, reference: str, field: str
) -> None:
    outcome = publish(point, cast)
    with pytest.raises(CannotArrive) as refusal:
        actions.record_arrival(point, outcome, on, reference, actor=cast.bram, now=clock.now())
    assert refusal.value.field == field


def test_what_was_not_passed_on_cannot_arrive(point: Point, cast: Cast) -> None:
    outcome = publish(point, cast, OutcomeKind.adopted)
    with pytest.raises(CannotArrive):
        actions.record_arrival(point, outcome, clock.today(), "K-1", actor=cast.bram, now=clock.now())


def test_a_message_that_is_partly_formal_is_split_and_both_are_served(point: Point, cast: Cast) -> None:
    with_address(cast)
    contribution = check_public(
        cut(point.contribution, ("De balie", "Ik heb een klacht over de balie."), ("Een bank", "Zet ook een bank bij de vijver."))
    )  # fmt: skip
    complaint, bench = contribution.points
    publish(complaint, cast)
    publish(bench, cast, OutcomeKind.adopted)
    (letter,) = mails("formal_passed_on")
    assert "Ik heb een klacht over de balie." in letter.body_text
    assert "bank" not in letter.body_text
    assert [point.outcome_kind for point in contribution.points] == ["formal_route", "adopted"]


def test_nothing_is_sent_after_the_resident_took_it_back(point: Point, cast: Cast) -> None:
    with_address(cast)
    publish(point, cast)
    (letter,) = mails("formal_passed_on")
    assert actions.still_meant(letter)
    point.contribution.withdrawn_at = clock.now() + timedelta(minutes=1)
    assert not actions.still_meant(letter)


def test_the_list_of_the_house_begins_with_who_is_usual_and_refuses_nonsense(cast: Cast) -> None:
    assert queries.receivers()[FormalKind.objection].name == "de commissie bezwaarschriften"
    for name, email, field in ((" ", "", "name"), ("het loket", "geen adres", "email")):
        with pytest.raises(Refused) as refusal:
            actions.keep_receiver(FormalKind.view, name, email, "", actor=cast.dirk, now=clock.now())
        assert refusal.value.field == field
