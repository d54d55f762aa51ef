"""`shelflife outbox`: what waits to go out, and letting a copied installation send."""

import sys

import click

from webapp.commands.inside import inside
from webapp.config import Config
from webapp.queries import outbox as queries
from webapp.use_cases import hold_outbox

_WHY = {
    "elsewhere": "the database has moved or was copied",
    "older": "the database is older than what was sent from here: a copy was restored",
}


@click.group(invoke_without_command=True)
@click.pass_context
def outbox(context: click.Context) -> None:
    """What waits to go out to people, and whether it is held."""
    if context.invoked_subcommand is not None:
        return
    with inside(Config.from_environment()):
        waiting, held = queries.waiting(), queries.outbox_held()
    since = f", the oldest since {waiting.oldest:%Y-%m-%d %H:%M} UTC" if waiting.oldest else ""
    click.echo(f"{waiting.number} waiting{since}")
    if held is not None:
        click.echo(f"Held since {held.at:%Y-%m-%d %H:%M} UTC: {_WHY[held.why]}.")
        click.echo("Nothing goes out before somebody says: shelflife outbox release")
        sys.exit(1)


@outbox.command()
def release() -> None:
    """Send from here from now on what was held because this is a copy."""
    config = Config.from_environment()
    with inside(config):
        was_held = hold_outbox.release(hold_outbox.gate_of(config.data))
    click.echo("It goes out now." if was_held else "It was not held.")
