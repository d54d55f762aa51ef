"""`shelflife clock`: what time it is for the program, whether it is held, and releasing it."""

import sys

import click

from webapp import clock as clocks
from webapp.commands.inside import inside
from webapp.config import Config
from webapp.console.clock_words import release_words
from webapp.domain.actors import Actor, ActorKind
from webapp.queries.clock_hold import clock_hold
from webapp.queries.clock_release import release_facts
from webapp.use_cases.release_clock import release_clock

_OPERATOR = Actor(ActorKind.SUPPORT, "shelflife clock release")


@click.group(invoke_without_command=True)
@click.pass_context
def clock(context: click.Context) -> None:
    """What time it is, and whether what acts by the clock is held; ends with 1 if it is."""
    if context.invoked_subcommand is not None:
        return
    with inside(Config.from_environment()):
        click.echo(f"{clocks.machine_now():%Y-%m-%d %H:%M} UTC")
        if clocks.is_set_by_hand():
            click.echo(f"The business lives at {clocks.now():%Y-%m-%d %H:%M} UTC, set by hand.")
        hold = clock_hold()
        if hold is None:
            click.echo("Not held.")
            return
        hours = hold.jumped_seconds / 3600
        click.echo(f"Held since {hold.held_at:%Y-%m-%d %H:%M} UTC: it had jumped {hours:.1f} h.")
        facts = release_facts(now=clocks.now(), machine_now=clocks.machine_now())
        click.echo("If the clock is right now, say: shelflife clock release")
        for sentence in release_words(facts):
            click.echo(f"  {sentence}")
    sys.exit(1)


@clock.command()
def release() -> None:
    """Let go on what acts by the clock: what is due is done within a minute."""
    with inside(Config.from_environment()):
        was_held = release_clock(None, by=_OPERATOR, now=clocks.machine_now())
    click.echo("It goes on now." if was_held else "It was not held.")
