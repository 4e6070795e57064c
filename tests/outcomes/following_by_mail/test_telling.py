"""Each follower gets one mail with what everybody may read, once, whatever happens to the worker or the server."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from participation import clock, mail
from participation.contributions.actions import check_public, hide, withdraw
from participation.contributions.models import Contribution
from participation.db import db, writing
from participation.history import record
from participation.mail import MailState
from participation.mail.message import message_of
from participation.outcomes.following_by_mail import actions, rules
from participation.outcomes.following_by_mail.models import Rhythm
from participation.outcomes.following_by_mail.rules import About
from participation.places.models import Area, AreaKind
from participation.tracks.actions import close_for_input
from participation.tracks.models import Track, TrackState
from tests.factories.contributions import check_public as make_public
from tests.factories.contributions import make_contribution
from tests.factories.outcomes import REASON, make_outcome
from tests.factories.tracks import make_open_track, make_track
from tests.outcomes.following_by_mail.followers import (
    AMINA,
    LATER,
    follower,
    mails,
    monday,
    news,
    one_contribution,
    subscriptions,
    track_of,
    walk,
)  # fmt: skip
from tests.support.cast import Cast
from tests.support.post import PostOffice, post_office, running

SECRET = "Mijn buurman Jan Jansen zet zijn auto op de stoep."


@pytest.fixture
def track(cast: Cast) -> Track:
    return make_open_track(cast.bram)


def answered(track: Track, text: str = SECRET, *, public: bool = True, kind: str = "outcome.published") -> Contribution:
    """A contribution with an answer, as the button gives it; with another *kind* it has none yet."""
    contribution = make_contribution(track, text)
    if public:
        make_public(contribution)
    if kind == "outcome.published":
        make_outcome(contribution.points[0])
    point = contribution.points[0]
    record(kind, actor=track.author, now=clock.now(), track_id=track.id,
           contribution_id=contribution.id, point_id=point.id)  # fmt: skip
    db.session.commit()
    return contribution


def deliver(office: PostOffice, at: datetime) -> mail.Report:
    with clock.frozen(at):
        return mail.deliver(at, office.server)


def body(office: PostOffice) -> str:
    return "\n".join(
        part.get_content() for _to, message in office.received for part in message.walk() if not part.is_multipart()
    )


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (datetime(2026, 11, 24, 11, tzinfo=UTC), datetime(2026, 11, 30, 7, tzinfo=UTC)),
        (datetime(2026, 11, 30, 6, 59, tzinfo=UTC), datetime(2026, 11, 30, 7, tzinfo=UTC)),
        (datetime(2026, 11, 30, 7, tzinfo=UTC), datetime(2026, 12, 7, 7, tzinfo=UTC)),
        (datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 30, 6, tzinfo=UTC)),
    ],
)
def test_a_digest_goes_out_on_monday_at_eight_in_the_netherlands(now: datetime, then: datetime) -> None:
    assert rules.next_digest(now) == then


def test_once_a_week_one_mail_says_everything_and_the_next_week_nothing(track: Track) -> None:
    follower(track_of(track))
    news(track)
    news(track, "Wij zijn er bijna, want de tekening is klaar.")
    answered(track, "Zet er een bank neer.")
    walk(clock.now() + timedelta(days=3))
    assert not mails(), "not before Monday"
    walk(monday())
    walk(monday())
    (queued,) = mails()
    for words in ("De aannemer rekent", "Wij zijn er bijna", "Zet er een bank neer.", "Ons antwoord: Overgenomen."):
        assert words in queued.body_text
    with post_office() as office:
        deliver(office, monday())
    walk(monday(1))
    assert len(mails()) == 1, "nothing new, no mail"


def test_every_mail_can_be_ended_with_one_click(track: Track) -> None:
    follower(track_of(track))
    news(track)
    walk(monday())
    with post_office() as office:
        deliver(office, monday())
    message = next(message for _to, message in office.received if "List-Unsubscribe" in message)
    link = message["List-Unsubscribe"].strip("<>")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link.startswith("http://localhost/meldingen/stop/")
    assert body(office).count(link) == 2, "in the text and in the page as well"
    assert mails()[0].unsubscribe == ""


def test_a_long_address_to_end_it_is_one_line_that_every_mail_program_reads(track: Track) -> None:
    follower(track_of(track))
    news(track)
    walk(monday())
    (queued,) = mails()
    long = replace(mail.settings(), base_url="https://inspraak." + "heel-lang-" * 12 + "gemeente.example")
    queued.unsubscribe = queued.unsubscribe.replace("http://localhost", long.base_url)
    raw = message_of(queued, long).as_bytes()
    db.session.rollback()
    (line,) = [line for line in raw.split(b"\r\n") if line.startswith(b"List-Unsubscribe:")]
    assert line.startswith(b"List-Unsubscribe: <https://inspraak.heel-lang-") and line.endswith(b">")
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))


def test_at_once_is_minutes_after_it_happened_and_the_others_wait_for_monday(track: Track) -> None:
    walk(clock.now())
    follower(track_of(track), rhythm=Rhythm.at_once)
    follower(track_of(track), email="bo@bewoner.example")
    news(track)
    walk(clock.now())
    assert not mails(), "who was writing has to be done first"
    walk(clock.now() + LATER)
    assert [one.to for one in mails()] == [AMINA]


def test_who_follows_an_area_hears_of_every_track_in_it_and_in_what_lies_in_it(track: Track, cast: Cast) -> None:
    walk(clock.now())
    street = track.areas[0]
    town = Area(code="GM0999", name="Waterdam", kind=AreaKind.municipality)
    street.parent = town
    elsewhere = make_open_track(cast.bram, slug="elders", title="Elders", areas=[])
    db.session.commit()
    follower(About(area_id=town.id), rhythm=Rhythm.at_once)
    news(elsewhere, "Dit gaat over een andere plek in het land.")
    walk(clock.now() + LATER)
    assert not mails()
    news(track)
    walk(clock.now() + LATER)
    (queued,) = mails()
    assert "De aannemer rekent" in queued.body_text and "andere plek" not in queued.body_text


def test_who_follows_a_question_does_not_hear_of_the_other_one(track: Track) -> None:
    assert track.room is not None
    trees, order = track.room.open_questions
    follower(About(track_id=track.id, question_root=trees.lineage))
    news(track, "Dit gaat over de volgorde van het werk.", question_root=order.lineage)
    news(track, "Dit gaat over de bomen in de straat.", question_root=trees.lineage)
    news(track, "Dit gaat over het hele traject hier.")
    walk(monday())
    said = mails()[0].body_text
    assert "volgorde van het werk" not in said and "bomen in de straat" in said and "hele traject" in said
    assert "Waar komen bomen en groen?" in mails()[0].subject


def test_that_a_track_closed_on_its_day_is_told(track: Track) -> None:
    follower(track_of(track))
    track.closes_on = date(2026, 11, 24)
    track.promised_on = date(2026, 12, 20)
    db.session.commit()
    with writing():
        close_for_input(track, actor=None, now=clock.now() + timedelta(days=1))
    walk(monday())
    assert "Reageren kan niet meer" in mails()[0].body_text


# Nothing that is not public


@pytest.mark.parametrize("what", ["unchecked", "hidden", "withdrawn", "not answered"])
def test_what_is_not_public_is_never_told(track: Track, cast: Cast, what: str) -> None:
    follower(track_of(track))
    kind = "contribution.checked" if what == "not answered" else "outcome.published"
    contribution = answered(track, public=what != "unchecked", kind=kind)
    follower(one_contribution(contribution), email="bo@bewoner.example")
    with writing():
        if what == "hidden":
            hide(contribution, "Dit gaat over een persoon.", actor=cast.bram, now=clock.now())
        if what == "withdrawn":
            withdraw(contribution, now=clock.now())
    walk(monday())
    assert not mails()


def test_a_draft_is_not_there_for_a_follower(track: Track, cast: Cast) -> None:
    draft = make_track(cast.bram, slug="geheim", title="Geheim plan")
    db.session.commit()
    follower(About(area_id=draft.areas[0].id))
    news(draft)
    assert draft.state is TrackState.draft
    walk(monday())
    assert not mails()


@pytest.mark.parametrize("what", ["hidden", "withdrawn", "blanked"])
def test_what_was_taken_away_while_the_mail_waited_does_not_go_out_and_the_rest_does(
    track: Track, cast: Cast, what: str
) -> None:
    follower(track_of(track))
    contribution = answered(track)
    news(track)
    walk(monday())
    assert "Jan Jansen" in mails()[0].body_text
    with writing():
        if what == "hidden":
            hide(contribution, "Dit gaat over een persoon.", actor=cast.bram, now=clock.now())
        if what == "withdrawn":
            withdraw(contribution, now=clock.now())
        if what == "blanked":
            texts = {contribution.points[0].id: "Een buurman zet zijn auto op de stoep."}
            check_public(contribution, texts, actor=cast.bram, now=clock.now())
    with post_office() as office:
        for minutes in range(4):
            at = monday() + timedelta(minutes=minutes)
            deliver(office, at)
            walk(at)
        assert "Jan Jansen" not in body(office)
        assert "De aannemer rekent" in body(office)
    assert [one.state for one in mails()] == [MailState.dropped, MailState.sent]


def test_a_contribution_that_is_followed_tells_its_answer_while_it_is_public(track: Track) -> None:
    contribution = make_public(make_contribution(track))
    number = contribution.number
    follower(one_contribution(contribution))
    make_outcome(contribution.points[0])
    record("outcome.published", actor=track.author, now=clock.now(), track_id=track.id,
           contribution_id=contribution.id, point_id=contribution.points[0].id)  # fmt: skip
    db.session.commit()
    walk(monday())
    (queued,) = mails()
    assert f"Er is nieuws over bijdrage {number}" in queued.body_text
    assert REASON in queued.body_text and f"/bijdragen/{number}" in queued.body_text


# The worker and the server


def test_three_days_without_a_server_are_one_mail_for_each_with_everything_in_it(track: Track) -> None:
    walk(clock.now())
    people = [f"{number}@bewoner.example" for number in range(40)]
    for email in people:
        follower(track_of(track), email=email, rhythm=Rhythm.at_once)
    news(track, "Dit is het eerste bericht van deze week.")
    walk(clock.now() + LATER)
    later = clock.now() + timedelta(days=3)
    with clock.frozen(later):
        news(track, "Dit is het tweede bericht van deze week.")
    for minutes in (2, 3, 4):
        walk(later + timedelta(minutes=minutes))
    assert len(mails()) == 40, "while a mail waits no second one is made"
    with post_office() as office:
        for minutes in range(5, 20):
            deliver(office, later + timedelta(minutes=minutes))
            walk(later + timedelta(minutes=minutes))
        told = [message for _to, message in office.received if "List-Unsubscribe" in message]
        said = [(message["To"], str(message.get_body(("plain",)))) for message in told]
    for number in ("eerste", "tweede"):
        assert sorted(to for to, text in said if f"het {number} bericht" in text) == sorted(people)


def test_one_address_that_is_refused_keeps_nobody_else_waiting_and_ends_after_three_times(track: Track) -> None:
    bad = "weg@bewoner.example"
    for email in (bad, AMINA):
        follower(track_of(track), email=email)
    with post_office() as office:
        deliver(office, clock.now())
        office.received.clear()
        office.refuses[bad] = "550 5.1.1 unknown"
        for week in range(3):
            news(track, f"Dit is ons bericht nummer {week} van dit jaar.")
            walk(monday(week))
            deliver(office, monday(week))
            walk(monday(week) + LATER)
        assert office.addresses == [AMINA] * 3
    assert [one.email for one in subscriptions()] == [AMINA]


def test_a_worker_that_dies_in_the_middle_goes_on_where_it_was(track: Track, monkeypatch: pytest.MonkeyPatch) -> None:
    from participation.outcomes.following_by_mail import telling

    for number in range(6):
        follower(track_of(track), email=f"{number}@bewoner.example")
    news(track)
    real, calls = telling.tell, []

    def dies(*args: int, **values: object) -> None:
        calls.append(args)
        real(*args, **values)  # type: ignore[arg-type]
        if len(calls) == 4:
            raise KeyboardInterrupt

    monkeypatch.setattr(telling, "tell", dies)
    with pytest.raises(KeyboardInterrupt):
        walk(monday())
    db.session.remove()
    assert len(mails()) == 3
    walk(monday())
    assert sorted(one.to for one in mails()) == [f"{number}@bewoner.example" for number in range(6)]


def test_a_fault_with_one_keeps_nobody_else_waiting(track: Track, monkeypatch: pytest.MonkeyPatch) -> None:
    from participation.outcomes.following_by_mail import contents, telling

    first = follower(track_of(track)).id
    follower(track_of(track), email="bo@bewoner.example")
    news(track)
    real = contents.news_of
    monkeypatch.setattr(telling.contents, "news_of", lambda one, until: 1 / 0 if one.id == first else real(one, until))
    walk(monday())
    assert [one.to for one in mails()] == ["bo@bewoner.example"]


def test_a_connection_cut_after_data_loses_no_mail_and_doubles_it_at_most_with_the_same_name(track: Track) -> None:
    """The server has the mail and the line drops before its answer: we cannot know, so it goes once more."""
    people = [f"{number}@bewoner.example" for number in range(5)]
    for email in people:
        follower(track_of(track), email=email)
    news(track)
    with post_office() as office:
        deliver(office, clock.now())
        office.received.clear()
        walk(monday())
        keep, cuts = office.handle_DATA, []

        async def cut(server: object, session: object, envelope: object) -> str:
            answer = await keep(server, session, envelope)
            if not cuts:
                cuts.append(True)
                server.transport.abort()  # type: ignore[attr-defined]
            return answer

        office.handle_DATA = cut  # type: ignore[method-assign]
        at = monday()
        for minutes in range(5):
            deliver(office, at + timedelta(minutes=minutes))
        walk(at + timedelta(minutes=9))
        names: dict[str, list[str]] = {}
        for to, message in office.received:
            names.setdefault(to, []).append(message["Message-ID"])
    assert sorted(names) == people
    assert sorted(len(found) for found in names.values()) == [1, 1, 1, 1, 2]
    assert all(len(set(found)) == 1 for found in names.values())
    assert {one.state for one in mails()} == {MailState.sent}
    walk(monday() + timedelta(minutes=30))
    assert len(mails()) == 5


def test_a_slow_server_costs_no_mail_its_chance(track: Track, monkeypatch: pytest.MonkeyPatch) -> None:
    from participation.mail import transport

    follower(track_of(track))
    news(track)
    walk(monday())
    monkeypatch.setattr(transport, "TIMEOUT", 0.4)
    with post_office() as office:

        async def slow(*_args: object) -> str:
            import asyncio

            await asyncio.sleep(1.2)
            return "250 OK"

        real, office.handle_DATA = office.handle_DATA, slow  # type: ignore[method-assign]
        deliver(office, monday())
        assert mails()[0].state is MailState.queued
        office.handle_DATA = real  # type: ignore[method-assign]
        for minutes in range(1, 5):
            deliver(office, monday() + timedelta(minutes=minutes))
        assert AMINA in office.addresses
    assert mails()[0].state is MailState.sent


def test_a_server_that_comes_back_gets_what_waited(track: Track) -> None:
    follower(track_of(track))
    news(track)
    with post_office() as office:
        pass
    walk(monday())
    assert mail.deliver(monday(), office.server).unreachable
    with running(office), clock.frozen(monday() + LATER):
        mail.deliver(monday() + LATER, office.server)
    assert mails()[0].state is MailState.sent


def test_ending_while_the_mail_is_on_its_way_makes_no_new_one(track: Track) -> None:
    follower(track_of(track))
    news(track)
    walk(monday())
    with writing():
        assert actions.erase_address(AMINA, now=clock.now()) == 1
    with post_office() as office:
        deliver(office, monday())
        assert "De aannemer rekent" not in body(office)
    walk(monday(1))
    assert [one.state for one in mails()] == [MailState.dropped]
