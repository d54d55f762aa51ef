"""`shelflife migrate` and `studio create`: what is done before the first start."""

import sys

import click

from webapp import clock, create_app
from webapp.commands.inside import inside
from webapp.config import Config
from webapp.models.migration import upgrade
from webapp.use_cases.check_studio import NewStudio
from webapp.use_cases.create_studio import Refused, create_studio


@click.command()
def migrate() -> None:
    """Bring the database to the newest schema; doing it twice changes nothing."""
    upgrade(create_app(Config.from_environment()))
    click.echo("The database is up to date.")


@click.group()
def studio() -> None:
    """Work with studios."""


@studio.command()
@click.option("--name", required=True, help="Name of the studio, as customers read it.")
@click.option("--slug", required=True, help="Address of its shop: /shop/<slug>.")
@click.option("--email", required=True, help="Address with which its first member signs in.")
@click.option("--time-zone", required=True, help="For example Europe/Berlin.")
@click.option("--language", default="en", show_default=True, help="en or de.")
@click.option(
    "--password-stdin", is_flag=True, required=True, help="Read the password from the input."
)
def create(
    *, name: str, slug: str, email: str, time_zone: str, language: str, password_stdin: bool
) -> None:
    """Set up a studio and its first member; what is wrong is said, field by field."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else ""
    new = NewStudio(
        name=name,
        slug=slug,
        email=email,
        time_zone=time_zone,
        language=language,
        password=password,
    )
    with inside(Config.from_environment()):
        outcome = create_studio(new, now=clock.now())
    if isinstance(outcome, Refused):
        for field, sentence in outcome.faults.items():
            click.echo(f"{field.replace('_', ' ')}: {sentence}", err=True)
        sys.exit(1)
    click.echo(f"Studio {new.cleaned().name!r} is set up; its shop is /shop/{new.cleaned().slug}.")
