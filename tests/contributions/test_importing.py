"""Reading a file: every row is good, or bad with a reason."""

from datetime import date
from pathlib import Path

import pytest

from participation.contributions import importing
from participation.contributions.importing import BadRow, Columns, Known, Row, UnreadableFile
from participation.contributions.models import Channel, ContributionKind
from participation.tracks.room import OpenQuestion

TODAY = date(2026, 11, 24)
QUESTIONS = [OpenQuestion(id=7, question="Waar komen bomen?"), OpenQuestion(id=9, question="Wat eerst?")]
KNOWN = Known(questions=QUESTIONS, via=Channel.paper, today=TODAY, areas={"molenbuurt": 3, "bu99990001": 3})
ALL = Columns(
    text="tekst",
    answer="antwoord",
    outcome="uitkomst",
    received="dag",
    question="vraag",
    channel="hoe",
    kind="soort",
    title="kop",
    area="wijk",
    source="bron",
)


def file(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "in.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ('nr,tekst\n1,"Bomen, graag"\n', "commas"),
        ("nr;tekst\n1;Bomen, graag\n", "semicolons"),
        ('\ufeffnr,tekst\r\n1,"Bomen, graag"\r\n', "a BOM and the line ends of Windows"),
        ('nr,tekst\n\n1,"Bomen, graag"\n\n', "empty lines"),
    ],
)
def test_the_usual_files_are_read(tmp_path: Path, content: str, why: str) -> None:
    (row,) = importing.rows_of(file(tmp_path, content), Columns(text="tekst"))
    assert row.values["tekst"] == "Bomen, graag", why


def test_a_text_of_many_lines_and_quotes_stays_as_it_is(tmp_path: Path) -> None:
    text = 'Regel 1\nRegel "2"; en ’t eind …\n\n  ingesprongen\t'
    written = 'tekst\n"' + text.replace('"', '""') + '"\n'
    (row,) = importing.rows_of(file(tmp_path, written), Columns(text="tekst"))
    assert row.values["tekst"] == text


def test_a_row_has_the_number_that_a_spreadsheet_shows(tmp_path: Path) -> None:
    rows = importing.rows_of(file(tmp_path, "tekst\na\nb\n"), Columns(text="tekst"))
    assert [row.number for row in rows] == [2, 3]


def test_a_column_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        importing.rows_of(file(tmp_path, "nr,tekst\n"), Columns(text="inbreng"))
    assert refusal.value.sentence == "Kolom ‘inbreng’ staat niet in het bestand. Er staan wel: ‘nr’, ‘tekst’."


def row(**values: str) -> Row:
    empty = dict.fromkeys(ALL.named(), "")
    return Row(2, {**empty, "tekst": "Zet bomen.", **values})


def parse(given: Row) -> importing.Parsed:
    return importing.parse(given, ALL, KNOWN)


def test_a_row_with_words_only_is_good() -> None:
    found = parse(row())
    assert (found.text, found.received_on, found.question, found.channel, found.kind) == (
        "Zet bomen.", None, None, Channel.paper, None,
    )  # fmt: skip


@pytest.mark.parametrize(
    "day",
    [
        "2026-11-20",
        "20-11-2026",
        "20/11/2026",
        "2026-11-20T10:00:00",
        "20 november 2026",
        "vrijdag 20 nov. 2026",
        "20.11.2026 om 10.30 uur",
        "2026-11-19 23:30:00 UTC",
        "2026-11-19T23:10:00.000Z",
        "2026-11-20 10:11:12 +0100",
    ],
)
def test_a_day_is_read_as_people_write_it(day: str) -> None:
    assert parse(row(dag=day)).received_on == date(2026, 11, 20)


def test_questions_channels_and_kinds_are_read_by_number_or_by_word() -> None:
    found = parse(row(vraag="2", hoe="Aan tafel", soort="idee"))
    assert (found.question, found.channel, found.kind) == (QUESTIONS[1], Channel.kitchen_table, ContributionKind.idea)
    assert parse(row(vraag="waar komen bomen?", soort="worry")).question is QUESTIONS[0]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (row(tekst=" \n"), "Er staat geen tekst in deze rij."),
        (row(tekst="a\x00b"), "teken dat wij niet kunnen bewaren"),
        (row(tekst="a\udcffb"), "geen UTF-8"),
        (row(tekst="a" * 20_001), "heeft 20001 tekens. Er kunnen er 20000 in."),
        (row(antwoord="a" * 20_001), "Het veld met het antwoord"),
        (row(dag="gisteren"), "De dag ‘gisteren’ is niet te lezen."),
        (row(dag="20-11-26"), "heeft twee cijfers"),
        (row(dag="20 nov '26"), "heeft twee cijfers"),
        (row(dag="31-02-2026"), "niet te lezen"),
        (row(dag="2026-11-25"), "moet nog komen"),
        (row(vraag="3"), "De vraag ‘3’ hoort niet bij dit traject."),
        (row(hoe="postduif"), "Het kanaal ‘postduif’ kennen wij niet."),
        (row(soort="kreet"), "De soort ‘kreet’ kennen wij niet."),
        (Row(2, {}, "Aantal velden in deze rij: 3. Aantal kolommen: 7."), "in deze rij: 3"),
    ],
)
def test_a_bad_row_says_why(bad: Row, reason: str) -> None:
    with pytest.raises(BadRow) as refusal:
        parse(bad)
    assert reason in str(refusal.value)


def test_bytes_that_are_no_utf8_spoil_only_their_own_row(tmp_path: Path) -> None:
    content = "tekst\ncafé, crème brûlée\n".encode() + b"caf\xe9\n"
    good, bad = importing.rows_of(file(tmp_path, content), Columns(text="tekst"))
    assert importing.parse(good, Columns(text="tekst"), KNOWN).text == "café, crème brûlée"
    with pytest.raises(BadRow):
        importing.parse(bad, Columns(text="tekst"), KNOWN)


def test_a_file_from_an_older_windows_is_recognised(tmp_path: Path) -> None:
    (found,) = importing.rows_of(
        file(tmp_path, "tekst\nEen café aan de ‘kade’, € 5\n".encode("cp1252")), Columns(text="tekst")
    )
    assert found.values["tekst"] == "Een café aan de ‘kade’, € 5"


def test_a_row_with_too_few_fields_is_bad_and_the_next_one_is_not(tmp_path: Path) -> None:
    bad, good = importing.rows_of(file(tmp_path, "nr,tekst\n1\n2,goed\n"), Columns(text="tekst"))
    assert bad.fault == "Aantal velden in deze rij: 1. Aantal kolommen: 2."
    assert good.values["tekst"] == "goed"


def said(text: str, source: str = "") -> importing.Parsed:
    return parse(row(tekst=text, bron=source))


def test_the_same_words_twice_are_two_rows_and_the_same_file_gives_the_same_keys() -> None:
    rows = [said("Zet bomen."), said("Geen bomen."), said("Zet bomen.")]
    first, again = importing.keys_for(1), importing.keys_for(1)
    keys = [first(one) for one in rows]
    assert len(set(keys)) == 3
    assert [again(one) for one in rows] == keys
    assert importing.keys_for(2)(rows[0]) not in keys


def test_a_repaired_row_with_the_words_of_another_is_new_when_the_source_gave_numbers() -> None:
    keys = importing.keys_for(1)
    first = keys(said("Zet bomen.", "17"))
    assert importing.keys_for(1)(said("Zet bomen.", "18")) != first
    assert importing.keys_for(1)(said("Zet bomen.", "17")) == first


def test_a_title_comes_first_on_a_line_of_its_own_and_the_text_stays_as_it_is() -> None:
    assert parse(row(kop="Bomen ", tekst="  Zet ze\r\nbij de school. ")).text == "Bomen\n\n  Zet ze\nbij de school. "
    assert parse(row(kop="Bomen", tekst="")).text == "Bomen"
    assert parse(row(kop="", tekst=" Zet ze. ")).text == " Zet ze. "


def test_an_area_is_known_by_its_name_or_its_code() -> None:
    assert parse(row(wijk="Molenbuurt")).area_id == parse(row(wijk="bu99990001")).area_id == 3
    with pytest.raises(BadRow, match="Het gebied ‘Verweg’ kennen wij niet"):
        parse(row(wijk="Verweg"))
