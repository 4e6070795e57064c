"""`import-contributions`: every row accounted for, nothing twice, and an interrupted run goes on."""

import csv
import os
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from participation.commands import import_contributions as command
from participation.contributions.models import Channel, Contribution
from participation.db import db
from participation.outcomes.models import Outcome, OutcomeKind, OutcomeState
from participation.promises.models import Promise, PromiseKind
from tests.factories.tracks import make_open_track, make_track
from tests.support.cast import Cast

REAL = Path(os.environ.get("DOORWERKING_DATA", "../shared/data")) / "zienswijzen" / "pairs.csv"


def run(app: Flask, *arguments: object) -> Result:
    db.session.remove()
    result = app.test_cli_runner().invoke(args=["import-contributions", *map(str, arguments)])
    db.session.remove()
    return result


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return path


def report_of(path: Path) -> list[list[str]]:
    with path.with_name(f"{path.name}.report.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


@pytest.fixture
def file(tmp_path: Path, cast: Cast) -> Path:
    make_open_track(cast.bram)
    rows = [
        {"tekst": "Zet bomen.\nBij de school.", "antwoord": "Daar liggen kabels.", "uitkomst": "niet overgenomen"},
        {"tekst": " ", "antwoord": "", "uitkomst": ""},
        {"tekst": "Geen bomen; liever gras, “graag”.", "antwoord": "Wij wegen dit nog.", "uitkomst": "aangepast"},
        {"tekst": "Zet bomen.\nBij de school.", "antwoord": "", "uitkomst": ""},
    ]
    return write(tmp_path / "in.csv", rows)


ALL = ("--track", "molenstraat", "--text", "tekst", "--answer", "antwoord", "--outcome", "uitkomst")


def test_good_rows_come_in_and_bad_rows_are_reported(app: Flask, file: Path) -> None:
    result = run(app, file, *ALL)
    assert result.exit_code == 0, result.output
    assert "4 rijen: 3 binnen, 0 was al binnen, 1 geweigerd." in result.output
    found = db.session.query(Contribution).order_by(Contribution.id).all()
    assert [item.original_text for item in found] == [
        "Zet bomen.\nBij de school.", "Geen bomen; liever gras, “graag”.", "Zet bomen.\nBij de school.",
    ]  # fmt: skip
    assert report_of(file) == [
        ["2", "binnen", found[0].number, ""],
        ["3", "geweigerd", "", "Er staat geen tekst in deze rij."],
        ["4", "binnen", found[1].number, ""],
        ["5", "binnen", found[2].number, ""],
    ]


def test_it_belongs_to_a_resident_and_is_owed_an_answer(app: Flask, file: Path) -> None:
    run(app, file, *ALL)
    for found in db.session.query(Contribution):
        assert (found.entered_by, found.channel, len(found.points)) == (None, Channel.paper, 1)
    assert db.session.query(Promise).filter_by(kind=PromiseKind.answer).count() == 3


def test_answers_become_drafts_that_a_colleague_has_to_finish(app: Flask, file: Path) -> None:
    result = run(app, file, *ALL)
    assert "2 concept-antwoorden, waarvan 1 nog zonder uitkomst." in result.output
    drafts = db.session.query(Outcome).order_by(Outcome.id).all()
    assert [(draft.state, draft.kind, draft.reason, draft.written_by) for draft in drafts] == [
        (OutcomeState.draft, OutcomeKind.not_adopted, "Daar liggen kabels.", None),
        (OutcomeState.draft, None, "Wij wegen dit nog.", None),
    ]
    assert all(point.outcome_id is None for found in db.session.query(Contribution) for point in found.points)


def test_running_it_twice_brings_in_nothing_twice(app: Flask, file: Path) -> None:
    run(app, file, *ALL)
    result = run(app, file, *ALL)
    assert "4 rijen: 0 binnen, 3 was al binnen, 1 geweigerd." in result.output
    assert db.session.query(Contribution).count() == 3


def test_an_interrupted_run_goes_on_where_it_stopped(
    app: Flask, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_open_track(cast.bram)
    file = write(tmp_path / "in.csv", [{"tekst": f"Bijdrage {number}"} for number in range(25)])
    monkeypatch.setattr(command, "BATCH", 10)
    take_over, seen = command.importing.take_over, []

    def stop_in_the_third_batch(*arguments: object, **named: object) -> object:
        seen.append(1)
        if len(seen) == 23:
            raise KeyboardInterrupt
        return take_over(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(command.importing, "take_over", stop_in_the_third_batch)
    assert run(app, file, "--track", "molenstraat", "--text", "tekst").exit_code != 0
    assert db.session.query(Contribution).count() == 20
    assert len(report_of(file)) == 20
    monkeypatch.setattr(command.importing, "take_over", take_over)
    result = run(app, file, "--track", "molenstraat", "--text", "tekst")
    assert "25 rijen: 5 binnen, 20 was al binnen, 0 geweigerd." in result.output
    assert db.session.query(Contribution).count() == 25


def test_no_code_is_shown(app: Flask, file: Path) -> None:
    result = run(app, file, *ALL)
    hashes = {found.code_hash for found in db.session.query(Contribution)}
    assert len(hashes) == 3
    assert not any(len(word) == 16 and word.isupper() for word in result.output.split())


def test_the_report_goes_where_one_asks(app: Flask, file: Path, tmp_path: Path) -> None:
    run(app, file, *ALL, "--report", tmp_path / "verslag.csv")
    assert (tmp_path / "verslag.csv").read_text(encoding="utf-8").startswith("rij,resultaat,nummer,reden")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--track", "bestaat-niet", "--text", "tekst"), "Er is geen traject ‘bestaat-niet’"),
        (("--track", "concept", "--text", "tekst"), "Er is geen traject ‘concept’"),
        (("--track", "molenstraat", "--text", "inbreng"), "Kolom ‘inbreng’ staat niet in het bestand."),
    ],
)
def test_what_cannot_start_says_why_in_one_line(
    app: Flask, cast: Cast, file: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    make_track(db.session.merge(cast.bram), slug="concept")
    db.session.commit()
    result = run(app, file, *arguments)
    assert result.exit_code == 1
    assert sentence in result.output
    assert db.session.query(Contribution).count() == 0


@pytest.mark.skipif(not REAL.exists(), reason=f"the real input is not here ({REAL}); set DOORWERKING_DATA")
def test_real_input_comes_in_whole_and_byte_for_byte(app: Flask, cast: Cast, tmp_path: Path) -> None:
    make_open_track(cast.bram)
    with REAL.open(encoding="utf-8", newline="") as source:
        texts = [row["input"].replace("\r\n", "\n") for row in csv.DictReader(source)]
    report = tmp_path / "verslag.csv"
    columns = ("--text", "input", "--answer", "answer", "--outcome", "outcome_guess")
    result = run(app, REAL, "--track", "molenstraat", *columns, "--report", report)
    assert f"{len(texts)} rijen: {len(texts)} binnen, 0 was al binnen, 0 geweigerd." in result.output
    stored = [found.original_text for found in db.session.query(Contribution).order_by(Contribution.id)]
    assert stored == texts
    assert len(report.read_text(encoding="utf-8").splitlines()) == len(texts) + 1
