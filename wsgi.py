"""Entry point for any WSGI server: `granian --interface wsgi wsgi:app`."""

from participation import create_app

app = create_app()
