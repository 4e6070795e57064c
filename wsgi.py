"""Entry point for any WSGI server: `granian --interface wsgi wsgi:app`."""

from participation import startup

app = startup.application()
