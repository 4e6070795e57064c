"""The square on the receipt is the very code, drawn as one path."""

import re

import pytest
import segno

from participation.web.receipts import square

ADDRESS = "https://meedenken.waterdam.example/volg#7K4MQ2XN9TRBV6HD"


@pytest.mark.parametrize("text", [ADDRESS, "http://127.0.0.1:8000/volg#0000000000000000"])
def test_every_dark_square_is_drawn_and_no_other(text: str) -> None:
    drawn = square(text)
    matrix = segno.make(text, micro=False, error="m", mask=0).matrix
    dark = {(x + 2, y + 2) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", drawn.path)
    assert {(int(x) + step, int(y)) for x, y, width, _back in runs for step in range(int(width))} == dark
    assert "".join(f"M{x} {y}h{width}v1h-{back}z" for x, y, width, back in runs) == drawn.path
    assert drawn.size == len(matrix) + 4
