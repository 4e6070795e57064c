"""Bringing in a file at the desk: chosen, looked at, tried, brought in by the worker, mended and sent again."""

import io
from datetime import timedelta
from threading import Event

import pytest
from flask import Flask

from participation import clock, worker
from participation.contributions.models import Channel, Contribution
from participation.contributions.sheets.models import Sheet, SheetPart, SheetState
from participation.db import db
from participation.history import Event as Happened
from participation.outcomes import importing
from participation.outcomes.models import Outcome, OutcomeKind, OutcomeState
from participation.web.security import settings
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.page import Browser, Page

ROWS = """nummer;inbreng;datum;antwoord;uitkomst
1;"Zet bomen; graag.
Bij de school.";20-11-2026;Daar liggen kabels.;niet overgenomen
2; ;20-11-2026;;
3;=Geen bomen, “graag” gras.;20-11-26;;
4;Meer bankjes.;19 november 2026;Wij wegen dit nog.;aangepast
"""
FILE = "/werk/import/traject/molenstraat"


@pytest.fixture(autouse=True)
def track(cast: Cast) -> None:
    make_open_track(cast.bram)


def send(bram: Browser, content: bytes | str = ROWS, name: str = "enquete.csv", *, status: int = 303) -> Page:
    data = content.encode() if isinstance(content, str) else content
    return bram.post(FILE, {"file": (io.BytesIO(data), name)}, status=status, content_type="multipart/form-data")


def tried(bram: Browser, content: bytes | str = ROWS, **columns: str) -> str:
    """The address of a sheet of which it is known what would happen."""
    address = send(bram, content).location
    form = bram.get(address).form(f"{address}/kolommen")
    bram.post(f"{address}/kolommen", {**form, **columns})
    return address


def work(app: Flask) -> None:
    """What the worker does with sheets."""
    db.session.remove()
    with app.test_request_context():
        worker._bring_in_sheets(settings(), clock.now(), Event())
    db.session.remove()


def brought_in(app: Flask, bram: Browser, content: bytes | str = ROWS) -> str:
    address = tried(bram, content)
    bram.post(f"{address}/inlezen")
    work(app)
    return address


def texts() -> list[str]:
    return [one.original_text for one in db.session.query(Contribution).order_by(Contribution.id)]


def test_what_we_recognise_is_said_and_chosen_beforehand(bram: Browser) -> None:
    page = bram.get(send(bram).location)
    assert page.h1 == "Wat staat er in elke kolom?"
    assert "Tekst in UTF-8, met puntkomma’s tussen de kolommen." in page.text
    assert "dagen met een jaar van twee cijfers" in page.text or "dagen" in page.text
    form = page.form(f"{page.response.request.path}/kolommen")
    assert {name: form[name] for name in ("text", "received", "source", "answer", "outcome")} == {
        "text": "inbreng", "received": "datum", "source": "nummer", "answer": "antwoord", "outcome": "uitkomst",
    }  # fmt: skip
    assert texts() == []


def test_before_anything_comes_in_each_row_is_accounted_for(bram: Browser) -> None:
    page = bram.get(tried(bram))
    assert page.h1 == "Dit gaat er gebeuren"
    assert "Gaan erin 2 rijen" in page.text
    assert "Wat in de kolom ‘antwoord’ staat, wordt een concept." in page.text
    assert "Rij 3. Er staat geen tekst in deze rij." in page.text
    assert "Rij 4. Het jaar in ‘20-11-26’ heeft twee cijfers." in page.text
    assert texts() == []


def test_what_comes_in_is_of_a_resident_word_for_word_and_an_answer_is_a_draft(app: Flask, bram: Browser) -> None:
    address = brought_in(app, bram)
    assert texts() == ["Zet bomen; graag.\nBij de school.", "Meer bankjes."]
    found = db.session.query(Contribution).order_by(Contribution.id).all()
    assert {(one.entered_by_id, one.channel) for one in found} == {(None, Channel.paper)}
    assert [one.source_note for one in found] == ["Nummer 1 bij de bron", "Nummer 4 bij de bron"]
    drafts = db.session.query(Outcome).order_by(Outcome.id).all()
    assert [(one.state, one.kind, one.written_by_id) for one in drafts] == [
        (OutcomeState.draft, OutcomeKind.not_adopted, None), (OutcomeState.draft, None, None),
    ]  # fmt: skip
    page = bram.get(address)
    assert page.h1 == "Het bestand is ingelezen"
    assert "2, waarvan 1 nog zonder uitkomst" in page.text


def test_the_same_file_again_brings_in_nothing_twice(app: Flask, bram: Browser) -> None:
    brought_in(app, bram)
    address = send(bram).location
    assert "Dit bestand is al eerder ingelezen, door Bram" in bram.get(address).text
    form = bram.get(address).form(f"{address}/kolommen")
    bram.post(f"{address}/kolommen", form)
    page = bram.get(address)
    assert "Zijn al eerder ingelezen 2 rijen" in page.text
    assert "Er is niets nieuws om in te lezen." in page.text


def test_refused_rows_can_be_mended_and_sent_again(app: Flask, bram: Browser) -> None:
    address = brought_in(app, bram)
    report = bram.get(f"{address}/geweigerd.csv").response
    content = report.get_data().decode("utf-8-sig")
    assert "'=Geen bomen, “graag” gras." in content
    assert "heeft twee cijfers" in content
    mended = content.replace("20-11-26", "20-11-2026").replace("2; ;", "2;Liever gras.;")
    brought_in(app, bram, mended)
    assert texts()[2:] == ["Liever gras.", "=Geen bomen, “graag” gras."]


def test_a_worker_that_dies_in_the_middle_goes_on_where_it_was(
    app: Flask, bram: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "nr;tekst\n" + "".join(f"{number};Bijdrage {number}\n" for number in range(120))
    address = tried(bram, rows)
    bram.post(f"{address}/inlezen")
    take_over, seen = importing.take_over, []

    def die(*arguments: object, **named: object) -> object:
        seen.append(1)
        if len(seen) == 70:
            raise KeyboardInterrupt
        return take_over(*arguments, **named)

    monkeypatch.setattr(importing, "take_over", die)
    with pytest.raises(KeyboardInterrupt):
        work(app)
    db.session.remove()
    assert len(texts()) == 50
    page = bram.get(address)
    assert "50 van 120 rijen gedaan." in page.text
    assert page.soup.select_one("progress[value='50'][max='120']")
    monkeypatch.setattr(importing, "take_over", take_over)
    work(app)
    assert sorted(texts()) == sorted(f"Bijdrage {number}" for number in range(120))
    assert bram.get(address).h1 == "Het bestand is ingelezen"


def test_it_can_be_stopped_and_go_on(app: Flask, bram: Browser) -> None:
    address = tried(bram)
    bram.post(f"{address}/inlezen")
    assert bram.get(address, htmx=True).soup.select_one("[hx-trigger='every 2s']")
    bram.post(f"{address}/stoppen")
    work(app)
    assert texts() == []
    bram.post(f"{address}/inlezen")
    work(app)
    assert len(texts()) == 2
    found = db.session.query(Happened).filter(Happened.kind.startswith("sheet.")).order_by(Happened.id)
    assert [one.kind for one in found] == [
        "sheet.begun", "sheet.stopped", "sheet.resumed", "sheet.done",
    ]  # fmt: skip


def test_it_cannot_be_let_in_twice_and_not_thrown_away_afterwards(app: Flask, bram: Browser) -> None:
    address = brought_in(app, bram)
    bram.post(f"{address}/inlezen", status=409)
    bram.post(f"{address}/weggooien", status=409)
    assert len(texts()) == 2


def test_what_was_not_let_in_can_be_thrown_away(bram: Browser) -> None:
    address = tried(bram)
    bram.post(f"{address}/weggooien")
    assert (db.session.query(Sheet).count(), db.session.query(SheetPart).count()) == (0, 0)


def test_one_column_cannot_hold_two_things(bram: Browser) -> None:
    address = send(bram).location
    form = bram.get(address).form(f"{address}/kolommen")
    page = bram.post(f"{address}/kolommen", {**form, "answer": "inbreng"}, status=422)
    assert "U koos kolom ‘inbreng’ twee keer." in page.errors[0]
    page = bram.post(f"{address}/kolommen", {**form, "text": ""}, status=422)
    assert page.errors == ["Kies in welke kolom de tekst van de bewoner staat."]
    assert db.session.query(Sheet).one().state is SheetState.read


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Dit bestand is leeg."),
        (b"%PDF-1.7 ...", "Dit is een PDF."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "oud Excel-bestand"),
        (b"PK\x03\x04 kapot", "Dit rekenblad is beschadigd"),
        (b"nr;tekst\n", "geen enkele rij"),
        (b"\x00\x01\x02\x00\x00\x00" * 40, "geen tabel met tekst"),
        (b'{"data": ', "Dit JSON-bestand is niet heel."),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(bram: Browser, content: bytes, sentence: str) -> None:
    page = send(bram, content, status=422)
    assert sentence in page.errors[0]
    assert db.session.query(Sheet).count() == 0


def test_no_file_is_said(bram: Browser) -> None:
    page = bram.post(FILE, {}, status=422, content_type="multipart/form-data")
    assert page.errors == ["Kies eerst een bestand."]


def test_a_month_later_the_rows_are_gone_and_the_contributions_are_not(app: Flask, cast: Cast, bram: Browser) -> None:
    address = brought_in(app, bram)
    with clock.frozen(clock.now() + timedelta(days=31)):
        worker._purge(clock.now(), Event())
        db.session.remove()
        assert db.session.query(SheetPart).count() == 0
        assert (
            "De rijen van het bestand zijn verwijderd"
            in Browser(app).sign_in(db.session.merge(cast.bram)).get(address).text
        )
    assert len(texts()) == 2
