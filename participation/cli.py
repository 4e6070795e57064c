"""Commands for whoever runs the house: `flask --app wsgi …`. Every module in `commands/` is one command or group.

The module is named after the command (`import_contributions` holds `import-contributions`) and is read only when
somebody asks for it, so that a web server never loads the demo.
"""

from importlib import import_module
from pkgutil import iter_modules

import click
from flask import Flask
from flask.cli import AppGroup

from participation import commands


class Commands(AppGroup):
    """The modules of `participation/commands/`, as commands."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *_names()})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return super().get_command(ctx, cmd_name) or (_load(cmd_name) if cmd_name in _names() else None)


def _names() -> set[str]:
    return {module.name.replace("_", "-") for module in iter_modules(commands.__path__)}


def _load(name: str) -> click.Command:
    module = import_module(f"{commands.__name__}.{name.replace('-', '_')}")
    return next(found for found in vars(module).values() if isinstance(found, click.Command) and found.name == name)


def init_app(app: Flask) -> None:
    """Add the commands to *app*, beside those that extensions brought."""
    app.cli = Commands(app.name, commands=app.cli.commands)
