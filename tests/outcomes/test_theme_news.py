"""News of one theme reaches those whose points stand in it, once each, however the worker comes by (I25, I40)."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import select, text

from participation import clock, worker
from participation.contributions.actions import withdraw
from participation.contributions.models import Contribution, Point
from participation.contributions.themes.models import Theme
from participation.db import db
from participation.mail import OutboundMail
from participation.outcomes.news import telling
from participation.outcomes.news import words as news
from participation.outcomes.news.interim import publish_news
from participation.promises.actions import to_everybody
from participation.promises.models import PromiseKind
from participation.refusals import Refused
from participation.tracks.models import Track
from participation.tracks.notices import Notice
from tests.factories.contributions import make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.counting import counted

TEXT = "Wij zoeken deze week uit welke bomen snel schaduw geven."


@pytest.fixture
def track(cast: Cast) -> Iterator[Track]:
    yield make_open_track(cast.bram)


def theme(track: Track, title: str = "Schaduw", summary: str = "Het is te heet bij de school.") -> Theme:
    made = Theme(track=track, title=title, summary=summary, made_by=track.author, made_at=clock.now())
    db.session.add(made)
    db.session.flush()
    return made


def said(track: Track, name: str, *themes: Theme | None, **values: object) -> Contribution:
    """A contribution with one point for each theme."""
    made = make_contribution(track, email=f"{name}@example.org", **values)
    made.points[0].theme_id = themes[0].id if themes and themes[0] else None
    for position, one in enumerate(themes[1:], start=2):
        made.points.append(
            Point(track_id=track.id, position=position, text="Nog iets", theme_id=one.id if one else None)
        )
    db.session.flush()
    return made


def tell(track: Track, about: Theme, **more: object) -> Notice:
    made = publish_news(track, TEXT, theme=about, actor=track.author, now=clock.now(), **more)  # type: ignore[arg-type]
    db.session.commit()
    return made


def walk() -> None:
    worker._tell(clock.now() + timedelta(hours=1), Event())


def addresses() -> Sequence[str]:
    return db.session.scalars(
        select(OutboundMail.to).where(OutboundMail.name == "notice").order_by(OutboundMail.id)
    ).all()


def test_only_who_has_a_point_in_the_theme_is_told_and_reads_it(track: Track) -> None:
    shade, benches = theme(track), theme(track, "Banken")
    people = [
        said(track, "schaduw", shade), said(track, "bank", benches), said(track, "allebei", benches, shade),
        said(track, "geen"),
    ]  # fmt: skip
    tell(track, shade)
    walk()
    walk()
    assert addresses() == ["schaduw@example.org", "allebei@example.org"]
    assert [len(news.of_contribution(db.session.merge(one))) for one in people] == [1, 0, 1, 0]
    (queued, _other) = db.session.scalars(select(OutboundMail).order_by(OutboundMail.id)).all()
    for body in (queued.body_text, queued.body_html):
        assert "Dit gaat over het thema ‘Schaduw’." in body
        assert TEXT in body


def test_one_address_gets_one_mail_however_many_points_it_has(track: Track) -> None:
    shade = theme(track)
    said(track, "amina", shade, shade)
    said(track, "amina", shade)
    tell(track, shade)
    walk()
    assert addresses() == ["amina@example.org"]


def test_who_took_it_back_or_came_later_is_not_mailed(track: Track) -> None:
    shade = theme(track)
    withdraw(said(track, "weg", shade), now=clock.now())
    tell(track, shade)
    said(track, "laat", shade, received_at=clock.now() + timedelta(minutes=5))
    db.session.commit()
    walk()
    assert addresses() == []


def test_a_worker_that_dies_half_way_tells_nobody_twice_and_skips_nobody(
    track: Track, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "AT_ONCE", 2)
    shade = theme(track)
    for number in range(5):
        said(track, f"bewoner{number}", *([None, shade] if number % 2 else [shade]))
    notice = tell(track, shade)
    with db.session.begin_nested():
        assert telling.tell_some(notice.id, clock.now())
    db.session.commit()
    walk()
    assert addresses() == [f"bewoner{number}@example.org" for number in range(5)]


def test_a_theme_of_another_track_one_that_is_not_public_and_a_question_as_well_are_refused(
    track: Track, cast: Cast
) -> None:
    other = make_open_track(cast.bram, slug="elders")
    gone = theme(track, "Weg")
    gone.removed_at = clock.now()
    assert track.room is not None
    question = track.room.open_questions[0]
    for about, asked in ((theme(other), None), (theme(track, "Nog leeg", ""), None), (gone, None),
                         (theme(track), question)):  # fmt: skip
        with pytest.raises(Refused) as refusal:
            publish_news(track, TEXT, theme=about, question=asked, actor=cast.bram, now=clock.now())
        assert refusal.value.field == "question"


def test_the_next_message_is_promised_to_the_theme_and_news_for_everybody_keeps_it(track: Track, cast: Cast) -> None:
    shade, benches = theme(track), theme(track, "Banken")
    tell(track, shade, next_on=date(2026, 12, 8))
    (owed,) = [one for one in to_everybody(track.id) if one.kind is PromiseKind.news]
    assert (owed.text, owed.about) == ("Nieuws over het thema: Schaduw", f"theme:{shade.id}")
    tell(track, benches)
    assert owed.kept_at is None
    publish_news(track, TEXT, actor=cast.bram, now=clock.now())
    assert owed.kept_at is not None


@pytest.mark.sqlite
def test_the_walk_of_a_theme_looks_at_the_points_of_that_theme_only(track: Track, app: Flask) -> None:
    shade = theme(track)
    notice = tell(track, shade)
    with counted(app):
        statement = telling._next_in_theme(notice).compile(db.engine, compile_kwargs={"literal_binds": True})
        plan = " | ".join(row[-1] for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {statement}")))
    assert "SCAN" not in plan, plan
    assert "ix_point_theme" in plan, plan
    assert "TEMP B-TREE" not in plan, plan
