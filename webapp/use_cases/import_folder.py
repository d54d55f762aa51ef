"""Adds the pictures of a folder on this machine to a job; doing it again goes on where it was."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound

from webapp.domain.uploads import Announced, in_order, looks_like_a_picture
from webapp.models.base import db, read_committed_state, transaction
from webapp.models.job import Album, Job
from webapp.photos.checking import MOST_BYTES, Reason, Refused
from webapp.photos.store import PhotoStore, sha256_of
from webapp.queries.uploads import twins_by_hash
from webapp.use_cases.add_photo import add_photo
from webapp.use_cases.albums_of_folders import albums_for, expected_album


@dataclass(frozen=True)
class Refusal:
    """A file that was not taken, named from the folder on; `missing_bytes` when the quota was
    exceeded by that much."""

    name: str
    reason: Reason
    missing_bytes: int = 0


@dataclass
class Imported:
    """How many pictures were added, were there already or were refused; `aside`: no pictures."""

    added: int = 0
    duplicates: int = 0
    refused: int = 0
    aside: int = 0


class NoFiles(Exception):
    """With the name of an album, folders inside are left aside, and there is nothing else."""


class NoSuchJob(LookupError):
    """There is no job of this id."""


@dataclass(frozen=True)
class _Found:
    """A file of the folder: its path on this machine, and as it is announced."""

    path: Path
    said: Announced


def import_folder(
    job_id: str,
    album_name: str | None,
    folder: Path,
    *,
    store: PhotoStore,
    now: datetime,
    on_refusal: Callable[[Refusal], None],
    on_progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Imported:
    """What became of its files, in the order of their names; hidden ones are left aside.

    With a name, every file of the folder goes into the album of that name, found or made. Without
    one, folders inside are looked through and become albums, and only pictures are taken. Albums
    are made with their first photo. Raises NoSuchJob, NoFiles, NoAlbum for files that lie in no
    folder, TooManyFolders, and OSError when the folder cannot be read.
    """
    imported = Imported()
    found = {each.said: each for each in _files(folder, with_folders=album_name is None)}
    if album_name is None:
        pictures = [said for said in found if looks_like_a_picture(said.path)]
        imported.aside = len(found) - len(pictures)
        albums = _albums_of_folders(job_id, pictures, now=now)
    elif not found:
        raise NoFiles
    else:
        albums = dict.fromkeys(found, _album(job_id, album_name, now=now))
    for done, said in enumerate(in_order(albums), start=1):
        refusal = _take_in(job_id, found[said], albums[said], imported, store=store, now=now)
        if refusal is not None:
            imported.refused += 1
            on_refusal(refusal)
        on_progress(done, len(albums))
    return imported


def _files(folder: Path, *, with_folders: bool) -> Iterator[_Found]:
    """Named from the folder itself on, as a browser names them."""
    root = folder.resolve().name
    for path in folder.rglob("*") if with_folders else folder.iterdir():
        below = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in below.parts):
            yield _Found(path, Announced(f"{root}/{below.as_posix()}", path.stat().st_size))


def _albums_of_folders(
    job_id: str, files: list[Announced], *, now: datetime
) -> dict[Announced, str]:
    with transaction() as session:
        job = session.get(Job, job_id, with_for_update={"of": Job, "key_share": True})
        if job is None:
            raise NoSuchJob(job_id)
        return albums_for(session, job, files, chosen=None, by_folder=True, now=now)


def _take_in(
    job_id: str,
    found: _Found,
    album_id: str,
    imported: Imported,
    *,
    store: PhotoStore,
    now: datetime,
) -> Refusal | None:
    """Counts it where it is taken or known; else why not."""
    name = found.path.name
    try:
        with found.path.open("rb") as source:
            if found.said.size <= MOST_BYTES and _is_known(job_id, sha256_of(source)):
                imported.duplicates += 1
                return None
            source.seek(0)
            add_photo(album_id, source, name=name, store=store, now=now)
    except Refused as refusal:
        if refusal.reason is Reason.DUPLICATE:
            imported.duplicates += 1
            return None
        return Refusal(_below(found), refusal.reason, refusal.missing_bytes)
    except PermissionError:
        return Refusal(_below(found), Reason.NOT_READABLE)
    imported.added += 1
    return None


def _below(found: _Found) -> str:
    """Its name, and the folders inside that it lies in."""
    return found.said.path.partition("/")[2]


def _is_known(job_id: str, sha256: str) -> bool:
    """Before it is decoded: an import that is done again is through its old files in no time."""
    read_committed_state()
    return bool(twins_by_hash(db.session(), job_id, [sha256]))


def _album(job_id: str, name: str, *, now: datetime) -> str:
    """Found by its name, or made with its first photo."""
    read_committed_state()
    found = db.session.scalar(
        select(Album.id).where(
            Album.job_id == job_id, func.lower(Album.name) == func.lower(name), Album.is_shown
        )
    )
    try:
        return found or expected_album(job_id, name, now=now)
    except NoResultFound as fault:
        raise NoSuchJob(job_id) from fault
