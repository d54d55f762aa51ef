"""Adds every picture of a folder on this machine to an album."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from webapp.models.base import db
from webapp.models.job import Album, Job
from webapp.photos.checking import Reason, Refused
from webapp.photos.store import PhotoStore
from webapp.use_cases.add_photo import add_photo
from webapp.use_cases.create_album import create_album


@dataclass(frozen=True)
class Refusal:
    """A file that was not taken; `missing_bytes` when the quota was exceeded by that much."""

    name: str
    reason: Reason
    missing_bytes: int = 0


class NoSuchJob(LookupError):
    """There is no job of this id."""


def import_folder(
    job_id: str,
    album_name: str,
    folder: Path,
    *,
    store: PhotoStore,
    now: datetime,
    on_refusal: Callable[[Refusal], None],
) -> int:
    """The number of photos added, in the order of their names; hidden files are left aside.

    The album is found by its name or made. Raises NoSuchJob, and OSError when the folder cannot
    be read.
    """
    if db.session.get(Job, job_id) is None:
        raise NoSuchJob(job_id)
    files = sorted(
        path for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")
    )
    album_id = _album(job_id, album_name) or create_album(job_id, album_name, now=now)
    added = 0
    for path in files:
        try:
            with path.open("rb") as source:
                add_photo(album_id, source, name=path.name, store=store, now=now)
        except Refused as refusal:
            on_refusal(Refusal(path.name, refusal.reason, refusal.missing_bytes))
        except PermissionError:
            on_refusal(Refusal(path.name, Reason.NOT_READABLE))
        else:
            added += 1
    return added


def _album(job_id: str, name: str) -> str | None:
    return db.session.scalar(
        select(Album.id).where(
            Album.job_id == job_id, func.lower(Album.name) == func.lower(name), Album.is_shown
        )
    )
