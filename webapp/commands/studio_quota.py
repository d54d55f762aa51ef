"""`shelflife studio quota`: how much storage a studio has."""

import sys

import click

from webapp import clock
from webapp.commands.inside import inside
from webapp.config import Config
from webapp.domain.actors import Actor, ActorKind
from webapp.use_cases.set_quota import MOST_GIGABYTES, set_quota
from webapp.use_cases.set_studio_mail import NoSuchStudioError
from webapp.web.words import size

_BY = Actor(ActorKind.SUPPORT, "shelflife studio quota")


@click.command()
@click.option("--slug", required=True, help="The studio: /shop/<slug>.")
@click.option(
    "--gigabytes", required=True, type=click.IntRange(1, MOST_GIGABYTES),
    help="Its storage, in gigabytes of 1000³ bytes; originals count, previews do not.",
)  # fmt: skip
def quota(*, slug: str, gigabytes: int) -> None:
    """Give a studio more or less storage; nothing that is stored goes."""
    with inside(Config.from_environment()):
        try:
            done = set_quota(slug, gigabytes, by=_BY, now=clock.now())
        except NoSuchStudioError:
            click.echo(f"There is no studio {slug!r}.", err=True)
            sys.exit(1)
        click.echo(
            f"{slug} has {size(done.now)} (before: {size(done.before)}) and uses {size(done.used)}."
        )
        if done.used > done.now:
            click.echo("It uses more than that: uploads are refused until something is deleted.")
