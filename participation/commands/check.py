"""`flask --app wsgi check …`: does everything still have somebody who answers for it?"""

import click
from flask.cli import AppGroup

from participation.outcomes.handover.orphans import orphans as left_behind

command = AppGroup("check", help="Look whether something was left with nobody.")


@command.command("orphans")
def orphans() -> None:
    """Name what nobody has: residents without a contact, promises, contributions, drafts (exit status 1)."""
    found = left_behind()
    for one in found:
        click.echo(f"{one.title} ({one.slug}): {one.sentence}")
    if found:
        raise SystemExit(1)
    click.echo("Alles heeft iemand die ervoor instaat.")
