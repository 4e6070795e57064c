"""What an address may hold."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST_ROW = 2**31 - 1


class RowNumber(IntegerConverter):
    """A number that can be the number of a row; anything larger is an address that does not exist (404)."""

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:
        super().__init__(map, *args, **{"max": LARGEST_ROW, **kwargs})


def init_app(app: Flask) -> None:
    """Let every `<int:…>` in a route be a row number."""
    app.url_map.converters["int"] = RowNumber
