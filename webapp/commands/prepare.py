"""`shelflife migrate`, `studio create` and `photos import`: what is done before and beside."""

import sys
from pathlib import Path

import click

from webapp import clock, create_app
from webapp.commands.inside import inside
from webapp.config import Config
from webapp.models.base import db
from webapp.models.job import Job
from webapp.models.migration import upgrade
from webapp.photos.opening import open_store
from webapp.use_cases.check_studio import NewStudio
from webapp.use_cases.create_studio import Refused, create_studio
from webapp.use_cases.import_folder import Refusal, import_folder
from webapp.web.refusals import why_refused


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


@click.group()
def photos() -> None:
    """Work with photos."""


@photos.command("import")
@click.option("--job", "job_id", required=True, help="Id of the job, from its address.")
@click.option("--album", required=True, help="Name of the album; made if there is none.")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def import_photos(job_id: str, album: str, folder: Path) -> None:
    """Add every picture of a folder; one line for each refused file, 1 if there was any."""
    config = Config.from_environment()
    refused: list[Refusal] = []

    def refuse(refusal: Refusal) -> None:
        refused.append(refusal)
        click.echo(
            f"{refusal.name}: {why_refused(refusal.reason, refusal.missing_bytes)}", err=True
        )

    with inside(config):
        if db.session.get(Job, job_id) is None:
            click.echo(f"There is no job {job_id!r}.", err=True)
            sys.exit(1)
        added = import_folder(
            job_id,
            album,
            folder,
            store=open_store(config.photos),
            now=clock.now(),
            on_refusal=refuse,
        )
    click.echo(f"{added} added, {len(refused)} refused")
    sys.exit(1 if refused else 0)
