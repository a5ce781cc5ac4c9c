"""`guiju manage ...`: Django's own commands, for whoever looks after the installation."""

from __future__ import annotations

import click
from django.core.management import execute_from_command_line


@click.command(
    "manage",
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage_command(arguments: tuple[str, ...]) -> None:
    """Pass everything on to Django's management."""
    execute_from_command_line(["guiju manage", *arguments])
