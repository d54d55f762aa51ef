"""`shelflife photos move`: everything that is kept is copied to another place."""

import sys
from collections.abc import Callable

import click

from webapp import clock
from webapp.commands.inside import inside
from webapp.config import Config, ConfigError
from webapp.domain.addresses import WrongAddressError
from webapp.domain.store_address import StoreAddress
from webapp.photos.opening import faults_of, open_store, place_of
from webapp.photos.store import StoreDown, StoreFull
from webapp.use_cases.move_store import FAULTS, Moved, Outcome, Step, move_store
from webapp.web.words import size

_TELL_EVERY_SECONDS = 5
_SAID = {
    Outcome.DIFFERS: "is not what is on record",
    Outcome.MISSING: "is on record, and not to be found",
}


@click.command("move")
@click.option("--to", required=True, help="Where to: s3://bucket/prefix?endpoint=… or a folder.")
@click.option("--from", "from_", help="Where from; where they are kept now, unless it is said.")
def move(to: str, from_: str | None) -> None:
    """Copy every file to another place, verified by hash; 1 if any differs or is missing.

    May be interrupted and done again: it goes on where it ended. Nothing is deleted. Which place
    is used is said by SHELFLIFE_PHOTOS_URL, before and after.
    """
    config = Config.from_environment()
    target = _place("--to", to)
    source = _place("--from", from_) if from_ else config.photos
    if source == target:
        raise click.UsageError("The photos are kept there already.")
    with inside(config):
        try:
            moved = move_store(open_store(source), open_store(target), on_step=_telling())
        except (StoreDown, StoreFull) as fault:
            why = "There is no room left" if isinstance(fault, StoreFull) else str(fault)
            click.echo(f"Broken off: {why}. Do it again later, and it goes on here.", err=True)
            sys.exit(1)
        click.echo(_summary(moved))
    sys.exit(0 if moved.is_whole else 1)


def _place(option: str, given: str) -> StoreAddress:
    try:
        address = place_of(given)
    except WrongAddressError as error:
        raise ConfigError([f"{option}: {fault}" for fault in error.faults]) from error
    faults = faults_of(address)
    if faults:
        raise ConfigError([f"{option}: {fault}" for fault in faults])
    return address


def _telling() -> Callable[[Step], None]:
    """Says what is wrong at once, and how far it is every few seconds."""
    moved, told_at = Moved(), [clock.monotonic()]

    def tell(step: Step) -> None:
        moved.note(step)
        if step.outcome in FAULTS:
            click.echo(f"{step.key} {_SAID[step.outcome]}", err=True)
        if clock.monotonic() - told_at[0] >= _TELL_EVERY_SECONDS:
            told_at[0] = clock.monotonic()
            click.echo(_summary(moved), err=True)

    return tell


def _summary(moved: Moved) -> str:
    files = moved.files
    copied = files[Outcome.COPIED] + files[Outcome.DIFFERS]
    sentence = f"{copied} copied ({size(moved.copied_bytes)}), {files[Outcome.THERE]} there already"
    if files[Outcome.GONE]:
        sentence += f", {files[Outcome.GONE]} deleted meanwhile"
    return f"{sentence}; {files[Outcome.DIFFERS]} differ, {files[Outcome.MISSING]} missing"
