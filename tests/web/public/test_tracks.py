"""The page of a track in every state, the list, the versions and the plan."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from participation import clock
from participation.db import db
from participation.outcomes.models import OutcomeKind
from participation.tracks.models import Moment, Track, TrackState
from participation.tracks.review import Review, Verdict
from participation.tracks.room import Explanation, Level, RoomState
from tests.factories.contributions import check_public, make_contribution
from tests.factories.outcomes import make_outcome
from tests.factories.tracks import make_area, make_open_track, make_room, make_track
from tests.support.cast import Cast
from tests.support.counting import counted
from tests.support.page import Browser

NAUGHTY = "<script>alert(1)</script> \"'><img src=x onerror=alert(1)> {{ 7*7 }} ﷽ 田中さん"
AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def make_inform_track(cast: Cast) -> Track:
    track = make_track(cast.bram, title="Nieuw riool Dijkweg", slug="dijkweg", summary="Het plan staat vast.")
    room = track.rooms[0]
    for path in room.paths:
        path.questions = []
    room.open_questions, room.level = [], Level.inform
    db.session.flush()
    return approve(track)


def approve(track: Track, state: TrackState = TrackState.open) -> Track:
    room = track.rooms[-1]
    room.state, room.submitted_at = RoomState.approved, clock.now()
    room.approved_at = room.published_at = clock.now()
    track.room, track.state, track.opened_at = room, state, clock.now()
    track.plan_published_at = clock.now()
    db.session.commit()
    return track


def test_an_open_track_says_all_that_counts_above_the_fold(visitor: Browser, cast: Cast) -> None:
    make_open_track(cast.bram)
    page = visitor.get("/trajecten/molenstraat")
    assert page.h1 == "Herinrichting Molenstraat"
    assert "Uw invloed: adviseren" in page.text
    assert page.all(".facts dt") == ["Reageren kan tot en met", "Wie beslist, en wanneer?", "Onze belofte"]
    assert "Het riool wordt vernieuwd." in page.all(".room__part--fixed b")
    assert "Waar komen bomen en groen?" in page.all(".room__part--open b")
    assert "Komt er een warmtenet?" in page.all(".room__part--unknown b")
    assert page.link("Geef uw bijdrage") == "/trajecten/molenstraat/bijdragen/nieuw"
    assert len(page.soup.select("a.button:not(.button--quiet)")) == 1


def test_the_page_is_fed_by_the_model_and_nothing_else(visitor: Browser, cast: Cast) -> None:
    make_open_track(cast.bram)
    page = visitor.get("/trajecten/molenstraat")
    assert page.all(".path__stops h3") == [
        "Start", "U denkt mee", "U krijgt antwoord", "Het college beslist", "Werkplan klaar",
    ]  # fmt: skip
    assert page.all("li[aria-current=step] h3") == ["U denkt mee"]
    assert page.all("#wegen ~ ol li") == ["1. Kinderen komen veilig op school.", "2. Wie slecht loopt, komt overal."]
    assert "Het aantal reacties telt niet." in page.text
    assert "Wat nog wel kan: Duurder op de ene plek kan, als het elders goedkoper wordt." in page.text
    assert page.one(".contact b").get_text() == "Bram de Boer"
    assert page.link("Lees het plan voor inwonersparticipatie") == "/trajecten/molenstraat/plan"


@pytest.mark.parametrize(
    ("state", "values", "notice"),
    [
        (TrackState.ready, {"opens_on": date(2026, 12, 1)}, "Dit is nog niet open. U kunt reageren vanaf dinsdag"),
        (TrackState.answering, {}, "Reageren kan niet meer. Wij geven nu antwoord aan iedereen die reageerde."),
        (TrackState.closed, {"closed_at": AT}, "Dit is afgesloten. Iedereen die reageerde, kreeg antwoord."),
        (TrackState.archived, {"closed_at": AT}, "Dit is afgesloten. Iedereen die reageerde, kreeg antwoord."),
        (
            TrackState.stopped, {"stopped_at": AT, "stop_reason": "De raad trok het geld in."},
            "Dit is gestopt op vrijdag 20 november 2026. Iedereen die reageerde, krijgt toch antwoord. "
            "Uiterlijk vrijdag 5 februari 2027. Dit is waarom: De raad trok het geld in.",
        ),
    ],
)  # fmt: skip
def test_a_track_that_is_not_open_has_no_door_and_says_why(
    visitor: Browser, cast: Cast, state: TrackState, values: dict[str, object], notice: str
) -> None:
    track = make_open_track(cast.bram)
    for name, value in {"state": state, **values}.items():
        setattr(track, name, value)
    db.session.commit()
    page = visitor.get("/trajecten/molenstraat")
    assert page.all(".notice")[0].startswith(notice)
    assert not page.soup.select(".room__door, a.button")
    assert "Hierover kunt u meedenken" not in page.text
    assert "Kom praten" not in page.text


def test_on_level_inform_the_page_does_not_speak_of_taking_part(visitor: Browser, cast: Cast) -> None:
    make_inform_track(cast)
    page = visitor.get("/trajecten/dijkweg")
    assert "meedenken" not in page.html.lower()
    assert "denkt mee" not in page.html.lower()
    assert not page.soup.select(".room__part--open, .room__door")
    assert page.all("a.button") == ["Stel een vraag"]
    assert page.link("Stel een vraag") == "/trajecten/dijkweg/bijdragen/nieuw"


@pytest.mark.parametrize("state", [TrackState.draft, TrackState.in_review])
@pytest.mark.parametrize("path", ["", "/ruimte", "/plan", "/bijdragen"])
def test_a_draft_is_not_there(bram: Browser, visitor: Browser, cast: Cast, state: TrackState, path: str) -> None:
    track = make_track(cast.bram)
    track.state = state
    db.session.commit()
    assert visitor.get(f"/trajecten/molenstraat{path}", status=404).h1
    bram.get(f"/trajecten/molenstraat{path}", status=404)


def test_a_new_version_is_announced_and_the_old_one_stays_readable(visitor: Browser, cast: Cast) -> None:
    track = make_open_track(cast.bram)
    room = make_room(track)
    room.fixed_points[0].text = "De rijbaan blijft 4 meter breed."
    room.paths.remove(room.paths[1])
    room.open_questions.remove(room.open_questions[1])
    room.explanations = [Explanation(rule="I12", text="De aannemer is nog niet bekend.", by=cast.esther, at=AT)]
    db.session.flush()
    db.session.add(Review(room=room, requested_by=cast.bram, requested_at=AT, due_on=AT.date(), reviewer=cast.dirk,
                          verdict=Verdict.approved, reason="Eerlijk.", decided_at=AT))  # fmt: skip
    approve(track)
    page = visitor.get("/trajecten/molenstraat")
    assert "De regels veranderden op 24 november 2026." in page.all(".notice--changed")[0]
    assert "Anders sinds 24 november 2026" in page.text
    changes = page.one("section[aria-labelledby=veranderd]").get_text(" ")
    assert "Deze vraag is niet meer open: In welke volgorde werken we?" in changes
    assert "Een collega van Participatie keek vooraf" in changes
    assert "De aannemer is nog niet bekend. Esther Aydin, projectleider, 20 november 2026" in page.text

    versions = visitor.get("/trajecten/molenstraat/ruimte")
    assert versions.all("h2") == ["Versie 2", "Versie 1"]
    assert "In welke volgorde werken we?" in versions.text
    assert "Gold een deel van 24 november 2026." in versions.text


def test_a_version_that_is_still_being_written_is_nobodys_business(visitor: Browser, cast: Cast) -> None:
    track = make_open_track(cast.bram)
    make_room(track, why="GEHEIM")
    db.session.commit()
    for path in ("", "/ruimte", "/plan"):
        page = visitor.get(f"/trajecten/molenstraat{path}")
        assert "GEHEIM" not in page.html
        assert "Versie 2" not in page.text


def test_the_plan_says_everything_that_was_declared(visitor: Browser, cast: Cast) -> None:
    room = make_open_track(cast.bram).rooms[0]
    declared = (
        room.why, room.decider, room.fixed_points[0].source, room.open_questions[0].example, room.criteria[1].text,
        room.constraints[0].room_left, "Team Straten", "120 uur", "Hoe houden we straten koel en veilig?", "Molenbuurt",
        "Tot en met vrijdag 19 februari 2027 kunnen wij iets nog meenemen.",
    )  # fmt: skip
    page = visitor.get("/trajecten/molenstraat/plan")
    assert page.h1.replace("\xad", "") == "Plan voor inwonersparticipatie"
    for text in declared:
        assert text in page.text


def test_moments_can_go_into_a_calendar(visitor: Browser, cast: Cast) -> None:
    track = make_open_track(cast.bram)
    start, end = datetime(2026, 12, 2, 15, 0, tzinfo=UTC), datetime(2026, 12, 2, 18, 30, tzinfo=UTC)
    track.moments = [
        Moment(title="Inloop", starts_at=start, ends_at=end, place="Molenschool", note="Zonder drempel."),
        Moment(title="Gisteren", starts_at=datetime(2026, 11, 23, 15, 0, tzinfo=UTC)),
    ]
    db.session.commit()
    page = visitor.get("/trajecten/molenstraat")
    assert "Woensdag 2 december 2026, van 16.00 tot 19.30 uur , Molenschool" in page.text
    assert "Gisteren" not in page.text
    response = visitor.client.get(page.link("Zet in uw agenda"))
    assert response.mimetype == "text/calendar"
    text = response.get_data(as_text=True)
    assert "DTSTART:20261202T150000Z" in text and "SUMMARY:Inloop – Herinrichting Molenstraat" in text
    visitor.get("/momenten/999.ics", status=404)
    visitor.get("/momenten/99999999999999999999.ics", status=404)


def test_a_moment_of_a_draft_is_not_there(visitor: Browser, cast: Cast) -> None:
    track = make_track(cast.bram)
    track.moments = [Moment(title="Inloop", starts_at=AT)]
    db.session.commit()
    visitor.get(f"/momenten/{track.moments[0].id}.ics", status=404)


def test_what_others_said_stands_on_the_page_with_our_answer(visitor: Browser, cast: Cast) -> None:
    track = make_open_track(cast.bram)
    contribution = check_public(make_contribution(track, "Zet banken bij de halte."))
    make_outcome(
        contribution.points[0], OutcomeKind.not_adopted, reason="Daar ligt een waterleiding, en die moet vrij blijven."
    )
    check_public(make_contribution(track, "Ik wil graag meer licht."))
    make_contribution(track, "NOG NIET GELEZEN")
    page = visitor.get("/trajecten/molenstraat")
    assert page.all(".said .words") == ["Ik wil graag meer licht.", "Zet banken bij de halte."]
    assert page.all(".said .outcome") == ["Wacht op antwoord", "Niet overgenomen"]
    assert "Daar ligt een waterleiding" in page.text
    assert "NOG NIET GELEZEN" not in page.html


def test_naughty_text_is_inert_everywhere(visitor: Browser, cast: Cast) -> None:
    track = make_track(cast.bram, title=NAUGHTY, summary=NAUGHTY)
    room = track.rooms[0]
    room.why = room.decider = room.fixed_points[0].text = room.open_questions[0].question = NAUGHTY
    room.paths[0].organ = room.paths[0].document = room.unknown_points[0].text = NAUGHTY
    room.criteria[0].text = room.constraints[0].text = NAUGHTY
    db.session.flush()
    approve(track)
    contribution = check_public(make_contribution(track, NAUGHTY))
    make_outcome(
        contribution.points[0], OutcomeKind.partly_adopted, reason=NAUGHTY, part_adopted=NAUGHTY, part_not=NAUGHTY
    )
    for path in ("", "/ruimte", "/plan", "/bijdragen", "?taal=en"):
        page = visitor.get(f"/trajecten/molenstraat{path}")
        assert not page.soup.select("script:not([src]), img[onerror]")
        assert NAUGHTY.replace("  ", " ") in page.text
    for path in ("/", "/trajecten", "/buurten", "/buurten/BU99990001"):
        assert not visitor.get(path).soup.select("script:not([src]), img[onerror]")


def test_on_an_english_page_the_dutch_words_say_so(visitor: Browser, cast: Cast) -> None:
    make_open_track(cast.bram)
    page = visitor.get("/trajecten/molenstraat?taal=en")
    assert page.soup.html and page.soup.html["lang"] == "en"
    assert page.one("h1 span")["lang"] == "nl"
    assert "Waar komen bomen en groen?" in page.all(".room__part--open [lang=nl]")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Stop", "Klaar", "Straks", "Antwoord", "Open"]),
        ("?fase=open", ["Open"]),
        ("?fase=antwoord", ["Antwoord"]),
        ("?fase=straks", ["Straks"]),
        ("?fase=klaar", ["Stop", "Klaar"]),
        ("?buurt=BU99990001", ["Stop", "Klaar", "Straks", "Antwoord", "Open"]),
        ("?buurt=BU2", []),
    ],
)
def test_the_list_shows_what_was_chosen(visitor: Browser, cast: Cast, query: str, found: list[str]) -> None:
    for title, state in (("Open", TrackState.open), ("Antwoord", TrackState.answering), ("Straks", TrackState.ready),
                         ("Klaar", TrackState.closed), ("Stop", TrackState.stopped)):  # fmt: skip
        track = make_open_track(cast.bram, title=title, slug=title.lower())
        track.state = state
        if state is TrackState.stopped:
            track.stop_reason, track.stopped_at = "Geen geld.", AT
        db.session.commit()
    make_track(cast.bram, title="Concept", slug="concept")
    make_area("Havenkwartier", "BU2")
    db.session.commit()
    page = visitor.get(f"/trajecten{query}")
    assert page.all(".card__title") == found
    assert bool(page.soup.select(".empty")) is not bool(found)


@pytest.mark.parametrize(
    "query", ["?fase=anders", "?buurt=nergens", "?voor=x", "?voor=-1", "?voor=99999999999", "?voor=١٢"]
)
def test_an_unknown_choice_is_not_found(visitor: Browser, cast: Cast, query: str) -> None:
    make_open_track(cast.bram)
    assert "niet" in visitor.get(f"/trajecten{query}", status=404).h1


def test_a_long_list_goes_on_where_it_stopped(visitor: Browser, cast: Cast) -> None:
    for number in range(23):
        make_open_track(cast.bram, title=f"Traject {number}", slug=f"traject-{number}")
    first = visitor.get("/trajecten?fase=open")
    second = visitor.get(first.link("Eerdere trajecten"))
    assert len(first.all(".card__title")) == 20
    assert second.all(".card__title") == ["Traject 2", "Traject 1", "Traject 0"]
    assert second.link("Naar de nieuwste") == "/trajecten?fase=open"


def test_a_resident_who_waits_too_long_is_visible_on_the_card(visitor: Browser, cast: Cast) -> None:
    track = make_open_track(cast.bram)
    make_contribution(track)
    track.promised_on = date(2027, 2, 5)
    db.session.commit()
    with clock.frozen(datetime(2027, 2, 6, 9, 0, tzinfo=UTC)):
        assert visitor.get("/trajecten").all(".promise--late") == ["Eén bewoner wacht te lang op antwoord"]
        make_contribution(db.session.merge(track), "Nog een bijdrage, van iemand anders.", received_at=AT)
        assert visitor.get("/trajecten").all(".promise--late") == ["Bewoners wachten te lang op antwoord"]


@pytest.mark.parametrize("items", [1, 3])
def test_the_page_asks_the_database_the_same_number_of_questions(
    app: Flask, visitor: Browser, cast: Cast, items: int
) -> None:
    track = make_open_track(cast.bram)
    for number in range(items):
        make_outcome(check_public(make_contribution(track, f"Punt {number}: zet er een boom neer.")).points[0])
        make_open_track(cast.bram, title=f"Ander {number}", slug=f"ander-{number}")
    with counted(app) as statements:
        visitor.get("/trajecten/molenstraat")
    assert len(statements) == TRACK_PAGE, "\n".join(statements)
    with counted(app) as statements:
        visitor.get("/trajecten")
    assert len(statements) == LIST_PAGE, "\n".join(statements)


TRACK_PAGE, LIST_PAGE = 16, 3


def test_a_track_that_did_not_change_is_not_sent_again(visitor: Browser, cast: Cast) -> None:
    track = make_open_track(cast.bram)
    first = visitor.get("/trajecten/molenstraat")
    mark = {"If-None-Match": first.response.headers["ETag"]}
    visitor.get("/trajecten/molenstraat", status=304, headers=mark)
    make_contribution(db.session.merge(track))
    visitor.get("/trajecten/molenstraat", headers=mark)
