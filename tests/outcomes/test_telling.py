"""News reaches everybody who asked for mail, once, also when the worker stood still or died half-way (I23, I25, I40)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import select

from participation import clock, mail, worker
from participation.contributions.actions import withdraw
from participation.db import db
from participation.mail import OutboundMail
from participation.outcomes.news import telling
from participation.outcomes.news import words as news
from participation.outcomes.sentences import Sentence
from participation.tracks.actions import copy_room
from participation.tracks.models import Track
from participation.tracks.notices import Notice, NoticeKind, tell_everybody
from tests.factories.contributions import make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast

WHY = "De aannemer rekent nog aan de breedte van de stoep."


@pytest.fixture
def track(cast: Cast) -> Iterator[Track]:
    yield make_open_track(cast.bram)


def publish(track: Track, **values: object) -> Notice:
    notice = tell_everybody(track, NoticeKind.interim_news, WHY, actor=track.author, now=clock.now(), **values)  # type: ignore[arg-type]
    db.session.commit()
    return notice


def walk(after: timedelta = timedelta(days=3)) -> None:
    """The worker comes by, three days later unless said otherwise."""
    worker._tell(clock.now() + after, Event())


def addresses() -> list[str]:
    return list(
        db.session.scalars(select(OutboundMail.to).where(OutboundMail.name == "notice").order_by(OutboundMail.id))
    )


def test_everybody_with_an_address_gets_one_mail_however_often_the_worker_comes(track: Track) -> None:
    for name in ("amina", "bo", "cem"):
        make_contribution(track, email=f"{name}@example.org")
    make_contribution(track)
    notice = publish(track)
    walk()
    walk()
    assert addresses() == ["amina@example.org", "bo@example.org", "cem@example.org"]
    assert db.session.get_one(Notice, notice.id).told_at is not None


def test_one_address_with_three_contributions_gets_one_mail(track: Track) -> None:
    first = make_contribution(track, email="amina@example.org")
    for _ in range(2):
        make_contribution(track, email="amina@example.org")
    publish(track)
    walk()
    (queued,) = db.session.scalars(select(OutboundMail))
    assert (queued.to, queued.contribution_id) == ("amina@example.org", first.id)


def test_who_took_the_first_one_back_still_hears_it_through_the_second(track: Track) -> None:
    first = make_contribution(track, email="amina@example.org")
    make_contribution(track, email="amina@example.org")
    withdraw(first, now=clock.now())
    publish(track)
    walk()
    assert addresses() == ["amina@example.org"]


def test_what_came_in_after_the_news_was_told_is_not_mailed_about_it(track: Track) -> None:
    publish(track)
    make_contribution(track, email="laat@example.org", received_at=clock.now() + timedelta(hours=1))
    other = make_open_track(track.author, slug="elders", title="Elders")
    make_contribution(other, email="elders@example.org")
    walk()
    assert addresses() == []


def test_a_worker_that_dies_half_way_skips_nobody_and_tells_nobody_twice(
    track: Track, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "AT_ONCE", 2)
    for number in range(5):
        make_contribution(track, email=f"bewoner{number}@example.org")
    publish(track)
    queue, calls = mail.queue, iter(range(100))

    def dies_at_the_fourth(*args: object, **values: object) -> OutboundMail:
        if next(calls) == 3:
            raise OSError("the machine went down")
        return queue(*args, **values)  # type: ignore[arg-type]

    monkeypatch.setattr(mail, "queue", dies_at_the_fourth)
    with pytest.raises(OSError, match="went down"):
        walk()
    assert addresses() == ["bewoner0@example.org", "bewoner1@example.org"], (
        "the batch of the fault is undone as a whole"
    )
    walk()
    assert addresses() == [f"bewoner{number}@example.org" for number in range(5)]


def test_a_notice_waits_until_who_was_writing_is_written_down(track: Track) -> None:
    make_contribution(track, email="amina@example.org")
    publish(track)
    walk(timedelta(seconds=59))
    assert addresses() == []
    walk(timedelta(seconds=60))
    assert addresses() == ["amina@example.org"]


def test_news_about_one_question_is_for_who_reacted_to_it_in_whatever_wording(track: Track) -> None:
    assert track.room is not None
    trees, order = track.room.open_questions
    again = copy_room(track.room, author=track.author, now=clock.now()).open_questions[0]
    said = [make_contribution(track, email=f"{name}@example.org", question=question)
            for name, question in (("boom", trees), ("groen", again), ("volgorde", order), ("los", None))]  # fmt: skip
    publish(track, question_root=trees.id)
    walk()
    assert addresses() == ["boom@example.org", "groen@example.org"]
    assert [len(news.of_contribution(one)) for one in said] == [1, 1, 0, 0]


def test_the_mail_speaks_the_language_of_the_contribution_and_names_no_code(track: Track) -> None:
    make_contribution(track, email="jo@example.org", language="en")
    publish(track, next_on="2026-12-08")
    walk()
    (queued,) = db.session.scalars(select(OutboundMail))
    assert track.title in queued.subject
    assert WHY in queued.body_text and "8 December 2026" in queued.body_text
    assert f'<p lang="nl">{WHY}</p>' in queued.body_html


def test_a_mail_is_not_sent_to_who_took_the_contribution_back(track: Track) -> None:
    contribution = make_contribution(track, email="amina@example.org")
    publish(track)
    walk()
    (queued,) = db.session.scalars(select(OutboundMail))
    assert mail.may_send["notice"](queued)
    withdraw(db.session.merge(contribution), now=clock.now())
    assert not mail.may_send["notice"](queued)
    db.session.commit()


DATA: dict[NoticeKind, dict[str, object]] = {
    NoticeKind.room_changed: {
        "change_id": 1, "direction": "narrower",
        "moved": [{"about": "Het college beslist.", "before": "2027-01-05", "after": "2027-02-05"}],
    },
    NoticeKind.promise_moved: {"promise_id": 1, "before": "2027-01-05", "after": "2027-02-05", "about": "Een bericht."},
    NoticeKind.interim_news: {"next_on": "2027-01-05"},
    NoticeKind.stopped: {},
    NoticeKind.closed_early: {"closes_on": "2026-11-24"},
    NoticeKind.contact_changed: {"before": "Bram de Boer", "name": "Chantal Mulder", "phone": "0999 12 34 52"},
    NoticeKind.moments_changed: {"moments": ["Inloop in de school, op 8 december"]},
    NoticeKind.decision: {"decision_id": 1, "organ": "Het college", "decided_on": "2027-03-09", "follows": "partly",
                         "level": "advise"},
}  # fmt: skip


@pytest.mark.parametrize("kind", NoticeKind, ids=lambda kind: kind.value)
def test_every_kind_of_news_is_said_in_whole_sentences_with_the_words_of_a_colleague(kind: NoticeKind) -> None:
    said = [_dutch(sentence) for sentence in news.told(Notice(kind=kind, text=WHY, data=DATA[kind]))]
    assert WHY in said
    for number in DATA[kind].values():
        if isinstance(number, str) and number[:4] in ("2026", "2027"):
            assert any(f"{date.fromisoformat(number):%d-%m-%Y}" in sentence for sentence in said)
    assert "%(" not in " ".join(said)


def test_the_sentence_about_a_moved_answer_names_both_days() -> None:
    data = {"what": "track_answer", "before": "2027-01-05", "after": "2027-02-05", "about": ""}
    said = [_dutch(sentence) for sentence in news.told(Notice(kind=NoticeKind.promise_moved, text=WHY, data=data))]
    assert said == [
        "We hebben meer tijd nodig. U hoort van ons op 05-02-2027, niet op 05-01-2027.", "Dit is waarom:", WHY,
    ]  # fmt: skip


def _dutch(sentence: Sentence) -> str:
    return sentence.said(lambda words: words, lambda day: f"{day:%d-%m-%Y}")


def test_the_end_of_summer_time_changes_nothing_about_who_is_told(cast: Cast) -> None:
    """Between two and three in the night of 25 October 2026 every Dutch moment comes twice; ours are in UTC."""
    night = datetime(2026, 10, 25, 0, 30, tzinfo=clock.ZONE).astimezone(clock.UTC)
    with clock.frozen(night + timedelta(hours=1)):
        track = make_open_track(cast.bram, slug="nacht")
        make_contribution(track, email="eerste@example.org")
    with clock.frozen(night + timedelta(hours=1, minutes=30)):
        publish(track)
    with clock.frozen(night + timedelta(hours=2)):
        make_contribution(track, email="tweede@example.org")
        walk()
    assert addresses() == ["eerste@example.org"]
