"""How templates are read, and the pieces of a page that are the same on every page.

The frame of a page (menu, footer, links to its look) costs more than many a page itself. It depends on the language
only, so it is drawn once for each.
"""

from collections.abc import MutableMapping
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


def once(name: str, *words: str) -> Markup:
    """The piece *name* as it was drawn the first time with these *words* (in the piece: `words`), in this language.

    Only for what is the same for everybody and on every page: nothing of the visitor, the request or the database.
    """
    kept: dict[tuple[str, ...], Markup] = current_app.extensions["pieces"]
    key = (name, language.current(), request.script_root, *words)
    piece = kept.get(key)
    if piece is None:
        piece = Markup(render_template(name, words=words))  # noqa: S704
        if not current_app.jinja_env.auto_reload:
            kept[key] = piece
    return piece


def init_app(app: Flask) -> None:
    """Comes first: the environment is made when somebody asks for it."""
    app.jinja_environment = Environment
    app.extensions["pieces"] = {}
    app.jinja_env.globals["once"] = once
