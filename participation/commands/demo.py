"""`flask --app wsgi demo load` and `demo codes`: a fictional municipality to look at."""

import click
from flask import current_app
from flask.cli import AppGroup

from participation.config import Settings
from participation.demo.codes import Code, codes
from participation.demo.load import PASSWORD, NotHere, is_empty, load

command = AppGroup("demo", help="Waterdam: een gemeente die niet bestaat, om te zien wat het doet.")


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


@command.command("load")
@click.option("--when-empty", is_flag=True, help="Laad niets, zonder fout, als er al iets in de database staat.")
def load_command(when_empty: bool) -> None:
    """Fill an empty database with the demo, and tell what to look at; also when it was loaded before."""
    if when_empty and not is_empty():
        _tell(codes(_settings()))
        return
    try:
        loaded = load(_settings())
    except NotHere as refusal:
        raise click.ClickException(refusal.sentence) from refusal
    click.echo(
        f"Waterdam is geladen: {loaded.tracks} trajecten, {loaded.contributions} bijdragen, {loaded.people} collega’s."
    )
    _tell(loaded.codes)


@command.command("codes")
def codes_command() -> None:
    """Tell which contributions of the demo to follow."""
    found = codes(_settings())
    if not found:
        raise click.ClickException("De demo is hier niet geladen.")
    _tell(found)


def _tell(found: tuple[Code, ...]) -> None:
    if not found:
        return
    click.echo("Volg een bijdrage op /volg met een van deze codes:")
    for one in found:
        click.echo(f"  {one.code}  {one.what} ({one.number})")
    click.echo(f"Inloggen op /inloggen met wachtwoord {PASSWORD}:")
    click.echo("  bram@doorwerking.example     medewerker")
    click.echo("  chantal@doorwerking.example  medewerker van andere trajecten")
    click.echo("  dirk@doorwerking.example     coördinator")
    click.echo("  esther@doorwerking.example   directeur")
