"""Asking, confirming, objecting, writing down and reminding: through the verbs, whatever button was pressed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from participation import clock
from participation.config import Municipality
from participation.db import db
from participation.mail import OutboundMail
from participation.refusals import Refused
from participation.tracks import actions, confirm_queries, declaring, rules
from participation.tracks.confirming import Confirmation, ConfirmationAnswer, Party
from participation.tracks.contents import contents, mark_of
from participation.tracks.models import Track, TrackState
from participation.tracks.room import DeclaredRoom, Level, Partner, RoomState
from participation.tracks.steps import Step
from tests.factories.tracks import make_track
from tests.support.cast import Cast, make_user
from tests.tracks.steps import FINE, REASON, kinds, last_event

TERMS = Municipality(confirm_days=5)
YES, NO = ConfirmationAnswer.confirmed, ConfirmationAnswer.objected
WRONG = "Bomen bij de halte kan niet: daar ligt een leiding."


@pytest.fixture
def room(cast: Cast) -> DeclaredRoom:
    """Bram's draft on level coproduceren; Groen reads along, Esther holds the mandate, the school is a partner."""
    track = make_track(cast.bram, departments=[cast.streets, cast.parks])
    room = track.rooms[0]
    room.level, room.mandate_user, room.mandate_covers = Level.co_produce, cast.esther, "De uitkomst uitvoeren."
    room.mandate_until = date(2027, 12, 31)
    room.partners = [Partner(position=1, name="De Waterlelie", person="Marjan", email="school@waterlelie.example")]
    db.session.commit()
    return room


def ask(room: DeclaredRoom, cast: Cast) -> list[Confirmation]:
    return actions.ask_for_confirmation(room, actor=cast.bram, now=clock.now(), terms=TERMS)


def partner_key(room: DeclaredRoom) -> str:
    return f"partner:{room.partners[0].id}"


def everybody_confirms(room: DeclaredRoom, cast: Cast) -> None:
    actions.confirm_text(room, cast.parks, actor=cast.chantal, now=clock.now())
    actions.confirm_text(room, None, actor=cast.esther, now=clock.now())
    written(room, cast, YES)


def written(room: DeclaredRoom, cast: Cast, answer: ConfirmationAnswer, **told: object) -> Confirmation:
    values = {"spoken_by": "Marjan Smit", "said_on": clock.today(), "said_how": "aan de telefoon", **told}
    return actions.record_answer(room, partner_key(room), answer, actor=cast.bram, now=clock.now(), **values)  # type: ignore[arg-type]


def save(room: DeclaredRoom, cast: Cast, why: str) -> declaring.Saved:
    values = {**contents(room, Step.why), "why": why}
    return declaring.save_step(room, Step.why, values, seen=mark_of(room, Step.why), actor=cast.bram, now=clock.now())


def waiting(room: DeclaredRoom) -> list[str]:
    return [voice.name for voice in rules.voices(room.track, room) if voice.waits]


def mails() -> list[tuple[str, str]]:
    found = db.session.scalars(select(OutboundMail).order_by(OutboundMail.id))
    return [(mail.name, mail.to) for mail in found if mail.name.startswith("confirmation")]


@contextmanager
def later(days: int = 0, hours: int = 0) -> Iterator[None]:
    with clock.frozen(clock.now() + timedelta(days=days, hours=hours)):
        yield


def test_everybody_who_is_named_is_asked_once_with_a_day(room: DeclaredRoom, cast: Cast) -> None:
    asked = ask(room, cast)
    assert {one.party for one in asked} == set(Party)
    assert {one.due_on for one in asked} == {date(2026, 12, 1)}, "five working days after Tuesday 24 November"
    assert mails() == [
        ("confirmation_asked", "chantal@doorwerking.example"), ("confirmation_asked", "esther@doorwerking.example"),
        ("confirmation_partner", "school@waterlelie.example"),
    ]  # fmt: skip
    assert last_event("room.confirmation_asked").data["due"] == "2026-12-01"
    with pytest.raises(actions.NobodyToAsk):
        ask(room, cast)
    assert len(mails()) == 3


def test_a_colleague_who_is_named_on_the_track_answers_for_the_department(room: DeclaredRoom, cast: Cast) -> None:
    other = make_user("Gea Groen", cast.chantal.role, cast.parks)
    db.session.flush()
    room.track.members = [cast.bram, other]
    ask(room, cast)
    assert [to for name, to in mails() if name == "confirmation_asked"] == [other.email, cast.esther.email]


def test_who_left_is_not_asked(room: DeclaredRoom, cast: Cast) -> None:
    cast.chantal.active = False
    ask(room, cast)
    assert ("confirmation_asked", cast.chantal.email) not in mails()


def test_only_who_said_nothing_about_this_very_text_is_asked_again(room: DeclaredRoom, cast: Cast) -> None:
    everybody_confirms(room, cast)
    with pytest.raises(actions.NobodyToAsk):
        ask(room, cast)
    save(room, cast, "Eén letter anders.")
    assert len(ask(room, cast)) == 3
    actions.object_to_text(room, cast.parks, WRONG, actor=cast.chantal, now=clock.now())
    assert waiting(room) == ["Esther Aydin (projectleider)", "De Waterlelie"]
    with pytest.raises(actions.NobodyToAsk):
        ask(room, cast)


def test_one_letter_ends_every_answer_and_who_gave_it_stays_readable(room: DeclaredRoom, cast: Cast) -> None:
    everybody_confirms(room, cast)
    told = save(room, cast, room.why + "!")
    assert set(told.confirm_again) == {"Groen", "Esther Aydin (projectleider)", "De Waterlelie"}
    voices = rules.voices(room.track, room)
    assert all(voice.said_earlier for voice in voices)
    assert voices[0].confirmation is not None and voices[0].confirmation.by is cast.chantal


@pytest.mark.parametrize("who", ["bram", "dirk", "esther"])
def test_nobody_answers_for_another_department(room: DeclaredRoom, cast: Cast, who: str) -> None:
    actor = getattr(cast, who)
    with pytest.raises(actions.NotYourDepartment, match="Alleen een collega van Groen"):
        actions.confirm_text(room, cast.parks, actor=actor, now=clock.now())
    with pytest.raises(actions.NotYourDepartment):
        actions.object_to_text(room, cast.parks, WRONG, actor=actor, now=clock.now())
    assert room.confirmations == []


@pytest.mark.parametrize("who", ["bram", "chantal", "dirk"])
def test_only_the_holder_of_the_mandate_promises_in_person(room: DeclaredRoom, cast: Cast, who: str) -> None:
    with pytest.raises(actions.NotYourDepartment, match="Alleen wie het mandaat heeft"):
        actions.confirm_text(room, None, actor=getattr(cast, who), now=clock.now())
    with pytest.raises(actions.NotWrittenDown):
        actions.record_answer(room, "room:mandate_holder", YES, spoken_by="Esther", said_on=clock.today(),
                              actor=cast.bram, now=clock.now())  # fmt: skip


def test_who_holds_the_mandate_without_an_account_is_written_down(room: DeclaredRoom, cast: Cast) -> None:
    room.mandate_user, room.mandate_holder = None, "Wethouder Jansen"
    db.session.flush()
    actions.record_answer(room, "room:mandate_holder", YES, spoken_by="Wethouder Jansen", said_on=clock.today(),
                          said_how="in het overleg", actor=cast.bram, now=clock.now())  # fmt: skip
    said = next(one for one in room.confirmations if one.party is Party.mandate_holder)
    assert (said.spoken_by, said.said_how, said.by) == ("Wethouder Jansen", "in het overleg", cast.bram)


def test_a_department_that_has_an_account_is_never_written_down(room: DeclaredRoom, cast: Cast) -> None:
    with pytest.raises(actions.NotWrittenDown):
        actions.record_answer(room, f"department:{cast.parks.id}", YES, spoken_by="Chantal", said_on=clock.today(),
                              actor=cast.bram, now=clock.now())  # fmt: skip


@pytest.mark.parametrize(
    ("told", "field"),
    [({"spoken_by": "  "}, "spoken_by"), ({"said_on": date(2026, 11, 25)}, "said_on"),
     ({"said_on": date(2026, 11, 23)}, "said_on")],
    ids=["nobody said it", "tomorrow", "before they were asked"],
)  # fmt: skip
def test_what_a_partner_said_has_a_name_and_a_day(
    room: DeclaredRoom, cast: Cast, told: dict[str, object], field: str
) -> None:
    ask(room, cast)
    with pytest.raises(Refused) as refused:
        written(room, cast, YES, **told)
    assert refused.value.field == field
    assert waiting(room)[-1] == "De Waterlelie"


@pytest.mark.parametrize("reason", ["", "   ", "Nee.", "neeeeeeeeeeeeeeee"])
def test_no_has_a_reason(room: DeclaredRoom, cast: Cast, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.object_to_text(room, cast.parks, reason, actor=cast.chantal, now=clock.now())
    assert refused.value.field == "reason"
    with pytest.raises(Refused):
        written(room, cast, NO, reason=reason)
    assert room.confirmations == []


def test_an_objection_does_not_pass_in_silence(room: DeclaredRoom, cast: Cast) -> None:
    room.level = Level.advise
    db.session.flush()
    everybody_confirms(room, cast)
    actions.object_to_text(room, cast.parks, WRONG, actor=cast.chantal, now=clock.now())
    review = actions.request_review(room.track, actor=cast.bram, now=clock.now(), terms=TERMS)
    with pytest.raises(actions.NotJudged, match="vraagt nog uitleg"):
        actions.approve(review, FINE, REASON, actor=cast.dirk, now=clock.now(), terms=TERMS)
    row = f"department:{cast.parks.id}:objection"
    actions.explain(room, "I10", row, "De leiding wordt verlegd, dus het kan daar wel.", actor=cast.bram,
                    now=clock.now(), terms=TERMS)  # fmt: skip
    actions.approve(review, FINE, REASON, actor=cast.dirk, now=clock.now(), terms=TERMS)
    assert last_event("room.objected").why == WRONG


def test_a_new_objection_takes_a_new_explanation(room: DeclaredRoom, cast: Cast) -> None:
    actions.object_to_text(room, cast.parks, WRONG, actor=cast.chantal, now=clock.now())
    row = f"department:{cast.parks.id}:objection"
    actions.explain(room, "I10", row, "De leiding wordt verlegd, dus het kan daar wel.", actor=cast.bram,
                    now=clock.now(), terms=TERMS)  # fmt: skip
    actions.object_to_text(room, cast.parks, "De leiding wordt toch niet verlegd.", actor=cast.chantal, now=clock.now())
    assert room.explanations == []


def test_a_review_is_asked_while_answers_are_still_to_come_and_waits_for_the_mandate(
    room: DeclaredRoom, cast: Cast
) -> None:
    review = actions.request_review(room.track, actor=cast.bram, now=clock.now(), terms=TERMS)
    assert len(waiting(room)) == 3, "who said nothing is asked about the text that is frozen now"
    actions.confirm_text(room, cast.parks, actor=cast.chantal, now=clock.now())
    written(room, cast, YES)
    with pytest.raises(actions.NotJudged, match="blokkeert"):
        actions.approve(review, FINE, REASON, actor=cast.dirk, now=clock.now(), terms=TERMS)
    actions.confirm_text(room, None, actor=cast.esther, now=clock.now())
    actions.approve(review, FINE, REASON, actor=cast.dirk, now=clock.now(), terms=TERMS)
    assert room.track.state is TrackState.ready


def test_without_the_mandate_not_even_the_director_opens_it(room: DeclaredRoom, cast: Cast) -> None:
    room.mandate_user = cast.chantal
    room.author = cast.bram
    db.session.flush()
    review = actions.request_review(room.track, actor=cast.bram, now=clock.now(), terms=TERMS)
    with pytest.raises(actions.NotJudged, match="blokkeert"):
        actions.override(review, "Het moet nu echt open, wij wachten niet.", actor=cast.esther, now=clock.now(),
                         terms=TERMS)  # fmt: skip


def test_the_next_version_asks_again_and_remembers_what_was_said(room: DeclaredRoom, cast: Cast) -> None:
    written(room, cast, YES)
    ask(room, cast)
    review = actions.request_review(room.track, actor=cast.bram, now=clock.now(), terms=TERMS)
    copy = actions.return_with_questions(review, {}, REASON, actor=cast.dirk, now=clock.now(), terms=TERMS)
    assert waiting(copy) == [], "what nobody answered is asked about the next text"
    partner = next(one for one in copy.confirmations if one.party is Party.partner)
    assert (partner.partner, partner.spoken_by) == (copy.partners[0], "Marjan Smit")
    assert [voice.name for voice in rules.voices(copy.track, copy) if voice.holds] == ["De Waterlelie"]
    assert len(ask(copy, cast)) == 2


def test_a_partner_that_is_taken_away_takes_its_answer_along(room: DeclaredRoom, cast: Cast) -> None:
    written(room, cast, YES)
    values = {**contents(room, Step.decision), "rows": []}
    declaring.save_step(
        room, Step.decision, values, seen=mark_of(room, Step.decision), actor=cast.bram, now=clock.now()
    )
    assert (room.partners, room.confirmations) == ([], [])


@pytest.mark.parametrize("state", [RoomState.approved, RoomState.returned])
def test_a_version_that_is_not_prepared_any_more_is_not_asked_about(
    room: DeclaredRoom, cast: Cast, state: RoomState
) -> None:
    room.state, room.approved_at = state, clock.now() if state is RoomState.approved else None
    db.session.flush()
    for act in (
        lambda: ask(room, cast),
        lambda: actions.confirm_text(room, cast.parks, actor=cast.chantal, now=clock.now()),
        lambda: written(room, cast, YES),
    ):
        with pytest.raises(Refused, match="Bevestigen kan alleen zolang"):
            act()


def test_the_day_itself_is_in_time_and_the_day_after_is_reminded(room: DeclaredRoom, cast: Cast) -> None:
    ask(room, cast)
    with later(days=7):
        assert actions.remind_confirmations(clock.now()) == []
    with later(days=8):
        assert len(actions.remind_confirmations(clock.now())) == 3
        assert actions.remind_confirmations(clock.now()) == [], "never twice on one day"
    assert [mail for mail in mails() if mail[0] != "confirmation_asked"][1:] == [
        ("confirmation_reminded", cast.chantal.email), ("confirmation_reminded", cast.esther.email),
        ("confirmation_silent", cast.bram.email),
    ]  # fmt: skip


def test_after_that_once_a_week_and_never_for_who_answered(room: DeclaredRoom, cast: Cast) -> None:
    ask(room, cast)
    told = []
    for day in range(8, 31):
        with later(days=day):
            told.append((day, len(actions.remind_confirmations(clock.now()))))
            if day == 16:
                actions.confirm_text(room, cast.parks, actor=cast.chantal, now=clock.now())
    assert [(day, count) for day, count in told if count] == [(8, 3), (15, 3), (22, 2), (29, 2)]


def test_a_worker_that_was_away_for_three_days_catches_up_once(room: DeclaredRoom, cast: Cast) -> None:
    ask(room, cast)
    with later(days=11):
        assert len(actions.remind_confirmations(clock.now())) == 3
        assert actions.remind_confirmations(clock.now() + timedelta(hours=3)) == []
    with later(days=17):
        assert actions.remind_confirmations(clock.now()) == []
    with later(days=18):
        assert len(actions.remind_confirmations(clock.now())) == 3


@pytest.mark.parametrize(
    "asked",
    [datetime(2027, 10, 21, 10, tzinfo=UTC), datetime(2027, 3, 19, 10, tzinfo=UTC)],
    ids=["the end of summer time", "the begin of summer time"],
)
def test_a_week_is_seven_days_of_the_calendar_whatever_the_clock_does(
    room: DeclaredRoom, cast: Cast, asked: datetime
) -> None:
    with clock.frozen(asked):
        due = ask(room, cast)[0].due_on
    assert due is not None
    minutes = timedelta(minutes=1)
    with clock.frozen(clock.end_of(due) - minutes):
        assert actions.remind_confirmations(clock.now()) == [], "until the end of the day it is in time"
    with clock.frozen(clock.end_of(due)):
        assert len(actions.remind_confirmations(clock.now())) == 3
    with clock.frozen(clock.start_of(due + timedelta(days=8)) - minutes):
        assert actions.remind_confirmations(clock.now()) == []
    with clock.frozen(clock.start_of(due + timedelta(days=8))):
        assert len(actions.remind_confirmations(clock.now())) == 3


def test_nobody_is_reminded_of_a_text_that_is_no_longer_prepared(room: DeclaredRoom, cast: Cast) -> None:
    ask(room, cast)
    room.track.state = TrackState.stopped
    room.track.stop_reason, room.track.stopped_at = "Er is geen geld meer voor dit plan.", clock.now()
    db.session.flush()
    with later(days=9):
        assert actions.remind_confirmations(clock.now()) == []
        assert confirm_queries.unanswered_confirmations() == []


def test_a_department_that_is_no_longer_named_is_left_alone(room: DeclaredRoom, cast: Cast) -> None:
    ask(room, cast)
    room.track.departments = [cast.streets]
    db.session.flush()
    assert confirm_queries.asked_to_confirm(cast.chantal) == []
    with later(days=9):
        assert [line.split(": ")[1] for line in actions.remind_confirmations(clock.now())] == [
            "Esther Aydin (projectleider) was reminded.", "De Waterlelie was reminded."
        ]  # fmt: skip
        assert actions.remind_confirmations(clock.now()) == []


def test_what_waits_is_listed_for_who_answers_and_for_the_coordinator(room: DeclaredRoom, cast: Cast) -> None:
    ask(room, cast)
    assert [row.name for row in confirm_queries.asked_to_confirm(cast.chantal)] == ["Groen"]
    assert [row.name for row in confirm_queries.asked_to_confirm(cast.esther)] == ["Esther Aydin"]
    assert confirm_queries.asked_to_confirm(cast.dirk) == []
    rows = confirm_queries.unanswered_confirmations(limit=2)
    assert [(row.name, row.due_on) for row in rows] == [
        ("Groen", date(2026, 12, 1)), ("Esther Aydin", date(2026, 12, 1))
    ]  # fmt: skip
    actions.confirm_text(room, cast.parks, actor=cast.chantal, now=clock.now())
    assert confirm_queries.asked_to_confirm(cast.chantal) == []


def test_each_deed_is_one_event(room: DeclaredRoom, cast: Cast) -> None:
    track: Track = room.track
    ask(room, cast)
    everybody_confirms(room, cast)
    actions.object_to_text(room, cast.parks, WRONG, actor=cast.chantal, now=clock.now())
    assert kinds(track) == [
        "room.confirmation_asked", "room.confirmed", "room.confirmed", "room.confirmed", "room.objected"
    ]  # fmt: skip


def test_a_partner_reads_the_very_text_in_its_mail_and_whom_to_answer(room: DeclaredRoom, cast: Cast) -> None:
    ask(room, cast)
    mail = db.session.scalars(select(OutboundMail).where(OutboundMail.name == "confirmation_partner")).one()
    for text in ("Beste Marjan,", "Het riool wordt vernieuwd.", "Waar komen bomen en groen?", "Komt er een warmtenet?",
                 "Bram de Boer, 0999 12 34 56", "dinsdag 1 december 2026"):  # fmt: skip
        assert text in mail.body_text
        assert text in mail.body_html
    assert "/werk/" not in mail.body_text, "there is no door behind which a partner could sign in"


def test_a_partner_without_an_address_is_asked_by_the_colleague(room: DeclaredRoom, cast: Cast) -> None:
    room.partners[0].email = ""
    ask(room, cast)
    assert [name for name, _to in mails()] == ["confirmation_asked", "confirmation_asked"]


def test_after_the_verdict_nobody_is_waited_for(room: DeclaredRoom, cast: Cast) -> None:
    review = actions.request_review(room.track, actor=cast.bram, now=clock.now(), terms=TERMS)
    actions.return_with_questions(review, {}, REASON, actor=cast.dirk, now=clock.now(), terms=TERMS)
    assert confirm_queries.unanswered_confirmations() == []
    assert db.session.query(Confirmation).filter(Confirmation.due_on.is_not(None)).count() == 0
