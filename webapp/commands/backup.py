"""`shelflife backup` and `restore`: everything but the originals in one file, and back."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click

from webapp import __version__, clock, create_app
from webapp.commands.inside import inside
from webapp.config import Config
from webapp.models.base import db
from webapp.photos.opening import open_store
from webapp.photos.store import PhotoStore, StoreDown, StoreFull, sha256_of
from webapp.queries.staff import number_of_factors
from webapp.use_cases.back_up import back_up
from webapp.use_cases.backup_file import Backup, BackupError, opened_backup
from webapp.use_cases.restore_backup import (
    Restored,
    has_our_key,
    load,
    missing_originals,
    refuse_to_restore,
    restore_backup,
)

_OTHER_KEY = (
    "This backup was made with another secret key: access codes, second factors, sealed addresses"
    " and links of it do not work with this one. Set SHELFLIFE_SECRET_KEY to the one of then, or"
    " say --accept-other-key."
)
_UNREADABLE = (
    "cannot be read with this key, nor their recovery codes: shelflife staff reset-second-factor"
    " and shelflife studio reset-second-factor let these people in again."
)
_path = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=_path)
def backup(file: Path) -> None:
    """Write everything but the originals into FILE, while the program runs.

    The secret key is not in it: keep SHELFLIFE_SECRET_KEY, or the file secret-key of the data
    folder, in another safe place.
    """
    config = Config.from_environment()
    with inside(config), _said_briefly():
        contents = back_up(
            file.absolute(),
            open_store(config.photos),
            version=__version__,
            base_url=config.base_url,
            machine_now=clock.machine_now(),
        )
    click.echo(f"{file}: {contents.rows} rows in {len(contents.tables)} tables.")
    click.echo("Originals and the secret key are not in it; keep both elsewhere.")


@click.command()
@click.option("--verify", is_flag=True, help="Only look whether it could be restored.")
@click.option("--hashes", is_flag=True, help="With --verify: read every original (slow).")
@click.option("--accept-other-key", is_flag=True, help="Restore though the secret key is another.")
@click.argument("file", type=_path)
def restore(*, verify: bool, hashes: bool, accept_other_key: bool, file: Path) -> None:
    """Put the backup in FILE back into an empty database."""
    if hashes and not verify:
        raise click.UsageError("--hashes is for --verify.")
    config = Config.looked_at() if verify else Config.from_environment()
    with inside(config), _said_briefly(), opened_backup(file.absolute()) as found:
        store = open_store(config.photos)
        faults = list(found.faults())
        if not (has_our_key(found) or accept_other_key):
            faults.append(_OTHER_KEY)
        _end_if(faults)
        if verify:
            _end_if(_verify(config, found, store, hashes=hashes))
            click.echo(f"{_moment(found)}: {found.contents.rows} rows; it can be restored.")
            return
        done = restore_backup(
            found, store, data=config.data, now=clock.now(), machine_now=clock.machine_now()
        )
        unreadable = 0 if has_our_key(found) else number_of_factors()
    click.echo(f"{_moment(found)} is restored: {done.rows} rows.")
    _tell(done)
    if unreadable:
        click.echo(f"{unreadable} second factors {_UNREADABLE}")
    sys.exit(1 if done.missing else 0)


def _tell(done: Restored) -> None:
    for sentence in done.deleted:
        click.echo(f"{sentence} Deleted again.")
    for drift in done.drifts:
        click.echo(f"{drift.sentence}{' – corrected' if drift.is_corrected else ''}")
    click.echo("Nothing is sent to anybody until you say: shelflife outbox release")
    click.echo("Everybody signs in anew. Codes and members revoked since then are valid again.")
    if done.missing:
        click.echo(f"{done.missing} originals are missing; their photos are marked.", err=True)


def _verify(config: Config, found: Backup, store: PhotoStore, *, hashes: bool) -> list[str]:
    """Load it where it hurts nobody, and look for its originals."""
    try:
        _load_aside(config, found)
    except BackupError as fault:
        return [str(fault)]
    faults = [
        f"The original of photo {each} is missing." for each in missing_originals(found, store)
    ]
    return faults + (_changed(found, store) if hashes else [])


def _load_aside(config: Config, found: Backup) -> None:
    with tempfile.TemporaryDirectory(prefix="shelflife-verify-") as folder:
        address = f"sqlite:///{folder}/verified.sqlite3"
        aside = create_app(replace(config, data=Path(folder), database_url=address))
        with aside.app_context():
            try:
                refuse_to_restore(found)
                load(found)
            finally:
                db.session.remove()
                db.engine.dispose()


def _changed(found: Backup, store: PhotoStore) -> list[str]:
    faults = []
    total = sum(1 for _ in found.originals())
    for number, original in enumerate(found.originals(), 1):
        try:
            with store.open(original.key) as file:
                if sha256_of(file) != original.sha256:
                    faults.append(f"The original of photo {original.photo} is another.")
        except FileNotFoundError:
            continue
        if number % 100 == 0 or number == total:
            click.echo(f"{number} of {total} originals read", err=True)
    return faults


def _moment(found: Backup) -> str:
    return f"The backup of {found.contents.taken:%Y-%m-%d %H:%M} UTC"


def _end_if(faults: list[str]) -> None:
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        sys.exit(1)


@contextmanager
def _said_briefly() -> Iterator[None]:
    try:
        yield
    except BackupError as fault:
        click.echo(str(fault), err=True)
        sys.exit(1)
    except StoreFull:
        click.echo("There is no room left where the photos are kept.", err=True)
        sys.exit(1)
    except StoreDown as fault:
        click.echo(f"The photos cannot be reached: {fault}", err=True)
        sys.exit(1)
