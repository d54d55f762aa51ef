"""Compares the records of photos with their files, both ways, and with the jobs' figures (D5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, or_, select

from webapp.models.base import db, read_committed_state, transaction
from webapp.models.job import Job
from webapp.models.photo import Photo
from webapp.photos.keys import all_keys, original_key
from webapp.photos.store import PhotoStore

# A photo is written before its record: a file this young may still get one.
_BEING_UPLOADED = timedelta(hours=1)


@dataclass(frozen=True)
class Drift:
    """One difference, in words for the operator."""

    sentence: str
    is_corrected: bool = False


def check_storage(store: PhotoStore, *, repair: bool, now: datetime) -> list[Drift]:
    """Every difference; with `repair` surplus files are deleted and figures counted again (D5).

    A lost original cannot be brought back: it is named, and stays on record. `now` is the
    machine's time, as that of the files.
    """
    keys = set(store.keys())
    read_committed_state()
    on_record = db.session.execute(select(Photo.id, Photo.original_bytes))
    sizes = {photo_id: size for photo_id, size in on_record}  # rows, not a mapping
    return [
        *_lost_originals(store, keys, sizes),
        *_surplus_files(store, keys, sizes, repair=repair, now=now),
        *_interrupted_uploads(store, repair=repair, now=now),
        *_wrong_figures(repair=repair),
    ]


def _lost_originals(store: PhotoStore, keys: set[str], sizes: dict[str, int]) -> Iterator[Drift]:
    for photo_id, size in sizes.items():
        key = original_key(photo_id)
        if key not in keys:
            yield Drift(f"Photo {photo_id} is on record, its original is missing.")
        elif (found := store.size(key)) != size:
            yield Drift(f"Photo {photo_id} should have {size} bytes, its original has {found}.")


def _surplus_files(
    store: PhotoStore, keys: set[str], sizes: dict[str, int], *, repair: bool, now: datetime
) -> Iterator[Drift]:
    known = {key for photo_id in sizes for key in all_keys(photo_id)}
    for key in sorted(keys - known):
        if _may_be_being_uploaded(store, key, now):
            continue
        if repair:
            store.delete(key)
        yield Drift(f"The file {key} belongs to no photo on record.", is_corrected=repair)


def _interrupted_uploads(store: PhotoStore, *, repair: bool, now: datetime) -> Iterator[Drift]:
    before = now - _BEING_UPLOADED
    left = store.incoming(before=before)
    if repair:
        store.clear_incoming(before=before)
    for name in left:
        yield Drift(f"The file {name} was left by an interrupted upload.", is_corrected=repair)


def _may_be_being_uploaded(store: PhotoStore, key: str, now: datetime) -> bool:
    try:
        with store.local(key) as path:
            changed = path.stat().st_mtime
    except FileNotFoundError:
        return True
    return changed > (now - _BEING_UPLOADED).timestamp()


def _wrong_figures(*, repair: bool) -> Iterator[Drift]:
    for job_id in db.session.scalars(_differing().with_only_columns(Job.id)).all():
        with transaction() as session:
            session.get_one(Job, job_id, with_for_update={"of": Job})
            found = session.execute(_differing().where(Job.id == job_id)).one_or_none()
            if found is None:
                continue
            job, photos, size = found
            sentence = (
                f"Job {job_id} says {job.photo_count} photos of {job.original_bytes} bytes;"
                f" on record are {photos} of {size} bytes."
            )
            if repair:
                job.photo_count, job.original_bytes = photos, size
        yield Drift(sentence, is_corrected=repair)


def _differing() -> Select[Job, int, int]:
    """Jobs whose figures are not those of their photos, with the right ones."""
    counted = (
        select(
            Photo.job_id,
            func.count(Photo.id).label("photos"),
            func.sum(Photo.original_bytes).label("size"),
        )
        .group_by(Photo.job_id)
        .subquery()
    )
    photos, size = func.coalesce(counted.c.photos, 0), func.coalesce(counted.c.size, 0)
    return (
        select(Job, photos, size)
        .outerjoin(counted, counted.c.job_id == Job.id)
        .where(or_(Job.photo_count != photos, Job.original_bytes != size))
        .order_by(Job.id)
    )
