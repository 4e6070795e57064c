"""`flask --app wsgi history verify`: is the log still what it was?"""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from participation import anchors, history

command = AppGroup("history", help="The append-only log of who, when, what and why.")


@command.command("verify")
@click.option("--noted", type=click.Path(exists=True, dir_okay=False), help="File with seals noted elsewhere.")
def verify(noted: str | None) -> None:
    """Recompute every seal; name the first row that was changed, removed or inserted (exit status 1)."""
    file = anchors.file_of(current_app.config["SETTINGS"]) if noted is None else Path(noted)
    try:
        found = history.verify(anchors.read(file))
    except history.Broken as fault:
        click.echo(str(fault), err=True)
        raise SystemExit(1) from fault
    click.echo(f"{found.events} events in {found.seals} seals, all in order; head {found.head or '-'}")
