"""The form and the poster on paper: whole, readable for a screen reader, and inert whatever somebody typed."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from importlib import import_module

import pytest
from flask import Flask
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from participation import clock
from participation.db import db
from participation.tracks.models import Track, TrackState
from participation.tracks.room import FixedPoint, Level, OpenQuestion
from participation.tracks.rules.states import has_paper
from participation.web.paper import press
from participation.web.paper.press import NotPrinted
from tests.factories.tracks import make_open_track, make_track
from tests.support.cast import Cast
from tests.support.counting import counted
from tests.support.page import Browser
from tests.web.public.test_tracks import approve, make_inform_track

FORM, POSTER = "/trajecten/molenstraat/formulier.pdf", "/trajecten/molenstraat/poster.pdf"
VIEW = import_module("participation.web.public.paper")
HOSTILE = "#evil() $x$ *b* _c_ `d` <lab> @ref \\u{41} [x] // ="


@pytest.fixture
def track(cast: Cast) -> Track:
    return make_open_track(cast.bram)


@pytest.fixture
def pressed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the sheets that went through the press (it answers at once)."""
    names: list[str] = []

    def press_at_once(sheet: str, _data: object, *, at: datetime) -> bytes:
        names.append(f"{sheet} {at:%Y}")
        return b"%PDF-" + str(len(names)).encode()

    monkeypatch.setattr(VIEW, "pressed", press_at_once)
    return names


def sheet(reader: Browser, url: str) -> PdfReader:
    response = reader.get(url).response
    assert (response.mimetype, response.data[:5]) == ("application/pdf", b"%PDF-")
    return PdfReader(io.BytesIO(response.data))


def text(of: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in of.pages).replace("\u200b", "").split())


def structure(of: PdfReader) -> set[str]:
    """The kinds of tags in the sheet: what a screen reader walks along."""
    root, found = of.root_object, set()
    waiting = [root["/StructTreeRoot"].get_object()]
    while waiting:
        tag = waiting.pop()
        if isinstance(tag, DictionaryObject):
            found.add(str(tag.get("/S", "")))
            kids = tag.get("/K", [])
            kids = kids.get_object()
            waiting += [kid.get_object() for kid in (kids if isinstance(kids, list) else [kids])]
    return found


def test_the_form_says_what_is_fixed_what_is_open_and_what_we_promise(visitor: Browser, track: Track) -> None:
    form = sheet(visitor, FORM)
    words = text(form)
    assert len(form.pages) == 2
    for said in (
        "Herinrichting Molenstraat", "Reageren kan tot en met zondag 13 december 2026", "Het riool wordt vernieuwd.",
        "Waar komen bomen en groen?", "In welke volgorde werken we?", "Iets anders, of ik weet het niet",
        "Uiterlijk vrijdag 5 februari 2027", "Het college van burgemeester en wethouders",
        "Dit is geen bezwaar en geen klacht.", "U krijgt een code", "Hoeveel invloed verwacht u?",
        "Bram de Boer", "Postbus 100", "localhost/trajecten/molenstraat",
    ):  # fmt: skip
        assert said in words


def test_the_poster_asks_one_question_and_says_until_when_and_whom_to_call(visitor: Browser, track: Track) -> None:
    poster = sheet(visitor, POSTER)
    words = text(poster)
    assert len(poster.pages) == 1
    for said in (
        "Waar komen bomen en groen?", "En er is nog een vraag.", "zondag 13 december 2026", "Bel Bram de Boer:",
        "localhost/trajecten/molenstraat",
    ):  # fmt: skip
        assert said in words
    assert "In welke volgorde" not in words


@pytest.mark.parametrize("url", [FORM, POSTER, FORM + "?letters=groot"])
def test_a_screen_reader_finds_title_language_and_headings(visitor: Browser, track: Track, url: str) -> None:
    found = sheet(visitor, url)
    assert found.root_object["/MarkInfo"]["/Marked"] == True  # noqa: E712
    assert found.root_object["/Lang"] == "nl"
    assert found.metadata and "Herinrichting Molenstraat" in str(found.metadata.title)
    assert {"/H1", "/H2", "/Figure"} <= structure(found)
    assert b"pdfuaid" in found.root_object["/Metadata"].get_object().get_data()


def test_large_print_has_large_letters_and_any_other_size_is_not_found(visitor: Browser, track: Track) -> None:
    sizes: list[float] = []
    page = sheet(visitor, FORM + "?letters=groot").pages[0]
    page.extract_text(visitor_text=lambda said, _cm, _tm, _font, size: sizes.append(size) if said.strip() else None)
    assert min(sizes) >= 13
    visitor.get(FORM + "?letters=reuze", status=404)


def test_what_somebody_typed_stays_what_it_is(visitor: Browser, cast: Cast) -> None:
    make_open_track(cast.bram, title=f"Plein {HOSTILE}")
    assert HOSTILE in text(sheet(visitor, FORM))
    assert f"Plein {HOSTILE}" in text(sheet(visitor, POSTER))


def test_a_letter_that_we_cannot_print_never_costs_the_sheet(visitor: Browser, cast: Cast) -> None:
    make_open_track(cast.bram, title="Ğyüç ấ 田中 ﷽ 🎉 \u202eomgekeerd")
    assert "Ğyüç â ??" in text(sheet(visitor, FORM))


def test_a_long_room_still_fits_on_two_pages(visitor: Browser, cast: Cast, draft: Callable[..., Track]) -> None:
    draft(fixed=12, questions=12)
    form = sheet(visitor, FORM)
    assert len(form.pages) == 2
    assert "De rest leest u op de website." in text(form)


@pytest.fixture
def draft(cast: Cast) -> Callable[..., Track]:
    """An open track with as many fixed points and questions as one likes, each of them long."""

    def make(*, fixed: int, questions: int) -> Track:
        made = make_track(cast.bram)
        room = made.rooms[0]
        for path in room.paths:
            path.questions = []
        words = "Er is hier veel over te zeggen en dat doen we dan ook. " * 8
        room.fixed_points = [FixedPoint(position=n, text=words, reason=words) for n in range(fixed)]
        room.open_questions = [OpenQuestion(position=n, question=words, can_change=words) for n in range(questions)]
        db.session.flush()
        return approve(made)

    return make


def test_who_is_only_informed_can_ask_and_is_promised_no_influence(visitor: Browser, cast: Cast) -> None:
    track = make_inform_track(cast)
    assert track.room and track.room.level is Level.inform
    words = text(sheet(visitor, "/trajecten/dijkweg/formulier.pdf"))
    assert "Vragenformulier" in words and "U kunt hier niet over meebeslissen." in words
    assert "Hoeveel invloed" not in words and "een idee" not in words
    assert "Stel uw vraag" in text(sheet(visitor, "/trajecten/dijkweg/poster.pdf"))


def test_before_the_opening_the_sheets_say_from_when(visitor: Browser, track: Track) -> None:
    track.state, track.opens_on = TrackState.ready, date(2026, 12, 1)
    db.session.commit()
    words = text(sheet(visitor, FORM))
    assert "Reageren kan vanaf dinsdag 1 december 2026 tot en met zondag 13 december 2026" in words
    assert "Straks kunt u meedenken" in text(sheet(visitor, POSTER))
    assert visitor.get("/trajecten/molenstraat").has_link("Formulier op papier")


@pytest.mark.parametrize("url", [FORM, POSTER])
def test_a_track_that_is_not_public_has_no_paper(visitor: Browser, cast: Cast, track: Track, url: str) -> None:
    track.state = TrackState.in_review
    db.session.commit()
    visitor.get(url, status=404)
    visitor.get(url.replace("molenstraat", "bestaat-niet"), status=404)


@pytest.mark.parametrize("url", [FORM, POSTER])
def test_after_the_last_day_a_page_says_so(visitor: Browser, track: Track, url: str) -> None:
    with clock.frozen(datetime(2026, 12, 14, 9, 0, tzinfo=UTC)):
        page = visitor.get(url)
        assert page.h1 == "U kunt nu niet reageren"
        assert "Reageren kon tot en met zondag 13 december 2026." in page.text
        assert not visitor.get("/trajecten/molenstraat").has_link("Formulier op papier")


def test_paper_is_there_as_long_as_people_can_react_and_before(track: Track) -> None:
    assert [has_paper(track, date(2026, 12, day)) for day in (12, 13, 14)] == [True, True, False]
    track.state = TrackState.answering
    assert not has_paper(track, date(2026, 12, 12))
    track.state, track.opens_on = TrackState.ready, date(2026, 12, 12)
    assert has_paper(track, date(2026, 12, 1))
    db.session.rollback()


def test_residents_and_colleagues_find_the_paper_on_the_page_of_the_track(
    visitor: Browser, bram: Browser, track: Track
) -> None:
    for page in (visitor.get("/trajecten/molenstraat"), bram.get("/werk/trajecten/molenstraat")):
        assert page.link("Formulier op papier") == FORM
        assert page.link("Formulier met grote letters") == FORM + "?letters=groot"
        assert page.link("Poster") == POSTER


def test_a_sheet_is_made_once_for_everybody_until_something_happens(
    app: Flask, visitor: Browser, track: Track, pressed: list[str]
) -> None:
    first = visitor.get(FORM).response
    with counted(app) as statements:
        again = Browser(app).get(FORM + "?wat=dan+ook").response
    assert (again.data, pressed, len(statements)) == (first.data, ["form 2026"], 1)
    assert again.headers["Cache-Control"] == "no-cache"
    assert 'filename="formulier-molenstraat.pdf"' in again.headers["Content-Disposition"]
    unchanged = visitor.get(FORM, status=304, headers={"If-None-Match": first.headers["ETag"]})
    assert unchanged.response.data == b""
    visitor.get(FORM + "?letters=groot")
    visitor.get(POSTER)
    assert pressed == ["form 2026", "form 2026", "poster 2026"]


def test_making_a_sheet_takes_a_fixed_number_of_statements_and_holds_no_transaction(
    app: Flask, visitor: Browser, track: Track, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy: list[bool] = []

    def look(*_args: object, **_named: object) -> bytes:
        busy.append(db.session().in_transaction())
        return b"%PDF-"

    monkeypatch.setattr(VIEW, "pressed", look)
    with counted(app) as statements:
        visitor.get(FORM)
    assert (len(statements), busy) == (11, [False])


def test_a_press_that_fails_is_said_in_plain_words(
    visitor: Browser, track: Track, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stuck(*_args: object, **_named: object) -> bytes:
        raise NotPrinted("stuck")

    monkeypatch.setattr(VIEW, "pressed", stuck)
    assert visitor.get(FORM, status=503).h1 == "Wij zijn even niet bereikbaar"


def test_the_press_stops_what_takes_too_long_or_grows_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    at = clock.now()
    with pytest.raises(NotPrinted, match="refused"):
        press.pressed("form", {}, at=at)
    monkeypatch.setattr(press, "SECONDS", 0.001)
    with pytest.raises(NotPrinted, match="more than"):
        press.pressed("form", {}, at=at)
    with press._press, pytest.raises(NotPrinted, match="taken"):
        press.pressed("form", {}, at=at)


def test_a_sheet_larger_than_we_want_to_send_is_not_sent(
    visitor: Browser, track: Track, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press, "LARGEST", 100)
    visitor.get(FORM, status=503)
