"""`shelflife storage`: looking whether records and files agree."""

import sys
from collections.abc import Callable, Iterable, Iterator

import click

from webapp import clock, create_app
from webapp.config import Config
from webapp.photos.opening import open_store
from webapp.photos.store import StoreDown
from webapp.use_cases.check_storage import Drift, differences
from webapp.use_cases.check_storage_nightly import note_check

_TELL_EVERY = 100


@click.group()
def storage() -> None:
    """Check what is kept."""


@storage.command()
@click.option("--repair", is_flag=True, help="Correct what can be corrected without a loss.")
@click.option(
    "--delete-originals",
    is_flag=True,
    help="With --repair: also delete originals and logos that no record knows.",
)
@click.option("--hashes", is_flag=True, help="Read every original from end to end (slow).")
def check(*, repair: bool, delete_originals: bool, hashes: bool) -> None:
    """Compare the records of photos with their files; ends with 1 if they differ."""
    if delete_originals and not repair:
        raise click.UsageError("--delete-originals is for --repair.")
    config = Config.from_environment()
    with create_app(config).app_context():
        began_at = clock.machine_now()
        found = differences(
            open_store(config.photos),
            repair=repair,
            now=began_at,
            business_now=clock.now(),
            may_delete_originals=delete_originals,
            hashes=hashes,
            tell=_tell,
        )
        said = Said(found)
        try:
            note_check(said, began_at=began_at, ended_at=clock.machine_now)
        except StoreDown as fault:
            click.echo(f"The photos cannot be reached: {fault}", err=True)
            sys.exit(1)
    click.echo(f"{said.number} differences" if said.number else "Records and files agree.")
    sys.exit(1 if said.number else 0)


class Said:
    """Differences, each of which is said when it is found."""

    def __init__(self, found: Iterable[Drift], *, say: Callable[[str], None] = click.echo) -> None:
        self._found = found
        self._say = say
        self.number = 0

    def __iter__(self) -> Iterator[Drift]:
        for drift in self._found:
            self.number += 1
            self._say(f"{drift.sentence}{' – corrected' if drift.is_corrected else ''}")
            yield drift


def _tell(done: int, of_all: int) -> None:
    if done % _TELL_EVERY == 0 or done == of_all:
        click.echo(f"{done} of {of_all} originals read", err=True)
