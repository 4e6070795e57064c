"""A piece of a page is drawn once for the same values: it may never be somebody else's, nor another text's."""

from collections.abc import Iterator

import pytest
from flask import Flask
from jinja2 import DictLoader
from markupsafe import Markup

from participation.web.templating import Pieces, drawn


@pytest.fixture
def piece(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of a template that prints `words`, inside a request."""
    monkeypatch.setattr(app.jinja_env, "loader", DictLoader({"piece.html": "<p>{{ words }}</p>"}))
    monkeypatch.setitem(app.extensions, "pieces", Pieces())
    with app.test_request_context():
        yield "piece.html"


def test_the_same_values_are_drawn_once(app: Flask, piece: str) -> None:
    assert drawn(piece, words="Dank u wel.") is drawn(piece, words="Dank u wel.")
    assert len(app.extensions["pieces"]) == 1


def test_a_text_that_only_looks_like_mark_up_stays_inert(piece: str) -> None:
    assert drawn(piece, words=Markup("<b>dik</b>")) == "<p><b>dik</b></p>"
    assert drawn(piece, words="<b>dik</b>") == "<p>&lt;b&gt;dik&lt;/b&gt;</p>"


def test_the_piece_that_was_drawn_first_makes_room() -> None:
    pieces = Pieces(most=2)
    for name in "abc":
        pieces.put((name,), Markup(name))
    assert [pieces.get((name,)) for name in "abc"] == [None, "b", "c"]
