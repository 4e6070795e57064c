"""The floor: the rows of the list's own statement from the bare driver, in as many bytes, with no product around them."""

import sqlite3
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import Environment

PAGE = """<!doctype html><html lang="nl"><head><title>x</title></head><body>{{ padding }}<ul class="rows">
{% for id, number, received, channel, language, words, kind, reason, wel, niet, place, path, document, organ, day, later, to, who, fixed, limit, due, decided, other_track in rows %}<li class="said">
<div class="stack stack--tight"><blockquote class="words">{{ words }}</blockquote>
<p class="soft"><a href="/bijdragen/2026-{{ number }}">Bijdrage 2026-{{ number }}</a>, {{ received }}, {{ channel }}</p></div>
<div class="said__reply"><p class="outcome"><svg class="icon" aria-hidden="true"><use href="/static/icons.svg#i-adopted"/></svg> {{ kind }}</p>
<p>{{ reason }}</p><p class="soft with-icon"><span>{{ document }}. {{ organ }} beslist op {{ day }}.</span></p></div></li>
{% endfor %}</ul></body></html>"""


def bare(database: Path, statement: str, parameters: Any, size: int) -> Flask:
    """An application with a hello and a floor page of about *size* bytes."""
    app = Flask("floor")
    connection = sqlite3.connect(database, check_same_thread=False)
    template = Environment(autoescape=True).from_string(PAGE)

    def page(padding: str) -> str:
        return template.render(rows=connection.execute(statement, parameters).fetchmany(50), padding=padding)

    padding = "x" * max(0, size - len(page("")))

    @app.get("/hello")
    def hello() -> str:
        return "hello"

    @app.get("/floor")
    def floor() -> str:
        return page(padding)

    return app
