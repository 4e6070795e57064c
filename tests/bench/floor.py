"""The floor: the same fifty rows and about the same bytes, with nothing of the product around them."""

import sqlite3
from pathlib import Path

from flask import Flask
from jinja2 import Environment

ROWS = """
SELECT p.id, p.public_text, c.id, c.received_at, c.channel, o.kind, o.reason, l.document, l.organ, l.decides_on
FROM point p JOIN contribution c ON c.id = p.contribution_id
LEFT JOIN outcome o ON o.id = p.outcome_id LEFT JOIN landing_path l ON l.id = o.path_id
WHERE p.track_id = 1 AND p.is_public ORDER BY p.id DESC LIMIT 50
"""
PAGE = """<!doctype html><html lang="nl"><head><title>x</title></head><body>{{ padding }}<ul class="rows">
{% for id, words, number, received, channel, kind, reason, document, organ, day in rows %}<li class="said">
<div class="stack stack--tight"><blockquote class="words">{{ words }}</blockquote>
<p class="soft"><a href="/bijdragen/2026-{{ number }}">Bijdrage 2026-{{ number }}</a>, {{ received }}, {{ channel }}</p></div>
<div class="said__reply"><p class="outcome"><svg class="icon" aria-hidden="true"><use href="/static/icons.svg#i-adopted"/></svg> {{ kind }}</p>
<p>{{ reason }}</p><p class="soft with-icon"><span>{{ document }}. {{ organ }} beslist op {{ day }}.</span></p></div></li>
{% endfor %}</ul></body></html>"""


def bare(database: Path, size: int) -> Flask:
    """An application with a hello and a floor page of about *size* bytes."""
    app = Flask("floor")
    connection = sqlite3.connect(database, check_same_thread=False)
    template = Environment(autoescape=True).from_string(PAGE)  # noqa: S701
    unpadded = len(template.render(rows=connection.execute(ROWS).fetchall(), padding=""))
    padding = "x" * max(0, size - unpadded)

    @app.get("/hello")
    def hello() -> str:
        return "hello"

    @app.get("/floor")
    def floor() -> str:
        return template.render(rows=connection.execute(ROWS).fetchall(), padding=padding)

    return app
