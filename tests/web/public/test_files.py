"""Photos with a contribution: sent, refused without losing a word, seen only when a colleague looked, gone when it goes."""

import io
import re
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from flask import Flask
from PIL import Image

from participation import clock
from participation.config import DEVELOPMENT_KEY
from participation.contributions import receipt
from participation.contributions.actions import check_public as check_again
from participation.contributions.actions import hide, withdraw
from participation.contributions.files import actions, queries
from participation.contributions.files.models import ContributionFile
from participation.contributions.files.store import Store, store_of
from participation.contributions.files.taking import take
from participation.contributions.models import Contribution
from participation.db import db
from participation.tracks.models import Track
from tests.conftest import NOON
from tests.factories.contributions import CODE, check_public, make_contribution
from tests.factories.files import pdf, picture, with_exif
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.page import Browser, Page

URL = "/trajecten/molenstraat/bijdragen/nieuw"
WORDS = "De bank in het park is stuk."
CSP = "default-src 'none'; sandbox"


@pytest.fixture
def track(cast: Cast) -> Track:
    return make_open_track(cast.bram)


def send(visitor: Browser, *files: tuple[bytes, str], status: int = 200, form: dict[str, Any] | None = None,
         **typed: Any) -> Page:  # fmt: skip
    form = {**(form or visitor.get(URL).form()), "text": WORDS, **typed}
    form.pop("files", None)
    if files:
        form["files"] = [(io.BytesIO(content), name) for content, name in files]
    return visitor.post(URL, form, status=status, content_type="multipart/form-data")


def stored() -> list[ContributionFile]:
    return queries.files_of(db.session.query(Contribution).one())


class Photo(NamedTuple):
    """What a test remembers of a file, whatever happens to its row."""

    public_id: str
    sha: str
    number: str
    contribution_id: int


def remembered(file: ContributionFile) -> Photo:
    return Photo(file.public_id, file.sha, file.contribution.number, file.contribution_id)


@pytest.fixture
def photo(visitor: Browser, track: Track) -> Photo:
    """A photo that came with a contribution whose text everybody can read."""
    send(visitor, (with_exif(), "bank.jpg"), file_alt="Een kapotte bank")
    (file,) = stored()
    check_public(file.contribution)
    return remembered(file)


def row_of(photo: Photo) -> ContributionFile:
    found = queries.file(photo.public_id)
    assert found is not None
    return found


def show(photo: Photo, cast: Cast) -> None:
    actions.show(row_of(photo), "Een kapotte bank", actor=cast.bram, now=clock.now())
    db.session.commit()


def test_a_photo_comes_with_its_words(visitor: Browser, track: Track) -> None:
    page = send(visitor, (with_exif(), "bank.jpg"), (pdf(), "plan.pdf"), file_alt=["Een bank", ""])
    assert page.h1 == "Dank u wel. Uw bijdrage is binnen." and "Dit kwam ook mee: bank.jpg, plan.pdf" in page.text
    assert [(file.name, file.alt, file.kind.value) for file in stored()] == [
        ("bank.jpg", "Een bank", "picture"), ("plan.pdf", "", "pdf"),
    ]  # fmt: skip


def test_a_refused_file_costs_no_word_and_no_other_file(visitor: Browser, track: Track) -> None:
    page = send(visitor, (picture(), "bank.jpg"), (b"GIF89a", "grap.gif"), file_alt=["Een bank", ""], status=422)
    assert page.errors == ["‘grap.gif’: Dit is geen foto en geen PDF. Kies een foto (JPEG, PNG of WebP) of een PDF."]
    assert WORDS in page.one("textarea[name=text]").get_text() and "Stuur mee: bank.jpg" in page.text
    assert db.session.query(Contribution).count() == 0
    again = send(visitor, form=page.form())
    assert again.h1 == "Dank u wel. Uw bijdrage is binnen."
    assert [(file.name, file.alt) for file in stored()] == [("bank.jpg", "Een bank")]


def test_a_photo_stays_when_something_else_has_to_be_mended(visitor: Browser, track: Track) -> None:
    page = send(visitor, (picture(), "bank.jpg"), text=" ", status=422)
    form = page.form()
    assert "Stuur mee: bank.jpg" in page.text
    send(visitor, (picture(90, 40), "boom.jpg"), form=form, **{f"alt-{'x' * 12}": ""})
    assert [file.name for file in stored()] == ["bank.jpg", "boom.jpg"]


def test_what_was_kept_can_be_left_out(visitor: Browser, track: Track) -> None:
    form = send(visitor, (picture(), "bank.jpg"), text=" ", status=422).form()
    form.pop("kept")
    send(visitor, form=form)
    assert stored() == []


def test_what_was_kept_is_of_this_form_only_and_for_less_than_a_day(visitor: Browser, track: Track) -> None:
    form = send(visitor, (picture(), "bank.jpg"), text=" ", status=422).form()
    gone = "Een bestand van daarnet hebben wij niet meer. Kies het opnieuw."
    assert send(visitor, form=form, form_key="anders", status=422).errors == [gone]
    assert send(visitor, form=form, kept=form["kept"] + "x", status=422).errors == [gone]
    with clock.frozen(NOON + timedelta(hours=3)):
        send(visitor, form=form)


def test_more_than_five_names_what_is_left(visitor: Browser, track: Track) -> None:
    files = [(picture(50 + number, 40), f"{number}.jpg") for number in range(7)]
    page = send(visitor, *files, status=422)
    assert page.errors == ["Er kunnen vijf bestanden mee. Niet meegenomen: 5.jpg, 6.jpg."]
    assert len(page.soup.select("main input[name=kept]")) == 5


def test_the_same_form_twice_is_one_contribution_with_its_files_once(visitor: Browser, track: Track) -> None:
    form = visitor.get(URL).form()
    first, second = (send(visitor, (picture(), "bank.jpg"), form=form) for _ in range(2))
    assert first.all(".code span") == second.all(".code span") and len(stored()) == 1


def test_the_receipt_in_english_is_the_same_contribution(visitor: Browser, track: Track) -> None:
    page = send(visitor, (picture(), "bank.jpg"))
    form = page.soup.select_one(".site-nav form")
    assert form is not None
    fields = {str(field["name"]): str(field.get("value", "")) for field in form.select("input[name]")}
    visitor.post(str(form["action"]), fields, status=200, content_type="multipart/form-data")
    assert len(stored()) == 1


def test_the_text_goes_in_when_there_is_no_place(
    visitor: Browser, track: Track, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Store, "used", lambda store: store.most)
    page = send(visitor, (picture(), "bank.jpg"))
    assert "Uw tekst is binnen. Voor foto’s is nu geen plaats." in page.text and stored() == []


def test_a_form_that_is_far_too_large_gets_a_page(visitor: Browser, track: Track) -> None:
    response = visitor.client.post(
        URL, data=b"--x", content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": "200000000"},
    )  # fmt: skip
    assert response.status_code == 413 and "te groot" in response.get_data(as_text=True)


@pytest.mark.parametrize("name", ["../../etc/passwd", "een\0twee.jpg", "foto\u202egpj.jpg", "<b>x</b>.jpg", "x" * 400])
def test_a_name_harms_nothing(visitor: Browser, track: Track, name: str) -> None:
    page = send(visitor, (picture(), name), text=" ", status=422)
    assert "Stuur mee" in page.text and "<b>x</b>" not in page.html and "\u202e" not in page.html


def test_nobody_sees_a_photo_before_a_colleague_looked(visitor: Browser, photo: Photo, cast: Cast) -> None:
    visitor.get(f"/bestanden/{photo.public_id}", status=404)
    assert "/bestanden/" not in visitor.get(f"/bijdragen/{photo.number}").html
    show(photo, cast)
    page = visitor.get(f"/bijdragen/{photo.number}")
    picture = page.one(".pictures img")
    assert (picture["alt"], picture["width"], picture["height"]) == ("Een kapotte bank", "40", "60")
    assert photo.sha not in page.html


def test_a_public_photo_carries_headers_that_let_nothing_run(visitor: Browser, photo: Photo, cast: Cast) -> None:
    show(photo, cast)
    for address in (f"/bestanden/{photo.public_id}", f"/bestanden/{photo.public_id}?klein=1"):
        response = visitor.get(address).response
        headers = response.headers
        assert headers.getlist("Content-Security-Policy") == [CSP]
        assert headers["X-Content-Type-Options"] == "nosniff" and headers["Content-Type"] == "image/jpeg"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin" and headers["Cache-Control"] == "no-cache"
        assert headers["Content-Disposition"] == 'inline; filename="foto-1.jpg"'
        assert b"Geheim" not in response.data and Image.open(io.BytesIO(response.data)).size == (40, 60)
        visitor.get(address, headers={"If-None-Match": headers["ETag"]}, status=304)


def test_hidden_or_withdrawn_is_gone_at_once(visitor: Browser, photo: Photo, cast: Cast) -> None:
    show(photo, cast)
    address = f"/bestanden/{photo.public_id}"
    tag = visitor.get(address).response.headers["ETag"]
    said = db.session.get_one(Contribution, photo.contribution_id)
    hide(said, "Er staat een naam in.", actor=cast.bram, now=clock.now())
    db.session.commit()
    visitor.get(address, headers={"If-None-Match": tag}, status=404)
    said = db.session.get_one(Contribution, photo.contribution_id)
    check_again(said, {point.id: point.text for point in said.points}, actor=cast.bram, now=clock.now())
    db.session.commit()
    visitor.get(address)
    actions.keep_off(row_of(photo), "Er staat een kind op.", actor=cast.bram, now=clock.now())
    db.session.commit()
    visitor.get(address, status=404)
    withdraw(db.session.get_one(Contribution, photo.contribution_id), now=clock.now())
    db.session.commit()
    visitor.get(address, status=404)


def test_a_document_is_downloaded_and_never_opened(visitor: Browser, track: Track, cast: Cast) -> None:
    send(visitor, (pdf(), "Brief van Ana.pdf"))
    (file,) = stored()
    check_public(file.contribution)
    document = remembered(file)
    show(document, cast)
    response = visitor.get(f"/bestanden/{document.public_id}").response
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'attachment; filename="bestand-1.pdf"'
    page = visitor.get(f"/bijdragen/{document.number}")
    assert "Ana" not in page.text and page.has_link("Document bij deze bijdrage")


@pytest.fixture
def own(app: Flask, track: Track) -> Photo:
    """A photo of somebody who holds `CODE`."""
    said = make_contribution(track, WORDS, code=CODE)
    found = app.config["SETTINGS"]
    actions.attach(said, [take(picture(), "bank.jpg", store_of(found.data_dir, 100))], now=clock.now())
    db.session.commit()
    return remembered(queries.files_of(said)[0])


def test_its_author_sees_it_with_an_address_that_dies_soon(visitor: Browser, own: Photo) -> None:
    page = visitor.post("/volg", {"code": CODE}, status=200)
    assert "Een collega bekijkt dit eerst." in page.text
    address = str(page.one(".pictures img")["src"])
    assert CODE not in address and receipt.hash_of(DEVELOPMENT_KEY, CODE) not in address
    headers = visitor.get(address).response.headers
    assert headers["Cache-Control"] == "private, no-store" and "ETag" not in headers
    visitor.get(re.sub(r"pas=.", "pas=", address), status=404)
    visitor.get(address.replace(own.public_id, "x" * 22), status=404)


def test_an_address_for_the_author_dies(visitor: Browser, own: Photo, monkeypatch: pytest.MonkeyPatch) -> None:
    from participation.web import file_answers

    address = str(visitor.post("/volg", {"code": CODE}, status=200).one(".pictures img")["src"])
    monkeypatch.setattr(file_answers, "MINUTES", -1)
    visitor.get(address, status=404)


def test_the_author_writes_what_can_be_seen(visitor: Browser, own: Photo) -> None:
    page = visitor.post("/volg", {"code": CODE}, status=200)
    form = page.form("/volg/bestand")
    done = visitor.post("/volg/bestand", {**form, "alt": "Een bank zonder rug"}, status=200)
    assert str(done.one(".pictures img")["alt"]) == "Een bank zonder rug"
    visitor.post("/volg/bestand", {**form, "code": "0000000000000000", "alt": "Iets"}, status=422)
    visitor.post("/volg/bestand", {**form, "file": "x", "alt": "Iets"}, status=404)


def test_the_author_reads_why_a_photo_is_kept_off(visitor: Browser, own: Photo, cast: Cast) -> None:
    actions.keep_off(row_of(own), "Er staat een kind op.", actor=cast.bram, now=clock.now())
    db.session.commit()
    page = visitor.post("/volg", {"code": CODE}, status=200)
    assert "Dit staat niet op de website. Dit is waarom: Er staat een kind op." in page.text
