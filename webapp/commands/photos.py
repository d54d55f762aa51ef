"""`shelflife photos import`: a folder of this machine into a job, without a browser."""

import sys
from pathlib import Path
from typing import NoReturn

import click

from webapp import clock
from webapp.commands.inside import inside
from webapp.config import Config
from webapp.domain.uploads import MOST_ALBUMS_AT_ONCE
from webapp.photos.opening import open_store
from webapp.use_cases.albums_of_folders import NoAlbum, TooManyFolders
from webapp.use_cases.import_folder import Imported, NoFiles, NoSuchJob, Refusal, import_folder
from webapp.web.refusals import why_refused


@click.group()
def photos() -> None:
    """Work with photos."""


@photos.command("import")
@click.option("--job", "job_id", required=True, help="Id of the job, from its address.")
@click.option(
    "--album",
    help="Name of the album for all files; made if there is none. Without it, every folder inside"
    " becomes an album of its name.",
)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def import_photos(job_id: str, album: str | None, folder: Path) -> None:
    """Add every picture of a folder; again, it adds what is missing.

    One line for each refused file; ends with 1 if there was any.
    """
    config = Config.from_environment()
    with inside(config):
        try:
            imported = import_folder(
                job_id,
                album,
                folder,
                store=open_store(config.photos),
                now=clock.now(),
                on_refusal=_tell_refusal,
                on_progress=_tell_progress if sys.stderr.isatty() else lambda _done, _all: None,
            )
        except NoSuchJob:
            _end(f"There is no job {job_id!r}.")
        except NoFiles:
            _end(
                "There are no pictures directly in this folder"
                " (sub-folders are left aside with --album)."
            )
        except NoAlbum:
            _end("Some files lie in no folder of their own: name one with --album.")
        except TooManyFolders:
            _end(f"There are more than {MOST_ALBUMS_AT_ONCE:,} folders inside. Import fewer.")
    click.echo(_in_words(imported))
    sys.exit(1 if imported.refused else 0)


def _end(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(1)


def _tell_refusal(refusal: Refusal) -> None:
    click.echo(f"{refusal.name}: {why_refused(refusal.reason, refusal.missing_bytes)}", err=True)


def _tell_progress(done: int, of_all: int) -> None:
    """On one line, written over again and again."""
    click.echo(f"\r{done:,} of {of_all:,}", nl=done == of_all, err=True)


def _in_words(imported: Imported) -> str:
    words = (
        f"{imported.added:,} added, {imported.duplicates:,} already there,"
        f" {imported.refused:,} refused"
    )
    return f"{words}, {imported.aside:,} left aside: no pictures" if imported.aside else words
