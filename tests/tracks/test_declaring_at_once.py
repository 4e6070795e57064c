"""Two colleagues who want the same address at the same moment: one gets it, the other reads a sentence or gets the next."""

import threading
import time
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from participation import clock
from participation.accounts.models import User
from participation.db import db, writing
from participation.tracks import declaring
from participation.tracks.contents import contents, mark_of
from participation.tracks.declaring import SlugTaken
from participation.tracks.models import Track
from participation.tracks.room import DeclaredRoom
from participation.tracks.steps import Step
from tests.factories.tracks import make_track
from tests.support.cast import Cast
from tests.support.page import Browser

PLAN = "/werk/trajecten/molenstraat/ruimte/plan"


def take(number: int, slug: str, person: int) -> str:
    """Give the track of room *number* another address; the address it has then."""
    room, actor = db.session.get_one(DeclaredRoom, number), db.session.get_one(User, person)
    values = {**contents(room, Step.plan), "slug": slug}
    declaring.save_step(room, Step.plan, values, seen=mark_of(room, Step.plan), actor=actor, now=clock.now())
    return room.track.slug


def begin(person: int) -> str:
    """Begin a track with a title that many would choose; its address."""
    actor = db.session.get_one(User, person)
    return declaring.create_track(title="Park", summary="", actor=actor, now=clock.now()).slug


def at_once(app: Flask, first: Callable[[], str], second: Callable[[], str]) -> list[str]:
    """The *second* begins when the *first* has stored and not yet committed. What each got, by name."""
    stored, told, moment = threading.Event(), [""] * 2, clock.now()

    def do(place: int, deed: Callable[[], str]) -> None:
        with app.app_context(), clock.frozen(moment):
            try:
                with writing():
                    told[place] = deed()
                    stored.set()
                    time.sleep(0.5 if place == 0 else 0)
            except SlugTaken as refused:
                told[place] = refused.sentence
            finally:
                stored.set()
                db.session.remove()

    threads = [threading.Thread(target=do, args=(0, first)), threading.Thread(target=do, args=(1, second))]
    threads[0].start()
    assert stored.wait(20)
    threads[1].start()
    for thread in threads:
        thread.join()
    return told


def test_who_saves_the_same_address_a_moment_later_reads_that_it_is_taken(app: Flask, cast: Cast) -> None:
    one, other = make_track(cast.bram), make_track(cast.chantal, slug="ander")
    rooms, people = [one.rooms[0].id, other.rooms[0].id], [cast.bram.id, cast.chantal.id]
    db.session.commit()
    told = at_once(app, lambda: take(rooms[0], "park", people[0]), lambda: take(rooms[1], "park", people[1]))
    assert told == ["park", "Een ander traject heeft dit adres al. Kies een ander adres."]
    assert sorted(db.session.scalars(select(Track.slug))) == ["ander", "park"]


def test_who_begins_a_track_with_the_same_title_a_moment_later_gets_the_next_address(app: Flask, cast: Cast) -> None:
    people = [cast.bram.id, cast.chantal.id]
    db.session.commit()
    assert at_once(app, lambda: begin(people[0]), lambda: begin(people[1])) == ["park", "park-2"]


def test_the_sentence_stands_at_the_field_and_nothing_typed_is_lost(
    bram: Browser, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_track(cast.bram)
    make_track(cast.chantal, slug="ander")
    db.session.commit()
    typed = {**bram.get(PLAN).form(PLAN), "title": "Een nieuwe titel", "slug": "ander"}
    # As on PostgreSQL, where what the colleague stored cannot be seen yet at the moment of looking.
    monkeypatch.setattr(declaring, "_judge_slug", lambda _track, _slug: None)
    page = bram.post(PLAN, {**typed, "doe": "bewaar"}, status=422)
    assert page.errors == ["Een ander traject heeft dit adres al. Kies een ander adres."]
    assert (page.form(PLAN)["slug"], page.form(PLAN)["title"]) == ("ander", "Een nieuwe titel")
    assert sorted(db.session.scalars(select(Track.title))) == ["Herinrichting Molenstraat"] * 2
