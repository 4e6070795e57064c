"""Nobody gets mail that they did not confirm, and nobody learns from us which address follows what."""

from datetime import timedelta

import pytest

from participation import clock
from participation.config import DEVELOPMENT_KEY
from participation.db import db, writing
from participation.mail import MailState
from participation.outcomes.following_by_mail import actions, rules
from participation.outcomes.following_by_mail.models import MailSubscription, Rhythm
from participation.outcomes.following_by_mail.rules import About
from participation.refusals import Refused
from participation.tracks.models import Track
from tests.factories.contributions import make_contribution
from tests.factories.tracks import make_open_track
from tests.outcomes.following_by_mail.followers import (
    AMINA,
    asked,
    follower,
    mails,
    monday,
    news,
    subscriptions,
    token,
    track_of,
    walk,
)  # fmt: skip
from tests.support.cast import Cast


@pytest.fixture
def track(cast: Cast) -> Track:
    return make_open_track(cast.bram)


def test_without_confirmation_no_news_is_ever_sent(track: Track) -> None:
    asked(track_of(track))
    news(track)
    walk(monday())
    assert not mails()
    assert len(mails("following_confirm")) == 1


def test_the_links_stand_nowhere_in_the_database(track: Track) -> None:
    one = follower(track_of(track))
    kept = " ".join(str(getattr(one, column.key)) for column in MailSubscription.__table__.columns)
    waiting = mails("following_confirm")[0]
    for purpose in (rules.CONFIRM, rules.END):
        assert token(one, purpose) not in kept
        assert token(one, purpose) not in waiting.body_text + waiting.body_html + (waiting.sealed or "")


def test_the_link_to_confirm_does_not_end_and_the_link_to_end_does_not_confirm(track: Track) -> None:
    asked(track_of(track))
    (one,) = subscriptions()
    with writing():
        assert actions.confirm(token(one, rules.END), key=DEVELOPMENT_KEY, now=clock.now()) is None
        assert not actions.end(token(one, rules.CONFIRM), key=DEVELOPMENT_KEY, now=clock.now())
        assert not actions.end(token(one, rules.END), key=DEVELOPMENT_KEY, now=clock.now()), "nothing to end yet"
    assert subscriptions()[0].confirmed_at is None


def test_after_seven_days_an_address_that_did_not_answer_is_forgotten(track: Track) -> None:
    asked(track_of(track))
    (one,) = subscriptions()
    link, week = token(one, rules.CONFIRM), timedelta(days=7)
    with writing():
        assert actions.forget_unconfirmed(clock.now() + week - timedelta(seconds=1)) == 0
    with writing():
        assert actions.confirm(link, key=DEVELOPMENT_KEY, now=clock.now() + week) is None
        assert actions.forget_unconfirmed(clock.now() + week) == 1
    assert not subscriptions()


def test_a_confirmed_address_is_never_forgotten_by_itself(track: Track) -> None:
    follower(track_of(track))
    with writing():
        assert actions.forget_unconfirmed(clock.now() + timedelta(days=700)) == 0


def test_asking_ten_times_brings_one_mail_a_day(track: Track) -> None:
    for _ in range(10):
        asked(track_of(track))
    assert len(mails("following_confirm")) == 1
    with clock.frozen(clock.now() + timedelta(days=1)):
        asked(track_of(track), rhythm=Rhythm.at_once)
    assert len(mails("following_confirm")) == 2
    assert subscriptions()[0].rhythm is Rhythm.at_once


def test_one_address_gets_at_most_five_mails_of_what_others_fill_in(track: Track) -> None:
    for number in range(1, 9):
        asked(About(track_id=track.id, question_root=number), email=AMINA.upper() if number % 2 else AMINA)
    assert len(mails("following_confirm")) == rules.MOST_UNCONFIRMED


def test_who_follows_it_already_is_told_so_by_mail_and_nothing_changes(track: Track) -> None:
    follower(track_of(track))
    with clock.frozen(clock.now() + timedelta(days=2)):
        asked(track_of(track), rhythm=Rhythm.at_once)
    assert [one.rhythm for one in subscriptions()] == [Rhythm.weekly]
    assert len(mails("following_again")) == 1
    assert mails("following_again")[0].unsubscribe


@pytest.mark.parametrize(
    "email",
    ["", "geen adres", "a@b@c.example", "a@b.example\nBcc: x@y.example", "a@b.example\r\nSubject: x",
     "a@b.example,c@d.example", "<a@b.example>", "a @b.example", "a@b.example\x00", '"a"@b.example'],
)  # fmt: skip
def test_what_is_no_address_is_refused_and_adds_no_header(track: Track, email: str) -> None:
    with pytest.raises(Refused) as refusal:
        asked(track_of(track), email=email)
    assert refusal.value.field == "email"
    assert not subscriptions()


@pytest.mark.parametrize("email", ["zoë@bewoner.example", "o'neill+buurt@bewoner.example", "amina@bücher.example"])
def test_addresses_with_strange_letters_are_addresses(track: Track, email: str) -> None:
    asked(track_of(track), email=email)
    assert [mail.to for mail in mails("following_confirm")] == [email.replace("bücher", "xn--bcher-kva")]


def test_ending_ends_exactly_that_one_and_all_ends_all_of_that_address(track: Track, cast: Cast) -> None:
    first, second = follower(track_of(track)), follower(About(area_id=track.areas[0].id))
    follower(track_of(track), email="bo@bewoner.example")
    third = follower(track_of(make_open_track(cast.bram, slug="ander", title="Ander")), email=AMINA.upper())
    links = [token(one) for one in (first, second, third)]
    with writing():
        assert actions.end(links[0], key=DEVELOPMENT_KEY, now=clock.now())
        assert not actions.end(links[0], key=DEVELOPMENT_KEY, now=clock.now())
    assert len(subscriptions()) == 3
    with writing():
        assert actions.end_all(links[1], key=DEVELOPMENT_KEY, now=clock.now())
    assert [one.email for one in subscriptions()] == ["bo@bewoner.example"]


def test_what_is_on_its_way_to_who_stopped_is_not_sent(track: Track) -> None:
    from participation.mail import may_send

    one = follower(track_of(track))
    news(track)
    walk(monday())
    (queued,) = mails()
    assert may_send["following_news"](queued)
    with writing():
        actions.end(token(one), key=DEVELOPMENT_KEY, now=clock.now())
    assert not may_send["following_news"](mails()[0])
    assert mails()[0].state is MailState.queued


def test_erasing_forgets_the_address_that_was_left_with_a_contribution_and_who_follows_it(track: Track) -> None:
    contribution = make_contribution(track, email=AMINA)
    follower(track_of(track), email=AMINA.capitalize())
    follower(About(contribution_id=contribution.id), email="cem@bewoner.example")
    follower(track_of(track), email="bo@bewoner.example")
    with writing():
        assert actions.erase([contribution.id], now=clock.now()) == 2
    assert [one.email for one in subscriptions()] == ["bo@bewoner.example"]
    db.session.rollback()
