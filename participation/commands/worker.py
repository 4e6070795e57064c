"""`flask --app wsgi worker`: the process that works beside the web server."""

import logging
import signal
import sys
from threading import Event

import click
from flask import current_app
from flask.cli import with_appcontext

from participation import startup, worker


@click.command("worker")
@click.option("--once", is_flag=True, help="Do every job one time and stop (exit status 1 when one failed).")
@with_appcontext
def command(once: bool) -> None:
    """Deliver mail, open and close tracks on their day, seal the log. Stops on SIGTERM and Ctrl-C."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    startup.check(current_app)
    work = worker.jobs(current_app.config["SETTINGS"])
    if once:
        raise SystemExit(0 if worker.run_once(work) else 1)
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_signal: stop.set())
    worker.run(work, stop)
