"""The square on the receipt can be scanned, and is drawn as one path."""

import re

import pytest
import zxingcpp

from participation.web.receipts import Square, square

ADDRESS = "https://meedenken.waterdam.example/volg#7K4MQ2XN9TRBV6HD"
DOT = 4


def scanned(drawn: Square) -> list[str]:
    """What a telephone reads in *drawn*, blown up to dots of four by four."""
    left, top, width, height = map(int, drawn.box.split())
    rows = [bytearray(b"\xff" * width * DOT) for _ in range(height * DOT)]
    for x, y, across, down, back in re.findall(r"M(\d+) (\d+)h(\d+)v(\d+)h-(\d+)Z", drawn.path):
        assert across == back
        start, end = (int(x) - left) * DOT, (int(x) + int(across) - left) * DOT
        for row in rows[(int(y) - top) * DOT : (int(y) + int(down) - top) * DOT]:
            row[start:end] = bytes(end - start)
    picture = memoryview(b"".join(rows)).cast("B", (height * DOT, width * DOT))
    return [found.text for found in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize(
    "text", [ADDRESS, "http://127.0.0.1:8000/volg#0000000000000000", f"https://{'w' * 90}.example/volg#7K4M"]
)
def test_what_is_drawn_can_be_scanned(text: str) -> None:
    assert scanned(square(text)) == [text]


def test_the_drawing_is_one_path_of_whole_squares() -> None:
    assert re.fullmatch(r"(M\d+ \d+h\d+v\d+h-\d+Z)+", square(ADDRESS).path)


def test_it_has_a_quiet_edge() -> None:
    left, top, width, height = map(int, square(ADDRESS).box.split())
    corners = re.findall(r"M(\d+) (\d+)h(\d+)v(\d+)", square(ADDRESS).path)
    assert (left, top) == (-2, -2)
    assert max(int(x) + int(across) for x, _y, across, _down in corners) == width - 4
    assert max(int(y) + int(down) for _x, y, _across, down in corners) == height - 4
