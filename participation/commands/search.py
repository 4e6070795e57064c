"""`flask --app wsgi search rebuild`: after rows were put in the database by other means than the product."""

import click
from flask.cli import AppGroup

from participation.contributions import search
from participation.db import writing

command = AppGroup("search", help="Het zoeken in bijdragen.")


@command.command("rebuild")
def rebuild() -> None:
    """Make everything findable as it stands now. May be run at any time, also when people are at work."""
    last: int | None = 0
    while last is not None:
        with writing():
            last = search.rebuild_after(last)
    with writing():
        search.renew()
    click.echo("Alle bijdragen zijn weer te vinden.")
