"""How templates are read, and the pieces of a page that are the same on every page.

The frame of a page (menu, footer, links to its look) costs more than many a page itself. It depends on the language
only, so it is drawn once for each.
"""

from collections.abc import MutableMapping
from threading import Lock
from typing import Any

import flask.templating
from flask import Flask, current_app, render_template, request
from markupsafe import Markup

from participation.web import language


class Environment(flask.templating.Environment):
    """Jinja with the same globals for all templates.

    Jinja lays a mapping of its own over them for each template, and compares all names at every `import` in a page.
    Nobody here gives a template globals of its own, and comparing two plain dictionaries is work for C.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **d} if d else self.globals


def rendered(name: str, /, **values: Any) -> Markup:
    """The template *name* with these values, as the piece of a page that it is."""
    return Markup(render_template(name, **values))  # noqa: S704


def once(name: str, *words: str) -> Markup:
    """The piece *name* as it was drawn the first time with these *words* (in the piece: `words`), in this language.

    Only for what is the same for everybody and on every page: nothing of the visitor, the request or the database.
    """
    return drawn(name, words=words)


def drawn(name: str, /, **values: Any) -> Markup:
    """The piece *name* as it was drawn before with the same *values*; it may depend on nothing else but the language.

    They are compared as they are written out: a text that is mark-up and one that only looks like it are two.
    """
    kept: Pieces = current_app.extensions["pieces"]
    key = (name, language.current(), request.script_root, repr(values))
    piece = kept.get(key)
    if piece is None:
        piece = rendered(name, **values)
        if not current_app.jinja_env.auto_reload:
            kept.put(key, piece)
    return piece


class Pieces:
    """The pieces that were drawn last, some 2 KB each. The one that was drawn first makes room."""

    def __init__(self, most: int = 512) -> None:
        self._most = most
        self._drawn: dict[tuple[str, ...], Markup] = {}
        self._guard = Lock()

    def __len__(self) -> int:
        return len(self._drawn)

    def get(self, key: tuple[str, ...]) -> Markup | None:
        return self._drawn.get(key)

    def put(self, key: tuple[str, ...], piece: Markup) -> None:
        with self._guard:
            self._drawn[key] = piece
            while len(self._drawn) > self._most:
                self._drawn.pop(next(iter(self._drawn)))


def init_app(app: Flask) -> None:
    """Comes first: the environment is made when somebody asks for it."""
    app.jinja_environment = Environment
    app.extensions["pieces"] = Pieces()
    app.jinja_env.globals.update(once=once, drawn=drawn)
