"""Reading what somebody sent: the usual files as they are meant, the hostile ones refused with a sentence."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.contributions.importing import UnreadableFile
from participation.contributions.sheets import reader, reading
from participation.contributions.sheets.neutral import neutral, restored
from participation.contributions.sheets.unfolding import NotReadable


def read(content: bytes | str) -> tuple[list[str], list[list[str]], str]:
    table = reader.table_of(content.encode() if isinstance(content, str) else content)
    return table.header, [cells for _number, _fault, cells in reader.within_limits(table)], " ".join(table.said)


def workbook(rows: list[list[object]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("Reacties")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


@pytest.mark.parametrize("separator", list(reader.SEPARATORS))
def test_any_separator_is_found(separator: str) -> None:
    header, rows, _said = read(f'nr{separator}tekst\n1{separator}"Bomen, graag; of | gras\n^~"\n')
    assert (header, rows) == (["nr", "tekst"], [["1", "Bomen, graag; of | gras\n^~"]])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_is_fine(end: str) -> None:
    assert read(end.join(["nr;tekst", "1;a", "2;b", ""]))[1] == [["1", "a"], ["2", "b"]]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8 met BOM"), ("cp1252", "Windows-1252"), ("utf-16", "UTF-16")],
)
def test_the_encoding_is_recognised_and_said(encoding: str, said: str) -> None:
    _header, rows, told = read("nr;tekst\n1;Café ‘Zoë’: € 5\n".encode(encoding))
    assert rows == [["1", "Café ‘Zoë’: € 5"]]
    assert f"Tekst in {said}," in told


def test_one_column_of_text_is_not_cut_by_what_stands_in_it() -> None:
    assert read("tekst\nBomen; gras, en meer\nBankjes\n")[1] == [["Bomen; gras, en meer"], ["Bankjes"]]


def test_a_workbook_gives_days_numbers_and_text_as_they_read() -> None:
    content = workbook([["nr", "tekst", "getal"], [1, "Regel 1\nRegel 2", 2.5], [2.0, "=1+1 als tekst", 1e3]])
    header, rows, said = read(content)
    assert header == ["nr", "tekst", "getal"]
    assert rows[0] == ["1", "Regel 1\nRegel 2", "2.5"]
    assert "tabblad ‘Reacties’" in said


def test_json_of_another_platform_becomes_columns() -> None:
    told = [
        {"id": 7, "title": {"nl": "Bomen"}, "body": {"nl": "Zet ze\nhier."}, "tags": ["a", {"name": "b"}], "x": None}
    ]
    header, rows, _said = read(json.dumps({"data": told}))
    assert dict(zip(header, rows[0], strict=True)) == {
        "id": "7", "title/nl": "Bomen", "body/nl": "Zet ze\nhier.", "tags": "a, b", "x": "",
    }  # fmt: skip


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
    return out.getvalue()


def bomb() -> bytes:
    return zipped("xl/workbook.xml", b"\0" * (reader.UNPACKED + 1))


def lying_bomb() -> bytes:
    """It says that it is small: the size in its directory is another one than what comes out."""
    content = bytearray(zipped("xl/workbook.xml", b"\0" * 5_000_000))
    size = (5_000_000).to_bytes(4, "little")
    return bytes(content).replace(size, (10).to_bytes(4, "little"))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (bomb(), "Uitgepakt is dit bestand te groot."),
        (lying_bomb(), "beschadigd"),
        (zipped("vakantie.txt", b"hallo"), "geen rekenblad"),
        (workbook([[]]), "staat niets"),
        ((";".join(f"k{n}" for n in range(1_000_000)) + "\n").encode(), "Er kunnen er 200 in."),
        (json.dumps([{f"k{n}": n for n in range(300)}]).encode(), "Er kunnen er 200 in."),
        (b"[" * 200_000, "niet heel"),
        (b"[1, 2]", "geen lijst met bijdragen"),
        (b"tekst\n" + b"a\n" * 20_001, "meer dan 20.000 rijen"),
        (b"tekst\n" + (b"a" * 199_000 + b"\n") * 200, "te veel tekst"),
        (b" ; ; \n1;2;3\n", "geen namen van kolommen"),
    ],
)
def test_what_is_made_to_do_harm_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(NotReadable, match=sentence):
        read(content)


def test_a_cell_that_is_far_too_long_spoils_only_its_own_row() -> None:
    table = reader.table_of(b"nr;tekst\n1;" + b"a" * 1_000_000 + b"\n2;b\n")
    assert [(fault[:24], cells) for _n, fault, cells in reader.within_limits(table)] == [
        ("Eén veld in deze rij hee", []), ("", ["2", "b"]),
    ]  # fmt: skip


def test_a_file_that_is_too_large_never_reaches_the_reader() -> None:
    with pytest.raises(UnreadableFile, match="groter dan 20 MB"), reading.opened(b"a" * (reading.LARGEST + 1)):
        pass


def test_a_cell_at_the_far_corner_ends_in_a_sentence_and_not_in_our_memory(tmp_path: Path) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "tekst")
        sheet.write(1_048_575, 16_383, "ver weg")
    with pytest.raises(UnreadableFile, match=r"te groot|kolommen"), reading.opened(out.getvalue()):
        pass


@given(st.text())
def test_text_that_looks_like_a_formula_comes_back_byte_for_byte(text: str) -> None:
    assert restored(neutral(text)) == text
    assert not neutral(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text(alphabet="'=+-@\t\r\na", max_size=8))
def test_so_do_apostrophes_before_such_a_mark(text: str) -> None:
    assert restored(neutral(text)) == text


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cn"], exclude_characters="\0"), min_size=1).filter(str.strip)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=4))
def test_words_go_out_and_come_back_byte_for_byte_in_both_kinds_of_file(texts: list[str]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows([["tekst", "leeg"], *([neutral(text), ""] for text in texts)])
    for content in (out.getvalue().encode("utf-8-sig"), workbook([["tekst"], *([neutral(text)] for text in texts)])):
        assert [restored(cells[0]) for cells in read(content)[1]] == texts


def test_a_sheet_of_libreoffice_is_read() -> None:
    cells = "".join(
        f"<table:table-row>{''.join(f'<table:table-cell office:value-type=#string#><text:p>{cell}</text:p></table:table-cell>' for cell in row)}</table:table-row>"
        for row in (["nr", "tekst"], ["1", "Zet bomen."])
    ).replace("#", '"')
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        file.writestr(
            "content.xml",
            f'<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="Blad">{cells}</table:table></office:spreadsheet></office:body></office:document-content>',
        )
    header, rows, said = read(out.getvalue())
    assert (header, rows) == (["nr", "tekst"], [["1", "Zet bomen."]])
    assert "ODS" in said
