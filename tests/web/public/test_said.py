"""The texts of a page are made inert together: the same as one by one, whatever stands in them."""

import pytest
from markupsafe import Markup, escape

from participation.web.public.said import inert


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [""],
        ["Zet een bank bij de halte.", "", "5 < 7 & 'ja'"],
        ["<script>alert(1)</script>", '" onmouseover="x', "&amp;", "\r\n"],
        ["een\0twee", "<b>drie</b>"],
        [Markup('<span lang="nl">van ons</span>'), "<b>niet van ons</b>"],
    ],
)
def test_texts_are_escaped_as_they_are_one_by_one(texts: list[str]) -> None:
    assert inert(texts) == [str(escape(text)) for text in texts]
