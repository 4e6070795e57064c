"""Every fault is a page with a sentence and a way on, for the visitor and for htmx, and gives back what was typed."""

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError

from participation.db import db
from participation.refusals import Conflict, Refused
from participation.web import errors
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.page import Browser, Page

TEXT = "Meer bomen,\nen een bankje voor Zoë 🌳 <b>graag</b>"
Fail = Callable[..., Page]


def no_database(words: str) -> OperationalError:
    return OperationalError("INSERT", {}, sqlite3.OperationalError(words))


@pytest.fixture
def fail(app: Flask, bram: Browser, monkeypatch: pytest.MonkeyPatch) -> Fail:
    """Send a form to a view that raises *fault*."""
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)

    def run(fault: Exception, *, status: int, htmx: bool = False, data: dict[str, Any] | None = None) -> Page:
        def view() -> Any:
            raise fault

        monkeypatch.setitem(app.view_functions, "public.follow", view)
        return bram.post(
            "/volg?van=1", {"text": TEXT, "kind": "idee"} if data is None else data, status=status, htmx=htmx
        )

    return run


CASES = [
    (Refused("Dit traject is al gesloten. U kunt niet meer reageren."), 422, "Dit kan nu niet"),
    (Conflict("Chantal Mulder publiceerde dit antwoord om 14.08 uur."), 409, "Iemand anders was u voor"),
    (StaleDataError(), 409, "Iemand anders was u voor"),
    (no_database("database is locked"), 503, "Wij zijn even niet bereikbaar"),
    (no_database("database or disk is full"), 503, "Wij zijn even niet bereikbaar"),
    (no_database("attempt to write a readonly database"), 503, "Wij zijn even niet bereikbaar"),
    (no_database("no such column: secret"), 500, "Er ging iets mis bij ons"),
    (LookupError("/etc/secret"), 500, "Er ging iets mis bij ons"),
]


@pytest.mark.parametrize("htmx", [False, True], ids=["form", "htmx"])
@pytest.mark.parametrize(("fault", "status", "title"), CASES, ids=[str(case[0])[:25] for case in CASES])
def test_a_fault_is_a_page_that_gives_the_text_back(
    fail: Fail, fault: Exception, status: int, title: str, htmx: bool
) -> None:
    page = fail(fault, status=status, htmx=htmx)
    assert page.h1 == title
    assert TEXT in [area.get_text().removeprefix("\n") for area in page.soup.select("textarea")]
    assert not page.soup.select("textarea b")
    assert page.response.headers.get("HX-Retarget") == ("body" if htmx else None)
    assert page.response.headers["Cache-Control"] == "no-store"
    for secret in ("secret", "INSERT", "Traceback", "sqlite"):
        assert secret not in page.html


@pytest.mark.parametrize("fault", [CASES[0][0], CASES[1][0]])
def test_the_sentence_of_a_refusal_is_what_the_visitor_reads(fail: Fail, fault: Refused) -> None:
    assert fault.sentence in fail(fault, status=422 if type(fault) is Refused else 409).text


@pytest.mark.parametrize("fault", [no_database("database is locked"), LookupError()])
def test_what_may_work_later_can_be_sent_again_with_everything_in_it(fail: Fail, fault: Exception) -> None:
    page = fail(fault, status=503 if isinstance(fault, OperationalError) else 500)
    form = page.form("/volg?van=1")
    assert (form["text"], form["kind"]) == (TEXT, "idee")


def test_what_is_full_or_locked_says_when_to_come_back(fail: Fail) -> None:
    assert fail(no_database("database is locked"), status=503).response.headers["Retry-After"] == "30"


def test_after_a_conflict_the_visitor_looks_first(fail: Fail) -> None:
    page = fail(StaleDataError(), status=409)
    assert page.link("Bekijk wat er nu staat") == "/volg"
    assert not page.soup.select("main form[method=post]")


def test_without_a_text_the_page_is_the_plain_one(fail: Fail) -> None:
    page = fail(LookupError(), status=500, data={})
    assert page.h1 == "Er ging iets mis bij ons"
    assert not page.soup.select("textarea")


def test_a_password_never_comes_back(fail: Fail) -> None:
    assert "geheim wachtwoord" not in fail(LookupError(), status=500, data={"password": "geheim wachtwoord"}).html


def test_the_error_page_asks_the_database_nothing(fail: Fail, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def away(*_args: object, **_options: object) -> None:
        asked.append(1)
        raise no_database("unable to open database file")

    real = errors._database_failed

    def then_away(error: OperationalError) -> Any:
        monkeypatch.setattr(db.session(), "execute", away)
        return real(error)

    monkeypatch.setattr(errors, "_database_failed", then_away)
    page = fail(no_database("unable to open database file"), status=503)
    assert page.h1 == "Wij zijn even niet bereikbaar"
    assert not asked


def test_when_even_the_error_page_fails_there_is_a_page_that_needs_nothing(
    fail: Fail, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_context: object) -> str:
        raise LookupError("a template is broken")

    monkeypatch.setattr(errors, "render_template", broken)
    page = fail(LookupError(), status=500)
    assert page.h1 == "Er ging iets mis bij ons"
    assert page.link("Naar de voorpagina") == "/"


def test_the_log_of_a_fault_holds_no_typed_text(fail: Fail, caplog: pytest.LogCaptureFixture) -> None:
    fail(LookupError("a fault"), status=500)
    assert "a fault" in caplog.text
    assert "bankje" not in caplog.text


@pytest.mark.parametrize(("method", "address", "status"), [("get", "/bestaat-niet", 404), ("post", "/robots.txt", 405)])
def test_refusals_of_the_server_are_pages_too(visitor: Browser, method: str, address: str, status: int) -> None:
    page = getattr(visitor, method)(address, status=status)
    assert page.has_link("Naar de voorpagina")
    assert (page.response.headers.get("Allow") is None) is (status != 405)


def test_a_colleague_who_does_not_work_here_is_told_whom_to_ask(chantal: Browser, cast: Cast) -> None:
    make_open_track(cast.bram)
    page = chantal.get("/werk/trajecten/molenstraat", status=403)
    assert page.h1 == "Hier werkt u niet aan mee"
    assert page.link("Naar uw inbox") == "/werk"
