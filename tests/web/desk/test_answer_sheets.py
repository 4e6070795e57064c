"""The working list goes out as a sheet and comes back with answers: drafts, never over somebody else's work."""

import csv
import io
from threading import Event

import pytest
from flask import Flask

from participation import clock, worker
from participation.contributions.models import Channel, Contribution
from participation.contributions.sheets import reader
from participation.db import db
from participation.history import Event as Happened
from participation.outcomes import actions
from participation.outcomes.models import Outcome, OutcomeKind, OutcomeState
from participation.outcomes.rules import Decision
from participation.outcomes.sheets.columns import HEADINGS
from participation.tracks.models import Track
from participation.web.security import settings
from tests.factories.contributions import check_public, make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast
from tests.support.page import Browser, Page

LIST = "/werk/bijdragen/werklijst"
BACK = "/werk/import/antwoorden"
SAID = ["Zet bomen bij de school.", '=HYPERLINK("http://kwaad.example")', '\'-- Meer bankjes;\n"graag"\t']


@pytest.fixture
def track(cast: Cast) -> Track:
    return make_open_track(cast.bram)


@pytest.fixture
def said(track: Track) -> list[Contribution]:
    return [check_public(make_contribution(track, text, email="amina@bewoner.example")) for text in SAID]


def taken_out(bram: Browser, kind: str = "csv", **filters: str) -> bytes:
    response = bram.post(LIST, {"bestand": kind}, status=200, query_string=filters).response
    return response.get_data()


def rows_of(content: bytes) -> list[dict[str, str]]:
    table = reader.table_of(content)
    return [dict(zip(table.header, cells, strict=True)) for _number, _fault, cells in table.rows]


def sheet_with(rows: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADINGS, delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def brought_back(bram: Browser, content: bytes) -> str:
    """The address of a sheet of which it is known what would change."""
    sent = bram.post(BACK, {"file": (io.BytesIO(content), "werklijst.csv")}, content_type="multipart/form-data")
    bram.post(f"{sent.location}/bekijken")
    return sent.location


def kept(app: Flask, bram: Browser, address: str) -> Page:
    bram.post(f"{address}/inlezen")
    with app.test_request_context():
        worker._bring_in_sheets(settings(), clock.now(), Event())
    db.session.remove()
    return bram.get(address)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_goes_out_with_the_words_of_residents_and_nothing_that_runs(
    bram: Browser, said: list[Contribution], kind: str
) -> None:
    rows = rows_of(taken_out(bram, kind))
    words = [row["woorden van de bewoner"] for row in reversed(rows)]
    assert words == [SAID[0], f"'{SAID[1]}", f"'{SAID[2]}"]
    assert rows[0]["openbare versie"] == f"'{SAID[2]}"
    assert (rows[0]["uitkomst nu"], rows[0]["uitkomst"], rows[0]["antwoord beloofd op"]) == (
        "Wacht op antwoord", "", "2027-02-05",
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_address_and_no_code_goes_out_and_the_history_says_who_took_it(
    bram: Browser, cast: Cast, said: list[Contribution], kind: str
) -> None:
    told = " ".join(cell for row in rows_of(taken_out(bram, kind)) for cell in row.values())
    assert "amina" not in told
    assert not any(one.code_hash in told for one in db.session.query(Contribution))
    happened = db.session.query(Happened).filter_by(kind="sheet.taken_out").one()
    assert (happened.actor_id, happened.data) == (db.session.merge(cast.bram).id, {"contributions": 3, "file": kind})


def test_the_filters_of_the_list_hold_for_the_sheet(bram: Browser, track: Track, said: list[Contribution]) -> None:
    make_contribution(db.session.merge(track), "Op papier.", channel=Channel.paper)
    db.session.commit()
    (row,) = rows_of(taken_out(bram, kanaal="papier"))
    assert row["woorden van de bewoner"] == "Op papier."
    assert rows_of(taken_out(bram, stand="beantwoord")) == []
    bram.post(LIST, {"bestand": "csv"}, status=404, query_string={"traject": "van-een-ander"})
    bram.post(LIST, {"bestand": "exe"}, status=422)


def test_nobody_takes_out_what_is_of_others(chantal: Browser, said: list[Contribution]) -> None:
    assert rows_of(taken_out(chantal)) == []


def test_what_would_change_is_shown_and_becomes_a_draft_only_after_that(
    app: Flask, bram: Browser, cast: Cast, said: list[Contribution]
) -> None:
    rows = rows_of(taken_out(bram, "xlsx"))
    rows[2] |= {"uitkomst": "Overgenomen", "reden": "'=Ja, want het kan.", "landingspad": "1"}
    address = brought_back(bram, sheet_with(rows))
    page = bram.get(address)
    assert page.h1 == "Dit gaat er veranderen"
    assert "Worden een concept 1 rij" in page.text
    assert "Overgenomen" in page.text and "Definitief ontwerp" in page.text
    assert db.session.query(Outcome).count() == 0
    page = kept(app, bram, address)
    assert page.h1 == "De antwoorden zijn bewaard als concept"
    draft = db.session.query(Outcome).one()
    assert (draft.state, draft.kind, draft.reason, draft.written_by_id) == (
        OutcomeState.draft, OutcomeKind.adopted, "=Ja, want het kan.", db.session.merge(cast.bram).id,
    )  # fmt: skip
    assert draft.path is not None and draft.path.document == "Definitief ontwerp"
    assert draft.point.outcome_id is None


def test_words_that_we_do_not_know_are_refused_with_the_reason(bram: Browser, said: list[Contribution]) -> None:
    rows = rows_of(taken_out(bram))
    rows[0]["uitkomst"] = "Misschien"
    rows[1]["landingspad"] = "9"
    rows[2] |= {"nummer": "2026-99999", "reden": "Ja."}
    page = bram.get(brought_back(bram, sheet_with(rows)))
    assert "‘Misschien’ is geen uitkomst." in page.text
    assert "Landingspad ‘9’ hoort niet bij de ruimte die nu geldt." in page.text
    assert "Nummer ‘2026-99999’ met dit punt vinden wij niet in uw trajecten." in page.text
    assert "Er is niets nieuws om te bewaren." in page.text


def test_what_changed_meanwhile_is_a_conflict_and_is_not_written_over(
    app: Flask, bram: Browser, cast: Cast, said: list[Contribution]
) -> None:
    rows = rows_of(taken_out(bram))
    rows[2]["reden"] = "Daar is plek voor."
    address = brought_back(bram, sheet_with(rows))
    first = db.session.query(Contribution).order_by(Contribution.id).first()
    assert first is not None
    actions.save_draft(
        first.points[0], Decision(reason="Intussen."), actor=db.session.merge(cast.bram), now=clock.now()
    )
    db.session.commit()
    page = kept(app, bram, address)
    assert "Hier is iets veranderd sinds u de lijst ophaalde. Wij schrijven er niet overheen." in page.text
    assert [one.reason for one in db.session.query(Outcome)] == ["Intussen."]


def test_a_draft_of_somebody_else_stays_and_is_named(
    app: Flask, bram: Browser, cast: Cast, said: list[Contribution]
) -> None:
    first = db.session.query(Contribution).order_by(Contribution.id).first()
    assert first is not None
    actions.save_draft(
        first.points[0], Decision(reason="Van Esther."), actor=db.session.merge(cast.esther), now=clock.now()
    )
    db.session.commit()
    rows = rows_of(taken_out(bram))
    rows[2]["reden"] = "Van Bram."
    page = bram.get(brought_back(bram, sheet_with(rows)))
    assert "Esther" in page.text and "schreef hier al een concept. Dat blijft staan." in page.text
    assert [one.reason for one in db.session.query(Outcome)] == ["Van Esther."]


def test_bringing_the_same_sheet_back_twice_changes_nothing_more(
    app: Flask, bram: Browser, said: list[Contribution]
) -> None:
    rows = rows_of(taken_out(bram))
    rows[0]["reden"] = "Daar is plek voor."
    kept(app, bram, brought_back(bram, sheet_with(rows)))
    page = bram.get(brought_back(bram, sheet_with(rows)))
    assert "Zonder (nieuw) antwoord 3 rijen" in page.text
    assert db.session.query(Outcome).count() == 1


def test_a_sheet_of_somebody_else_is_not_mine_to_bring_in(
    bram: Browser, chantal: Browser, said: list[Contribution]
) -> None:
    rows = rows_of(taken_out(bram))
    rows[0]["reden"] = "Van Chantal."
    address = brought_back(chantal, sheet_with(rows))
    assert "vinden wij niet in uw trajecten" in chantal.get(address).text
    bram.get(address, status=403)


def test_another_file_is_refused_with_a_sentence(bram: Browser) -> None:
    page = bram.post(
        BACK, {"file": (io.BytesIO(b"a;b\n1;2\n"), "x.csv")}, status=422, content_type="multipart/form-data"
    )
    assert "Dit is geen werklijst van hier" in page.errors[0]
