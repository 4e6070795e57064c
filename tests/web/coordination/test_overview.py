"""The coordinator's page: work first, in sentences; what has no data yet is not there."""

from datetime import date, timedelta

from flask import Flask

from participation import clock
from participation.config import Municipality
from participation.db import db
from participation.outcomes.second_look import actions as looking_again
from participation.tracks.models import Track, TrackState
from participation.tracks.review import Review
from participation.tracks.room import RoomState
from tests.factories.contributions import make_contribution
from tests.factories.tracks import make_open_track, make_track
from tests.outcomes.answered import contribution_of, publish
from tests.support.cast import Cast
from tests.support.counting import counted
from tests.support.page import Browser, Page
from tests.web.coordination.test_overdue import late

TODAY = date(2026, 11, 24)


def section(page: Page, name: str) -> str:
    return page.all(f"section[aria-labelledby={name}]")[0]


def test_late_and_almost_late_stand_apart(dirk: Browser, cast: Cast) -> None:
    track, bram = make_open_track(cast.bram), cast.bram.id
    late(make_contribution(track, "Het hek is kapot."), 4, bram)
    late(make_contribution(track, "Een pad van grind."), -1, bram)
    late(make_contribution(track, "Pas volgend jaar."), -60, bram)
    page = dirk.get("/regie")
    assert page.h1 == "Wat vraagt nu aandacht?"
    assert "Dinsdag 24 november 2026." in page.text
    assert "Te laat, sinds vrijdag 20 november Het hek is kapot" in section(page, "te-laat")
    assert "Beloofd, uiterlijk morgen Een pad van grind" in section(page, "bijna")
    assert "Pas volgend jaar" not in page.text
    assert page.has_link("Bekijk alles") is False


def test_what_nobody_took_on_is_seen_long_before_it_breaks(dirk: Browser, cast: Cast) -> None:
    track = make_open_track(cast.bram)
    late(make_contribution(track, "Nog ver weg."), -60)
    late(make_contribution(track, "Al te laat."), 3)
    page = dirk.get("/regie")
    assert "Nog ver weg" in section(page, "niemand")
    assert "Al te laat" not in section(page, "niemand"), "it stands above already"


def test_a_room_that_waits_is_named_with_the_day(dirk: Browser, cast: Cast) -> None:
    for title, author, due in (
        ("De brug", cast.bram, TODAY + timedelta(days=2)),
        ("De markt", cast.dirk, TODAY - timedelta(days=1)),
    ):
        track = make_track(author, title=title, slug=title.lower().replace(" ", "-"))
        room = track.rooms[0]
        room.state, room.submitted_at, track.state = RoomState.submitted, clock.now(), TrackState.in_review
        db.session.add(Review(room=room, requested_by=author, requested_at=clock.now(), due_on=due))
    db.session.commit()
    words = section(dirk.get("/regie"), "toetsen")
    assert (
        "De brug , van Bram de Boer. Wacht sinds vandaag. Een oordeel is nodig, uiterlijk donderdag 26 november 2026."
        in words
    )
    assert "Een oordeel had er moeten zijn op maandag 23 november 2026." in words
    assert "U schreef hier zelf aan mee. Een ander moet toetsen." in words


def test_a_long_list_leads_to_the_whole_of_it(dirk: Browser, cast: Cast) -> None:
    track = make_open_track(cast.bram)
    for number in range(6):
        late(make_contribution(track, f"Bijdrage {number}."))
    assert dirk.get("/regie").link("Bekijk alles wat te laat is of bijna breekt") == "/regie/achterstand"


def test_an_empty_house_says_so(dirk: Browser) -> None:
    words = dirk.get("/regie").text
    for sentence in (
        "Er is geen belofte gebroken.",
        "Deze week breekt er geen belofte.",
        "Er ligt geen ruimte om te toetsen.",
    ):
        assert sentence in words


def test_what_is_not_the_matter_is_one_sentence(dirk: Browser) -> None:
    words = dirk.get("/regie").text
    assert "Hier is nu niets aan de hand: bewoners die vroegen om nog eens te kijken, mensen verwachten meer" in words


def test_a_resident_who_asked_to_look_again_stands_there_with_the_own_words(dirk: Browser, cast: Cast) -> None:
    contribution = contribution_of(cast)
    outcome = publish(contribution.points[0], cast)
    looking_again.ask(contribution, outcome.id, "De bank staat er al <b>jaren</b> niet meer.", now=clock.now(),
                      terms=Municipality())  # fmt: skip
    db.session.commit()
    words = section(dirk.get("/regie"), "nog-eens")
    assert "De bank staat er al <b>jaren</b> niet meer." in words
    assert "Iemand anders dan Bram de Boer kijkt opnieuw." in words


def test_only_who_coordinates_comes_in(bram: Browser, esther: Browser) -> None:
    bram.get("/regie", status=403)
    esther.get("/regie")


def test_the_page_costs_a_fixed_number_of_statements(app: Flask, dirk: Browser, cast: Cast) -> None:
    numbers, track_id = [], make_open_track(cast.bram).id
    for items in (1, 2):
        for _item in range(items):
            late(make_contribution(db.session.get_one(Track, track_id)))
        with counted(app) as statements:
            dirk.get("/regie")
        numbers.append(len(statements))
    assert numbers[0] == numbers[1] <= 22, numbers
